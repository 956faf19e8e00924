"""Which rows are chosen, and which are folded away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from relplanner.plan import outline
from relplanner.plan.nouns.timeline import MILESTONE_KINDS, Activity
from relplanner.ui.timeline import rows
from relplanner.ui.timeline.hit import Hit

if TYPE_CHECKING:
    from relplanner.ui.timeline.page import TimelinePage

MENU = Qt.KeyboardModifier.GroupSwitchModifier
"""How the board says that a press asks for the menu: what is chosen already stays chosen."""


def press(page: TimelinePage, found: Hit, modifiers: Qt.KeyboardModifier) -> None:
    """A press on a row chooses it; with Ctrl it joins or leaves, with Shift all up to it are chosen."""
    page.typing.finish()
    if found.kind == "nothing" and not modifiers & MENU:
        page.context.selection.clear()  # beside all rows: the inspector shows the release again
    if found.place < 0 or not page.has_plan:
        return
    if found.kind in ("row-track", "time-track", "divider"):
        return
    line_id = page.view.sheet.lines[found.place].id
    if found.slot is not None:
        page.view.cell = found.slot.column.key
    if modifiers & MENU:
        if line_id not in page.view.selected:
            choose(page, found.place)
        return
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        _toggle(page, found.place)
    elif modifiers & Qt.KeyboardModifier.ShiftModifier:
        extend(page, found.place)
    elif line_id in page.view.selected and len(page.view.selected) > 1 and found.kind in ("cell", "bar"):
        # A press on one of several chosen rows may begin a drag of all of them.
        page.context.selection.set(page.context.selection.section, page.context.selection.ids, line_id)
    else:
        choose(page, found.place)


def click(page: TimelinePage, found: Hit) -> None:
    """A press that became no drag: of several chosen rows the one that was meant stays chosen."""
    several = len(page.view.selected) > 1 and found.kind in ("cell", "bar")
    if several and page.has_plan and 0 <= found.place < len(page.view.sheet):
        choose(page, found.place)


def choose(page: TimelinePage, place: int) -> None:
    """One row alone."""
    line = page.view.sheet.lines[place]
    page.anchor = place
    if line.row == rows.GROUP:
        page.context.selection.set(rows.ROLLOUT, ())
        page.view.current = line.id
        page.view.selected = frozenset({line.id})
        page.board.update()
    elif line.position < 0:
        page.context.selection.set(rows.ROLLOUT, [line.id.partition("/")[2]])
    else:
        page.context.selection.set("activities", [line.id], line.id)


def extend(page: TimelinePage, place: int) -> None:
    """All rows from where choosing began to a row."""
    anchor = page.anchor if 0 <= page.anchor < len(page.view.sheet) else place
    low, high = sorted((anchor, place))
    lines = page.view.sheet.lines
    ids = [lines[at].id for at in range(low, high + 1) if lines[at].position >= 0]
    if ids:
        current = lines[place].id if lines[place].position >= 0 else ids[-1]
        page.context.selection.set("activities", ids, current)


def _toggle(page: TimelinePage, place: int) -> None:
    line = page.view.sheet.lines[place]
    if line.position < 0:
        choose(page, place)
        return
    ids = list(page.chosen())
    # The order of choosing is kept: linking follows it.
    if line.id in ids:
        ids.remove(line.id)
    else:
        ids.append(line.id)
    page.anchor = place
    page.context.selection.set("activities", ids, line.id if line.id in ids else None)


def toggle_fold(page: TimelinePage, place: int) -> None:
    """Fold or unfold a row; what it hides stays chosen only if the row itself can stand for it."""
    if not page.has_plan or not 0 <= place < len(page.view.sheet):
        return
    line = page.view.sheet.lines[place]
    if line.has_children:
        set_folded(page, page.view.folded ^ {line.id})


def set_folded(page: TimelinePage, folded: frozenset[str]) -> None:
    view = page.view
    if folded == view.folded:
        return
    view.folded = folded
    view.refold()
    view.set_scroll(view.scroll)
    page.board.update()
    page.board.moved.emit()


def fold_all(page: TimelinePage) -> None:
    parents = {row.id for row in outline.rows(page.view.sheet.plan) if row.has_children}
    set_folded(page, frozenset(parents | {rows.ROLLOUT}))


def unfold_all(page: TimelinePage) -> None:
    set_folded(page, frozenset())


def unfold_to(page: TimelinePage, row_id: str) -> None:
    """Unfold whatever hides a row, and drop a filter that does."""
    above = set(outline.ancestors(page.view.sheet.plan, row_id)) | (
        {rows.ROLLOUT} if "/" in row_id else set()
    )
    if above & page.view.folded:
        set_folded(page, page.view.folded - above)
    if row_id not in page.view.sheet.places and page.view.keep is not None:
        page.set_filter("all")


def extend_from(page: TimelinePage, ids: list[str]) -> None:
    """Choosing with Shift goes on from the first of these."""
    place = page.view.sheet.places.get(ids[0]) if ids else None
    page.anchor = place if place is not None else -1


def filter_of(page: TimelinePage, name: str) -> Callable[[Activity], bool] | None:
    """The test of a named filter, ``None`` for all rows."""
    if name == "critical":
        return lambda activity: _is_critical(page, activity)
    if name == "open":
        return lambda activity: activity.progress < 100 and activity.actual_finish is None
    if name == "marks":
        return lambda activity: activity.kind in MILESTONE_KINDS
    return None


def _is_critical(page: TimelinePage, activity: Activity) -> bool:
    row = page.view.schedule.index.get(activity.id)
    return row is not None and bool(page.view.dates_of.critical[row])
