"""What the page's actions do: each reads what is chosen and asks for one edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from relplanner.plan import edits
from relplanner.plan.edits.edit import Edit
from relplanner.plan.fields import field_of
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.ui.common import link_edits
from relplanner.ui.inspector import texts
from relplanner.ui.timeline import choosing
from relplanner.ui.timeline.view import View

if TYPE_CHECKING:
    from relplanner.ui.timeline.page import TimelinePage

NEW_NAMES = {
    "task": "New activity",
    "milestone": "New milestone",
    "phase": "New phase",
    "gate": "New gate",
    "deployment": "New deployment",
    "meeting": "New meeting",
}
FIELD_OF = {"predecessors": "after"}
"""The field that a column shows, where it is called otherwise."""


Maker = Callable[[Plan, tuple[str, ...]], Edit]


def apply(page: TimelinePage, make: Maker) -> None:
    plan = page.context.plan
    if plan is not None and page.chosen():
        ids = page.chosen()
        page.context.apply(lambda: make(plan, ids))


def add(page: TimelinePage, kind: str) -> None:
    """A new row below the current one, under the same parent (inside an unfolded summary or an empty phase),
    its name open to type.
    """
    plan = page.context.plan
    if plan is None or not page.has_plan:
        return
    here = page.current_place()
    line = page.view.sheet.lines[here] if here >= 0 else None
    after = line.id if line is not None and line.position >= 0 else None
    activity = plan.activity(after) if after is not None else None
    parent = activity.parent if activity is not None else None
    if line is not None and activity is not None and line.id not in page.view.folded:
        # A phase comes after a phase; everything else becomes part of it.
        is_phase = activity.kind == "phase"
        if (line.has_children or is_phase) and not (is_phase and kind == "phase"):
            parent = line.id
    change = page.context.apply(
        lambda: edits.add_activity(plan, NEW_NAMES[kind], after_row=after, parent=parent, kind=kind)
    )
    if change is None or not change.touched:
        return
    made = next(iter(change.touched))
    page.context.selection.set("activities", [made], made)
    place = page.view.sheet.places.get(made)
    if place is not None:
        page.anchor = place
        page.board.show_place(place)
        page.typing.begin(place, "name")
        page.typing.unnamed = made


def delete(page: TimelinePage) -> None:
    """Delete the chosen rows; the row that comes into their place is chosen, so that Delete can be
    repeated.
    """
    plan, ids = page.context.plan, page.chosen()
    if plan is None or not ids:
        return
    places = [page.view.sheet.places[each] for each in ids if each in page.view.sheet.places]
    change = page.context.apply(lambda: edits.delete_activities(plan, ids))
    if change is not None and places and len(page.view.sheet):
        place = min(*places, len(page.view.sheet) - 1)
        if page.view.sheet.lines[place].position >= 0:
            choosing.choose(page, place)


def edit_current(page: TimelinePage) -> None:
    here = page.current_place()
    if here >= 0:
        page.typing.begin(here, page.view.cell)


def select_all(page: TimelinePage) -> None:
    ids = [line.id for line in page.view.sheet.lines if line.position >= 0]
    page.context.selection.set("activities", ids, page.view.current)


def link(page: TimelinePage) -> None:
    """One edit: each chosen activity waits for the one chosen before it."""
    plan, ids = page.context.plan, page.chosen()
    if plan is not None and len(ids) > 1:
        page.context.apply(lambda: link_edits.linked_in_order(plan, ids))


def unlink(page: TimelinePage) -> None:
    """One edit: no links among the chosen; of one alone, none that it waits by."""
    plan, ids = page.context.plan, page.chosen()
    if plan is None or not ids:
        return
    if not link_edits.links_among(plan, ids):
        page.context.messages.info(link_edits.NONE)
        return
    page.context.apply(lambda: link_edits.unlinked(plan, ids))


def is_pinned(view: View, activity_id: str) -> bool:
    activity = view.sheet.plan.activity(activity_id)
    return activity is not None and (activity.start is not None or activity.constraint is not None)


def show_selected(page: TimelinePage) -> None:
    if page.view.current is not None:
        section, _, entry = page.view.current.rpartition("/")
        page.reveal(section or "activities", entry)


def offers_for(view: View, key: str) -> list[texts.Offer]:
    """What a cell's editor completes with: ids, with the names that people know them by."""
    return texts.offers(field_of(Activity, FIELD_OF.get(key, key)), view.sheet.plan)[:5000]
