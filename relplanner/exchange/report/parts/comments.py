"""What reviewers wrote beside the plan."""

from __future__ import annotations

import datetime as dt

from relplanner.exchange.report.inputs import CommentText, Pack
from relplanner.exchange.report.model import Cell, Column, Section, Table

MOST = 50


def part(pack: Pack) -> Section | None:
    shown = [one for one in pack.comments if one.text.strip()][-MOST:]
    if not shown:
        return None
    rows = tuple(
        (Cell(one.author or "unnamed", strong=True, note=_when(pack, one)), Cell(one.text)) for one in shown
    )
    table = Table((Column("Reviewer", 1.4, whole=True), Column("Comment", 5)), rows, "Comments of the review")
    return Section("comments", "Comments of the review", (table,))


def _when(pack: Pack, one: CommentText) -> str:
    at = getattr(one, "at", None)
    return pack.words.local(at) if isinstance(at, dt.datetime) and at.tzinfo is not None else ""
