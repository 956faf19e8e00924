"""The long lists of a plan, read by lines where they stand in the form that this program writes.

Most entries of a large plan are lines of ``key: text`` at one indentation. Those are taken apart by one
pattern, each different line once, four times faster than by YAML's events; an entry with anything else in it
is handed to YAML on its own, and the file without these lists too. Whatever is not certain to mean the same
(checked by a test against the events) makes the whole file go the ordinary way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from relplanner.patterns import late_pattern
from relplanner.storage.yaml_text import NULLS, Odd, Plain, Tree

SHORTEST = 2_000
"""Lists of fewer characters are not worth it."""

_HEAD = late_pattern(r"^([a-z_]+):\n(?=- [a-z])", re.MULTILINE)
_END = late_pattern(r"\n(?=[^ \-#\n]|-[^ ])")
# Printable characters that mean nothing to YAML inside a text; ":" and "#" only where they mean nothing
# either.
ASCII = r" -\"$-9;-~"
_WIDE = r"\xa1-\u1fff\u3040-\ud7ff"
INSIDE = rf"{ASCII}{_WIDE}"
ANY = rf" -~{_WIDE}"
"""What may stand in a comment."""


def _text_line(inside: str) -> re.Pattern[str]:
    return late_pattern(
        r"  ([a-z_][a-z0-9_]*): +"
        rf"([A-Za-z0-9_(/$+][{inside}]*(?:(?::(?=[!-~])|(?<=[!-~])#)[{inside}]*)*)\Z"
    )


_ASCII_LINE, _LINE = _text_line(ASCII), _text_line(INSIDE)
_OTHER_LINE = late_pattern(
    r"  ([a-z_][a-z0-9_]*): +(?:"
    r"\[([A-Za-z0-9_][A-Za-z0-9_ .+%/$(),-]*)\]"
    r'|"([ !#-\[\]-~]+)"'
    r"|'([ -&(-~]+)'"
    r")\Z"
)
_OTHER_BREAK = late_pattern("[\x85\u2028\u2029]")
_ITEM_FIRST = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_(/$+.")


class Taken(NamedTuple):
    """A list that was read: its key, the line of the key, its entries and their lines."""

    key: str
    line: int
    items: list[Plain]
    lines: list[int]


def has_other_breaks(text: str) -> bool:
    """Whether lines may end in anything but a line feed."""
    return "\r" in text or not (text.isascii() or _OTHER_BREAK.search(text) is None)


def take(text: str, build: Callable[[str], Tree]) -> tuple[str, list[Taken]]:
    """The text with its long lists left blank, and those lists.

    ``build`` reads what is not in the plain form. Raises :class:`Odd` when the text must go the ordinary way.
    """
    taken: list[Taken] = []
    rest: list[str] = []
    at, line = 0, 0
    search = 0
    while head := _HEAD.search(text, search):
        begin = head.end()
        found = _END.search(text, begin - 1)
        search = end = found.start() + 1 if found else len(text)
        if end - begin < SHORTEST:
            continue
        line += text.count("\n", at, begin)
        items, lines = _entries(text[begin:end], line, build)
        taken.append(Taken(head[1], line - 1, items, lines))
        rest += [text[at:begin], "\n" * text.count("\n", begin, end)]
        line += text.count("\n", begin, end)
        at = end
    rest.append(text[at:])
    return "".join(rest), taken


class _Pairs(dict[str, tuple[str, Plain]]):
    """What each line stands for. Lines of a large plan repeat, and then share one value."""

    __slots__ = ()

    def __missing__(self, line: str) -> tuple[str, Plain]:
        found = (_ASCII_LINE if line.isascii() else _LINE).match(line)
        if found is not None:
            key, text = found.groups()
            if text[-1] == " " or text in NULLS:
                text = text.rstrip(" ")
                text = None if text in NULLS else text
            pair = (key, text)
        else:
            pair = _other_pair(line)
        self[line] = pair
        return pair


def _other_pair(line: str) -> tuple[str, Plain]:
    found = _OTHER_LINE.match(line)
    if found is None:
        raise NotPlain
    key, brackets, double, single = found.groups()
    return key, items_of(brackets) if brackets is not None else double or single


class NotPlain(Exception):
    """A line is in another form."""


def _entries(body: str, line: int, build: Callable[[str], Tree]) -> tuple[list[Plain], list[int]]:
    items: list[Plain] = []
    lines: list[int] = []
    pair = _Pairs().__getitem__
    for entry in body.removesuffix("\n")[2:].split("\n- "):
        lines.append(line)
        texts = entry.split("\n")
        line += len(texts)
        texts[0] = "  " + texts[0]
        try:
            item: Plain = dict(map(pair, texts))
        except NotPlain:
            item = _other(entry, build)
        else:
            if len(item) != len(texts):
                raise Odd
        items.append(item)
    return items, lines


def items_of(brackets: str) -> list[Plain]:
    texts: list[Plain] = [text.strip(" ") for text in brackets.split(",")]
    for at, text in enumerate(texts):
        if not text or text[0] not in _ITEM_FIRST:
            raise NotPlain
        if text in NULLS:
            texts[at] = None
    return texts


def _other(entry: str, build: Callable[[str], Tree]) -> Plain:
    if not entry[:1].isalpha():
        raise Odd  # its line would be another one
    tree = build(f"- {entry}\n")
    if not isinstance(tree.root, list) or len(tree.root) != 1 or tree.aliases or tree.end is not None:
        raise Odd
    return tree.root[0]
