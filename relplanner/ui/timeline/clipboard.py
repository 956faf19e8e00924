"""Rows on the clipboard: a table that spreadsheets read, and beside it the whole entries for this program."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from relplanner.plan import edits, outline
from relplanner.plan.fields import fields_of
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.ui.timeline import cell_edits, choosing, columns
from relplanner.ui.timeline.view import View

if TYPE_CHECKING:
    from relplanner.ui.timeline.page import TimelinePage

MIME = "application/x-relplanner-rows+json"
HEADS = ("name", "start", "finish", "duration", "predecessors", "owner", "progress", "slack", "status")
INDENT = "    "
"""How the table tells that a row is part of the one above."""
MOST_ROWS = 20_000


def copy(page: TimelinePage) -> None:
    """The chosen rows with all their parts."""
    ids = page.chosen()
    if not ids or not page.has_plan:
        return
    plan = page.view.sheet.plan
    rows = outline.descendants(plan, ids)
    data = QMimeData()
    data.setText(table_of(page.view, rows))
    data.setData(MIME, json.dumps({"rows": [plain_row(plan, each) for each in rows]}).encode())
    QGuiApplication.clipboard().setMimeData(data)


def cut(page: TimelinePage) -> None:
    copy(page)
    plan, ids = page.context.plan, page.chosen()
    if plan is not None and ids:
        page.context.apply(lambda: edits.delete_activities(plan, ids))


def paste(page: TimelinePage) -> None:
    """Rows below the current one; from a spreadsheet the first line may name the columns."""
    plan = page.context.plan
    if plan is None or not page.has_plan:
        return
    rows = rows_on_clipboard()
    if not rows:
        page.context.messages.info("There are no rows on the clipboard to paste.")
        return
    here = page.current_place()
    line = page.view.sheet.lines[here] if here >= 0 else None
    after = line.id if line is not None and line.position >= 0 else None
    change = page.context.apply(lambda: edits.paste_rows(plan, rows, after))
    if change is not None and change.touched:
        made = [each.id for each in change.after.activities if each.id in change.touched]
        page.context.selection.set("activities", made)
        place = page.view.sheet.places.get(made[0]) if made else None
        if place is not None:
            choosing.extend_from(page, made)
            page.board.show_place(place)


def table_of(view: View, ids: tuple[str, ...]) -> str:
    """Tab-separated rows under a line of titles, nested names indented."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    writer.writerow([columns.BY_KEY[key].title for key in HEADS])
    depths = {row.id: row.depth for row in outline.rows(view.sheet.plan)}
    least = min((depths[each] for each in ids), default=0)
    for each in ids:
        place = view.sheet.places.get(each)
        if place is None:  # folded away: only what the plan itself says
            row = plain_row(view.sheet.plan, each)
            cells = [row.get(key, "") for key in HEADS]
        else:
            cells = [_cell(view, place, key) for key in HEADS]
        cells[0] = INDENT * (depths[each] - least) + cells[0]
        writer.writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _cell(view: View, place: int, key: str) -> str:
    if key in ("start", "finish"):
        dates = view.dates_at(place)
        if dates is None:
            return ""
        moment = view.schedule.local(dates[0 if key == "start" else 1])
        return f"{moment:%Y-%m-%d %H:%M}"
    if key in ("duration", "predecessors", "progress"):
        return cell_edits.text_of(view, place, key)
    return columns.BY_KEY[key].text(view, place)


def _harmless(cell: str) -> str:
    """Spreadsheets run cells that begin like formulas; names come from files of others."""
    return "'" + cell if cell[:1] in ("=", "+", "@") else cell


def plain_row(plan: Plan, activity_id: str) -> dict[str, str]:
    """An activity with all its simple fields in their text forms, and the id and parent that tie pasted
    rows.
    """
    activity = plan.activity(activity_id)
    found: dict[str, str] = {}
    if activity is None:
        return found
    for field in fields_of(Activity):
        value = getattr(activity, field.name)
        if value in (None, ()) or field.form is None:
            continue
        if field.shape == "one" and (value != field.default or field.required):
            found[field.key] = field.form.format(value)
        elif field.shape == "many" and field.key == "after":
            found["after"] = ", ".join(field.form.format(each) for each in value)
    return found


def rows_on_clipboard() -> list[dict[str, str]]:
    """Whole entries where this program copied them, else the table's cells by column."""
    data = QGuiApplication.clipboard().mimeData()
    if data is None:
        return []
    if data.hasFormat(MIME):
        try:
            whole: Any = json.loads(bytes(data.data(MIME).data()))
            rows = whole["rows"]
            return [{str(k): str(v) for k, v in row.items()} for row in rows[:MOST_ROWS]]
        except (ValueError, KeyError, TypeError, AttributeError):
            return []  # another program's bytes under our name
    return rows_of(data.text()) if data.hasText() else []


def rows_of(text: str) -> list[dict[str, str]]:
    """Cells between tabs, by column title; the indentation of names says what is part of what. None of what
    is no table.
    """
    import csv
    import io

    from relplanner.plan.edits.cells import rows_of_table

    reader = csv.reader(io.StringIO(text), dialect="excel-tab")
    try:
        table = list(islice((cells for cells in reader if any(map(str.strip, cells))), MOST_ROWS + 1))
    except csv.Error:
        return []  # a quotation mark that is never closed, say
    rows = rows_of_table(table)
    for row, cells in zip(rows, table[len(table) - len(rows) :], strict=True):
        row["depth"] = str(_depth(cells[0]))
    return rows


def _depth(cell: str) -> int:
    return (len(cell) - len(cell.lstrip(" "))) // len(INDENT)
