"""YAML that is no plan: what other programs read and write, for export and import."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from relplanner.errors import PlanUnreadable, Problem
from relplanner.storage.emit import Bare, Style, item, pairs
from relplanner.storage.yaml_text import LIMIT_BYTES, Plain, load
from relplanner.values import value

_MARK = re.compile(r"^---(?=\s|\Z)[^\n]*|^%[^\n]*$", re.M)
MOST_DOCUMENTS = 1000


@value
class Document:
    """One document of a file; ``line`` is that of the mark before it, counted from 1."""

    root: Plain
    line: int


def documents(text: str, name: str = "") -> tuple[Document, ...]:
    """The documents of a file, empty ones left out; scalars stay text, as in a plan.

    Raises :class:`PlanUnreadable` as :func:`relplanner.storage.yaml_text.load` does.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > LIMIT_BYTES:
        raise PlanUnreadable(Problem("The file is too large to be read."))
    found = []
    for line, piece in _pieces(text.replace("\r\n", "\n")):
        root = load("\n" * line + piece, name).root
        if root is not None:
            found.append(Document(root, line + 1))
        if len(found) > MOST_DOCUMENTS:
            raise PlanUnreadable(Problem(f"The file holds more than {MOST_DOCUMENTS:,} documents."))
    return tuple(found)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Each document with the number of lines before it. A line ``---`` is no part of any."""
    begin = line = 0
    for found in _MARK.finditer(text):
        yield line, text[begin : found.start()]
        line += text.count("\n", begin, found.end())
        begin = found.end()
    yield line, text[begin:]


def written(tree: Mapping[str, object]) -> str:
    """A tree of mappings, sequences, texts, numbers, truth values and ``None`` as YAML in block style.

    Texts are quoted wherever any reader of YAML would take them for something else.
    """
    return "\n".join(pairs(_plain_pairs(tree), 0, Style())) + "\n"


def listed(items: Sequence[object], indent: int = 0) -> list[str]:
    """The lines of a sequence whose dashes stand at ``indent``."""
    return [line for each in items for line in item(_plain(each), indent, Style())]


def _plain_pairs(tree: Mapping[str, object]) -> dict[str, Plain]:
    return {key: _plain(each) for key, each in tree.items()}


def _plain(each: object) -> Plain:
    if isinstance(each, bool):
        return Bare("true" if each else "false")
    if isinstance(each, int):
        return Bare(str(each))
    if isinstance(each, float):
        return Bare(str(int(each)) if each == int(each) and abs(each) < 1e15 else repr(each))
    if isinstance(each, Mapping):
        return _plain_pairs(each)
    if isinstance(each, list | tuple):
        return [_plain(inner) for inner in each]
    return each
