"""Plain trees to YAML text in the file's manner: block style, one fact a line, quotes only where needed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from relplanner import values
from relplanner.patterns import late_pattern
from relplanner.storage.yaml_text import NULLS, Plain

WIDTH = 100
"""The longest line that a list in brackets may make."""


class Bare(str):
    """Text of a typed field (``yes``, ``1:30``, ``2027-03-10``): quoted only where YAML would misread it.

    Free text is also quoted where other YAML readers would take it for a number, a date or a truth value.
    """

    __slots__ = ()


@values.value
class Inline:
    """A list that may stand in brackets on its key's line if it is short and plain."""

    items: Sequence[str]


@values.value
class Braces:
    """A mapping of texts that may stand in braces on its key's line."""

    items: dict[str, str]


@values.value
class Style:
    """The indentation of a file: of nested keys, and of ``- `` below its key."""

    step: int = 2
    dash: int = 0


_UNSAFE = "\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_PLAIN = late_pattern(
    # first: no indicator, or one that a letter follows; then no ": ", no " #", no blank or colon at the end
    rf"(?:[^\s\-?:,\[\]{{}}#&*!|>'\"%@`=<{_UNSAFE}]|-(?=[^\s\-{_UNSAFE}]))"
    rf"(?:[^\s:#{_UNSAFE}]|:(?=[^\s{_UNSAFE}])|(?<=[^\s])#|[ ]+(?=[^\s#{_UNSAFE}]))*\Z"
)
_IN_BRACKETS = late_pattern(r"[A-Za-z0-9_(./$][A-Za-z0-9_()./$+%@^*;'-]*(?: [A-Za-z0-9_()./$+%@^*;'-]+)*\Z")
_ESCAPED = late_pattern("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATE = late_pattern("[\ud800-\udfff]")
_LITERAL_BREAKER = late_pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|^\t|^[ \t]+$", re.M
)
# What YAML 1.1 and 1.2 readers take for something other than text.
_TYPED = late_pattern(
    r"(?:yes|no|on|off|true|false|y|n|null|~|<<|="
    r"|[-+]?(?:0b[01_]+|0x[0-9a-f_]+|0o?[0-7_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?|\.[0-9_]+(?:e[-+]?[0-9]+)?"
    r"|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|\.inf)|\.nan"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t \t].*)?)\Z",
    re.IGNORECASE,
)
LONGEST_KEY = 1000
"""A key in a line of its own may have 1,024 characters in YAML; a longer one is written with ``? ``."""


def scalar(text: str) -> str:
    """A text on one line, quoted if need be."""
    if text not in NULLS and _PLAIN.match(text) and (isinstance(text, Bare) or not _TYPED.match(text)):
        return str(text)
    return quoted(text)


def quoted(text: str) -> str:
    text = _SURROGATE.sub("\ufffd", text)
    if ('"' in text or "\\" in text) and re.search(f"[{_UNSAFE}]", text) is None:
        return "'" + text.replace("'", "''") + "'"
    import json  # only for a save: start-up time

    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def literal(text: str, indent: int) -> list[str] | None:
    """A text of several lines as a block scalar, header first; ``None`` when only quotes can hold it."""
    if "\n" not in text or text[0] in " \n\t" or text.endswith("\n\n") or _LITERAL_BREAKER.search(text):
        return None
    lines = text.removesuffix("\n").split("\n")
    pad = " " * indent
    return ["|" if text.endswith("\n") else "|-", *[pad + line if line else "" for line in lines]]


def pairs(mapping: dict[str, Plain], indent: int, style: Style) -> list[str]:
    """The lines of a mapping in block style."""
    lines: list[str] = []
    for key, value in mapping.items():
        lines += pair(key, value, indent, style)
    return lines


def pair(key: str, value: Plain, indent: int, style: Style) -> list[str]:
    """The lines of one key with its value."""
    pad = " " * indent
    name = scalar(key)
    if len(name) > LONGEST_KEY:
        return [f"{pad}? {name}", *_after(f"{pad}:", value, indent, style)]
    return _after(f"{pad}{name}:", value, indent, style)


def item(value: Plain, indent: int, style: Style) -> list[str]:
    """The lines of one entry of a list, its ``- `` at ``indent``."""
    pad = " " * indent
    if isinstance(value, dict) and value:
        first, *rest = pairs(value, indent + 2, style)
        return [f"{pad}- {first[indent + 2 :]}", *rest]
    if isinstance(value, list) and value:
        first, *rest = [line for inner in value for line in item(inner, indent + 2, style)]
        return [f"{pad}- {first[indent + 2 :]}", *rest]
    return _after(f"{pad}-", value, indent, style)


def _after(head: str, value: Plain, indent: int, style: Style) -> list[str]:
    """What follows a key's ``:`` or an entry's ``-``."""
    if isinstance(value, str):
        block = literal(value, indent + style.step)
        if block is not None:
            return [f"{head} {block[0]}", *block[1:]]
        return [f"{head} {scalar(value)}"]
    if isinstance(value, Inline):
        line = _brackets(head, value)
        return [line] if line is not None else _after(head, list(value.items), indent, style)
    if isinstance(value, Braces):
        line = _braces(head, value)
        return [line] if line is not None else _after(head, dict(value.items), indent, style)
    if value is None:
        return [head]
    if not value:
        return [f"{head} []" if isinstance(value, list) else f"{head} {{}}"]
    if isinstance(value, dict):
        return [head, *pairs(value, indent + style.step, style)]
    return [head, *[line for inner in value for line in item(inner, indent + style.dash, style)]]


def _brackets(head: str, value: Inline) -> str | None:
    if len(value.items) == 1 and _IN_BRACKETS.match(value.items[0]) and len(value.items[0]) <= 60:
        return f"{head} {scalar(value.items[0])}"
    if not value.items or not all(_IN_BRACKETS.match(text) and len(text) <= 40 for text in value.items):
        return None
    line = f"{head} [{', '.join(scalar(text) for text in value.items)}]"
    return line if len(line) <= WIDTH else None


def _braces(head: str, value: Braces) -> str | None:
    texts = [*value.items, *value.items.values()]
    if not texts or not all(_IN_BRACKETS.match(text) and len(text) <= 40 for text in texts):
        return None
    line = f"{head} {{{', '.join(f'{scalar(key)}: {scalar(text)}' for key, text in value.items.items())}}}"
    return line if len(line) <= WIDTH else None
