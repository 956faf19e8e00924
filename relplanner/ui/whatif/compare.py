"""Baselines are taken here, and what to compare with is chosen: a baseline, another file, a git revision."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from relplanner.errors import RelplannerError
from relplanner.session.trial import BUSY
from relplanner.ui.comparing import Reference
from relplanner.ui.desk import FILTER
from relplanner.ui.palette.entries import Found

if TYPE_CHECKING:
    from relplanner.session.comparing import OtherPlan, Spec
    from relplanner.session.revisions import Revision
    from relplanner.storage.baselines import Baseline
    from relplanner.ui.main_window import MainWindow

UNSAVED = "Save the plan first: baselines and git revisions belong to its file."
MOST_REVISIONS = 50


def take_baseline(window: MainWindow) -> None:
    """Ask for a name and keep the plan as it is now, unsaved edits included; not what is only tried out."""
    document = window.context.document
    if document is None:
        return
    if document.path is None or document.trial is not None:
        window.context.messages.warn(UNSAVED if document.path is None else BUSY)
        return
    from relplanner.ui.whatif.baseline_name import BaselineName

    dialog = BaselineName(window, partial(keep_baseline, window))
    dialog.exec()
    dialog.deleteLater()


def keep_baseline(window: MainWindow, name: str) -> Baseline | None:
    """Keep the plan as it is now under a name, and say so; ``None`` when it could not be written."""
    document = window.context.document
    if document is None or document.path is None:
        return None
    from relplanner.storage import baselines

    try:
        taken = baselines.take(document.path, document.file.text(document.plan), name)
    except (RelplannerError, OSError) as error:
        window.context.messages.error(str(error))
        return None
    window.context.comparing.baseline_taken()
    window.context.messages.info(
        f"Baseline “{taken.name}” taken.", "Compare with it", lambda: compare_with(window, taken)
    )
    return taken


def pick_reference(window: MainWindow) -> None:
    """Offer what there is to compare with. Git is asked only when its entry is chosen."""
    document = window.context.document
    if document is None:
        return
    found: list[Found] = []
    if document.path is not None:
        from relplanner.storage import baselines

        for one in baselines.baselines(document.path):
            note = f"{one.taken_at.astimezone(document.schedule.zone):%Y-%m-%d %H:%M} {one.author}"
            found.append(Found(one.name, note, "flag-outline", partial(compare_with, window, one)))
        for broken in baselines.broken(document.path):
            window.context.messages.warn(broken.message)
        found.append(Found("A git revision …", "of this file", "source-branch", partial(_ask_git, window)))
    found.append(Found("Another file …", "", "folder-open-outline", partial(_ask_file, window)))
    if window.context.comparing.chosen is not None:
        found.append(Found("Nothing", "stop comparing", "close", partial(stop, window)))
    window.pick(found, "Compare with what?")


def stop(window: MainWindow) -> None:
    """Compare with nothing."""
    window.context.comparing.choose(None)


def compare_with(window: MainWindow, spec: Spec) -> None:
    """Read and schedule the other plan in the background, then compare with it."""
    document = window.context.document
    if document is None:
        return
    path = document.path or Path("plan.relplan.yaml")

    def read() -> OtherPlan:
        from relplanner.session.comparing import other_plan

        return other_plan(path, spec)

    def arrived(other: OtherPlan) -> None:
        if window.context.document is document:
            window.context.comparing.choose(Reference(other.label, other.schedule, spec))

    window.background.run(read, arrived, partial(_failed, window))


def _ask_git(window: MainWindow) -> None:
    document = window.context.document
    if document is None or document.path is None:
        return
    path = document.path

    def asked() -> tuple[Revision, ...]:
        from relplanner.session.revisions import revisions

        return revisions(path, MOST_REVISIONS)

    def arrived(found: tuple[Revision, ...]) -> None:
        if window.context.document is not document:
            return
        if not found:
            window.context.messages.info("Git has no committed revision of this file.")
            return
        window.pick([_revision(window, one) for one in found], "Which revision?")

    window.background.run(asked, arrived, partial(_failed, window))


def _revision(window: MainWindow, one: Revision) -> Found:
    from relplanner.session.comparing import AtRevision

    note = f"{one.commit[:8]}  {one.when:%Y-%m-%d}  {one.author}"
    run = partial(compare_with, window, AtRevision(one.commit))
    return Found(one.subject or one.commit[:8], note, "source-branch", run)


def _ask_file(window: MainWindow) -> None:
    document = window.context.document
    folder = str(document.path.parent) if document is not None and document.path is not None else ""
    name, _ = QFileDialog.getOpenFileName(window, "Compare with another plan", folder, FILTER)
    if name:
        compare_with(window, Path(name))


def _failed(window: MainWindow, error: BaseException) -> None:
    if not isinstance(error, RelplannerError | OSError):
        raise error
    window.context.messages.error(str(error))
