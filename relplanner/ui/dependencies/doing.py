"""What the page's actions do: each reads what is chosen and asks for one edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from relplanner.errors import RelplannerError
from relplanner.plan import edits
from relplanner.plan.edits.edit import Edit
from relplanner.plan.edits.links import target
from relplanner.plan.forms.dependency import Dependency, parse_dependency
from relplanner.plan.plan import Plan
from relplanner.ui.common import link_edits
from relplanner.ui.dependencies import choosing
from relplanner.ui.dependencies.gestures import LinkDrag
from relplanner.ui.dependencies.network import Edge, terms

if TYPE_CHECKING:
    from relplanner.ui.dependencies.page import DependenciesPage

NEW = "New activity"


def add(page: DependenciesPage) -> None:
    """A new activity that waits for the current one, its name open to type."""
    plan = page.context.plan
    if plan is None:
        return
    current = page.view.current
    here = plan.activity(current) if current is not None else None

    def make() -> Edit:
        after = here.id if here is not None else None
        parent = here.parent if here is not None else None
        return edits.add_activity(plan, NEW, after_row=after, parent=parent, kind="task")

    change = page.context.apply(make)
    if change is None or not change.touched:
        return
    made = next(iter(change.touched))
    page.context.selection.set("activities", [made], made)
    card = choosing.bring_in(page, made)
    if card >= 0:
        page.board.show_card(card)
        page.typing.begin_name(card, new=True)


def delete(page: DependenciesPage) -> None:
    """The chosen link, else the chosen activities."""
    plan, ids = page.context.plan, page.chosen()
    if plan is None:
        return
    if page.view.link is not None:
        delete_link(page)
    elif ids:
        page.context.apply(lambda: edits.delete_activities(plan, ids))


def link_in_order(page: DependenciesPage) -> None:
    plan, ids = page.context.plan, page.chosen()
    if plan is not None and len(ids) > 1:
        page.context.apply(lambda: link_edits.linked_in_order(plan, ids))


def unlink(page: DependenciesPage) -> None:
    plan, ids = page.context.plan, page.chosen()
    if plan is None or not ids:
        return
    if not link_edits.links_among(plan, ids):
        page.context.messages.info(link_edits.NONE)
        return
    page.context.apply(lambda: link_edits.unlinked(plan, ids))


def begin_link(page: DependenciesPage) -> None:
    """Start linking from the current card by keyboard: arrows choose, Enter links, Esc gives up."""
    document, card = page.context.document, page.current_card()
    if document is None or card < 0 or not page.context.can_edit:
        return
    box = page.view.card_rect(card)
    gesture = LinkDrag(page.view, card, QPointF(box.right(), box.center().y()), document.preview)
    page.board.begin(gesture)
    page.board.setFocus()
    page.board.update()


# The chosen link


def chosen_edge(page: DependenciesPage) -> Edge | None:
    from relplanner.ui.dependencies.painter_links import marked

    number = marked(page.view)
    return page.view.scene.network.edges[number] if number >= 0 else None


def why_fixed(edge: Edge) -> str:
    """Why a line cannot be edited, as a sentence; empty when it can."""
    link = edge.links[0]
    if any(each.written for each in edge.links):
        return ""
    return {
        "between": "Stands for the activities between these two.",
        "folded": "Stands for the links of what is folded away. Unfold it to change them.",
        "summary": "Comes from a link of the phase as a whole.",
        "order": "Comes from the order of the rollout's phases.",
    }.get(link.why, "")


def owner_of(edge: Edge) -> tuple[str, str] | None:
    """Between which two entries of the plan the written link stands that a line comes from."""
    link = edge.links[0]
    editable = link.written or link.why == "summary"
    return (link.predecessor, link.successor) if editable else None


def text_of(plan: Plan, predecessor: str, successor: str) -> str:
    """The links between two activities in their text form: ``SS+1d, FF``."""
    return ", ".join(terms(each) for each in _between(plan, predecessor, successor))


def _between(plan: Plan, predecessor: str, successor: str) -> list[Dependency]:
    from relplanner.plan.edits.links import node_of

    activity = plan.activity(successor)
    after = activity.after if activity is not None else ()
    return [each for each in after if node_of(plan, each.on) == predecessor]


def retyped(plan: Plan, predecessor: str, successor: str, text: str) -> Edit | None:
    """The edit for typed text; ``None`` when it says what was there. Raises :class:`RelplannerError`."""
    before = _between(plan, predecessor, successor)
    if not before:
        raise RelplannerError("This link is not in the plan any more.")
    written = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()] or ["FS"]
    on = before[0].on
    after = [parse_dependency(f"{on} {part}") for part in written]
    if after == before:
        return None
    if len(before) == len(after) == 1:
        new = after[0]
        return edits.retype_link(plan, target(on), successor, new.type, new.lag, new.soft, was=before[0].type)
    activity = plan.activity(successor)
    others = [each for each in activity.after if each not in before] if activity is not None else []
    return edits.set_predecessors(plan, successor, [*others, *after])


def delete_link(page: DependenciesPage) -> None:
    plan, edge = page.context.plan, chosen_edge(page)
    if plan is None or edge is None:
        return
    pair = owner_of(edge)
    if pair is None:
        page.context.messages.info(why_fixed(edge))
        return
    on = _between(plan, *pair)
    page.choose_link(None)
    if on:
        page.context.apply(lambda: edits.unlink(plan, target(on[0].on), pair[1]))
