"""What happens around the document in hand: other programs write its file, and a crash may come any time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from relplanner.errors import RelplannerError
from relplanner.ui.context import Context
from relplanner.ui.frame.banners import Banners


class Outside:
    """Looked after once a second. What goes wrong then is told once, not every second."""

    def __init__(self, context: Context, banners: Banners) -> None:
        self._context, self._banners = context, banners
        self._ignored: object = None
        self._told: dict[str, str] = {}

    def forget(self) -> None:
        """Another document is in hand, or none."""
        self._banners.drop("changed")
        self._ignored = None
        self._told.clear()

    def tick(self) -> None:
        """Keep unsaved work safe, and look at the file."""
        document = self._context.document
        if document is not None:
            self._trying("journal", document.tick)
            self.look()

    def look(self) -> None:
        """Look whether another program wrote the file: every second and when the window is entered."""
        self._trying("file", self._look)

    def _look(self) -> None:
        document = self._context.document
        if document is None or document.path is None or self._banners.text("changed"):
            return
        if document.outside_change() and _mark(document.path) != self._ignored:
            self.say_changed("The file was changed by another program.")

    def _trying(self, what: str, act: Callable[[], object]) -> None:
        try:
            act()
        except RelplannerError as error:
            if self._told.get(what) != str(error):
                self._told[what] = str(error)
                self._context.messages.warn(str(error))
        else:
            self._told.pop(what, None)

    def say_changed(self, text: str) -> None:
        answers: list[tuple[str, Callable[[], Any]]] = [("Merge", self.merge), ("Ignore", self._ignore)]
        self._banners.show_banner("changed", "warning", text, answers)

    def merge(self) -> bool:
        """Take in what changed in the file. Where both changed the same field, ours stays and is said."""
        document = self._context.document
        if document is None:
            return False
        try:
            merged = document.merge_outside()
        except RelplannerError as error:
            self._context.messages.error(str(error))
            return False
        self._banners.drop("changed")
        count = len(merged.conflicts)
        if count:
            fields = f"{count} field{'s' if count != 1 else ''}"
            self._context.messages.warn(
                f"Merged. Both sides changed {fields}; yours stayed. Undo takes the merge back."
            )
        else:
            self._context.messages.info("Merged. Undo takes the merge back.")
        return True

    def _ignore(self) -> None:
        document = self._context.document
        self._ignored = _mark(document.path) if document is not None and document.path else None
        self._banners.drop("changed")


def _mark(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
