"""Comments on the plan in hand: who says what of which entry, and what became of it. Never part of the plan,
so also a reviewer who may not edit can write them.
"""

from __future__ import annotations

import datetime as dt
import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from relplanner.errors import EditRefused
from relplanner.storage.comments import LONGEST_NAME, LONGEST_TEXT, Comments, append, read, stamp

if TYPE_CHECKING:
    from relplanner.plan.plan import Plan

RELEASE = "release"
UNSAVED = "Comments are kept beside the plan's file. Save the plan first."


class CommentBook:
    """The comments beside one plan file; without a file there are none yet."""

    def __init__(self, plan_path: Path | None) -> None:
        self._path = plan_path
        self._read: tuple[tuple[int, int], Comments] | None = None

    @property
    def path(self) -> Path | None:
        return self._path

    @property
    def can_write(self) -> bool:
        return self._path is not None and self._path.is_file()

    def now(self) -> Comments:
        """The comments as they are on the disk now; cheap while nobody wrote."""
        if self._path is None:
            return Comments()
        mark = stamp(self._path)
        if self._read is None or self._read[0] != mark:
            self._read = (mark, read(self._path))
        return self._read[1]

    def is_stale(self) -> bool:
        """Whether somebody, here or elsewhere, wrote since :meth:`now` was asked last."""
        return self._path is not None and (self._read is None or self._read[0] != stamp(self._path))

    def add(self, on: str, text: str, *, author: str = "", time: dt.datetime | None = None) -> str:
        """Keep a comment on ``section/id`` or ``release``; its id.

        Raises :class:`EditRefused` for one without words and :class:`StorageError` when it cannot be kept.
        """
        words = text.strip()
        if not words:
            raise EditRefused("Write what you want to say first.")
        if len(words) > LONGEST_TEXT:
            raise EditRefused(
                f"A comment has at most {LONGEST_TEXT:,} characters; this one has {len(words):,}."
            )
        return self._append({"author": _author(author), "on": on or RELEASE, "text": words}, time)

    def resolve(self, comment_id: str, *, author: str = "", time: dt.datetime | None = None) -> None:
        """Say that a comment is dealt with. Raises :class:`StorageError`."""
        self._append({"author": _author(author), "resolves": comment_id}, time)

    def reopen(self, comment_id: str, *, author: str = "", time: dt.datetime | None = None) -> None:
        """Say that a comment is not dealt with after all. Raises :class:`StorageError`."""
        self._append({"author": _author(author), "reopens": comment_id}, time)

    def _append(self, entry: dict[str, str], time: dt.datetime | None) -> str:
        if self._path is None or not self.can_write:
            raise EditRefused(UNSAVED)
        return append(self._path, entry, time or dt.datetime.now(dt.UTC))


def about(plan: Plan, on: str) -> str:
    """What a comment is about, in the plan's words: an entry's name, or its id when it is gone."""
    if on in (RELEASE, ""):
        return "The release"
    section, _, entry_id = on.partition("/")
    try:
        entry = plan.entry(section, entry_id)
    except KeyError:
        entry = None
    if entry is None:
        return f"{on} (no longer in the plan)"
    return str(getattr(entry, "name", None) or entry_id)


def me() -> str:
    """The name that comments are signed with: the user's on this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name in the environment and none for this user id
        return "somebody"


def _author(given: str) -> str:
    return (given.strip() or me())[:LONGEST_NAME]
