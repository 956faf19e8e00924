"""What a person can do on the rollout page, for menus, palette and shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from relplanner.ui.actions import ActionSpec
from relplanner.ui.rollout import doing
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.ui.context import Context
    from relplanner.ui.rollout.page import RolloutPage

MENU, RECORD, VIEW = "Plan/rollout", "Plan/rollout record", "View/rollout"
Run = Callable[["RolloutPage"], object]


@value
class Entry:
    """``needs``: edit, phase (that can be edited) or steps on the ladder."""

    id: str
    text: str
    run: Run
    needs: str = "phase"
    keys: str | tuple[str, ...] = ""
    icon: str = ""
    menu: str = MENU
    tip: str = ""


ENTRIES = (
    Entry("add", "Add phase", doing.add, "edit", "Insert", "plus"),
    Entry("duplicate", "Duplicate phase", doing.duplicate, "phase", "Ctrl+D", "content-duplicate"),
    Entry("delete", "Delete phase", doing.delete, "phase", "Delete", "delete-outline"),
    Entry("up", "Move phase earlier", lambda page: doing.shift(page, -1), "phase", "Alt+Up", "arrow-up"),
    Entry("down", "Move phase later", lambda page: doing.shift(page, 1), "phase", "Alt+Down", "arrow-down"),
    Entry(
        "rename", "Edit phase", lambda page: page.open(page.phase_id), "phase", "F2", "square-edit-outline"
    ),
    Entry(
        "criterion", "Add a measured criterion", lambda page: page.add_criterion(), "phase", "Ctrl+Shift+A",
        "clipboard-check-outline",
    ),
    Entry(
        "longer", "Longer phase", lambda page: doing.step(page, 1, 0), "edit", menu="",
        tip="Shift+Right on the ladder",
    ),
    Entry(
        "shorter", "Shorter phase", lambda page: doing.step(page, -1, 0), "edit", menu="",
        tip="Shift+Left on the ladder",
    ),
    Entry(
        "higher", "More traffic", lambda page: doing.step(page, 0, 1), "edit", menu="",
        tip="Shift+Up on the ladder",
    ),
    Entry(
        "lower", "Less traffic", lambda page: doing.step(page, 0, -1), "edit", menu="",
        tip="Shift+Down on the ladder",
    ),
    Entry(
        "started", "Phase started now", lambda page: doing.record(page, "actual_start"), icon="play",
        menu=RECORD,
    ),
    Entry(
        "ended", "Phase ended now", lambda page: doing.record(page, "actual_finish"), icon="check",
        menu=RECORD,
    ),
    Entry(
        "zoom-in", "Zoom in", lambda page: page.board.zoom(1.25), "steps", ("Ctrl++", "Ctrl+="),
        "magnify-plus-outline", VIEW,
    ),
    Entry(
        "zoom-out", "Zoom out", lambda page: page.board.zoom(0.8), "steps", "Ctrl+-", "magnify-minus-outline",
        VIEW,
    ),
    Entry(
        "fit", "Fit all steps", lambda page: page.board.fit(), "steps", "Ctrl+0", "fit-to-page-outline", VIEW
    ),
)  # fmt: skip


def specs(page: RolloutPage) -> tuple[ActionSpec, ...]:
    enabled: dict[str, Callable[[Context], bool]] = {
        "edit": lambda context: context.can_edit,
        "phase": lambda context: context.can_edit and bool(page.phase_id),
        "steps": lambda _: bool(page.view.ladder.rungs),
    }
    return tuple(_spec(page, entry, enabled[entry.needs]) for entry in ENTRIES)


def _spec(page: RolloutPage, entry: Entry, enabled: Callable[[Context], bool]) -> ActionSpec:
    return ActionSpec(
        id=f"rollout.{entry.id}",
        text=entry.text,
        run=lambda _context: entry.run(page),
        shortcut=entry.keys,
        icon=entry.icon,
        enabled=enabled,
        tip=entry.tip,
        menu=entry.menu,
        scope="page",
    )
