"""What a plan says of its uncertainty: which lengths are estimated, and which risks would cost how much time.

A finished activity is fixed, of one under way only the remaining work is uncertain. What cannot be used is
told and stays as the schedule has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from relplanner.plan.findings import Finding
from relplanner.plan.forms.duration import Duration, format_duration, format_estimate
from relplanner.plan.nouns.readiness import Risk as PlanRisk
from relplanner.plan.nouns.timeline import Activity
from relplanner.schedule.network import Network
from relplanner.schedule.nodes import DONE, SUMMARY, VOID, Node, length_of
from relplanner.values import value

DISTRIBUTIONS = ("pert", "triangular")
CORRELATIONS = ("none", "phase", "owner")
PROBABILITIES: Mapping[str, float] = MappingProxyType(
    {"very low": 0.1, "low": 0.3, "medium": 0.5, "high": 0.7, "very high": 0.9}
)
"""What the words of a risk register count as, after the scale of PMI's Guide to the PMBOK (2013), 11.3."""

CODES: Mapping[str, str] = MappingProxyType(
    {
        "RISK-UNUSED": "An estimate or a risk that a simulation cannot use; it is left out.",
        "RISK-NO-SPREAD": "The three points of an estimate are the same, so nothing is uncertain about it.",
        "RISK-NOTHING": "Nothing in the plan is uncertain: no estimate with a spread, no risk with a delay.",
        "RISK-NO-DATE": "The release has no date, so its risk cannot be told.",
        "RISK-ANCHOR": "Dates that hang on an activity's date stay in every trial where they are.",
        "RISK-FIRST-PART": "What waits for a summary to start follows one part of it.",
        "RISK-CANCELLED": "The simulation was stopped before all trials were run.",
    }
)
"""Codes of a simulation's own findings."""


@value
class Uncertain:
    """An estimated row: three points in minutes on its axis, and what part of them is still to be done."""

    row: int
    row_id: str
    points: tuple[int, int, int]
    left: float
    group: Mapping[str, str]


@value
class Event:
    """A risk that delays a row by minutes on its axis; of an instant, by work on its calendar."""

    id: str
    name: str
    row: int
    probability: float
    minutes: int


@value
class Inputs:
    estimates: tuple[Uncertain, ...]
    events: tuple[Event, ...]
    findings: tuple[Finding, ...]


def inputs_of(network: Network) -> Inputs:
    """All that is uncertain in a compiled plan, and what was left out."""
    findings: list[Finding] = []
    estimates = tuple(_estimates(network, findings))
    events = tuple(_events(network, findings))
    if not estimates and not events:
        message = (
            "Nothing in the plan is uncertain, so every trial ends on the projected date. Give activities an "
            "estimate such as 4d / 5d / 9d, or risks a probability, a delay and an activity."
        )
        findings.append(Finding("RISK-NOTHING", "warning", message))
    return Inputs(estimates, events, tuple(findings))


def _estimates(network: Network, findings: list[Finding]) -> Iterator[Uncertain]:
    for row, activity in enumerate(network.plan.activities):
        if activity.estimate is None:
            continue
        node = network.nodes[row]
        if node.state in (DONE, VOID) or node.complete:
            continue
        minutes = _points(network, activity, node)
        if isinstance(minutes, Finding):
            findings.append(_at(minutes, row))
            continue
        if minutes[0] == minutes[2]:
            shown = format_estimate(activity.estimate)
            message = (
                f"The estimate {shown} of {_name(activity)} has no spread: every trial takes it as it is."
            )
            findings.append(
                Finding("RISK-NO-SPREAD", "info", message, f"activities[{row}].estimate", id=activity.id)
            )
        yield Uncertain(row, activity.id, minutes, _left(activity, node, minutes), _groups(activity))


def _points(network: Network, activity: Activity, node: Node) -> tuple[int, int, int] | Finding:
    """Minutes of an estimate, or why it cannot be used."""
    estimate = activity.estimate
    assert estimate is not None
    points = (estimate.optimistic, estimate.likely, estimate.pessimistic)
    length = length_of(activity)
    calendar = network.setting.calendars.get(activity.calendar)
    why = ""
    if node.state == SUMMARY:
        why = "its dates come from its parts; estimate these"
    elif _is_dated(activity):
        why = "its length comes from its dates"
    elif node.instant or length is None:
        why = "it takes no time"
    elif any(point.elapsed != length.elapsed for point in points) and node.axis != node.calendar:
        why = "one is elapsed and the other working time; write both alike (2ed or 2d)"
    elif any(point.elapsed != length.elapsed for point in points) and node.calendar:
        why = "it mixes elapsed and working time, or differs from the duration in that; write all alike"
    if why:
        shown = format_estimate(estimate)
        message = f"The estimate {shown} of {_name(activity)} is not used: {why}."
        return Finding("RISK-UNUSED", "warning", message, id=activity.id)
    first, likely, last = (calendar.minutes(point) for point in points)
    if not first <= likely <= last:
        shown = format_estimate(estimate)
        message = (
            f"The estimate {shown} of {_name(activity)} is not used: it is not in the order "
            "optimistic / likely / pessimistic. Its duration stands in."
        )
        return Finding("ESTIMATE-ORDER", "error", message, id=activity.id)
    return first, likely, last


def _is_dated(activity: Activity) -> bool:
    return activity.when is not None and (activity.kind == "window" or activity.duration is None)


def _left(activity: Activity, node: Node, points: tuple[int, int, int]) -> float:
    """The part of the whole length that is still to be done; what was said to remain is taken as the likely
    case."""
    if node.begun is None:
        return 1.0
    if activity.remaining is not None:
        return node.work / points[1] if points[1] else 0.0
    return 1 - activity.progress / 100


def _groups(activity: Activity) -> dict[str, str]:
    """With what a length is correlated, by the kind of correlation; alone where there is nothing."""
    found = {}
    if activity.parent is not None:
        found["phase"] = activity.parent
    if activity.owner is not None:
        found["owner"] = activity.owner
    return found


def _events(network: Network, findings: list[Finding]) -> Iterator[Event]:
    for position, risk in enumerate(network.plan.risks):
        if risk.closed or risk.delay is None or not risk.delay.amount:
            continue
        row = network.index.get(risk.activity) if risk.activity is not None else None
        state = network.nodes[row].state if row is not None else VOID
        if row is not None and (state in (DONE, VOID) or network.nodes[row].complete):
            continue  # it can delay nothing any more, or what it delays has no date and says so itself
        why = _useless(risk, network.rows[row] if row is not None else None, state)
        if why:
            message = f"The risk {_title(risk)} is not in the simulation: {why}."
            path, named = f"risks[{position}]", f"risks/{risk.id}"
            findings.append(Finding("RISK-UNUSED", "warning", message, path, id=named))
        elif row is not None and risk.probability is not None:
            chance = PROBABILITIES[risk.probability]
            yield Event(risk.id, risk.risk or risk.id, row, chance, _delay(network, row, risk.delay))


def _useless(risk: PlanRisk, activity: Activity | None, state: int) -> str:
    if risk.probability is None:
        return "it has a delay and no probability"
    if risk.activity is None:
        return "it names no activity that it would delay"
    if activity is None:
        return f"there is no activity “{risk.activity}”"
    if _is_dated(activity):
        return "the length of its activity comes from its dates"
    return "its activity is a summary; name the part that it would delay" if state == SUMMARY else ""


def _delay(network: Network, row: int, delay: Duration) -> int:
    """A delay in the minutes of the row's axis; where one is elapsed and the other is not, days count as
    days."""
    node = network.nodes[row]
    calendar = network.setting.calendars.get(network.rows[row].calendar)
    minutes = calendar.minutes(delay)
    works = node.calendar > 0 and (node.axis > 0 or node.instant)
    if delay.elapsed and works:
        return max(1, round(minutes / 1440 * calendar.day))
    if not delay.elapsed and not works and node.calendar > 0:
        return max(1, round(minutes / calendar.day * 1440))
    return minutes


def _at(finding: Finding, row: int) -> Finding:
    return Finding(
        finding.code, finding.severity, finding.message, f"activities[{row}].estimate", id=finding.id
    )


def _name(activity: Activity) -> str:
    return f"“{activity.name or activity.id}”"


def _title(risk: PlanRisk) -> str:
    shown = risk.risk or risk.id
    delay = f" ({format_duration(risk.delay)})" if risk.delay is not None else ""
    return f"“{shown}”{delay}"
