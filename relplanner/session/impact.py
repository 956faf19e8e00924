"""Two states of a plan side by side: what a try-out moves, and whether that is for the better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from relplanner.plan.edits.edit import name_of
from relplanner.plan.findings import Finding
from relplanner.plan.nouns.timeline import MILESTONE_KINDS
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule import Schedule

Unit = Literal["instant", "elapsed", "work", "words"]
Side = int | str | None


@value
class ImpactLine:
    """One thing on both sides.

    ``instant`` sides are UTC minutes, ``elapsed`` and ``work`` ones minutes. ``better`` is ``None`` where
    nothing changed, or where it is neither better nor worse.
    """

    name: str
    unit: Unit
    before: Side
    after: Side
    better: bool | None = None
    section: str = ""
    id: str = ""

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    @property
    def change(self) -> int | None:
        """Minutes, positive when later or more; ``None`` for words and where a side is missing."""
        if isinstance(self.before, int) and isinstance(self.after, int):
            return self.after - self.before
        return None


@value
class Impact:
    """What a lead looks at before keeping a try-out, most important first."""

    release: tuple[ImpactLine, ...]
    gates: tuple[ImpactLine, ...]
    people: tuple[ImpactLine, ...]
    findings: tuple[ImpactLine, ...]
    moved: int
    """How many activities start or finish at another time."""


def impact(
    before: Schedule,
    after: Schedule,
    old_findings: Iterable[Finding] = (),
    new_findings: Iterable[Finding] = (),
) -> Impact:
    """Compare two schedules of one plan; findings are matched by code and entry."""
    return Impact(
        tuple(_release(before, after)),
        tuple(_gates(before, after)),
        tuple(_people(before, after)),
        tuple(_findings(old_findings, new_findings)),
        _moved(before, after),
    )


def _release(before: Schedule, after: Schedule) -> Iterator[ImpactLine]:
    yield ImpactLine("T0", "instant", before.target, after.target)
    yield _earlier_is_better("Projected release", "instant", before.projected, after.projected)
    yield _earlier_is_better("Slip", "elapsed", before.slip_minutes, after.slip_minutes)
    yield ImpactLine("Critical path", "words", _path(before), _path(after))


def _path(schedule: Schedule) -> str:
    names = [name_of(schedule.activity(schedule.index[one])) for one in schedule.critical_path]
    return " → ".join(names)


def _gates(before: Schedule, after: Schedule) -> Iterator[ImpactLine]:
    """Gates and milestones by the instant they are reached; one that came or went has one side."""
    ids = dict.fromkeys((*_points(before), *_points(after)))
    for one in ids:
        side = after if one in after.index else before
        line = _earlier_is_better(
            name_of(side.activity(side.index[one])), "instant", _finish(before, one), _finish(after, one)
        )
        yield ImpactLine(line.name, "instant", line.before, line.after, line.better, "activities", one)


def _points(schedule: Schedule) -> Iterator[str]:
    return (one for row, one in enumerate(schedule.ids) if schedule.activity(row).kind in MILESTONE_KINDS)


def _finish(schedule: Schedule, row_id: str) -> int | None:
    dates = schedule.index.get(row_id)
    if dates is None:
        return None
    from relplanner.schedule import NEVER

    finish = int(schedule.finish[dates])
    return None if finish == NEVER else finish


def _people(before: Schedule, after: Schedule) -> Iterator[ImpactLine]:
    from relplanner.schedule.loads import loads

    old, new = ({load.owner: load for load in loads(one)} for one in (before, after))
    for owner in dict.fromkeys((*old, *new)):
        plan = after.plan if owner in new else before.plan
        person = plan.entry("stakeholders", owner)
        was, now = (load.working_minutes if load else 0 for load in (old.get(owner), new.get(owner)))
        name = name_of(person) if person is not None else owner
        yield ImpactLine(name, "work", was, now, None, "stakeholders", owner)
        first, second = old.get(owner), new.get(owner)
        was, now = (load.peak_parallel if load else 0 for load in (first, second))
        if was != now:
            yield ImpactLine(
                f"{name}, at once", "words", f"{was:,}", f"{now:,}", now < was, "stakeholders", owner
            )


def _findings(old: Iterable[Finding], new: Iterable[Finding]) -> Iterator[ImpactLine]:
    """Findings that come and go; informational ones are nobody's reason to keep or drop."""
    before, after = (
        {(one.code, one.id): one for one in side if one.severity != "info"} for side in (old, new)
    )
    for key, one in after.items():
        if key not in before:
            yield ImpactLine(one.message, "words", "", "New", False, *_place(one))
    for key, one in before.items():
        if key not in after:
            yield ImpactLine(one.message, "words", "Stands", "Gone", True, *_place(one))


def _place(finding: Finding) -> tuple[str, str]:
    section, slash, entry_id = finding.id.rpartition("/")
    return (section, entry_id) if slash else ("activities", finding.id)


def _moved(before: Schedule, after: Schedule) -> int:
    def differs(row: int, old: int) -> bool:
        return before.start[old] != after.start[row] or before.finish[old] != after.finish[row]

    known = ((row, before.index.get(one)) for row, one in enumerate(after.ids))
    return sum(old is not None and differs(row, old) for row, old in known)


def _earlier_is_better(name: str, unit: Unit, before: int | None, after: int | None) -> ImpactLine:
    better = None if before is None or after is None or before == after else after < before
    return ImpactLine(name, unit, before, after, better)
