"""What a person can do on the rollout page, for menus, palette and shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.ui.actions import ActionSpec

if TYPE_CHECKING:
    from relplanner.ui.context import Context
    from relplanner.ui.rollout.page import RolloutPage

MENU = "Plan/rollout"


def specs(page: RolloutPage) -> tuple[ActionSpec, ...]:
    def can_edit(context: Context) -> bool:
        return context.can_edit

    def has_phase(context: Context) -> bool:
        return context.can_edit and bool(page.phase_id)

    def has_steps(_context: Context) -> bool:
        return bool(page.view.ladder.rungs)

    return (
        ActionSpec(
            "rollout.add", "Add phase", lambda _: page.add(), "Insert", "plus", can_edit, menu=MENU,
            scope="page",
        ),
        ActionSpec(
            "rollout.duplicate", "Duplicate phase", lambda _: page.duplicate(), "Ctrl+D", "content-duplicate",
            has_phase, menu=MENU, scope="page",
        ),
        ActionSpec(
            "rollout.delete", "Delete phase", lambda _: page.delete(), "Delete", "delete-outline", has_phase,
            menu=MENU, scope="page",
        ),
        ActionSpec(
            "rollout.up", "Move phase earlier", lambda _: page.shift(-1), "Alt+Up", "arrow-up", has_phase,
            menu=MENU, scope="page",
        ),
        ActionSpec(
            "rollout.down", "Move phase later", lambda _: page.shift(1), "Alt+Down", "arrow-down", has_phase,
            menu=MENU, scope="page",
        ),
        ActionSpec(
            "rollout.rename", "Edit phase", lambda _: page.open(page.phase_id), "F2", "square-edit-outline",
            has_phase, menu=MENU, scope="page",
        ),
        ActionSpec(
            "rollout.criterion", "Add a measured criterion", lambda _: page.add_criterion(), "Ctrl+Shift+A",
            "clipboard-check-outline", has_phase, menu=MENU,
        ),
        ActionSpec(
            "rollout.longer", "Longer phase", lambda _: page.step(1, 0), "", "", can_edit,
            tip="Shift+Right on the ladder",
        ),
        ActionSpec(
            "rollout.shorter", "Shorter phase", lambda _: page.step(-1, 0), "", "", can_edit,
            tip="Shift+Left on the ladder",
        ),
        ActionSpec(
            "rollout.higher", "More traffic", lambda _: page.step(0, 1), "", "", can_edit,
            tip="Shift+Up on the ladder",
        ),
        ActionSpec(
            "rollout.lower", "Less traffic", lambda _: page.step(0, -1), "", "", can_edit,
            tip="Shift+Down on the ladder",
        ),
        ActionSpec(
            "rollout.started", "Phase started now", lambda _: page.record("actual_start"), "", "play",
            has_phase, menu="Plan/rollout record",
        ),
        ActionSpec(
            "rollout.ended", "Phase ended now", lambda _: page.record("actual_finish"), "", "check",
            has_phase, menu="Plan/rollout record",
        ),
        ActionSpec(
            "rollout.zoom-in", "Zoom in", lambda _: page.board.zoom(1.25), ("Ctrl++", "Ctrl+="),
            "magnify-plus-outline", has_steps, menu="View/rollout", scope="page",
        ),
        ActionSpec(
            "rollout.zoom-out", "Zoom out", lambda _: page.board.zoom(0.8), "Ctrl+-", "magnify-minus-outline",
            has_steps, menu="View/rollout", scope="page",
        ),
        ActionSpec(
            "rollout.fit", "Fit all steps", lambda _: page.board.fit(), "Ctrl+0", "fit-to-page-outline",
            has_steps, menu="View/rollout", scope="page",
        ),
    )  # fmt: skip
