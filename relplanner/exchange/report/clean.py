"""Texts of a plan on their way into a document: none may turn lines round or hide what it is."""

from __future__ import annotations

import re

# Control characters but tab and line end, the marks that turn writing round, halves of surrogate pairs and
# code points that are no characters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """The text with such characters written out, ``\\u202e`` for the one that turns the line round."""
    text = text.replace("\r\n", "\n").replace("\t", "    ")
    return _HIDDEN.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
