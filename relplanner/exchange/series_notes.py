"""What was odd about a table of samples: counted, with the first places, and said in a sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from relplanner.plan.findings import Finding, Severity

CODES: Mapping[str, str] = MappingProxyType(
    {
        "DATA-ROW": "A line of the data is no row and was left out.",
        "DATA-CELL": "A cell of the data is no number and counts as a missing sample.",
        "DATA-COLUMN": "A column of the data is no metric of the plan, or comes twice.",
        "DATA-TIME-COLUMN": "The column of the times is not called time.",
        "DATA-EMPTY": "A metric's column has no sample.",
        "DATA-ORDER": "The rows were not in the order of time; they were sorted.",
        "DATA-TWICE": "A metric has more than one sample at the same time; the last in the file counts.",
        "DATA-UNIT": "Unix times were not seconds; they were converted.",
        "DATA-LOCAL": "Times have no offset; they were read on the wall clock of the plan's zone.",
        "DATA-COMMA": "Decimal commas were read as decimal points.",
        "DATA-REACH": "The data does not cover the span that was asked for.",
    }
)
_EACH = 3
"""So many faults of a kind are named one by one; the rest are counted."""


class Notes:
    """Collects while a file is read."""

    def __init__(self) -> None:
        self.commas = False
        self.found: list[Finding] = []
        self._counts: dict[str, int] = {}

    def row(self, line: int, fault: str) -> None:
        """A line that was left out: what it does or has."""
        self._one("DATA-ROW", f"Line {line:,} {fault}; it was left out.", line)

    def cell(self, line: int, metric: str, written: str) -> None:
        hint = "Write plain numbers, without units and thousands separators."
        message = f"“{written}” is no number of {metric}; the sample counts as missing. {hint}"
        self._one("DATA-CELL", message, line, metric)

    def cells(self, code: str, more: int) -> None:
        """Count what is not named any more."""
        self._counts[code] = self._counts.get(code, 0) + more

    def is_full(self, code: str) -> bool:
        return self._counts.get(code, 0) >= _EACH

    def count(self, code: str) -> int:
        return self._counts.get(code, 0)

    def say(self, code: str, severity: Severity, message: str, line: int | None = None, id: str = "") -> None:
        self.found.append(Finding(code, severity, message, line=line, id=id))

    def _one(self, code: str, message: str, line: int, id: str = "") -> None:
        if not self.is_full(code):
            self.say(code, "warning", message, line, id)
        self._counts[code] = self._counts.get(code, 0) + 1

    def all(self) -> tuple[Finding, ...]:
        """What was found, with a line for each kind that was not told to the end."""
        rest = []
        for code, what in (("DATA-ROW", "lines"), ("DATA-CELL", "cells")):
            more = self.count(code) - _EACH
            if more > 0:
                rest.append(Finding(code, "warning", f"So it is with {more:,} more {what}."))
        return (*self.found, *rest)
