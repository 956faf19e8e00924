"""YAML text to plain trees of ``dict``, ``list``, ``str`` and ``None``, with the line of every entry.

Scalars stay text (``NO``, ``1:30`` and ``1e3`` are what they say); plain ``null``, ``~`` and nothing are
``None``. Built from the event stream of libyaml, which is eight times faster than PyYAML's loader. Nothing in
a text can make this slow, deep or large: what is refused is listed in :mod:`relplanner.storage.diagnosis`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from typing import Any, TypeAlias

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from relplanner.errors import Place, PlanUnreadable, Problem
from relplanner.values import record

Plain: TypeAlias = Any
"""``dict[str, Plain] | list[Plain] | str | None``: mypy cannot follow where it is taken apart."""

LIMIT_BYTES = 64 * 1024 * 1024
LIMIT_DEPTH = 100
LIMIT_ALIASED = 100_000
"""How many values aliases may stand for in one file; more is an alias bomb."""
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
BOM = "\ufeff"
MERGE = "<<"

_EXPECT_KEY: Any = object()
_IN_LIST: Any = object()
_MERGE_KEY: Any = object()
"""Stands for a plain ``<<`` until its mapping is complete; a quoted one is a key like any other."""


@record
class TopKey:
    """A top-level key of a text: where it begins (line and column, counted from 0)."""

    name: str
    line: int
    column: int
    flow: bool = False
    """Whether its value stands in brackets or is an alias: its entries have no lines of their own."""


@record
class Tree:
    """A text taken apart. ``entries`` holds the 0-based line of each entry of each top-level block list."""

    root: Plain = None
    keys: list[TopKey] = field(default_factory=list)
    entries: dict[str, list[int]] = field(default_factory=dict)
    dashes: dict[str, int] = field(default_factory=dict)
    """The column at which the entries of each top-level block list have their ``-``."""
    aliases: bool = False
    block: bool = True
    """False when the whole file is one pair of brackets, as JSON is."""
    end: int | None = None
    """The line of an explicit end of the document (``...``), if one stands there."""


class Odd(Exception):
    """The quick pass met something that the diagnosis has to explain."""


def load(text: str, name: str = "") -> Tree:
    """Parse a whole file. Raises :class:`PlanUnreadable` with every reason and its place."""
    refuse_too_large(len(text), name)
    text = text.removeprefix(BOM)
    if "<<<<<<<" in text or ">>>>>>>" in text:
        from relplanner.storage import diagnosis  # it builds on this module

        diagnosis.refuse_conflicts(text, name)
    try:
        with no_collection():
            return _quick(text) or _build(text)
    except (Odd, yaml.YAMLError, UnicodeEncodeError) as error:
        from relplanner.storage import diagnosis

        raise PlanUnreadable(*diagnosis.problems(text, name, error)) from None


def plain(text: str, name: str = "") -> Plain:
    """The tree alone, for other formats that are written in YAML. Raises like :func:`load`."""
    return load(text, name).root


def refuse_too_large(size: int, name: str) -> None:
    if size > LIMIT_BYTES:
        raise PlanUnreadable(
            Problem(
                f"The file has {size / 1024 / 1024:,.0f} MB; a plan may have at most "
                f"{LIMIT_BYTES // 1024 // 1024} MB and was not read.",
                Place(file=name or None),
                "Recordings and evidence belong beside the plan, not in it.",
            )
        )


@contextmanager
def no_collection() -> Iterator[None]:
    """Switch the cyclic collector off: it takes two thirds of a large tree's time, for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _quick(text: str) -> Tree | None:
    """Long lists by lines, the rest by events; ``None`` when all of it must go by events."""
    from relplanner.storage import quick  # it builds on this module

    if "\r" in text:
        text = text.replace("\r\n", "\n")  # to YAML they are the same, and lines and columns stay
    if len(text) < quick.SHORTEST or quick.has_other_breaks(text):
        return None
    try:
        rest, taken = quick.take(text, _build)
        if not taken:
            return None
        tree = _build(rest)
    except (Odd, yaml.YAMLError, UnicodeEncodeError):
        return None
    if not tree.block or not isinstance(tree.root, dict):
        return None
    at = {(key.name, key.line): key for key in tree.keys}
    for name, line, items, lines in taken:
        key = at.get((name, line))
        if key is None or key.column or tree.root[name] is not None:
            return None
        tree.root[name] = items
        tree.entries[name] = lines
        tree.dashes[name] = 0
    return tree


def _build(text: str) -> Tree:  # noqa: C901, PLR0912, PLR0915 - one loop, unrolled for speed
    """The quick pass; raises :class:`Odd` or yaml's own errors and leaves explaining to the diagnosis."""
    tree = Tree()
    careful = "&" in text or "!" in text or "*" in text or MERGE in text
    anchors = _Anchors()
    get: Callable[[], Any] = CParser(text).get_event  # the stubs know no kinds of events
    get()  # stream start
    if get().__class__ is StreamEndEvent:
        return tree
    current: Any = []  # a list that takes the root
    key: Any = _IN_LIST
    stack: list[tuple[Any, Any]] = []
    depth = 0
    lines: list[int] | None = None  # of the entries of the top-level list that is being read
    while True:
        event = get()
        kind = event.__class__
        if kind is ScalarEvent:
            value: Any = event.value
            if careful and (event.tag is not None or event.anchor is not None):
                anchors.note(event, value)
            if key is _EXPECT_KEY:
                key = _MERGE_KEY if careful and value == MERGE and not event.style else value
                if key in current:
                    raise Odd
                if depth == 1:
                    mark = event.start_mark
                    tree.keys.append(TopKey(value, mark.line, mark.column))
                    lines = None
                continue
            if value in NULLS and not event.style:
                value = None
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if key is _EXPECT_KEY or depth == LIMIT_DEPTH:
                raise Odd
            if depth == 1 and key is not _IN_LIST:
                if event.flow_style:
                    tree.keys[-1].flow = True
                elif kind is SequenceStartEvent and tree.block:
                    lines = tree.entries.setdefault(key, [])
                    tree.dashes[key] = event.start_mark.column
            elif depth == 0 and event.flow_style:
                tree.block = False
            new: Any = {} if kind is MappingStartEvent else []
            if careful:
                anchors.note(event, new)
            if key is _IN_LIST:
                if depth == 2 and lines is not None:
                    lines.append(event.start_mark.line)
                current.append(new)
            else:
                current[key] = new
                key = _EXPECT_KEY
            stack.append((current, key))
            depth += 1
            current = new
            key = _EXPECT_KEY if kind is MappingStartEvent else _IN_LIST
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            if careful and kind is MappingEndEvent and _MERGE_KEY in current:
                _merge(current)
            current, key = stack.pop()
            depth -= 1
            continue
        elif kind is AliasEvent:
            if key is _EXPECT_KEY:
                raise Odd
            value = anchors.value(event.anchor, stack, current)
            if depth == 1 and key is not _IN_LIST:
                tree.keys[-1].flow = True
        elif kind is DocumentEndEvent:
            if event.explicit:
                tree.end = event.start_mark.line
            break
        else:
            raise Odd
        if key is _IN_LIST:
            if depth == 2 and lines is not None:
                lines.append(event.start_mark.line)
            current.append(value)
        else:
            current[key] = value
            key = _EXPECT_KEY
    if get().__class__ is not StreamEndEvent:
        raise Odd
    tree.root = current[0]
    tree.aliases = bool(anchors.values)
    return tree


class _Anchors:
    """The anchored values of a text, and how much their aliases stand for."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._sizes: dict[int, int] = {}
        self._aliased = 0

    def note(self, event: Any, value: Any) -> None:
        if event.tag is not None:
            raise Odd
        if event.anchor is not None:
            if value == "" and not event.style:
                raise Odd  # “name: &b” was meant as a text
            self.values[event.anchor] = value

    def value(self, anchor: str, stack: list[tuple[Any, Any]], current: Any) -> Any:
        if anchor not in self.values:
            raise Odd
        value = self.values[anchor]
        if value is current or any(value is container for container, _ in stack):
            raise Odd
        self._aliased += self._size(value)
        if self._aliased > LIMIT_ALIASED:
            raise Odd(f"its aliases stand for more than {LIMIT_ALIASED:,} values")
        return None if isinstance(value, str) and value in NULLS else value

    def _size(self, value: Any) -> int:
        """How many values it stands for, its aliases taken out; each container is counted once."""
        if not isinstance(value, (dict, list)):
            return 1
        known = self._sizes.get(id(value))
        if known is None:
            known = 1 + sum(
                self._size(item) for item in (value.values() if isinstance(value, dict) else value)
            )
            self._sizes[id(value)] = known
        return known


def _merge(mapping: dict[str, Any]) -> None:
    """YAML's merge key: what the named mappings hold, where the mapping itself holds nothing."""
    bases = mapping.pop(_MERGE_KEY)
    for base in bases if isinstance(bases, list) else [bases]:
        if not isinstance(base, dict):
            raise Odd("the merge key << names something that is no mapping")
        for key, value in base.items():
            mapping.setdefault(key, value)
