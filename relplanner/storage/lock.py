"""Who has a plan open for editing: a small file that says so.

A lock advises, it does not forbid: the person is told who has the file open and decides. It lies in
``NAME.relplan.d/`` when that folder exists (a shared disk shows it to colleagues), else in this user's state
folder.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from pathlib import Path

from relplanner.errors import FileInUse, Place, Problem
from relplanner.storage import processes
from relplanner.storage.folders import folder_beside, label_of, state_folder
from relplanner.values import record, value

_TRIES = 5
LONGEST = 4096
"""So many bytes of a lock are read; those that this program writes have about 200."""


@value
class Holder:
    """Who holds a lock. ``since`` is aware, UTC."""

    host: str
    pid: int
    user: str
    since: dt.datetime
    token: str

    def __str__(self) -> str:
        return f"{self.user} on {self.host} (process {self.pid}, since {self.since:%Y-%m-%d %H:%M} UTC)"


@record
class Lock:
    """A lock that this process holds until :meth:`release`; without ``path`` none could be written."""

    path: Path | None
    holder: Holder

    def release(self) -> None:
        """Give the file free. A lock that somebody else took over stays theirs."""
        if self.path is None:
            return
        found = _read(self.path)
        if found is not None and found.token == self.holder.token:
            with contextlib.suppress(OSError):
                self.path.unlink()
        self.path = None

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def lock_path(path: str | os.PathLike[str]) -> Path:
    """Where the lock of a plan file lies."""
    real = Path(os.path.realpath(path))
    beside = folder_beside(real)
    if beside.is_dir():
        return beside / "lock.json"
    return state_folder() / "locks" / f"{label_of(real)}.json"


def holder_of(path: str | os.PathLike[str]) -> Holder | None:
    """Who has a plan file open, leaving aside processes of this machine that are gone."""
    found = _read(lock_path(path))
    return None if found is None or _is_gone(found) else found


def open_lock(path: str | os.PathLike[str], *, take_over: bool = False) -> Lock:
    """Say that this process edits a file. Raises :class:`FileInUse`, naming who has it open.

    The lock of a process of this machine that is gone is taken over; ``take_over`` takes any.
    """
    where = lock_path(path)
    me = Holder(_host(), os.getpid(), _user(), dt.datetime.now(dt.UTC), os.urandom(8).hex())
    data = json.dumps(
        {"host": me.host, "pid": me.pid, "user": me.user, "since": me.since.isoformat(), "token": me.token}
    )
    for _ in range(_TRIES):
        try:
            where.parent.mkdir(parents=True, exist_ok=True)
            _create(where, data)
        except FileExistsError:
            other = _read(where)
            if other is not None and not take_over and not _is_gone(other):
                message = f"The file is open in another window: {other}."
                hint = "Open it read-only, or take it over."
                raise FileInUse(Problem(message, Place(os.fspath(path)), hint)) from None
            _set_aside(where, other)
        except OSError:
            return Lock(None, me)  # a disk that can only be read: nobody can edit there anyway
        else:
            return Lock(where, me)
    return Lock(None, me)


def _create(where: Path, data: str) -> None:
    """Make the lock appear whole, and only where there is none. Raises :class:`FileExistsError`."""
    temporary = where.with_name(f".{where.name}.{os.urandom(6).hex()}")
    try:
        temporary.write_text(data, encoding="utf-8")
        try:
            os.link(temporary, where)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            with where.open("x", encoding="utf-8") as file:
                file.write(data)
    finally:
        temporary.unlink(missing_ok=True)


def _set_aside(where: Path, other: Holder | None) -> None:
    """Remove a stale lock, but not the one that somebody just put in its place."""
    aside = where.with_name(f".{where.name}.{os.urandom(6).hex()}")
    with contextlib.suppress(OSError):
        where.rename(aside)
        taken = _read(aside)
        if taken is not None and other is not None and taken.token != other.token:
            os.link(aside, where)
        aside.unlink()


def _read(where: Path) -> Holder | None:
    """The holder, or ``None`` where there is none or the file says nothing.

    Beside a plan it may come from anybody, with the plan: it is taken for no more than a few words.
    """
    try:
        with where.open("rb") as file:
            found = json.loads(file.read(LONGEST))
        since = dt.datetime.fromisoformat(found["since"]).astimezone(dt.UTC)
        host, user = (_word(found[key]) for key in ("host", "user"))
        return Holder(host, int(found["pid"]), user, since, str(found["token"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _word(text: object) -> str:
    return "".join(c if c.isprintable() else "?" for c in str(text)[:80])


def _is_gone(holder: Holder) -> bool:
    """Whether a holder is a process of this machine that no longer runs."""
    return holder.host == _host() and processes.is_gone(holder.pid, holder.since.timestamp())


def _host() -> str:
    if hasattr(os, "uname"):
        return os.uname().nodename  # as platform does, which takes longer to import than to ask
    import platform

    return platform.node()


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name in the environment and none for this user id
        return "somebody"
