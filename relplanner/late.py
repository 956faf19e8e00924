"""Modules that are imported when first used: what only a click or a key needs costs the start nothing."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class LateModule:
    """Stands for a module. For type checkers the module itself is imported beside it::

    if TYPE_CHECKING:
        from relplanner.ui.timeline import gestures
    else:
        gestures = LateModule("relplanner.ui.timeline.gestures")
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        found = getattr(import_module(self._name), name)
        setattr(self, name, found)
        return found
