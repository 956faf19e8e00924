"""YAML text to plain trees by the events of libyaml, eight times faster than PyYAML's loader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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

from relplanner.storage.yaml_text import LIMIT_ALIASED, LIMIT_DEPTH, MERGE, NULLS, Odd, TopKey, Tree

_EXPECT_KEY: Any = object()
_IN_LIST: Any = object()
_MERGE_KEY: Any = object()
"""Stands for a plain ``<<`` until its mapping is complete; a quoted one is a key like any other."""


def build(text: str) -> Tree:
    """The tree of any text. Raises :class:`Odd`, from yaml's own error where there is one, and leaves
    explaining to the diagnosis.
    """
    try:
        return _build(text)
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise Odd from error


def _build(text: str) -> Tree:  # noqa: C901, PLR0912, PLR0915 - one loop, unrolled for speed
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
