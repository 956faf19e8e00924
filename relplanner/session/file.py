"""The file behind a document: what was read from it, what was saved last, and who else has it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from relplanner.errors import StorageError
from relplanner.plan.findings import Finding
from relplanner.plan.plan import Plan

if TYPE_CHECKING:
    from relplanner.storage.files import Fingerprint
    from relplanner.storage.reader import Loaded
    from relplanner.storage.source import Source


@dataclass(slots=True)
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

    @classmethod
    def unsaved(cls, plan: Plan, path: Path | str | None) -> PlanFile:
        """The file that a new plan will become."""
        from relplanner.storage.source import Source

        return cls(Path(path) if path is not None else None, Source.empty(), plan)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> PlanFile:
        """Read a plan file. Raises :class:`PlanUnreadable` and :class:`StorageError`."""
        mark, loaded = _read(path)
        reason = "The plan was opened read-only." if read_only else ""
        return cls(path, loaded.source, loaded.plan, loaded.findings, mark, reason)

    def save(self, plan: Plan) -> None:
        """Write a plan over what was read. Raises :class:`FileChanged` and :class:`StorageError`."""
        if self.path is None:
            raise StorageError("The plan has no file yet. Save it under a name.")
        if self.read_only_reason:
            raise StorageError(f"{self.read_only_reason} Save it under another name.")
        self._write(plan, self.path, self.fingerprint)

    def save_as(self, plan: Plan, path: Path) -> None:
        """Write a plan to another file, replacing what stands there, and belong to that file from now on."""
        self._write(plan, path, None)
        self.path = path
        self.read_only_reason = ""

    def reread(self) -> Plan:
        """Read the file again: its plan becomes the saved one. Raises as :meth:`open` does."""
        if self.path is None:
            return self.saved_plan
        mark, loaded = _read(self.path)
        if self.fingerprint is None or mark is None or mark.digest != self.fingerprint.digest:
            self.source, self.saved_plan, self.findings = loaded.source, loaded.plan, loaded.findings
        self.fingerprint = mark
        return self.saved_plan

    def changed_outside(self) -> bool:
        """Whether the file is no longer what was read or written last."""
        from relplanner.storage.files import is_changed

        return (
            self.path is not None and self.fingerprint is not None and is_changed(self.path, self.fingerprint)
        )

    def keep_safe(self, plan: Plan) -> None:
        """Note unsaved work in the recovery journal, forget it once it is saved."""

    def close(self) -> None:
        """Free the file for others."""

    def text(self, plan: Plan) -> str:
        """What saving a plan now would write."""
        from relplanner.storage.writer import write

        return write(self.source, plan)[0]

    def _write(self, plan: Plan, path: Path, expected: Fingerprint | None) -> None:
        from relplanner.storage.files import save
        from relplanner.storage.writer import write

        text, source = write(self.source, plan)
        self.fingerprint = save(path, text, expected)
        self.source, self.saved_plan = source, plan


def _read(path: Path) -> tuple[Fingerprint | None, Loaded]:
    """The mark is taken first: what is written between the two reads then counts as a change from outside."""
    from relplanner.storage.files import fingerprint
    from relplanner.storage.reader import read

    mark = fingerprint(path)
    return mark, read(path)
