"""What can be done with the plan as a whole: try out, move T0, begin the next release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.ui.actions import ActionSpec

if TYPE_CHECKING:
    from types import ModuleType

    from relplanner.plan.edits.edit import Edit
    from relplanner.plan.plan import Plan
    from relplanner.ui.context import Context
    from relplanner.ui.main_window import MainWindow
    from relplanner.ui.whatif.try_out import TryOut


def plan_actions(window: MainWindow) -> tuple[ActionSpec, ...]:
    """The entries of the menu Plan that belong to no page."""
    return (
        ActionSpec(
            "plan.try",
            "Try out",
            lambda _: try_out(window).begin(),
            "Ctrl+Shift+T",
            enabled=lambda context: context.document is not None and not _trying(context),
            tip="Edit a copy and see what it moves, before anything is decided",
            menu="Plan/try",
        ),
        ActionSpec(
            "plan.try.keep",
            "Keep the try-out",
            lambda _: try_out(window).keep(),
            enabled=_trying,
            menu="Plan/try",
        ),
        ActionSpec(
            "plan.try.drop",
            "Drop the try-out",
            lambda _: try_out(window).drop(),
            enabled=_trying,
            menu="Plan/try",
        ),
        ActionSpec(
            "plan.target",
            "Move T0 …",
            lambda _: ask_target(window),
            enabled=_has_plan,
            tip="Move the release date, with a preview of every date that follows",
            menu="Plan/target",
        ),
        ActionSpec(
            "plan.next",
            "Next release from this plan …",
            lambda _: ask_next(window),
            enabled=_has_plan,
            menu="Plan/target",
        ),
        ActionSpec(
            "plan.baseline",
            "Take a baseline …",
            lambda _: _compare().take_baseline(window),
            "Ctrl+Shift+B",
            "flag-outline",
            _has_plan,
            tip="Keep the whole plan as it is now, to compare with later",
            menu="Plan/compare",
        ),
        ActionSpec(
            "plan.compare",
            "Compare with …",
            lambda _: _compare().pick_reference(window),
            enabled=_has_plan,
            tip="Show a baseline, another file or a git revision below the bars",
            menu="Plan/compare",
        ),
        ActionSpec(
            "plan.compare.stop",
            "Stop comparing",
            lambda _: _compare().stop(window),
            enabled=lambda context: context.comparing.chosen is not None,
            menu="Plan/compare",
        ),
    )


def _compare() -> ModuleType:
    """Imported when first needed, like all that does something here."""
    from relplanner.ui.whatif import compare

    return compare


def try_out(window: MainWindow) -> TryOut:
    """The window's try-out, made with its first use."""
    from relplanner.ui.whatif.try_out import TryOut

    found = window.findChild(TryOut)
    return found if found is not None else TryOut(window)


def ask_target(window: MainWindow) -> None:
    """Show the preview of a moved T0."""
    from relplanner.ui.whatif.move_target import MoveTarget

    def tried(edit: Edit) -> None:
        try_out(window).begin()
        window.context.apply(edit)

    dialog = MoveTarget(window.context, window, window.context.apply, tried)
    dialog.exec()
    dialog.deleteLater()


def ask_next(window: MainWindow) -> None:
    """Ask for T0 and version, and open the new plan, which no file holds yet."""
    from relplanner.ui.whatif.next_release import NextRelease

    plan = window.context.plan
    if plan is None:
        return

    def begin(made: Plan) -> None:
        window.desk.begin_from(made)

    dialog = NextRelease(plan, window, begin)
    dialog.exec()
    dialog.deleteLater()


def _trying(context: Context) -> bool:
    return context.document is not None and context.document.trial is not None


def _has_plan(context: Context) -> bool:
    return context.document is not None
