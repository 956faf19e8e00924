"""The plans opened last, kept in the user's state folder. Whatever is wrong with that list, it is only a
list.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

LONGEST = 12
FILE = "recent.json"


def recent_files(folder: Path | None = None) -> tuple[Path, ...]:
    """The plans opened last, the newest first; those that are gone are left out."""
    return tuple(path for path in _read(_file(folder)) if _exists(path))


def note_opened(path: Path | str, folder: Path | None = None) -> None:
    """Put a plan on top of the list. That this cannot be written down is no reason to stop anybody."""
    opened = Path(os.path.abspath(path))
    paths = [opened, *(each for each in _read(_file(folder)) if each != opened)]
    _write(_file(folder), paths[:LONGEST])


def forget(path: Path | str, folder: Path | None = None) -> None:
    """Take a plan off the list."""
    gone = Path(os.path.abspath(path))
    _write(_file(folder), [each for each in _read(_file(folder)) if each != gone])


def _file(folder: Path | None) -> Path:
    if folder is not None:
        return folder / FILE
    from relplanner.storage.folders import state_folder

    return state_folder() / FILE


def _read(file: Path) -> list[Path]:
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    if not isinstance(listed, list):
        return []
    return [Path(each) for each in listed if isinstance(each, str) and each and "\0" not in each]


def _exists(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _write(file: Path, paths: list[Path]) -> None:
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"{file.name}.{os.getpid()}.tmp")
        beside.write_text(json.dumps([str(path) for path in paths], indent=0), encoding="utf-8")
        beside.replace(file)
