"""What is done to the entries of the triggers page: added, copied, deleted, moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.plan import edits
from relplanner.plan.edits.order import copy_of, free_id, move_entry
from relplanner.plan.nouns.rollout import Alert, Metric, Trigger
from relplanner.ui.triggers import rows
from relplanner.ui.triggers.rows import ALERT, ALERTS, BY_HAND, TRIGGERS

if TYPE_CHECKING:
    from relplanner.ui.triggers.page import TriggersPage

TO_SAY = "Say what is decided"


def add(page: TriggersPage, kind: str) -> None:
    """Add an entry of a kind beside the chosen one, and begin to write it."""
    page.leave()
    plan, key = page.plan, page.key
    section = ALERTS if kind == ALERT else TRIGGERS
    chosen = rows.entry_of(plan, key) if key is not None else None
    new: Trigger | Alert
    if kind == ALERT:
        new = Alert(id=free_id(plan, section, "new-alert"))
    else:
        category = chosen.category if isinstance(chosen, Trigger) else "technical"
        decision = TO_SAY if kind == BY_HAND else None
        name = "new-decision" if kind == BY_HAND else "new-trigger"
        new = Trigger(id=free_id(plan, section, name), category=category, manual=decision)
    at = rows.position(plan, key) + 1 if key is not None and key[0] == section else None
    if page.context.apply(lambda: edits.add_entry(plan, section, new, at)) is not None:
        page.reveal(section, new.id)
        page.editor.enter()
        if kind == BY_HAND and page.editor.told is not None:
            page.editor.told.input.selectAll()


def duplicate(page: TriggersPage) -> None:
    """Another one like the chosen, below it."""
    if page.key is None:
        return
    page.leave()
    plan, (section, entry_id) = page.plan, page.key
    at = rows.position(plan, page.key) + 1
    new = copy_of(plan, section, entry_id)
    if page.context.apply(lambda: edits.add_entry(plan, section, new, at)) is not None:
        page.reveal(section, new.id)


def delete(page: TriggersPage) -> None:
    if page.key is None:
        return
    section, entry_id = page.key
    page.drafts.pop(page.key, None)
    page.context.apply(lambda: edits.delete_entries(page.plan, section, [entry_id]))
    if page.key is not None:
        page.context.selection.set(page.key[0], [page.key[1]])


def beside(page: TriggersPage, by: int) -> str | None:
    """The entry above or below in the group, if it is of the same section."""
    row = page.list.neighbours()[0 if by < 0 else 1]
    return row.id if row is not None and page.key is not None and row.section == page.key[0] else None


def shift(page: TriggersPage, by: int) -> None:
    """Up or down among its group in the list."""
    other, key = beside(page, by), page.key
    if key is not None and other is not None:
        page.context.apply(lambda: move_entry(page.plan, *key, other))


def add_metric(page: TriggersPage, metric_id: str) -> None:
    """A metric that a condition names and the plan lacks."""
    page.context.apply(lambda: edits.add_entry(page.plan, "metrics", Metric(id=metric_id)))
