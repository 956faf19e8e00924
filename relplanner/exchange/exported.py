"""What an export yields: a text, and what could not be said in it."""

from __future__ import annotations

from relplanner.exchange.report.clean import clean
from relplanner.values import value


@value
class Exported:
    """``notes`` are sentences for the person; those that the target can hold as comments stand in ``text``
    too.
    """

    text: str
    notes: tuple[str, ...] = ()


def comment(text: str, mark: str = "#") -> str:
    """A text as comments of a language in which one ends with its line, whatever the text holds."""
    return "\n".join(f"{mark} {_one_line(line)}".rstrip() for line in text.split("\n"))


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def head(title: str, lines: tuple[str, ...], cannot: tuple[str, ...], notes: tuple[str, ...]) -> str:
    """The comments with which an exported file begins."""
    parts = [title, *lines]
    for caption, sentences in (("What this format cannot say:", cannot), ("In this file:", notes)):
        if sentences:
            parts += ["", caption, *(f"- {_one_line(sentence)}" for sentence in sentences)]
    return "\n".join(comment(_one_line(part)) for part in parts) + "\n"
