"""The rollout as a ladder: steps of exposure against real dates. No widgets here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from relplanner.plan.edits.edit import count, shorten
from relplanner.plan.forms.duration import Duration, format_duration, in_minutes
from relplanner.plan.forms.scalars import format_percent
from relplanner.plan.forms.target import format_criterion
from relplanner.plan.nouns.rollout import BlueGreen, Phase, Trigger
from relplanner.plan.plan import Plan
from relplanner.schedule.columns import NEVER
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.schedule.setting import FreezeWindow

ROLLOUT = "rollout"
STEP = "step/"
"""How the ids of a switch's steps begin, which are no phases; no phase can have such an id."""
ALL = 100.0
DWARFING = 3
LEAST = 1440
"""Minutes that an open-ended step is drawn for at least."""
State = Literal["done", "running", "late", "planned"]
SAID = {"done": "done", "running": "in progress", "late": "not started", "planned": ""}


@value
class Closing:
    """A criterion's window in UTC minutes: judged when it closes."""

    text: str
    opens: int
    closes: int


@value
class Rung:
    """One step. ``share`` is what its height shows, in percent of all traffic or of all places named."""

    id: str
    name: str
    start: int
    finish: int
    share: float | None
    told: str
    """The exposure in words: ``10 %``, ``2 sites``."""
    long: str
    open_ended: bool = False
    is_phase: bool = True
    state: State = "planned"
    audience: str = ""
    sites: tuple[str, ...] = ()
    hold: str = ""
    no_return: bool = False
    criteria: int = 0
    windows: tuple[Closing, ...] = ()
    triggers: tuple[str, ...] = ()
    judged: int = 0
    """How many of the triggers are judged by the engine; the others are pulled by hand."""
    freezes: tuple[str, ...] = ()
    fixed_end: bool = False
    """It ended already, so that its length cannot be planned any more."""


@value
class Ladder:
    """All steps that have dates, in the order of the plan, and what they stand against."""

    rungs: tuple[Rung, ...]
    undated: tuple[str, ...] = ()
    """Names of the phases without dates."""
    target: int | None = None
    freezes: tuple[FreezeWindow, ...] = ()
    tested: int | None = None
    """When the test before the switch is to be done."""
    decommission: int | None = None
    """The earliest instant at which the old environment may go."""
    places: int = 0
    """How many places are named in all; heights then count those, and no traffic."""

    @property
    def span(self) -> tuple[int, int] | None:
        """From the first start to the last end; decommissioning only where it does not dwarf the steps."""
        if not self.rungs:
            return None
        first, last = min(rung.start for rung in self.rungs), max(rung.finish for rung in self.rungs)
        if self.decommission is not None and self.decommission - first <= DWARFING * (last - first):
            last = max(last, self.decommission)
        return first, last

    def place(self, rung_id: str) -> int:
        """Where a step stands, -1 when it is not on the ladder."""
        return next((at for at, rung in enumerate(self.rungs) if rung.id == rung_id), -1)


def ladder_of(schedule: Schedule, now: int) -> Ladder:
    """The ladder of a scheduled plan; ``now`` tells what is late."""
    plan = schedule.plan
    if plan.rollout.phases:
        rungs, undated = _phases(schedule, now)
    else:
        rungs, undated = _steps(schedule), ()
    switch = plan.rollout.blue_green
    first = min((rung.start for rung in rungs), default=None)
    has_test = switch is not None and bool(switch.test) and plan.rollout.strategy == "blue-green"
    return Ladder(
        rungs=rungs,
        undated=undated,
        target=schedule.target,
        freezes=schedule.freezes,
        tested=first if has_test else None,
        decommission=_decommission(plan, switch, rungs),
        places=_places(plan.rollout.phases),
    )


def _phases(schedule: Schedule, now: int) -> tuple[tuple[Rung, ...], tuple[str, ...]]:
    plan = schedule.plan
    phases = plan.rollout.phases
    shares = exposures(phases)
    rungs, undated = [], []
    for phase, share in zip(phases, shares, strict=True):
        row = schedule.index.get(f"{ROLLOUT}/{phase.id}")
        if row is None or schedule.start[row] == NEVER:
            undated.append(phase.name or phase.id)
            continue
        rungs.append(_rung(schedule, phase, share, row, now))
    return _ended(rungs), tuple(undated)


def _rung(schedule: Schedule, phase: Phase, share: float | None, row: int, now: int) -> Rung:
    plan = schedule.plan
    start, finish = int(schedule.start[row]), int(schedule.finish[row])
    open_ended = schedule.is_open_ended(row)
    guards = covering(plan, phase.id)
    return Rung(
        id=phase.id,
        name=phase.name or phase.id,
        start=start,
        finish=max(start, finish),
        share=share,
        told=told_of(phase),
        long="" if phase.duration is None or phase.ongoing else length(phase.duration),
        open_ended=open_ended,
        state=_state(phase, start, now),
        audience=phase.audience or "",
        sites=phase.sites,
        hold=_who(plan, phase.hold),
        no_return=phase.no_return,
        criteria=len(phase.criteria) + len(phase.manual),
        windows=tuple(_windows(schedule, phase, start)),
        triggers=tuple(trigger.name or trigger.id for trigger in guards),
        judged=sum(trigger.when is not None for trigger in guards),
        freezes=tuple(freeze.name or freeze.id for freeze in _crossed(schedule, start, finish)),
        fixed_end=phase.actual_finish is not None,
    )


def exposures(phases: Sequence[Phase]) -> list[float | None]:
    """The share of each phase in percent: its traffic, or how many of all places named it has reached."""
    named = {site for phase in phases for site in phase.sites}
    reached: set[str] = set()
    found: list[float | None] = []
    for phase in phases:
        reached.update(phase.sites)
        if phase.traffic is not None:
            found.append(phase.traffic)
        elif phase.sites:
            found.append(ALL * len(reached) / len(named))
        else:
            found.append(None)
    return found


def _places(phases: Sequence[Phase]) -> int:
    """All places named, 0 where some phase counts traffic: two scales on one drawing would mislead."""
    if any(phase.traffic is not None for phase in phases):
        return 0
    return len({site for phase in phases for site in phase.sites})


def told_of(phase: Phase) -> str:
    """``10 %``, ``2 sites``, both, or nothing."""
    parts = [percent(phase.traffic)] if phase.traffic is not None else []
    if phase.sites:
        parts.append(count(len(phase.sites), "site"))
    return " · ".join(parts)


def percent(share: float) -> str:
    return f"{format_percent(share).removesuffix('%')} %"


def length(duration: Duration) -> str:
    """``24 h``: phases run around the clock, so that working and elapsed time are the same."""
    text = format_duration(duration).replace("e", "", 1) if duration.elapsed else format_duration(duration)
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    return f"{digits} {text[len(digits) :]}"


def real_minutes(duration: Duration) -> int:
    """The minutes of a duration on the calendar of phases, which never stops."""
    return round(in_minutes(duration, day=1440, week=10080))


def covering(plan: Plan, phase_id: str) -> list[Trigger]:
    """The rollback triggers that are armed in a phase; those switched off cover nothing."""
    return [one for one in plan.triggers if one.mode != "off" and (not one.phases or phase_id in one.phases)]


def _ended(rungs: Sequence[Rung]) -> tuple[Rung, ...]:
    """What never ends is drawn for as long as a third of the rest, at least a day."""
    if not rungs:
        return ()
    closed = [rung.finish for rung in rungs if not rung.open_ended]
    last = max([*closed, *(rung.start for rung in rungs)])
    room = max(LEAST, (last - min(rung.start for rung in rungs)) // 3)
    return tuple(replace(rung, finish=last + room) if rung.open_ended else rung for rung in rungs)


def _state(phase: Phase, start: int, now: int) -> State:
    if phase.actual_finish is not None:
        return "done"
    if phase.actual_start is not None:
        return "running"
    return "late" if start < now else "planned"


def _windows(schedule: Schedule, phase: Phase, start: int) -> Iterator[Closing]:
    for criterion in phase.criteria:
        window = criterion.target.window
        if window is None:
            continue
        opens = start if window.kind == "over" else schedule.resolve(window.of)
        if opens is not None:
            yield Closing(format_criterion(criterion), opens, opens + real_minutes(window.length))


def _crossed(schedule: Schedule, start: int, finish: int) -> list[FreezeWindow]:
    return [one for one in schedule.freezes if one.start < max(finish, start + 1) and start < one.finish]


def _who(plan: Plan, person: str | None) -> str:
    if not person:
        return ""
    found = plan.entry("stakeholders", person)
    return person if found is None else shorten(str(found.name or found.role or person))


# The steps of a blue-green switch that has no phases


def _steps(schedule: Schedule) -> tuple[Rung, ...]:
    """One after the other from where the rollout begins, each as long as it is watched."""
    switch = schedule.plan.rollout.blue_green
    start = opening(schedule)
    if switch is None or start is None:
        return ()
    watch = real_minutes(switch.watch) if switch.watch is not None else 0
    armed = covering(schedule.plan, "")
    return tuple(
        Rung(
            id=f"{STEP}{at}",
            name=f"Green {percent(traffic)}",
            start=start + at * watch,
            finish=start + (at + 1) * watch,
            share=traffic,
            told=percent(traffic),
            long=length(switch.watch) if switch.watch is not None else "",
            is_phase=False,
            triggers=tuple(one.name or one.id for one in armed),
            judged=sum(one.when is not None for one in armed),
            freezes=tuple(
                one.name or one.id for one in _crossed(schedule, start + at * watch, start + (at + 1) * watch)
            ),
        )
        for at, traffic in enumerate(switch.steps)
    )


def opening(schedule: Schedule) -> int | None:
    """When the rollout may begin: after what it follows, at T0 when it follows nothing."""
    head = schedule.plan.rollout.after or schedule.plan.release.milestone
    dates = schedule.dates(head) if head else None
    if dates is not None:
        return dates.finish
    return schedule.target


def _decommission(plan: Plan, switch: BlueGreen | None, rungs: Sequence[Rung]) -> int | None:
    """A stable stretch after all traffic has moved; without such a step, after the last one began."""
    if switch is None or switch.decommission_after is None or not rungs:
        return None
    if plan.rollout.strategy not in (None, "blue-green"):
        return None
    moved = [rung.start for rung in rungs if rung.share == ALL]
    return (min(moved) if moved else rungs[-1].start) + real_minutes(switch.decommission_after)
