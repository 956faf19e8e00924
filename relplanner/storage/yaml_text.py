"""YAML text to plain trees of ``dict``, ``list``, ``str`` and ``None``, with the line of every entry.

Scalars stay text (``NO``, ``1:30`` and ``1e3`` are what they say); plain ``null``, ``~`` and nothing are
``None``. What is written in the plain form is read without a YAML library (:mod:`plain_text`, long lists in
:mod:`quick`), anything else by its events (:mod:`events`). Nothing in a text can make this slow, deep or
large: what is refused is listed in :mod:`relplanner.storage.diagnosis`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from typing import Any, TypeAlias

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
            return _quick(text) or by_events(text)
    except Odd as odd:
        from relplanner.storage import diagnosis

        cause = odd.__cause__ if isinstance(odd.__cause__, Exception) else odd
        raise PlanUnreadable(*diagnosis.problems(text, name, cause)) from None


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


def by_events(text: str) -> Tree:
    """The tree of any text. Raises :class:`Odd`."""
    from relplanner.storage import events  # it imports yaml

    return events.build(text)


def _any(text: str) -> Tree:
    """A piece of a text, in the plain form or not. Raises :class:`Odd`."""
    from relplanner.storage import plain_text

    return plain_text.read(text) or by_events(text)


def _quick(text: str) -> Tree | None:
    """Long lists by lines, the rest in the plain form or by events; ``None`` when all of it must go by
    events.
    """
    from relplanner.storage import plain_text, quick  # they build on this module

    if "\r" in text:
        text = text.replace("\r\n", "\n")  # to YAML they are the same, and lines and columns stay
    if quick.has_other_breaks(text):
        return None
    if len(text) < plain_text.LONGEST and (tree := plain_text.read(text)) is not None:
        return tree
    if len(text) < quick.SHORTEST:
        return None
    try:
        rest, taken = quick.take(text, _any)
        if not taken:
            return None
        tree = _any(rest)
    except Odd:
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
