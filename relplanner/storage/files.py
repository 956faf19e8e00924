"""Plan files on disk: saved whole or not at all, and never over somebody else's work."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from pathlib import Path

from relplanner.errors import FileChanged, Place, Problem, StorageError
from relplanner.storage.folders import sync_folder
from relplanner.storage.yaml_text import LIMIT_BYTES
from relplanner.values import value

BACKUPS = 3
LITTER_S = 3600
"""A temporary file that is older than this belongs to no save that still runs."""


@value
class Fingerprint:
    """What a file was when it was read: enough to tell that somebody else wrote it since."""

    mtime_ns: int
    size: int
    content: bytes | None
    """``None`` for a file too large to be a plan: it was not read."""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, empty for what was not read. Made when asked for, which is seldom."""
        import hashlib

        return "" if self.content is None else hashlib.sha256(self.content).hexdigest()


def fingerprint(path: str | os.PathLike[str]) -> Fingerprint | None:
    """The fingerprint of a file as it is now; ``None`` when there is none. Raises :class:`StorageError`.

    One too large to be a plan is not read: its digest is empty, which is nobody's.
    """
    try:
        _refuse_special(Path(path).stat(), Path(path))
        with Path(path).open("rb") as file:
            status = os.fstat(file.fileno())
            if status.st_size > LIMIT_BYTES:
                return Fingerprint(status.st_mtime_ns, status.st_size, None)
            data = file.read(LIMIT_BYTES + 1)  # it may have grown since
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused(error, Path(path), "read") from error
    return Fingerprint(status.st_mtime_ns, len(data), data)


def _refuse_special(status: os.stat_result, path: Path) -> None:
    """Opening a pipe would wait for its other end, and a device may never end."""
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise StorageError(Problem("This is no file but a pipe or a device.", Place(os.fspath(path))))


def is_changed(path: str | os.PathLike[str], expected: Fingerprint) -> bool:
    """Whether a file's content is no longer what it was; cheap while its time and size are the same.

    A file that was only touched has not changed; one that is gone has. Raises :class:`StorageError`.
    """
    try:
        status = Path(path).stat()
    except FileNotFoundError:
        return True
    except OSError as error:
        raise _refused(error, Path(path), "read") from error
    if status.st_mtime_ns == expected.mtime_ns and status.st_size == expected.size:
        return False
    now = fingerprint(path)
    return now is None or now.content is None or now.content != expected.content


def save(
    path: str | os.PathLike[str], text: str, expected: Fingerprint | None, *, backups: int = BACKUPS
) -> Fingerprint:
    """Write a plan file: a new file beside it, on the disk, then in its place.

    ``expected`` is the fingerprint of what was read; ``None`` means that there is no file yet, or that it may
    be replaced. Symbolic links are followed, permissions and (where allowed) the owner are kept, and
    ``backups`` older versions are kept in the program's state folder. Raises :class:`FileChanged` when the
    file is not the one that was read, else :class:`StorageError`; in both cases the file is as it was.

    A file with several names (hard links) becomes one of its own under this name: to write into it would
    give up that a save is whole or not at all.
    """
    return save_bytes(path, text.encode("utf-8", "replace"), expected, backups=backups)


def save_bytes(
    path: str | os.PathLike[str], data: bytes, expected: Fingerprint | None, *, backups: int = BACKUPS
) -> Fingerprint:
    """As :func:`save`, for what is no text."""
    target = Path(os.path.realpath(path))
    old = _current(target, Path(path), expected)
    if old is not None and not os.access(target, os.W_OK):
        # Replacing it would succeed: that asks the folder. The person who protected the file meant the file.
        raise _refused(PermissionError(errno.EACCES, "write-protected"), Path(path), "save")
    if old is not None and backups > 0:
        from relplanner.storage.backups import keep

        keep(target, old, backups)
    try:
        temporary = _write_beside(target, data)
        try:
            made = temporary.stat()
            _look_again(target, Path(path), old)
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise _refused(error, Path(path), "save") from error
    sync_folder(target.parent)
    _sweep(target)
    return Fingerprint(made.st_mtime_ns, len(data), data)


def _current(target: Path, shown: Path, expected: Fingerprint | None) -> bytes | None:
    """The bytes that stand there now. Raises :class:`FileChanged` when they are not those expected."""
    try:
        _refuse_special(target.stat(), shown)
        old = target.read_bytes()
    except FileNotFoundError:
        if expected is None:
            return None
        message = "The file is gone: it was deleted, moved or renamed since it was opened."
        raise FileChanged(
            Problem(message, Place(os.fspath(shown)), "Save it anew, under this or another name.")
        ) from None
    except OSError as error:
        raise _refused(error, shown, "save") from error
    if expected is not None and old != expected.content:
        raise _changed(shown)
    return old


def _look_again(target: Path, shown: Path, old: bytes | None) -> None:
    """Writing and syncing took its time, a second on a slow disk: nobody may have written meanwhile.

    No file system can compare and replace in one step; what remains open is a few microseconds.
    """
    try:
        now = target.read_bytes()
    except FileNotFoundError:
        now = None
    if now != old:
        raise _changed(shown)


def _changed(shown: Path) -> FileChanged:
    message = "The file was changed by somebody else since it was opened; nothing was written."
    return FileChanged(
        Problem(message, Place(os.fspath(shown)), "Merge the changes, or save under another name.")
    )


def _write_beside(target: Path, data: bytes) -> Path:
    """A complete, synced file in the target's folder. Nothing is left behind when that fails."""
    temporary = target.with_name(f"{_stem(target)}{os.urandom(6).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # A new file gets what the umask leaves; one that takes another's place gets its permissions below, and
    # until then nobody else may read what may be meant for few.
    handle = os.open(temporary, flags, 0o600 if target.exists() else 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            _keep_owner_and_mode(file.fileno(), target)
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _sweep(target: Path) -> None:
    """Remove what saves of this file left that were killed half-way; a young one may be under way."""
    mine = re.compile(re.escape(_stem(target)) + r"[0-9a-f]{12}\.tmp")
    with contextlib.suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            if mine.fullmatch(entry.name) and time.time() - entry.stat().st_mtime > LITTER_S:
                os.unlink(entry.path)


def _stem(target: Path) -> str:
    return f".{target.name[:200]}."


def _keep_owner_and_mode(handle: int, target: Path) -> None:
    try:
        status = target.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "fchown"):
        now = os.fstat(handle)
        if (now.st_uid, now.st_gid) != (status.st_uid, status.st_gid):
            try:
                os.fchown(handle, status.st_uid, status.st_gid)
            except OSError:  # only root may give files away, but the group of a team may be kept
                with contextlib.suppress(OSError):
                    os.fchown(handle, -1, status.st_gid)
    if hasattr(os, "fchmod"):
        with contextlib.suppress(OSError):  # a file system without permissions
            os.fchmod(handle, stat.S_IMODE(status.st_mode))


_REASONS = {
    errno.ENOSPC: ("the disk is full", "Make room, or save in another folder."),
    errno.EDQUOT: ("your quota is used up", "Make room, or save in another folder."),
    errno.EROFS: ("the disk can only be read", "Save in another folder."),
    errno.EACCES: ("you may not write here", "Ask for the right to write, or save in another folder."),
    errno.EPERM: ("you may not write here", "Ask for the right to write, or save in another folder."),
    errno.ENOENT: ("its folder is gone", "Save in another folder."),
    errno.ENOTDIR: ("its folder is gone", "Save in another folder."),
    errno.EISDIR: ("a folder has this name", "Choose another name."),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name."),
    errno.EIO: ("the disk reports an error", "Save in another folder and check the disk."),
}


def _refused(error: OSError, path: Path, verb: str) -> StorageError:
    reason, hint = _REASONS.get(error.errno or 0, (error.strerror or str(error), "Save in another folder."))
    if verb == "read":
        return StorageError(Problem(f"The file could not be read: {reason}.", Place(os.fspath(path))))
    return StorageError(
        Problem(f"The file was not saved: {reason}. Nothing was changed.", Place(os.fspath(path)), hint)
    )
