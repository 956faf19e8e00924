"""Texts of a plan on their way to a terminal: whoever wrote the plan does not command the terminal."""

from __future__ import annotations

import re

# Control characters (C0 but for the end of a line, DEL, C1), and the marks that turn writing round.
_COMMANDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """The text with what a terminal would obey written out, ``\\x1b`` for the escape character."""
    return text if text.isprintable() else _COMMANDS.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def one_line(text: str) -> str:
    """The same on a single line."""
    return harmless(text).replace("\n", " ")


def json_text(text: str) -> str:
    """JSON that means the same, with what a terminal would obey as escapes: JSON itself escapes but half."""
    return text if text.isascii() and "\x7f" not in text else _COMMANDS.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
