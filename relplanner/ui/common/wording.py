"""Words of a plan, a file name or a path where Qt looks for more in a text than letters. Untrusted all."""

from __future__ import annotations

LONGEST = 80


def tip(text: str) -> str:
    """A text as the tooltip that shows just its letters: Qt takes what looks like HTML for HTML."""
    if "<" not in text and "&" not in text:
        return text
    from html import escape  # its table of 2,000 names is not for the start

    return f"<qt>{'<br>'.join(escape(line) for line in text.splitlines())}</qt>"


def button_text(text: str) -> str:
    """A text on a button or in a menu, where ``&`` underlines, a tab sets a shortcut and lines break."""
    line = " ".join(text.split())
    shown = line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
    return shown.replace("&", "&&")
