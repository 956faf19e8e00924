"""Unsaved work, kept where a crash does not reach it: in the state folder, at most two seconds old.

::

    journal = Journal(state_folder() / "recovery", clock=time.monotonic)
    journal.note(path, text)      # after each edit, and from a timer of a second
    journal.clear(path)           # after a save, or when the person gives the work up
    Journal(folder).leftovers()   # on the next start

Each document has one file, replaced whole, so that a journal cut off by a power failure is the one before it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from relplanner.errors import Place, Problem, StorageError
from relplanner.storage import processes
from relplanner.storage.files import fingerprint
from relplanner.storage.folders import label_of, sync_folder

INTERVAL_S = 0.9
"""Less than the second between two looks: what is not written at one of them is at the next, well within
two seconds."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """Work that was never saved; ``path`` is ``None`` for a plan without a file, ``saved_at`` is UTC."""

    path: Path | None
    text: str
    saved_at: dt.datetime
    journal: Path
    """The journal's own file; :meth:`Journal.discard` removes it."""
    base: str = ""
    """The digest (as in a fingerprint) of the file that the work began with; empty where there was none."""
    base_text: str = ""
    """The text of that file, so that the work can be merged into one that changed since."""

    def is_outdated(self) -> bool:
        """Whether the file is no longer the one that the work began with, so that it may hold newer work."""
        if self.path is None:
            return False
        try:
            found = fingerprint(self.path)
        except StorageError:
            return False  # opening it will say more
        return found is not None and found.digest != self.base


@dataclass(frozen=True, slots=True)
class _Note:
    path: str | os.PathLike[str] | None
    text_of: Callable[[], str]
    base: str
    base_text_of: Callable[[], str]


@dataclass(slots=True)
class Journal:
    """The journal of one running program. ``clock`` yields seconds that never go back."""

    folder: Path
    clock: Callable[[], float] = time.monotonic
    token: str = field(default_factory=lambda: f"{processes.THIS}-{os.urandom(2).hex()}")
    _written: dict[str, float] = field(default_factory=dict)
    _waiting: dict[str, _Note] = field(default_factory=dict)
    _texts: dict[str, tuple[str, str]] = field(default_factory=dict)

    def note(
        self,
        path: str | os.PathLike[str] | None,
        text: str | Callable[[], str],
        *,
        owner: str = "",
        base: str = "",
        base_text: str | Callable[[], str] = "",
    ) -> bool:
        """Keep unsaved work; returns whether it is on the disk now or only waits for its turn.

        ``owner`` sets documents of one path, or of none, apart; ``base`` is the digest of the file that the
        work began with, ``base_text`` its text. A callable is asked for the text when its turn comes. Raises
        :class:`StorageError` when the disk refuses; :meth:`tick` then tries again.
        """
        key = self._key(path, owner)
        self._waiting[key] = _Note(path, _late(text), base, _late(base_text))
        last = self._written.get(key)
        if last is not None and self.clock() - last < INTERVAL_S:
            return False
        self._write(key)
        return True

    def tick(self) -> int:
        """Write what has waited long enough; returns how many were written. Raises :class:`StorageError`."""
        now = self.clock()
        due = [key for key in self._waiting if now - self._written.get(key, now - INTERVAL_S) >= INTERVAL_S]
        for key in due:
            self._write(key)
        return len(due)

    def clear(self, path: str | os.PathLike[str] | None, *, owner: str = "") -> None:
        """Forget a document: it was saved, or its changes were given up."""
        key = self._key(path, owner)
        self._waiting.pop(key, None)
        self._written.pop(key, None)
        self._texts.pop(key, None)
        with contextlib.suppress(OSError):
            self._file(key).unlink()

    def leftovers(self) -> list[Leftover]:
        """What programs that are gone left behind, newest first; damaged files are left out."""
        try:
            files = [entry for entry in self.folder.iterdir() if entry.suffix == ".json"]
            for cut in self.folder.glob("*.tmp"):  # its writer was killed over it
                if not self._is_alive(cut):
                    cut.unlink(missing_ok=True)
        except OSError:
            return []
        found = [_leftover(entry) for entry in files if not self._is_alive(entry)]
        return sorted(
            (left for left in found if left is not None), key=lambda left: left.saved_at, reverse=True
        )

    def discard(self, leftover: Leftover) -> None:
        """Remove a leftover that was opened or is not wanted."""
        with contextlib.suppress(OSError):
            leftover.journal.unlink()

    def _key(self, path: str | os.PathLike[str] | None, owner: str) -> str:
        name = "new-plan" if path is None else label_of(path)
        return f"{name}.{owner}" if owner else name

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.{self.token}.json"

    def _write(self, key: str) -> None:
        note = self._waiting.pop(key)
        text = note.text_of()
        self._written[key] = self.clock()
        if self._texts.get(key) == (text, note.base):
            return
        entry = {
            "path": None if note.path is None else os.path.realpath(note.path),
            "saved_at": dt.datetime.now(dt.UTC).isoformat(),
            "base": note.base,
            "base_text": note.base_text_of(),
            "text": text,
        }
        target = self._file(key)
        temporary = target.with_suffix(".tmp")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with temporary.open("w", encoding="utf-8", errors="replace", newline="") as file:
                json.dump(entry, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
            sync_folder(self.folder)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink()
            self._waiting[key] = note  # the next tick tries again
            message = f"Unsaved work could not be kept for recovery ({error.strerror or error})."
            raise StorageError(
                Problem(message, Place(os.fspath(self.folder)), "Save the plan soon.")
            ) from error
        self._texts[key] = (text, note.base)

    def _is_alive(self, entry: Path) -> bool:
        """Whether a journal belongs to a program of this machine that still runs, this one included."""
        token = entry.stem.rpartition(".")[2]
        if token == self.token or token.startswith(processes.THIS):
            return True
        pid = token.partition("-")[0]
        if not pid.isdigit() or int(pid) == os.getpid():
            return False  # an earlier program had our number
        try:
            return not processes.is_gone(int(pid), entry.stat().st_mtime)
        except OSError:
            return True  # it was removed just now


def _late(text: str | Callable[[], str]) -> Callable[[], str]:
    return text if callable(text) else (lambda: text)


def _leftover(entry: Path) -> Leftover | None:
    try:
        found = json.loads(entry.read_text(encoding="utf-8"))
        path = None if found["path"] is None else Path(found["path"])
        saved_at = dt.datetime.fromisoformat(found["saved_at"]).astimezone(dt.UTC)
        base, base_text = str(found.get("base", "")), str(found.get("base_text", ""))
        return Leftover(path, str(found["text"]), saved_at, entry, base, base_text)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
