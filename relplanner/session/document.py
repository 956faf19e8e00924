"""The document: a plan with its file, its schedule and its history, and the one door through which it
changes.

*Edit → new plan → schedule → change*: an edit is run, the new plan is scheduled (whatever can fail has
failed by then, with nothing changed), the old plan goes on the history, and every subscriber is told once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from relplanner.errors import EditRefused, StorageError
from relplanner.plan.edits.edit import Edit
from relplanner.plan.findings import Finding
from relplanner.plan.plan import Plan
from relplanner.session.change import Kind, PlanChange
from relplanner.session.file import PlanFile, journal
from relplanner.session.history import History, Step
from relplanner.session.publishing import Publisher, Subscriber
from relplanner.session.trial import BUSY, Trial

if TYPE_CHECKING:
    from relplanner.plan.merge import Conflict, Merged
    from relplanner.schedule import Schedule
    from relplanner.storage.recovery import Leftover


def leftovers() -> list[Leftover]:
    """Unsaved work of programs that are gone, the newest first; for :meth:`Document.recover`."""
    return journal().leftovers()


class Document:
    """One open plan. Not thread-safe: it belongs to the thread that made it."""

    def __init__(self, file: PlanFile, plan: Plan) -> None:
        self._file = file
        self._plan = plan
        self._schedule: Schedule | None = None
        self._history = History()
        self._trial: Trial | None = None
        self._publisher = Publisher()
        self._reviewed: tuple[tuple[object, ...], tuple[Finding, ...]] | None = None
        self.recovery_conflicts: tuple[Conflict, ...] = ()
        """What recovered work and the file, which changed since, both say differently; the work's stays."""

    @classmethod
    def new(cls, plan: Plan, path: Path | str | None = None) -> Document:
        """A document that no file holds yet; ``path`` is where :meth:`save` will put it."""
        return cls(PlanFile.unsaved(plan, path), plan)

    @classmethod
    def open(cls, path: Path | str, read_only: bool = False) -> Document:
        """Open a plan file. One that another window holds, or that a newer program wrote, opens read-only.

        Raises :class:`PlanUnreadable` and :class:`StorageError`.
        """
        file = PlanFile.open(Path(path), read_only=read_only)
        return cls(file, file.saved_plan)

    @classmethod
    def like(cls, other: Document, plan: Plan) -> Document:
        """A document that no file holds yet, whose plan was made from another's: comments are shared."""
        made = cls(PlanFile(None, other._file.source, other._file.saved_plan), other._file.saved_plan)
        made._plan = plan
        return made

    @classmethod
    def recover(cls, leftover: Leftover) -> Document:
        """Open what a program that is gone left unsaved: the file as it is, with the lost work as one step.

        Into a file that changed since, the work is merged as by :meth:`merge_outside`; see
        :attr:`recovery_conflicts`. The leftover goes once this program's own journal has the work.

        Raises :class:`PlanUnreadable` and :class:`StorageError`.
        """
        from relplanner.storage.reader import parse

        path = leftover.path
        loaded = parse(leftover.text, str(path) if path is not None else "")
        plan = loaded.plan
        if path is not None and path.exists():
            document = cls.open(path)
            merged = _merged(leftover, plan, document)
            plan, document.recovery_conflicts = merged.plan, merged.conflicts
        else:  # its comments, and texts that are no values, stand nowhere but here
            document = cls(PlanFile(path, loaded.source, nothing := Plan(), loaded.findings), nothing)
        if plan != document.plan:
            document._history.push(document.plan, "Recover unsaved work", None)
            document._plan = plan
        try:
            document.tick()
        except StorageError:
            return document  # a full disk, say: nothing else holds the work yet
        journal().discard(leftover)
        return document

    def close(self) -> None:
        """Let go of the file: its lock is freed and its journal dropped. What is unsaved is lost."""
        self._file.close()

    # What it is

    @property
    def plan(self) -> Plan:
        return self._plan

    @property
    def schedule(self) -> Schedule:
        """The dates of the plan, computed when first asked for."""
        if self._schedule is None:
            self._schedule = _compute(self._plan, None)
        return self._schedule

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Findings of the file, the structure and the dates, errors first; kept until the plan changes."""
        return self.reviewing()()

    def reviewing(self) -> Callable[[], tuple[Finding, ...]]:
        """What yields the findings as of now. Asked for here, it may be called later and in any thread."""
        plan, schedule, file = self._plan, self.schedule, copy(self._file)
        of = (plan, file.source, file.saved_plan, file.findings)

        def reviewed() -> tuple[Finding, ...]:
            from relplanner.session.review import review_of

            kept = self._reviewed
            if kept is not None and all(one is other for one, other in zip(kept[0], of, strict=True)):
                return kept[1]
            found = review_of(plan, schedule, file)
            self._reviewed = (of, found)
            return found

        return reviewed

    @property
    def file(self) -> PlanFile:
        return self._file

    @property
    def path(self) -> Path | None:
        return self._file.path

    @property
    def read_only(self) -> bool:
        """Whether edits are refused; a try-out may edit its copy of any plan."""
        return bool(self._file.read_only_reason) and self._trial is None

    @property
    def read_only_reason(self) -> str:
        """Why it cannot be edited, as a sentence; empty when it can."""
        return self._file.read_only_reason

    @property
    def is_modified(self) -> bool:
        """Whether the plan is another than the saved one; undoing back to it makes this false again.

        A try-out is no modification until it is kept.
        """
        return self._kept is not self._file.saved_plan

    @property
    def trial(self) -> Trial | None:
        """The try-out under way: what it was before. ``plan`` and ``schedule`` are the tried-out ones."""
        return self._trial

    @property
    def _kept(self) -> Plan:
        """The plan without what is only tried out."""
        return self._plan if self._trial is None else self._trial.before

    @property
    def undo_label(self) -> str | None:
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        return self._history.redo_label

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Tell ``subscriber`` of every change from now on; returns the function that ends that."""
        return self._publisher.subscribe(subscriber)

    # Edits

    def apply(self, edit: Edit) -> PlanChange | None:
        """Run an edit; ``None`` when nothing happened. Raises :class:`EditRefused` with nothing changed."""
        if self.read_only:
            raise EditRefused(self._file.read_only_reason)
        before = self._plan
        after = edit.run(before)
        if after is before:
            return None
        schedule = _compute(after, self.schedule)
        if edit.record:
            self._history.note_record(edit.run)
            self._note_in_kept(edit)
        else:
            self._history.push(before, edit.label, edit.touched, edit.key)
        return self._become(after, schedule, edit.touched, edit.label, "apply")

    def undo(self) -> PlanChange | None:
        """Take the last step back; ``None`` when there is none."""
        return self._turn(self._history.undo(self._plan), "undo")

    def redo(self) -> PlanChange | None:
        """Take again the step that was undone last; ``None`` when there is none."""
        return self._turn(self._history.redo(self._plan), "redo")

    def end_burst(self) -> None:
        """The next edit is a step of its own, whatever its key: a field lost the focus."""
        self._history.seal()

    def preview(self, edit: Edit) -> Schedule:
        """The dates as they would be after an edit; nothing changes. Raises :class:`EditRefused`."""
        after = edit.run(self._plan)
        return self.schedule if after is self._plan else _compute(after, self.schedule)

    # Trying out

    def begin_trial(self) -> PlanChange:
        """From now on edits go to a copy, with steps of their own, until kept or dropped.

        Raises :class:`EditRefused` while another try-out is under way.
        """
        self._refuse_in_trial()
        self._trial = Trial(self._plan, self.schedule, self._history)
        self._history = History()
        return self._publish(self._plan, frozenset(), "Begin a try-out", "trial")

    def keep_trial(self) -> PlanChange | None:
        """Make what was tried out one step of the plan; ``None`` without a try-out.

        Raises :class:`EditRefused` for a plan that may only be read: the try-out goes on.
        """
        trial = self._trial
        if trial is None:
            return None
        if self._file.read_only_reason:
            raise EditRefused(f"{self._file.read_only_reason} What is tried out cannot be kept in it.")
        steps = len(self._history)
        self._trial, self._history = None, trial.history
        if steps and self._plan is not trial.before:
            label = "Keep the try-out" if steps == 1 else f"Keep the try-out of {steps} steps"
            self._history.push(trial.before, label, None)
        return self._publish(trial.before, None, "Keep the try-out", "trial")

    def drop_trial(self) -> PlanChange | None:
        """Go back to the plan as it was before the try-out; ``None`` without one."""
        trial = self._trial
        if trial is None:
            return None
        self._trial, self._history = None, trial.history
        return self._become(trial.before, trial.schedule, None, "Drop the try-out", "trial")

    def _refuse_in_trial(self) -> None:
        if self._trial is not None:
            raise EditRefused(BUSY)

    def _note_in_kept(self, edit: Edit) -> None:
        """What happened happened, whether or not the try-out is kept."""
        trial = self._trial
        if trial is None:
            return
        trial.history.note_record(edit.run)
        with contextlib.suppress(EditRefused):  # an entry that only the try-out has
            before = edit.run(trial.before)
            self._trial = replace(trial, before=before, schedule=_compute(before, trial.schedule))

    # The file

    def save(self) -> PlanChange:
        """Write the plan where it came from. Raises :class:`FileChanged` when the file changed meanwhile.

        This, :meth:`save_as`, :meth:`revert` and :meth:`merge_outside` raise :class:`EditRefused` during a
        try-out.
        """
        self._refuse_in_trial()
        return self._saved(lambda: self._file.save(self._plan))

    def save_as(self, path: Path | str) -> PlanChange:
        """Write the plan to another file, which it belongs to from now on, replacing what stood there."""
        self._refuse_in_trial()
        return self._saved(lambda: self._file.save_as(self._plan, Path(path)))

    def revert(self) -> PlanChange | None:
        """Go back to what the file says now, as a step of the history; ``None`` when nothing changed."""
        self._refuse_in_trial()
        plan = self._file.reread()
        if plan is self._plan:
            return None
        return self._replaced(plan, "Revert to the saved plan", "revert")

    def outside_change(self) -> bool:
        """Whether the file on disk is no longer the one that was read or saved last."""
        return self._file.changed_outside()

    def merge_outside(self) -> Merged:
        """Take in what changed in the file: three ways, by id and field, with the last read or saved plan
        as base.

        Where both sides changed the same, ours stays and the conflict is returned. One step of the history.
        """
        from relplanner.plan.merge import Merged, merge

        self._refuse_in_trial()
        base = self._file.saved_plan
        theirs = self._file.reread()
        merged = merge(base, self._plan, theirs)
        plan = theirs if merged.plan == theirs else merged.plan
        if plan is not self._plan:
            self._replaced(plan, "Take in the changes made outside", "merge")
        return Merged(plan, merged.conflicts)

    def tick(self) -> None:
        """Keep unsaved work safe in the recovery journal. Called every second; cheap when nothing changed.

        What is only tried out is not among it.

        Raises :class:`StorageError` while that cannot be done; the next call tries again.
        """
        self._file.keep_safe(self._kept)

    def take_over(self) -> None:
        """Edit a file that another window holds: from now on this one holds it."""
        if self._file.path is not None:
            self._file.hold(self._file.path, take_over=True)

    def _saved(self, write: Callable[[], None]) -> PlanChange:
        write()
        self._history.seal()
        path = self._file.path
        return self._publish(self._plan, frozenset(), f"Save {path.name if path else ''}".strip(), "save")

    def _replaced(self, plan: Plan, label: str, kind: Kind) -> PlanChange:
        schedule = _compute(plan, self.schedule)
        if plan != self._plan:
            self._history.push(self._plan, label, None)
        return self._become(plan, schedule, None, label, kind)

    def _turn(self, step: Step | None, kind: Kind) -> PlanChange | None:
        if step is None:
            return None
        return self._become(step.plan, _compute(step.plan, self.schedule), step.touched, step.label, kind)

    def _become(
        self, plan: Plan, schedule: Schedule, touched: frozenset[str] | None, label: str, kind: Kind
    ) -> PlanChange:
        before = self._plan
        self._plan, self._schedule = plan, schedule
        return self._publish(before, touched, label, kind)

    def _publish(self, before: Plan, touched: frozenset[str] | None, label: str, kind: Kind) -> PlanChange:
        change = PlanChange(before, self._plan, self.schedule, touched, label, kind, self.reviewing())
        self._publisher.publish(change)
        return change


def _merged(leftover: Leftover, work: Plan, document: Document) -> Merged:
    """Recovered work brought into the file as it is now, three ways from the text that the work began with.

    Without one, both sides count as added: an id that both give to something else is carried on as two.
    """
    from relplanner.plan.merge import Merged, merge
    from relplanner.storage.reader import parse

    mark, now = document.file.fingerprint, document.plan
    if mark is not None and mark.digest == leftover.base:
        return Merged(work, ())
    base = parse(leftover.base_text).plan if leftover.base_text else Plan()
    merged = merge(base, work, now)
    return Merged(now, ()) if merged.plan == now else merged


def _compute(plan: Plan, previous: Schedule | None) -> Schedule:
    """Who opens a plan to edit it waits for numpy once, if the plan is so large that it pays: schedules made
    with arrays are where every later edit and every picture of a drag begins.
    """
    from relplanner.schedule.engine import SMALL, compute

    if len(plan.activities) >= SMALL:
        import numpy as np  # noqa: F401 - the engine looks whether it is there

    return compute(plan, previous)
