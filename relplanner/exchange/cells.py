"""Cells of tables that other programs open: spreadsheets run what looks like a formula, so nothing may."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# OWASP, "CSV Injection": what begins a formula in one spreadsheet or another; the last four are full-width.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_STARTS) else text


def csv_text(rows: Iterable[Sequence[str | int | float | bool | None]]) -> str:
    """Rows as CSV (RFC 4180, but lines end in ``\\n``): texts made harmless, no value is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # a lone \r inside a cell is quoted only with this ending
    lines = []
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        lines.append(out.getvalue().removesuffix("\r\n") + "\n")
        out.seek(0)
        out.truncate()
    return "".join(lines)


def _cell(value: str | int | float | bool | None) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return harmless(value) if isinstance(value, str) else value
