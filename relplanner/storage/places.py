"""Where a path stands in a text: looked up when asked, by composing only the slice that holds it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from itertools import accumulate
from typing import TYPE_CHECKING

from relplanner.errors import Place
from relplanner.patterns import late_pattern
from relplanner.storage.decode import Path
from relplanner.storage.yaml_text import Tree
from relplanner.values import record

if TYPE_CHECKING:
    from yaml.nodes import Node

_EXOTIC_BREAK = late_pattern(r"\r(?!\n)|[\x85\u2028\u2029]")
_BREAK = late_pattern(r"\r\n|[\n\r\x85\u2028\u2029]")


def line_starts(text: str) -> list[int]:
    """The index of each line's first character, with the line breaks that YAML knows."""
    if ("\r" in text or not text.isascii()) and _EXOTIC_BREAK.search(text) is not None:
        return [0, *[match.end() for match in _BREAK.finditer(text)]]
    lengths = [len(line) + 1 for line in text.split("\n")]
    lengths.pop()  # what stands after the last line break begins a line, but does not end one
    return [0, *accumulate(lengths)]


@record
class Locator:
    """Finds the places of faults; composes each entry once, however many faults it has."""

    text: str
    tree: Tree
    name: str = ""
    _starts: list[int] = field(default_factory=list)
    _positions: dict[str, int] = field(default_factory=dict)
    _slice: tuple[object, ...] = ()
    _node: Node | None = None
    _whole: Node | None = None

    def place(self, path: Path, *, at_key: bool = False) -> Place:
        """Line and column, counted from 1, of the value at a path of the plain tree (or of its key)."""
        from relplanner.storage import composing  # with yaml, for which a plan without faults has no use

        if not path:
            return Place(self.name or None, 1, 1)
        if not self._starts:
            self._starts = line_starts(self.text)
        start, end, rest = self._bounds(path)
        if (start, end) != self._slice:
            self._slice = (start, end)
            # Not complete in itself: an alias of another part of the file, or a “- ” on a line of its own.
            self._node = composing.composed(self.text[start:end])
        line, column = self._position(start)
        node, rest = (self._node, rest) if self._node is not None else (self._composed_whole(), path)
        if node is None:
            return Place(self.name or None, line + 1, column + 1)
        if node is self._whole:
            line = 0
        found = composing.walk(node, rest, at_key)
        return Place(self.name or None, line + found[0] + 1, found[1] + 1)

    def _bounds(self, path: Path) -> tuple[int, int, Path]:
        """The slice of the text that holds a path, and the path inside it."""
        keys = self.tree.keys
        if not self._positions:
            self._positions = {key.name: at for at, key in enumerate(keys)}
        position = self._positions.get(str(path[0]))
        if position is None or not self.tree.block:
            return 0, len(self.text), path
        start = self._starts[keys[position].line]
        end = self._starts[keys[position + 1].line] if position + 1 < len(keys) else len(self.text)
        lines = self.tree.entries.get(keys[position].name)
        if lines is not None and len(path) > 1 and isinstance(path[1], int) and path[1] < len(lines):
            at = path[1]
            start = self._starts[lines[at]]
            end = self._starts[lines[at + 1]] if at + 1 < len(lines) else end
            return start, end, (0, *path[2:])
        return start, end, path

    def _composed_whole(self) -> Node | None:
        if self._whole is None:
            from relplanner.storage.composing import compose

            self._whole = compose(self.text)
        return self._whole

    def _position(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index) - 1
        return line, index - self._starts[line]
