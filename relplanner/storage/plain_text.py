"""YAML in its plain form, read without a YAML library, whose import takes longer than a plan of usual size.

What people and this program write is mostly this: keys and entries by indentation, texts on one line, short
lists and mappings in brackets, simple quotes, comments. Whatever is not certain to mean the same to YAML
(tests compare the two) is left to it, and so is everything that is wrong.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from relplanner.patterns import late_pattern
from relplanner.storage.quick import ANY, ASCII, INSIDE, NotPlain, items_of
from relplanner.storage.yaml_text import NULLS, Plain, TopKey, Tree

LONGEST = 40_000
"""Texts of more characters (some 250 activities) are read faster by long lists and the library."""
DEEPEST = 20
LONGEST_KEY = 1000
"""YAML takes 1,024 characters for a key."""
_KEY = r"[A-Za-z0-9_](?:[A-Za-z0-9_ .()/+%-]*[A-Za-z0-9_.()/+%-])?"


def _line(inside: str, anything: str) -> re.Pattern[str]:
    return late_pattern(
        rf"( *)(- )?(?:({_KEY}):(?=\ |\Z))?\ *(?:"
        rf"((?:[A-Za-z0-9_(/$+]|-(?=[A-Za-z0-9])|<(?=[= ]))[{inside}]*"
        rf"(?:(?::(?=[!-~])|(?<=[!-~])\#)[{inside}]*)*"
        r"|\[[A-Za-z0-9_][A-Za-z0-9_ .+%/$(),-]*\]"
        r"|\{[A-Za-z0-9_][A-Za-z0-9_ .:,-]*\}"
        r'|"[ !#-\[\]-~]*"'
        r"|'[ -&(-~]*'"
        rf")\ *)?(?:(?<![!-~])\#[{anything}]*)?\Z"
    )


# Most lines are ASCII, and a pattern for all that may stand there takes twenty times as long to compile.
_ASCII_LINE, _LINE = _line(ASCII, " -~"), _line(INSIDE, ANY)
_WORD = late_pattern(r"[A-Za-z0-9_](?:[A-Za-z0-9_ .-]*[A-Za-z0-9_.-])?\Z")
_NOTHING: Plain = object()


class _Line(NamedTuple):
    number: int
    indent: int
    dash: bool
    key: str | None
    value: Plain
    """``_NOTHING`` where the line ends behind its key."""


def read(text: str) -> Tree | None:
    """The tree of a text in the plain form; ``None`` for any other."""
    if len(text) > LONGEST:
        return None
    try:
        return _Reader(_lines(text)).tree()
    except NotPlain:
        return None


def _lines(text: str) -> list[_Line]:
    found = []
    for number, line in enumerate(text.split("\n")):
        match = (_ASCII_LINE if line.isascii() else _LINE).match(line)
        if match is None:
            raise NotPlain
        spaces, dash, key, written = match.groups()
        if key is not None and len(key) > LONGEST_KEY:
            raise NotPlain
        if key is not None or written is not None:
            value = _NOTHING if written is None else _value(written.rstrip(" "))
            found.append(_Line(number, len(spaces), dash is not None, key, value))
        elif dash is not None:
            raise NotPlain
    return found


def _value(written: str) -> Plain:
    first = written[0]
    if first == "[":
        return items_of(written[1:-1])
    if first == "{":
        return _pairs(written[1:-1])
    if first in "\"'":
        return written[1:-1]
    return None if written in NULLS else written


def _pairs(brackets: str) -> Plain:
    pairs: dict[str, Plain] = {}
    for part in brackets.split(","):
        key, colon, value = (each.strip(" ") for each in part.partition(": "))
        if not colon or key in pairs or not _WORD.match(key) or not _WORD.match(value):
            raise NotPlain
        pairs[key] = None if value in NULLS else value
    return pairs


class _Reader:
    """Puts lines together by their indentation."""

    def __init__(self, lines: list[_Line]) -> None:
        self._lines = [*lines, _Line(0, -1, False, None, None)]
        self._at = 0
        self._tree = Tree()

    def tree(self) -> Tree:
        if self._lines[0].indent:
            raise NotPlain
        self._tree.root = self._block(0, 1)
        if self._lines[self._at].indent != -1:
            raise NotPlain
        return self._tree

    def _block(self, indent: int, depth: int) -> Plain:
        if depth > DEEPEST:
            raise NotPlain
        line = self._lines[self._at]
        if line.dash:
            return self._list(indent, depth)
        if line.key is None:
            raise NotPlain  # a text on a line of its own
        return self._mapping(indent, depth)

    def _mapping(self, indent: int, depth: int) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        while (line := self._lines[self._at]).indent == indent and not line.dash:
            key, value = line.key, line.value
            if key is None or key in found:
                raise NotPlain
            self._at += 1
            if depth == 1:
                self._tree.keys.append(TopKey(key, line.number, 0, value.__class__ in (list, dict)))
            if value is _NOTHING:
                below = self._lines[self._at]
                nested = below.indent > indent or (below.indent == indent and below.dash)
                if nested and depth == 1 and below.dash:
                    self._tree.entries[key] = self._entries(below.indent)
                    self._tree.dashes[key] = below.indent
                value = self._block(below.indent, depth + 1) if nested else None
            found[key] = value
        self._ends(indent)
        return found

    def _list(self, indent: int, depth: int) -> list[Plain]:
        found: list[Plain] = []
        while (line := self._lines[self._at]).indent == indent and line.dash:
            if line.key is None:
                found.append(line.value)
                self._at += 1
            else:
                self._lines[self._at] = line._replace(indent=indent + 2, dash=False)
                found.append(self._mapping(indent + 2, depth + 1))
        self._ends(indent)
        return found

    def _entries(self, indent: int) -> list[int]:
        """The lines of the entries of the list that begins here."""
        found = []
        for line in self._lines[self._at :]:
            if line.indent < indent or (line.indent == indent and not line.dash):
                break
            if line.indent == indent:
                found.append(line.number)
        return found

    def _ends(self, indent: int) -> None:
        """What stands further in would go on with a text, or is wrong."""
        if self._lines[self._at].indent > indent:
            raise NotPlain
