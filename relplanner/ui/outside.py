"""What happens around the document in hand: other programs write its file, and a crash may come any time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relplanner.errors import RelplannerError
from relplanner.ui.context import Context
from relplanner.ui.frame.banners import Banners

if TYPE_CHECKING:
    from relplanner.plan.merge import Merged


MOST = 5
"""So many conflicts are told one by one."""
LONGEST = 120
GONE = "The file is gone: it was deleted, moved or renamed since it was opened."


def conflicts(merged: Merged) -> str:
    """What both sides changed differently, a line each, and which side stands now."""
    found = merged.conflicts
    lines = [" ".join(str(one).split()) for one in found[:MOST]]
    lines = [line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…" for line in lines]
    if len(found) > MOST:
        lines.append(f"… and {len(found) - MOST:,} more")
    places = "one place" if len(found) == 1 else f"{len(found):,} places"
    return "\n".join([f"Both sides changed {places}:", *lines])


class Outside:
    """Looked after once a second. What goes wrong then is told once, not every second."""

    def __init__(self, context: Context, banners: Banners, save_as: Callable[[], object]) -> None:
        self._context, self._banners, self._save_as = context, banners, save_as
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
        if document is None or document.path is None:
            return
        said = self._banners.text("changed")
        if GONE in said and document.path.exists():
            self._banners.drop("changed")  # its writer was between deleting and writing
        elif said:
            return
        if document.outside_change() and _mark(document.path) != self._ignored:
            if document.path.exists():
                self.say_changed("The file was changed by another program.")
            else:
                self._say_gone()

    def _say_gone(self) -> None:
        """There is nothing to merge with."""
        answers: list[tuple[str, Callable[[], Any]]] = [
            ("Save as …", self._save_as),
            ("Ignore", self._ignore),
        ]
        self._banners.show_banner("changed", "warning", GONE, answers)

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
        if merged.conflicts:
            # With something to do it stays until it is closed: it is to be read.
            self._context.messages.warn(f"Merged. {conflicts(merged)}", "Undo the merge", document.undo)
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
        return GONE
    return found.st_mtime_ns, found.st_size
