"""What reviewers say of a plan: ``NAME.relplan.d/comments.jsonl``, to which lines are only ever added.

A line is one JSON object: ``id``, ``time`` (ISO 8601 with offset), ``author``, ``on`` (what it is about:
``section/id`` or ``release``) and ``text``; a line with ``resolves`` or ``reopens`` speaks of
the comment of that id. Several people may write at once: each line goes in whole, at the end. The file may
come from anybody: it is taken for no more than words.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
import secrets
import stat
from pathlib import Path
from typing import Any

from relplanner.errors import Place, Problem, StorageError
from relplanner.patterns import late_pattern
from relplanner.storage.folders import folder_beside, sync_folder
from relplanner.values import value

LARGEST = 8 * 1024 * 1024
"""Of a longer file only the last so many bytes are read: the newest comments."""
LONGEST_TEXT = 10_000
LONGEST_NAME = 200
_COMMANDS = late_pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What commands a terminal or turns writing round; tab and the end of a line may stay."""


@value
class Comment:
    """One comment and what became of it. Times are aware."""

    id: str
    time: dt.datetime
    author: str
    on: str
    text: str
    resolved_by: str = ""
    resolved_at: dt.datetime | None = None


@value
class Comments:
    """All comments of a plan in the order in which they were written, and what was wrong with the file."""

    all: tuple[Comment, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def open(self) -> tuple[Comment, ...]:
        return tuple(one for one in self.all if one.resolved_at is None)


def comments_file(plan: str | os.PathLike[str]) -> Path:
    """Where the comments on a plan lie; there may be none yet."""
    return folder_beside(os.path.realpath(plan)) / "comments.jsonl"


def read(plan: str | os.PathLike[str]) -> Comments:
    """The comments on a plan. What cannot be read is said in ``problems`` and hides nothing else."""
    file = comments_file(plan)
    try:
        data, cut = _bytes(file)
    except FileNotFoundError:
        return Comments()
    except OSError as error:
        reason = error.strerror or str(error)
        return Comments(problems=(Problem(f"The comments could not be read: {reason}.", Place(str(file))),))
    lines = data.split(b"\n")
    torn = bool(lines.pop())  # nobody's comment yet: the rest is being written, or never will be
    problems = []
    if cut:
        lines = lines[1:]
        problems.append(
            Problem("The file of comments is too long; only the newest are shown.", Place(str(file)))
        )
    found, wrong = _folded(lines)
    wrong += torn
    if wrong:
        counted = (
            "One line is no comment and was" if wrong == 1 else f"{wrong:,} lines are no comments and were"
        )
        problems.append(Problem(f"{counted} left out.", Place(str(file))))
    return Comments(found, tuple(problems))


def stamp(plan: str | os.PathLike[str]) -> tuple[int, int]:
    """Time and size of the file of comments: differs when somebody wrote; zeros while there is none."""
    try:
        status = comments_file(plan).lstat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def append(plan: str | os.PathLike[str], entry: dict[str, str], time: dt.datetime) -> str:
    """Add one line, synced to the disk; its new id. ``entry`` has the keys beside ``id`` and ``time``.

    Raises :class:`StorageError` with nothing that counts written.
    """
    file = comments_file(plan)
    made = {
        "id": secrets.token_hex(8),
        "time": time.astimezone(dt.UTC).isoformat(timespec="seconds"),
        **entry,
    }
    line = json.dumps(made, ensure_ascii=True).encode("ascii") + b"\n"
    try:
        file.parent.mkdir(exist_ok=True)
        is_new = not file.exists()
        _append(file, line)
    except OSError as error:
        raise _refused(error, file) from error
    if is_new:
        sync_folder(file.parent)
    return made["id"]


def _append(file: Path, line: bytes) -> None:
    """In one write, which the system does not mix with another's. A torn last line is closed first."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | _CAREFUL
    handle = os.open(file, flags, 0o666)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no file but a pipe or a device")
        if status.st_size and _last_byte(handle, status.st_size) != b"\n":
            line = b"\n" + line
        if os.write(handle, line) < len(line):
            raise OSError(errno.ENOSPC, "the disk is full")
        os.fsync(handle)
    finally:
        os.close(handle)


_CAREFUL = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A link that came with the plan must not lead a write into another file, nor a pipe hold it up."""


def _last_byte(handle: int, size: int) -> bytes:
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1)


def _bytes(file: Path) -> tuple[bytes, bool]:
    """The end of the file, and whether its beginning was left out."""
    handle = os.open(file, os.O_RDONLY | _CAREFUL)
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no file but a pipe or a device")
        cut = status.st_size > LARGEST
        if cut:
            stream.seek(status.st_size - LARGEST)
        return stream.read(LARGEST), cut


def _folded(lines: list[bytes]) -> tuple[tuple[Comment, ...], int]:
    """Comments with their later resolutions, and how many lines were none."""
    found: dict[str, Comment] = {}
    wrong = 0
    for line in lines:
        if not line.strip():
            continue
        entry = _entry(line)
        if entry is None or not _take(found, entry):
            wrong += 1
    return tuple(found.values()), wrong


def _take(found: dict[str, Comment], entry: dict[str, Any]) -> bool:
    for key in ("resolves", "reopens"):
        if key in entry:
            about = found.get(str(entry[key]))
            if about is None:
                return False
            by, at = (entry["author"], entry["time"]) if key == "resolves" else ("", None)
            found[about.id] = Comment(about.id, about.time, about.author, about.on, about.text, by, at)
            return True
    text = _plain(entry.get("text"), LONGEST_TEXT)
    if entry["id"] in found or not text.strip():
        return False
    on = _plain(entry.get("on"), LONGEST_NAME) or "release"
    found[entry["id"]] = Comment(entry["id"], entry["time"], entry["author"], " ".join(on.split()), text)
    return True


def _entry(line: bytes) -> dict[str, Any] | None:
    """What a line says, with id, time and author in order; ``None`` for what is no entry."""
    with contextlib.suppress(ValueError, TypeError, RecursionError, OverflowError):
        found = json.loads(line)
        if not isinstance(found, dict) or not isinstance(found.get("id"), str) or not found["id"]:
            return None
        time = dt.datetime.fromisoformat(found["time"])
        if time.tzinfo is None:
            return None
        author = " ".join(_plain(found.get("author"), LONGEST_NAME).split()) or "somebody"
        return {**found, "id": found["id"][:LONGEST_NAME], "time": time.astimezone(dt.UTC), "author": author}
    return None


def _plain(text: object, longest: int) -> str:
    """Letters alone: also lone surrogates, which no screen and no file can take, are replaced."""
    if not isinstance(text, str):
        return ""
    shown = text if len(text) <= longest else f"{text[:longest]}…"
    return _COMMANDS.sub("\ufffd", shown.encode("utf-8", "replace").decode("utf-8"))


def _refused(error: OSError, file: Path) -> StorageError:
    reasons = {
        errno.ENOSPC: "the disk is full",
        errno.EROFS: "the disk can only be read",
        errno.EACCES: "you may not write here",
        errno.EPERM: "you may not write here",
        errno.ENOENT: "the folder of the plan is gone",
        errno.ELOOP: "a link stands in its place",
    }
    reason = reasons.get(error.errno or 0, error.strerror or str(error))
    hint = "Your words are still in the field; copy them, or try again."
    return StorageError(Problem(f"The comment was not kept: {reason}.", Place(str(file)), hint))
