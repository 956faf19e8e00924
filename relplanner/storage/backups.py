"""A few older versions of each plan file, in the state folder: beside the plan they would end up in git."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from pathlib import Path

from relplanner.storage.folders import label_of, state_folder


def folder_of(path: str | os.PathLike[str]) -> Path:
    return state_folder() / "backups" / label_of(path)


def keep(path: str | os.PathLike[str], data: bytes, count: int) -> None:
    """Keep ``data`` as the newest of ``count`` backups. A backup that cannot be kept never stops a save."""
    with contextlib.suppress(OSError):
        folder = folder_of(path)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        known = listed(path)
        if known and known[-1].read_bytes() == data:
            return
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
        temporary = folder / f".{stamp}.tmp"
        temporary.write_bytes(data)
        temporary.replace(folder / f"{stamp}.yaml")
        for old in listed(path)[:-count]:
            old.unlink()


def listed(path: str | os.PathLike[str]) -> list[Path]:
    """The backups of a file, oldest first; the name of each is the UTC time at which it was replaced."""
    try:
        return sorted(entry for entry in folder_of(path).iterdir() if entry.suffix == ".yaml")
    except OSError:
        return []
