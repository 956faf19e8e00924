"""The text a plan came from, cut into the pieces that a save may touch one by one.

A file is a header and its top-level keys (:class:`Part`); a key whose value is a block list is cut further
into its entries (:class:`Chunk`). Comments directly above a piece belong to it; blank lines and comments that
stand free follow the piece before them. The pieces joined are the text, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from relplanner.errors import Place
from relplanner.late import LateModule
from relplanner.patterns import late_pattern
from relplanner.plan.plan import Plan, entries_of, id_of, sections
from relplanner.storage.decode import Path
from relplanner.storage.yaml_text import BOM, Plain, Tree
from relplanner.values import keeping_entity, value

if TYPE_CHECKING:
    from relplanner.storage import places
    from relplanner.storage.emit import Style
else:
    places = LateModule("relplanner.storage.places")

KEEPS_BLANKS = late_pattern(r"[|>][1-9]?\+")
"""A block scalar to which the blank lines after it belong."""
_PATH_PART = late_pattern(r"\[(\d+)\]|\.?([^.\[\]]+)")
_INNER = late_pattern(r"[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( +)[^\s#-]")


class Chunk(NamedTuple):
    """An entry of a list: the comments above it, its own lines, and what stands free below it."""

    lead: str
    own: str
    gap: str
    item: Any
    """The noun in the plan; ``None`` when the entry could not be read as one."""
    raw: Plain = None
    """The plain tree where aliases keep it from being read out of ``own`` alone."""

    @property
    def text(self) -> str:
        return self.lead + self.own + self.gap


@value
class Part:
    """A top-level key. With ``chunks`` its value is a block list, and ``own`` what precedes the entries."""

    key: str | None
    """``None`` for what stands before the first key and for what ends the document."""
    lead: str
    own: str
    gap: str
    chunks: tuple[Chunk, ...] | None = None
    dash: int = 0
    raw: Plain = None

    @property
    def text(self) -> str:
        if self.chunks is None:
            return self.lead + self.own + self.gap
        pieces = [self.lead, self.own]
        for lead, own, gap, _, _ in self.chunks:
            pieces += (lead, own, gap)
        return "".join([*pieces, self.gap])


@keeping_entity
class Source:
    """The text of one :class:`Plan` value. It never changes; a save yields the next one."""

    plan: Plan
    name: str = ""
    text: str = ""
    block: bool = False
    """False when there is nothing to patch: a new plan, a file in brackets, one in an older format."""
    outdated: bool = False
    """Whether the text is in an older format, so that even an unedited plan is written anew."""
    aliases: bool = False
    cut: Callable[[], tuple[Part, ...]] = tuple
    """Yields the parts; called once, when they are first needed."""
    column: int = 0

    @classmethod
    def empty(cls, name: str = "") -> Source:
        """The source of a plan that has no file yet."""
        return cls(Plan(), name)

    @classmethod
    def of_text(cls, text: str, tree: Tree, plan: Plan, name: str, dropped: set[Path]) -> Source:
        def cut() -> tuple[Part, ...]:
            return tuple(_Cutter(text, tree, plan, dropped).parts())

        block = tree.block and bool(tree.keys)
        column = tree.keys[0].column if tree.keys else 0
        return cls(plan, name, text, block=block, aliases=tree.aliases, cut=cut, column=column)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The pieces in order; first what precedes the first key, last what ends the document."""
        return self.cut()

    @cached_property
    def newline(self) -> str:
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    @cached_property
    def ends_bare(self) -> bool:
        """Whether the text ends without a line break; the pieces have one even then."""
        return bool(self.text) and self.text[-1] not in "\n\r\x85\u2028\u2029"

    @cached_property
    def style(self) -> Style:
        """How this file indents."""
        from relplanner.storage.emit import Style

        dash = next((part.dash - self.column for part in self.parts if part.chunks), 0)
        inner = [
            _INNER.match(part.own) for part in self.parts if part.key is not None and part.chunks is None
        ]
        step = next((len(found[1]) - self.column for found in inner if found), 2)
        return Style(step=step if 1 <= step <= 8 else 2, dash=max(0, dash))

    def line_of(self, path: str) -> int | None:
        """The line, counted from 1, of a path such as ``activities[3].after[0]``; ``None`` if it has none."""
        place = self._find(path)
        return None if place is None else place.line

    def place(self, section: str, entry_id: str, key: str = "") -> Place:
        """Where an entry stands (or one key of it); a place without a line when it is in no file yet."""
        path = section
        if entry_id:
            entries = entries_of(self.plan, section)
            at = next((at for at, entry in enumerate(entries) if id_of(entry) == entry_id), None)
            if at is None:
                return Place(self.name or None, path=f"{section}/{entry_id}")
            path += {"rollout": ".phases", "incidents": ".log"}.get(section, "") + f"[{at}]"
        return self._find(f"{path}.{key}" if key else path) or Place(self.name or None, path=path)

    def _find(self, path: str) -> Place | None:
        steps: Path = tuple(int(m[1]) if m[1] else m[2] for m in _PATH_PART.finditer(path))
        if not steps or not self.block:
            return None
        place = self._part_lines.get(str(steps[0]))
        if place is None:
            return None
        part, line = place
        if part.chunks is None or len(steps) == 1 or not isinstance(steps[1], int):
            return self._inside(part.own, line, steps, path)
        numbers = self._chunk_lines(part, line)
        if steps[1] >= len(numbers):
            return None
        chunk, line = numbers[steps[1]]
        return self._inside(chunk.own, line, (0, *steps[2:]), path)

    @cached_property
    def _part_lines(self) -> dict[str, tuple[Part, int]]:
        lines: dict[str, tuple[Part, int]] = {}
        line = 0
        for part in self.parts:
            if part.key is not None:
                lines[part.key] = (part, line + count_lines(part.lead))
            line += count_lines(part.text)
        return lines

    @cached_property
    def _known_lines(self) -> dict[str, list[tuple[Chunk, int]]]:
        return {}

    def _chunk_lines(self, part: Part, line: int) -> list[tuple[Chunk, int]]:
        """The entries that are in the plan, with their lines counted from 0."""
        known = self._known_lines.get(part.key or "")
        if known is None:
            known = []
            line += count_lines(part.own)
            for chunk in part.chunks or ():
                line += count_lines(chunk.lead)
                if chunk.item is not None:
                    known.append((chunk, line))
                line += count_lines(chunk.own) + count_lines(chunk.gap)
            self._known_lines[part.key or ""] = known  # whole: another thread may be looking
        return known

    def _inside(self, own: str, line: int, steps: Path, path: str) -> Place:
        inner, column = 0, 0
        if len(steps) > 1 or steps[0] == 0:
            from relplanner.storage import composing

            node = composing.composed(own.removeprefix(BOM))
            if node is not None:  # else it has an alias of something outside
                inner, column = composing.walk(node, steps)
        return Place(self.name or None, line + inner + 1, column + 1, path)


def count_lines(text: str) -> int:
    return len(places.line_starts(text)) - 1


class _Cutter:
    """Cuts a text by the lines that parsing noted."""

    def __init__(self, text: str, tree: Tree, plan: Plan, dropped: set[Path]) -> None:
        self.bom = BOM if text.startswith(BOM) else ""
        self.text = text.removeprefix(BOM)
        self.tree = tree
        self.plan = plan
        self.dropped = dropped
        self.starts = places.line_starts(self.text)
        if self.starts[-1] != len(self.text):
            self.text += "\r\n" if "\r\n" in self.text else "\n"
            self.starts.append(len(self.text))

    def parts(self) -> Iterator[Part]:
        keys = self.tree.keys
        last = len(self.starts) - 1
        if self.tree.end is not None:
            last = self.tree.end
        begins = [key.line for key in keys]
        ends = [*begins[1:], last]
        owns = [self._own_end(begin, end, keys[0].column) for begin, end in zip(begins, ends, strict=True)]
        leads = [begins[0], *[self._lead(own, begin) for own, begin in zip(owns, begins[1:], strict=False)]]
        yield Part(None, "", self.bom + self._slice(0, begins[0]), "")
        for at, key in enumerate(keys):
            gap_end = leads[at + 1] if at + 1 < len(keys) else last
            yield self._part(key.name, leads[at], begins[at], owns[at], gap_end)
        yield Part(None, "", self._slice(last, len(self.starts) - 1), "")

    def _part(self, key: str, lead: int, begin: int, own_end: int, end: int) -> Part:
        lead_text, gap = self._slice(lead, begin), self._slice(own_end, end)
        raw = self.tree.root.get(key) if self.tree.aliases else None
        lines = self.tree.entries.get(key)
        if not lines:
            return Part(key, lead_text, self._slice(begin, own_end), gap, raw=raw)
        dash = self.tree.dashes[key]
        firsts = [self._dash_line(line, begin, dash) for line in lines]
        owns = [
            first_below if self._ends_plainly(first_below, dash) else self._own_end(first, first_below, dash)
            for first, first_below in pairwise(firsts)
        ]
        owns.append(own_end)
        leads = [self._lead(begin + 1, firsts[0])]
        leads += [
            own if own == first else self._lead(own, first)
            for own, first in zip(owns, firsts[1:], strict=False)
        ]
        chunks = []
        items = iter(self._items(key))
        text, starts = self.text, self.starts
        leads.append(own_end)
        for at, first in enumerate(firsts):
            item = None if (key, at) in self.dropped else next(items, None)
            begin_own, end_own = starts[first], starts[owns[at]]
            before, below = text[starts[leads[at]] : begin_own], text[end_own : starts[leads[at + 1]]]
            chunks.append(
                Chunk(before, text[begin_own:end_own], below, item, raw[at] if raw is not None else None)
            )
        return Part(key, lead_text, self._slice(begin, leads[0]), gap, tuple(chunks), dash, raw)

    def _items(self, key: str) -> tuple[Any, ...]:
        field = next((section for section in sections() if section.key == key), None)
        return getattr(self.plan, field.name) if field is not None and field.shape == "parts" else ()

    def _slice(self, first: int, last: int) -> str:
        return self.text[self.starts[first] : self.starts[last]]

    def _dash_line(self, line: int, begin: int, dash: int) -> int:
        """The line of an entry's ``-``: mostly that of its first key."""
        if not dash and self.text[self.starts[line]] == "-":
            return line
        for at in range(line, begin, -1):
            start = self.starts[at]
            if self.text.startswith("-", start + dash) and not self.text[start : start + dash].strip(" "):
                return at
        return line

    def _ends_plainly(self, line: int, dash: int) -> bool:
        """Whether the line above is one of an entry's own keys, so that nothing needs a closer look."""
        start = self.starts[line - 1]
        inside = start + dash + 2
        return self.text.startswith(" " * (dash + 2), start) and self.text[inside].isalnum()

    def _own_end(self, begin: int, end: int, column: int) -> int:
        """The line after the last of what begins at ``begin``; comments further in belong to it."""
        at, commented = end, False
        while at - 1 > begin:
            line = self._slice(at - 1, at)
            bare = line.lstrip(" \t")
            if bare.startswith("#") and len(line) - len(bare) <= column:
                commented = True
            elif bare.strip():
                break
            at -= 1
        if at == end:
            return end
        own = self._slice(begin, at)
        if KEEPS_BLANKS.search(own) or (commented and not _parses(own)):
            return end  # blank lines of a text, or a "#" inside quotes
        return at

    def _lead(self, low: int, begin: int) -> int:
        """The first of the comment lines directly above ``begin``, not above ``low``."""
        at = begin
        while at > low and self._slice(at - 1, at).lstrip(" \t").startswith("#"):
            at -= 1
        return at


def _parses(text: str) -> bool:
    from relplanner.storage import composing

    return composing.parses(text)
