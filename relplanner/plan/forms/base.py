"""What a text form is, and the helper with which every parser says what it expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any, Generic, TypeVar

from relplanner.errors import Problem, TextError
from relplanner.values import entity

T = TypeVar("T")


@entity
class Form(Generic[T]):
    """A text form: ``parse`` and ``format`` are inverse on values; ``expected`` completes "expected ..."."""

    name: str
    expected: str
    parse: Callable[[str], T]
    format: Callable[[T], str]
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    choices: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    """Sections whose ids this form names, for completion and for the check of unknown ids."""


def unreadable(text: str, expected: str, hint: str = "") -> TextError:
    """The error of a parser: quotes what stands there (shortened) and says what was expected."""
    shown = text if len(text) <= 60 else text[:57] + "..."
    return TextError(Problem(f"“{shown}” is not {expected}.", hint=hint))
