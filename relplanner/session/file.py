"""The file behind a document: what was read from it, what was saved last, and who else has it."""

from __future__ import annotations

import os
import re
from dataclasses import field, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from relplanner.errors import FileChanged, FileInUse, Place, PlanUnreadable, Problem, StorageError
from relplanner.plan.findings import Finding
from relplanner.plan.plan import FORMAT, Plan
from relplanner.session.carrying import carried
from relplanner.values import record

if TYPE_CHECKING:
    from relplanner.storage.files import Fingerprint
    from relplanner.storage.lock import Lock
    from relplanner.storage.reader import Loaded
    from relplanner.storage.recovery import Journal
    from relplanner.storage.source import Source


@record
class PlanFile:
    """``saved_plan`` is what the file says, as this program read or wrote it last; ``findings`` are the
    file's own.

    ``fingerprint`` is ``None`` while no file is there yet.
    """

    path: Path | None
    source: Source
    saved_plan: Plan
    findings: tuple[Finding, ...] = ()
    fingerprint: Fingerprint | None = None
    read_only_reason: str = ""
    lock: Lock | None = None
    is_newer: bool = False
    """A newer program wrote it: what this one does not know of it would be lost in a save."""
    noted: Plan | None = None
    """The unsaved plan that the recovery journal was given last."""
    owner: str = field(default_factory=lambda: os.urandom(4).hex())
    """Sets its journal apart from that of another document of the same file, or of none."""

    @classmethod
    def unsaved(cls, plan: Plan, path: Path | str | None) -> PlanFile:
        """The file that a new plan will become."""
        from relplanner.storage.source import Source

        return cls(Path(path) if path is not None else None, Source.empty(), plan)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> PlanFile:
        """Read a plan file, and say that it is edited here unless it is elsewhere: then it is read-only.

        Raises :class:`PlanUnreadable` and :class:`StorageError`.
        """
        mark, loaded, newer = _read(path)
        file = cls(path, loaded.source, loaded.plan, loaded.findings, mark, is_newer=newer)
        if newer:
            file.read_only_reason = "A newer relplanner wrote this plan; with this one it can only be read."
        elif read_only:
            file.read_only_reason = (
                "The plan was opened to be read, not edited. Comments may be written on the review page."
            )
        else:
            file.hold(path)
        return file

    def hold(self, path: Path, *, take_over: bool = False) -> None:
        """Say that a file is edited here. When another window has it, the plan becomes read-only."""
        from relplanner.storage.lock import open_lock

        self.release()
        try:
            self.lock = open_lock(path, take_over=take_over)
            self.read_only_reason = ""
        except FileInUse as error:
            self.read_only_reason = error.problems[0].message

    def release(self) -> None:
        """Give the file free for others."""
        if self.lock is not None:
            self.lock.release()
            self.lock = None

    def save(self, plan: Plan) -> None:
        """Write a plan over what was read. Raises :class:`FileChanged` and :class:`StorageError`."""
        if self.path is None:
            raise StorageError("The plan has no file yet. Save it under a name.")
        if self.read_only_reason:
            raise StorageError(f"{self.read_only_reason} Save it under another name.")
        if self.fingerprint is None and self.path.exists():
            message = "A file of this name is there already; nothing was written."
            raise FileChanged(Problem(message, Place(str(self.path)), "Save under another name."))
        self._write(plan, self.path, self.fingerprint)
        self._forget_notes()
        if self.lock is None:
            self.hold(self.path)

    def save_as(self, plan: Plan, path: Path) -> None:
        """Write a plan to another file, replacing what stands there, and belong to that file from now on.

        Under its own name it is saved as by :meth:`save`, and refused as there, unless that file is gone.
        """
        if self.is_newer:
            raise StorageError(
                "A newer relplanner wrote this plan; this one would lose what it does not know."
            )
        if self.fingerprint is not None and self._is_own(path):
            self.save(plan)
            return
        self._write(plan, path, None)
        self._forget_notes()
        self.path = path
        self.hold(path, take_over=True)

    def _is_own(self, path: Path) -> bool:
        """Whether a path leads to the file that the plan came from, and that file is there."""
        return self.path is not None and self.path.exists() and path.exists() and path.samefile(self.path)

    def reread(self) -> Plan:
        """Read the file again: its plan becomes the saved one. Raises as :meth:`open` does."""
        if self.path is None:
            return self.saved_plan
        mark, loaded, self.is_newer = _read(self.path)
        if self.fingerprint is None or mark is None or mark.digest != self.fingerprint.digest:
            self.source, self.findings = loaded.source, loaded.findings
            if (
                loaded.plan != self.saved_plan
            ):  # else only comments changed, and undo still leads to the saved
                self.saved_plan = loaded.plan
        self.fingerprint = mark
        return self.saved_plan

    def changed_outside(self) -> bool:
        """Whether the file is no longer what was read or written last."""
        from relplanner.storage.files import is_changed

        return (
            self.path is not None and self.fingerprint is not None and is_changed(self.path, self.fingerprint)
        )

    def keep_safe(self, plan: Plan) -> None:
        """Note unsaved work in the recovery journal, forget it once saved. Raises :class:`StorageError`."""
        if plan is self.saved_plan:
            self._forget_notes()
        elif plan is not self.noted:
            self.noted = plan
            base = self.fingerprint.digest if self.fingerprint is not None else ""
            base_text = partial(_base_text, self.source, self.saved_plan) if base else ""
            journal().note(
                self.path, lambda: self.text(plan), owner=self.owner, base=base, base_text=base_text
            )
        else:
            journal().tick()

    def close(self) -> None:
        """Free the file for others and drop what the journal holds."""
        self._forget_notes()
        self.release()

    def _forget_notes(self) -> None:
        if self.noted is not None:
            journal().clear(self.path, owner=self.owner)
            self.noted = None

    def text(self, plan: Plan) -> str:
        """What saving a plan now would write."""
        from relplanner.storage.writer import write

        return write(self.source, plan)[0]

    def _write(self, plan: Plan, path: Path, expected: Fingerprint | None) -> None:
        from relplanner.storage.files import save
        from relplanner.storage.writer import write

        text, source = write(self.source, plan)
        self.fingerprint = save(path, text, expected)
        still = carried(self.findings, self.saved_plan, plan)
        self.findings = tuple(replace(finding, line=source.line_of(finding.path)) for finding in still)
        self.source, self.saved_plan = source, plan


_FORMAT_LINE = re.compile(r"^(\ufeff?relplan:[ \t]+)(\d{1,9})[ \t]*(?:#.*)?\r?$", re.MULTILINE | re.ASCII)
"""The line that says the format of a file."""


def journal() -> Journal:
    """The recovery journal of this program."""
    from relplanner.storage.folders import state_folder

    return _journal_in(state_folder() / "recovery")


@cache
def _journal_in(folder: Path) -> Journal:
    from relplanner.storage.recovery import Journal

    return Journal(folder)


def _base_text(source: Source, plan: Plan) -> str:
    from relplanner.storage.writer import write

    return write(source, plan)[0]


def _read(path: Path) -> tuple[Fingerprint | None, Loaded, bool]:
    """A file's fingerprint, what it holds, and whether a newer program wrote it.

    The fingerprint is taken first: what is written between the two then counts as a change from outside.
    """
    from relplanner.storage.files import fingerprint
    from relplanner.storage.reader import parse, read, read_text

    mark = fingerprint(path)
    try:
        return mark, read(path), False
    except PlanUnreadable:
        text = read_text(path)
        said = _FORMAT_LINE.search(text)
        if said is None or int(said[2]) <= FORMAT:
            raise
        known = f"{text[: said.start(2)]}{FORMAT}{text[said.end(2) :]}"
        return mark, parse(known, str(path)), True
