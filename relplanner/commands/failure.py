"""The last resort: a fault of the program itself goes to the log, and a person reads one sentence."""

from __future__ import annotations

import datetime as dt
import platform
import sys
import traceback
from pathlib import Path

import platformdirs

from relplanner import __version__

LARGEST = 1_000_000
"""A log above so many bytes is begun anew; the old one stays beside it."""


def report() -> str:
    """Log the exception being handled; the sentence for the person."""
    error = sys.exc_info()[1]
    what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    try:
        path = log_file()
        _append(path, traceback.format_exc())
    except OSError:
        return f"relplanner failed by a fault of its own ({what}), and its log could not be written."
    return f"relplanner failed by a fault of its own ({what}). The details are in {path}; please report them."


def log_file() -> Path:
    """Where faults are logged."""
    return Path(platformdirs.user_state_dir("relplanner", appauthor=False)) / "faults.log"


def _append(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_suffix(".old.log"))
    when = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    head = f"{when} relplanner {__version__}, Python {platform.python_version()}, {platform.platform()}"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{head}\n{text}\n")
