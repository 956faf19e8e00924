"""Why a row is critical or not, which limits are not kept, and where slack and driving chain disagree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from relplanner.schedule.columns import NEVER, thresholds
from relplanner.schedule.explain.limits import TEXTS, End, Limit, edges_out, end_of, limits, missed_by
from relplanner.schedule.explain.values import Conflict
from relplanner.schedule.nodes import ACTIVE, DONE, SUMMARY
from relplanner.schedule.spelling import spell

if TYPE_CHECKING:
    from relplanner.schedule.explain.chain import Found
    from relplanner.schedule.explain.teller import Teller
    from relplanner.schedule.explain.values import Why


def answer(teller: Teller, why: Why) -> str:
    """The date and its root cause; for what has no date, why that is."""
    row = teller.schedule.index.get(why.id, -1)
    if row < 0:
        return f"There is no activity “{why.id}”."
    if not why.steps:
        return undated(teller, row)
    first, last = why.steps[0]._found, why.steps[-1]._found
    sentence = teller.sentence(first)
    said = f"{teller.name(row)} {sentence[0].lower()}{sentence[1:]}"
    if len(why.steps) == 1:
        return said
    return f"{said} The chain of {len(why.steps):,} steps goes back to {teller.root(last)}."


def undated(teller: Teller, row: int) -> str:
    """Why a row could not be scheduled: its own problem, or that of what it waits for."""
    problems = {problem.id: problem for problem in reversed(teller.schedule.problems)}
    seen, queue = {row}, [row]
    for at in queue:  # grows while it is walked
        problem = problems.get(teller.network.ids[at])
        if problem is not None and problem.severity == "error":
            waits = "" if at == row else f" It waits for {teller.name(at)}."
            return f"{teller.name(row)} has no date.{waits} {problem.message}"
        for before in _waits_for(teller, at):
            if before not in seen:
                seen.add(before)
                queue.append(before)
    return f"{teller.name(row)} has no date: what it hangs on has none."


def _waits_for(teller: Teller, row: int) -> Iterator[int]:
    """What an undated row hangs on, as far as that has no date either."""
    network, walk = teller.network, teller.walk
    found = list(network.parents[row : row + 1])
    if network.nodes[row].state == SUMMARY:
        found += walk.holds.linker.leaves_of(row)
    at = row
    while at >= 0:
        activity = network.rows[at]
        found += [walk.holds.linker.find(link.on) or 0 for link in activity.after if not link.soft]
        for moment in (activity.start, activity.at):
            _, name, _ = network.setting.moments.trail(moment)
            found.append(network.index.get(name, -1) if name is not None else -1)
        at = network.parents[at]
    return (at for at in found if at >= 0 and teller.schedule.start[at] == NEVER)


def critical(teller: Teller, row: int) -> str:
    """One or two sentences; empty for what has no date."""
    schedule, network = teller.schedule, teller.network
    if row < 0 or schedule.start[row] == NEVER:
        return ""
    if schedule.is_complete(row):
        return "Not critical: finished work has no slack and cannot delay anything."
    if network.nodes[row].state == SUMMARY:
        return _summary(teller, row)
    node, slack = network.nodes[row], int(schedule.total_slack[row])
    if node.state != ACTIVE:
        return "Not critical: finished work has no slack and cannot delay anything."
    axis = node.axis or node.calendar
    most, near = (limit[axis] for limit in thresholds(network))
    if node.open_ended:
        return "Not critical: it has no end of its own."
    end = end_of(teller.walk, row)
    named, why_t0 = _end(teller, end, own=end.row == row)
    amount = teller.work(row, abs(slack))
    release = end.row == row and end.kind in ("milestone", "t0")
    if slack < 0:
        said = f"Critical: it is {amount} of work too late for {named}, which makes its slack negative."
    elif schedule.critical[row] and release and not slack:
        said = "Critical: it is the release milestone; its delay is the release's."
    elif schedule.critical[row]:
        room = f"after {amount}, a delay" if slack else "any delay"
        said = f"Critical: {room} {_strikes(end)} {named}."
    elif slack <= most:
        said = f"Not critical: it has {amount} of slack, but nothing waits for it or ends with it."
    else:
        state = "Nearly critical" if slack <= near else "Not critical"
        said = f"{state}: it can slip by {amount} before it {_strikes(end)} {named}."
    if most or slack > most:
        least = f"{teller.work(row, most)} of slack or less" if most else "no slack"
        said += f" Critical is what has {least}."
    return f"{said}{why_t0}"


def _strikes(end: End) -> str:
    return {"t0": "misses", "limit": "misses", "past": "puts"}.get(end.kind, "moves")


def _end(teller: Teller, end: End, *, own: bool) -> tuple[str, str]:
    """What slack is counted to, in words; and why it is T0."""
    schedule, name = teller.schedule, teller.name(end.row)
    if end.kind == "t0" and schedule.target is not None:
        because = f" It counts to T0, because T0 is earlier than {name} is projected to be done."
        return f"T0, {teller.say(schedule.target)}", because
    if end.kind == "milestone":
        return f"{name}, projected for {teller.say(int(schedule.finish[end.row]))}", ""
    if end.kind == "limit" and end.limit is not None:
        return _limit(teller, end.row, end.limit, own=own), ""
    if end.kind == "own":
        return f"{name}, which does not extend the plan", ""
    if end.kind == "past":
        return f"{name} past the end of the plan, {teller.say(schedule.network_finish)}", ""
    return f"the end of the plan, {teller.say(schedule.network_finish)}", ""


def _limit(teller: Teller, row: int, limit: Limit, *, own: bool) -> str:
    """``the deadline T-13d of “Code freeze”``; ``its deadline T-13d`` where that is the subject."""
    words = TEXTS[limit.key]
    text = f"“{limit.text}”" if limit.key == "constraint" else limit.text
    if limit.written == row:
        return f"its {words} {text}" if own else f"the {words} {text} of {teller.name(row)}"
    return f"the {words} {text} of {teller.name(limit.written)}, of which {teller.name(row)} is a part"


def _summary(teller: Teller, row: int) -> str:
    schedule = teller.schedule
    parts = [part for part in teller.walk.holds.parts(row) if not schedule.is_complete(part)]
    if not parts:
        return "Not critical: finished work has no slack and cannot delay anything."
    critical_parts = [part for part in parts if schedule.critical[part]]
    least = min(critical_parts or parts, key=lambda part: schedule.total_slack[part])
    said = critical(teller, least)
    if critical_parts:
        return f"Critical through its part {teller.name(least)}: {said.removeprefix('Critical: ')}"
    return f"Not critical. Least slack has its part {teller.name(least)}: {said.partition(': ')[2]}"


def conflicts(teller: Teller, rows: Sequence[int]) -> tuple[Conflict, ...]:
    """Limits that are not kept, of the rows given and of what makes the slack of the first negative."""
    found: list[Conflict] = []
    walk, network = teller.walk, teller.network
    late = bool(rows) and network.nodes[rows[0]].state == ACTIVE and teller.schedule.total_slack[rows[0]] < 0
    ends = end_of(walk, rows[0]) if late else None
    asked = dict.fromkeys([*rows, *([ends.row] if ends is not None else [])])
    for row in asked:
        for limit in limits(walk, row):
            missed = missed_by(walk, row, limit)
            if missed:
                amount, name = teller.work(row, missed), teller.name(row)
                text = f"{name} is {amount} of work too late for {_limit(teller, row, limit, own=True)}."
                found.append(
                    Conflict(network.ids[row], _plain(teller, row), limit.key, limit.text, missed, text)
                )
    target = network.setting.target
    milestone = network.milestone
    if milestone in asked and target is not None and _is_after(teller, milestone, target):
        over = int(teller.schedule.finish[milestone]) - target
        text = f"{teller.name(milestone)} is projected {spell(over)} after T0."
        missed = max(0, teller.worked(milestone, target, target + over))
        found.append(
            Conflict(network.ids[milestone], _plain(teller, milestone), "target", "T0", missed, text)
        )
    return tuple(found)


def _is_after(teller: Teller, row: int, target: int) -> bool:
    return teller.schedule.start[row] != NEVER and int(teller.schedule.finish[row]) > target


def _plain(teller: Teller, row: int) -> str:
    return teller.network.rows[row].name or teller.network.ids[row]


def disagreement(teller: Teller, chain: Sequence[Found]) -> str:
    """Where a row drives a critical one without being critical itself: a delay of its own is swallowed by
    time in which nobody works, or runs on another calendar."""
    schedule = teller.schedule
    pairs = [(one.row, one) for one in chain if one.ahead is not None and one.cause == "link"]
    if chain:
        pairs = [*_onwards(teller, chain[0].row), *pairs]
    said = []
    for row, found in pairs:
        assert found.ahead is not None
        source = _worker(teller, *found.ahead)
        if source is None or not schedule.critical[row] or schedule.critical[source]:
            continue
        said.append(_disagrees(teller, source, row))
    more = f" The same holds at {len(said) - 1:,} more places of the chain." if len(said) > 1 else ""
    return f"{said[0]}{more}" if said else ""


def _onwards(teller: Teller, row: int) -> Iterator[tuple[int, Found]]:
    """The critical rows that this one drives."""
    if teller.network.nodes[row].state == SUMMARY or teller.schedule.critical[row]:
        return
    rows = len(teller.network.rows)
    for number in edges_out(teller.network).get(row, ()):
        target = teller.network.edges.target[number]
        if target < rows and teller.schedule.critical[target]:
            found = teller.walk.cause(target, "start")
            if found.cause == "link" and found.ahead is not None and found.ahead[0] == row:
                yield target, found


def _worker(teller: Teller, row: int, end: str) -> int | None:
    """The row that works: of a summary its part; ``None`` for what is done."""
    if teller.network.nodes[row].state == SUMMARY:
        row = teller.walk.cause(row, end).ahead[0]  # type: ignore[index]
    if teller.network.nodes[row].state == DONE or teller.schedule.is_complete(row):
        return None
    return row


def _disagrees(teller: Teller, source: int, row: int) -> str:
    network, schedule = teller.network, teller.schedule
    calendars = network.setting.calendars
    one, other = (calendars.get(network.rows[at].calendar).id for at in (source, row))
    slack = teller.work(source, int(schedule.total_slack[source]))
    said = (
        f"{teller.name(source)} drives {teller.name(row)}, which is critical, but has {slack} of slack itself"
    )
    if network.nodes[source].axis == 0 and network.nodes[source].work:
        return (
            f"{said}: it runs around the clock, and {teller.name(row)} can only go on when “{other}” works."
        )
    if one != other:
        return f"{said}: they are on different calendars, “{one}” and “{other}”."
    return f"{said}: the time between them is not worked on “{other}”, so that a small delay moves nothing."
