"""What a check has to say: one value a finding, one stable code a kind of finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from relplanner.values import value

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@value
class Finding:
    """One finding. ``path`` is like ``activities[3].after[0]``; ``id`` names the entry (``qa``, elsewhere
    ``section/id``).
    """

    code: str
    severity: Severity
    message: str
    path: str = ""
    line: int | None = None
    id: str = ""
    column: int | None = None


CODES: Mapping[str, str] = MappingProxyType(
    {
        # The text of the file
        "BAD-VALUE": "A field's text is not in the form that the field expects; its default stands "
        "in for it.",
        "UNKNOWN-KEY": "A key that this version does not know; it is kept in the file.",
        "MISSING-KEY": "An entry lacks a key it cannot do without.",
        "MERGE-CONFLICT": "A merge noted that both sides changed something, and nobody has decided yet.",
        # Structure: ids and references
        "DUPLICATE-ID": "Two entries that share one space of ids carry the same id.",
        "RESERVED-ID": "An id means a time in dates, so that none can hang on what carries it.",
        "UNKNOWN-ID": "A field names an id that nothing carries.",
        "CYCLE": "Activities wait for each other in a circle, or are parts of each other.",
        "SELF-LINK": "An activity names itself as its predecessor.",
        "DUPLICATE-LINK": "The same predecessor with the same type is named twice.",
        "SUMMARY-FIELDS": "A summary carries a duration, dates or a link to its own part: its dates "
        "come from its parts.",
        "UNKNOWN-METRIC": "A condition, criterion or experiment names a metric that the plan does not have.",
        "SECRET-IN-FILE": "Something that looks like a credential stands in the file.",
        # The network
        "NO-T0": "The release has no target date-time.",
        "TARGET-HANGS": "The release target hangs on an activity, so that it moves with the plan.",
        "NO-MILESTONE": "No release milestone is named, so no slip can be told.",
        "MILESTONE-DURATION": "A milestone is an instant and cannot have a duration.",
        "NO-OWNER": "An activity has no owner.",
        "DANGLING": "An activity is tied to nothing, or nothing it leads to reaches the release milestone.",
        "DATE-BY-HAND": "A start is pinned by hand where a dependency is meant.",
        "ESTIMATE-ORDER": "A three-point estimate is not in the order optimistic, likely, pessimistic.",
        "BAD-RANGE": "A range ends before it begins.",
        "EXTERNAL-DATE": "Something outside the plan is waited for without a date at which it is expected.",
        "OPEN-CRITERIA": "An activity counts as finished while acceptance criteria are open.",
        "REVIEW-OVERDUE": "The date of the next review has passed.",
        # People
        "RACI-NO-A": "Nobody is accountable for an assigned subject.",
        "RACI-MANY-A": "More than one role is accountable for an assigned subject.",
        "RACI-NO-R": "Nobody is responsible for an assigned subject.",
        "BACKUP-MISSING": "A role on which gates or triggers wait has no backup.",
        # Judgement
        "METRIC-NO-BASELINE": "A condition or target compares with a baseline that its metric does not have.",
        "UNIT-MISMATCH": "A threshold is written in a unit that its metric cannot be converted to.",
        # The schedule
        "T0-SLIP": "The release milestone is projected after T0.",
        "DEADLINE": "An activity is projected to finish after its deadline.",
        "FREEZE": "An activity runs inside a freeze window that applies to its kind.",
        "PIN-AGAINST-LOGIC": "A pinned or constrained date is earlier than the predecessors allow.",
    }
)
"""Every code with the sentence that explains it; a code, once published, keeps its meaning."""

_RANK: Mapping[str, int] = {severity: rank for rank, severity in enumerate(SEVERITIES)}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, then by line; what has no line comes last of its severity."""
    return tuple(sorted(findings, key=lambda f: (_RANK[f.severity], f.line is None, f.line or 0)))


def unsaid(said: Iterable[Finding], more: Iterable[Finding]) -> list[Finding]:
    """Those of ``more`` that nothing in ``said`` tells already: two rooms may see the same fault.

    The same is told by a finding of the same code at the same place or further inside it.
    """
    places = {(finding.code, place) for finding in said for place in _places(finding.path)}
    return [finding for finding in more if (finding.code, finding.path) not in places]


def _places(path: str) -> Iterator[str]:
    """``a[3].b`` and all it stands in: ``a[3]``, ``a``."""
    yield path
    for at in range(len(path) - 1, 0, -1):
        if path[at] in ".[":
            yield path[:at]


def summary(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each severity."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return {str(severity): count for severity, count in counts.items()}
