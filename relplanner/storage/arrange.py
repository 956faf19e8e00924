"""Bringing the entries of a list in the text into the order and content of the plan's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from relplanner.plan.fields import fields_of
from relplanner.plan.plan import id_of
from relplanner.storage import emit
from relplanner.storage.emit import Style
from relplanner.storage.encode import encode
from relplanner.storage.source import Chunk


@dataclass(frozen=True, slots=True)
class Rewriter:
    """How the entries of one list are written."""

    change: Callable[[Chunk, Any], str]
    """The own text of a chunk whose noun became another."""
    dash: int
    style: Style
    newline: str

    def new(self, noun: Any) -> str:
        lines = emit.item(encode(noun), self.dash, self.style)
        return self.newline.join(lines).replace("\r\n", "\n").replace("\n", self.newline) + self.newline


@dataclass(frozen=True, slots=True)
class Arranged:
    """``rest``: free comments that stood behind deleted entries at the beginning; they go above the list."""

    chunks: tuple[Chunk, ...]
    rest: str = ""


def arrange(chunks: tuple[Chunk, ...], items: Sequence[Any], rewriter: Rewriter) -> Arranged:
    """The chunks of ``items``: untouched ones as they are, moved ones with their comments, new ones written.

    Entries that are not part of the plan stay behind the entry that they followed.
    """
    found = _match(chunks, items)
    between = chunks[0].gap if len(chunks) > 1 and not chunks[0].gap.strip() else ""
    last = len(chunks) - 1
    placed: list[Chunk] = []
    stay, rest = _stragglers(chunks, set(found) - {None})
    placed += stay.get(-1, [])
    for item, at in zip(items, found, strict=True):
        if at is None:
            placed.append(Chunk("", rewriter.new(item), between, item))
            continue
        chunk = chunks[at]
        if chunk.item is not item:
            own = chunk.own if chunk.item == item else rewriter.change(chunk, item)
            chunk = chunk._replace(own=own, item=item)
        if at == last and not chunk.gap:
            chunk = chunk._replace(gap=between)
        placed.append(chunk)
        placed += stay.get(at, [])
    if placed and not placed[-1].gap.strip():
        placed[-1] = placed[-1]._replace(gap="")
    return Arranged(tuple(placed), rest)


def _stragglers(chunks: tuple[Chunk, ...], used: set[int | None]) -> tuple[dict[int, list[Chunk]], str]:
    """What stays though its entry goes (unreadable entries, free comments), by what it follows."""
    stay: dict[int, list[Chunk]] = {}
    rest = ""
    anchor = -1
    for at, chunk in enumerate(chunks):
        if at in used:
            anchor = at
        elif chunk.item is None:
            stay.setdefault(anchor, []).append(chunk)
        elif chunk.gap.strip():
            if anchor == -1 and -1 not in stay:
                rest += chunk.gap
            else:
                stay.setdefault(anchor, []).append(Chunk("", "", chunk.gap, None))
    return stay, rest


def _match(chunks: tuple[Chunk, ...], items: Sequence[Any]) -> list[int | None]:
    """Which chunk each item has: of the same noun, else of the same id, else of what is the same but for the
    id, else that in its place."""
    by_identity = {id(chunk.item): at for at, chunk in enumerate(chunks) if chunk.item is not None}
    found: list[int | None] = []
    taken: set[int] = set()
    for item in items:
        at = by_identity.get(id(item))
        if at is not None and at in taken:
            at = None
        found.append(at)
        if at is not None:
            taken.add(at)
    if len(taken) < len(items):
        _match_by(id_of, chunks, items, found, taken)
        if len(taken) < len(items):  # renamed entries; some may have been moved or edited besides
            _match_by(_all_but_id, chunks, items, found, taken)
            _match_by(_name, chunks, items, found, taken)
        _match_by_place(chunks, items, found, taken)
    return found


def _match_by(
    key: Callable[[Any], str],
    chunks: tuple[Chunk, ...],
    items: Sequence[Any],
    found: list[int | None],
    taken: set[int],
) -> None:
    """Match what has the same key; an empty key matches nothing."""
    free: dict[str, list[int]] = {}
    for at, chunk in enumerate(chunks):
        if chunk.item is not None and at not in taken:
            free.setdefault(key(chunk.item), []).append(at)
    free.pop("", None)
    for position, item in enumerate(items) if free else ():
        if found[position] is None and free.get(key(item)):
            at = free[key(item)].pop(0)
            found[position] = at
            taken.add(at)


def _all_but_id(item: Any) -> str:
    values = [getattr(item, field.name) for field in fields_of(type(item))[1:]]
    return repr((values, getattr(item, "unknown", ())))


def _name(item: Any) -> str:
    return str(getattr(item, "name", ""))


def _match_by_place(
    chunks: tuple[Chunk, ...], items: Sequence[Any], found: list[int | None], taken: set[int]
) -> None:
    """A renamed entry stands where the old one stood."""
    before = -1
    for position in range(len(items)):
        at = found[position]
        if at is None and before + 1 < len(chunks):
            candidate = before + 1
            if candidate not in taken and chunks[candidate].item is not None:
                found[position] = at = candidate
                taken.add(candidate)
        if at is not None:
            before = at
