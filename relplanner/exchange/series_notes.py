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
        "DATA-EARLY": "All times are before 1973, as seconds since 1970: perhaps they count something else.",
        "DATA-LOCAL": "Times have no offset; they were read on the wall clock of the plan's zone.",
        "DATA-COMMA": "Decimal commas were read as decimal points.",
        "DATA-REACH": "The data does not cover the span that was asked for.",
    }
)
EACH = 3
"""So many faults of a kind are named one by one; the rest are counted."""


class Notes:
    """Collects while a file is read."""

    def __init__(self) -> None:
        self.commas = False
        self._others: list[Finding] = []
        self._named: dict[str, list[Finding]] = {"DATA-ROW": [], "DATA-CELL": []}
        self._counts = dict.fromkeys(self._named, 0)

    def row(self, line: int, fault: str) -> None:
        """A line that was left out: what it does or has."""
        self._one(Finding("DATA-ROW", "warning", f"Line {line:,} {fault}; it was left out.", line=line))

    def cell(self, line: int, metric: str, written: str) -> None:
        hint = "Write plain numbers, without units and thousands separators."
        message = f"“{written}” is no number of {metric}; the sample counts as missing. {hint}"
        self._one(Finding("DATA-CELL", "warning", message, line=line, id=metric))

    def _one(self, finding: Finding) -> None:
        """Count it, and keep it while it is among the first lines."""
        named = self._named[finding.code]
        named.append(finding)
        named.sort(key=lambda one: one.line or 0)
        del named[EACH:]
        self._counts[finding.code] += 1

    def more(self, code: str, count: int) -> None:
        """Count rows or cells that stand below :data:`EACH` which were named."""
        self._counts[code] += count

    def say(self, code: str, severity: Severity, message: str, line: int | None = None, id: str = "") -> None:
        self._others.append(Finding(code, severity, message, line=line, id=id))

    def all(self) -> tuple[Finding, ...]:
        """What was found; at the end a line for each kind that was not told to the end."""
        rest = []
        for code, what in (("DATA-ROW", "line"), ("DATA-CELL", "cell")):
            more = self._counts[code] - EACH
            if more > 0:
                message = f"So it is with {more:,} more {what}{'' if more == 1 else 's'}."
                rest.append(Finding(code, "warning", message))
        return (*self._named["DATA-ROW"], *self._named["DATA-CELL"], *self._others, *rest)
