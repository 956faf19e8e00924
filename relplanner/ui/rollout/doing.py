"""What the page's actions and fields do: each reads what is chosen and asks for one edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from relplanner.plan.edits import delete_entries, set_field
from relplanner.plan.edits import rollout as edits
from relplanner.plan.edits.edit import Edit
from relplanner.plan.forms.moment import Wall
from relplanner.session.change import PlanChange
from relplanner.ui.common.local_time import to_local, to_minute
from relplanner.ui.rollout.gestures import stepped
from relplanner.ui.rollout.ladder import ROLLOUT

if TYPE_CHECKING:
    from relplanner.ui.rollout.page import RolloutPage


def apply(page: RolloutPage, edit: Edit | Callable[[], Edit]) -> PlanChange | None:
    """Make an edit, a step of its own; what is refused is shown as it was."""
    changed = page.context.apply(edit)
    if page.context.document is not None:
        page.context.document.end_burst()
    if changed is None:
        page.show_plan()
    return changed


def set_phase(page: RolloutPage, phase_id: str, field: str, value: Any) -> None:
    """Set a field of a phase, of the whole rollout where no phase is named."""
    plan = page.context.plan
    if plan is None:
        return
    if field == "duration" and value is not None and phase_id:
        apply(page, lambda: edits.lengthen(plan, phase_id, value))
    elif apply(page, lambda: set_field(plan, ROLLOUT, phase_id, field, value)) is not None and field == "id":
        page.choose(value)


def set_switch(page: RolloutPage, field: str, value: Any) -> None:
    plan = page.context.plan
    if plan is not None:
        apply(page, lambda: edits.set_switch(plan, field, value))


def split(page: RolloutPage) -> None:
    """A phase for each step of the switch; the first one is chosen."""
    plan = page.context.plan
    if plan is None or apply(page, lambda: edits.phases_of_steps(plan)) is None:
        return
    after = page.context.plan
    if after is not None and after.rollout.phases:
        page.choose(after.rollout.phases[0].id)


def choose_strategy(page: RolloutPage, strategy: str | None) -> None:
    plan = page.context.plan
    if plan is not None:
        apply(page, lambda: edits.choose_strategy(plan, strategy))


def add(page: RolloutPage) -> None:
    """A phase behind the chosen one, its name ready to be typed."""
    plan = page.context.plan
    if plan is not None:
        _added(page, edits.add_phase(plan, page.phase_id or None))


def duplicate(page: RolloutPage) -> None:
    plan = page.context.plan
    if plan is not None and page.phase_id:
        _added(page, edits.duplicate_phase(plan, page.phase_id))


def _added(page: RolloutPage, made: tuple[Edit, str]) -> None:
    edit, new = made
    if apply(page, edit) is not None:
        page.choose(new)
        page.open(new)


def delete(page: RolloutPage) -> None:
    """Delete the chosen phase; the next one is chosen."""
    plan, gone = page.context.plan, page.phase_id
    if plan is None or not gone:
        return
    ids = [phase.id for phase in plan.rollout.phases]
    at = ids.index(gone)
    if apply(page, lambda: delete_entries(plan, ROLLOUT, [gone])) is not None:
        left = [one for one in ids if one != gone]
        page.choose(left[min(at, len(left) - 1)] if left else "")
        page.board.setFocus()


def shift(page: RolloutPage, by: int) -> None:
    """Move the chosen phase later, or earlier."""
    plan = page.context.plan
    if plan is not None and page.phase_id:
        apply(page, lambda: edits.move_phase(plan, page.phase_id, by))


def step(page: RolloutPage, longer: int, higher: int) -> None:
    """Change the chosen step by one notch, as dragging its edge does."""
    plan, rung = page.context.plan, page.rung
    if plan is None or rung is None or not page.context.can_edit:
        return
    can = page.view.can_rise(rung) if higher else page.view.can_end(rung)
    edit = stepped(rung, plan, longer=longer, higher=higher) if can else None
    if edit is not None:
        page.context.apply(edit)


def record(page: RolloutPage, field: str) -> None:
    """Note that the chosen phase began or ended just now; undo takes back nothing that happened."""
    schedule = page.context.schedule
    if schedule is None or not page.phase_id:
        return
    local = to_local(to_minute(page.context.now()), schedule.zone)
    set_phase(page, page.phase_id, field, Wall(local.date(), local.hour * 60 + local.minute))
