"""What a person chose for this machine: preferences, and the layout of the window. Never part of a plan.

Two JSON files in the system's folders: `preferences.json` (configuration) and `layout.json` (state).
A file that cannot be read counts as empty; a value of the wrong type counts as absent.
"""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any, TypeVar

import platformdirs
from PySide6.QtCore import QObject, QTimer, Signal

T = TypeVar("T")
log = logging.getLogger(__name__)

APPLICATION = "relplanner"
SAVE_AFTER_MS = 400


class Store(QObject):
    """Named JSON values in one file, written a moment after the last change."""

    changed = Signal(str)

    def __init__(self, path: Path | None, parent: QObject | None = None) -> None:
        """Without a path nothing is read or written."""
        super().__init__(parent)
        self.path = path
        self._values = _read(path) if path is not None else {}
        self._dirty = False
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)

    def get(self, name: str, default: T) -> T:
        """The value of that name if it has the type of ``default``, else ``default``."""
        value: Any = self._values.get(name, default)
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            return type(default)(value)
        if isinstance(default, bool) != isinstance(value, bool):
            return default
        return value if isinstance(value, type(default)) else default

    def set(self, name: str, value: Any) -> None:
        """Keep a JSON value; ``None`` forgets it."""
        if self._values.get(name) == value:
            return
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value
        self._dirty = True
        if self.path is not None:
            self._timer.start()
        self.changed.emit(name)

    def save(self) -> None:
        """Write now. A disk that refuses is logged: a lost layout must not stop anybody's work."""
        if not self._dirty or self.path is None:
            return
        self._dirty = False
        temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(self._values, indent=1, ensure_ascii=False), encoding="utf-8")
            temporary.replace(self.path)
        except OSError as error:
            log.info("The settings could not be kept in %s: %s", self.path, error)


class Preferences(Store):
    """What was chosen: theme (system, light, dark), density, motion, and ``<page>.<name>`` of pages."""

    def __init__(self, parent: QObject | None = None, *, remembered: bool = True) -> None:
        folder = Path(platformdirs.user_config_dir(APPLICATION, appauthor=False))
        super().__init__(folder / "preferences.json" if remembered else None, parent)


class Layout(Store):
    """Where things stand: window geometry, panel widths, folded panels, columns of a page."""

    def __init__(self, parent: QObject | None = None, *, remembered: bool = True) -> None:
        folder = Path(platformdirs.user_state_dir(APPLICATION, appauthor=False))
        super().__init__(folder / "layout.json" if remembered else None, parent)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.info("The settings in %s could not be read and start anew: %s", path, error)
        return {}
    return values if isinstance(values, dict) else {}
