"""What `relplanner risk` prints: percentiles, a small histogram, and what spreads the date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relplanner.commands.texts import one_line
from relplanner.exchange.clock import Clock
from relplanner.schedule.spelling import spell

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.schedule.risk import Risk

_PERCENTILES = (10, 50, 80, 90, 95)
_BINS = 12
_WIDTH = 40
_MOST = 10
_LONGEST = 44


def risk_table(schedule: Schedule, risk: Risk) -> str:
    """Sections apart by an empty line; what there is nothing to say of is left out."""
    clock = Clock(schedule)
    parts = [
        list(_dates(schedule, risk, clock)),
        list(_histogram(risk, clock)),
        list(_drivers(risk)),
        list(_events(risk)),
        list(_critical(schedule, risk)),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _dates(schedule: Schedule, risk: Risk, clock: Clock) -> Iterator[str]:
    yield f"{risk.trials:,} trials, seed {risk.seed}. Times are {schedule.zone.key}."
    if not len(risk.finish):
        yield "The release has no date."
        return
    if schedule.projected is not None:
        yield f"Without risk the release is projected for {clock.short[schedule.projected]}."
    for p in _PERCENTILES:
        minute = risk.percentile(p)
        yield f"  P{p:<3} {clock.short[minute]}{_from_target(risk, minute)}"
    if risk.on_time_probability is not None and risk.target is not None:
        chance = percent(risk.on_time_probability)
        yield f"T0 {clock.short[risk.target]} is met in {chance} of the trials."


def _from_target(risk: Risk, minute: int) -> str:
    if risk.target is None:
        return ""
    late = minute - risk.target
    return f"  {spell(late)} {'late' if late > 0 else 'early'}" if late else "  on time"


def percent(share: float) -> str:
    """Whole percents; what happens at all, or fails at all, is never said to be 0 % or 100 %."""
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{share * 100:.0f} %"


def _histogram(risk: Risk, clock: Clock) -> Iterator[str]:
    shape = risk.histogram(_BINS)
    if len(shape.counts) < 2:
        return
    most = max(shape.counts)
    marked = risk.target
    for at, count in enumerate(shape.counts):
        first, last = shape.edges[at], shape.edges[at + 1]
        bar = "█" * round(count / most * _WIDTH) or ("▏" if count else "")
        here = "  T0" if marked is not None and first <= marked < last else ""
        yield f"  {clock.short[first]}  {bar}{here}".rstrip()


def _drivers(risk: Risk) -> Iterator[str]:
    drivers = [driver for driver in risk.drivers if driver.drives]
    if not drivers:
        return
    yield "What spreads the date most: mean release in its shortest and longest tenth, rank correlation"
    shown = drivers[:_MOST]
    names = [_cut(driver.name) for driver in shown]
    width = max(map(len, names))
    for name, driver in zip(names, shown, strict=True):
        low, high = (_signed(minutes) for minutes in driver.swing_minutes)
        yield f"  {name:<{width}}  {low:>11}  {high:>11}  {driver.correlation:5.2f}"
    if len(drivers) > _MOST:
        yield f"  and {len(drivers) - _MOST:,} more"


def _events(risk: Risk) -> Iterator[str]:
    if not risk.events:
        return
    yield "Risks: how often, how much later then, part of the spread"
    names = [_cut(event.name) for event in risk.events[:_MOST]]
    width = max(map(len, names))
    for name, event in zip(names, risk.events, strict=False):
        effect = _signed(event.effect_minutes)
        yield f"  {name:<{width}}  {percent(event.happened):>9}  {effect:>11}  {percent(event.share):>9}"


def _critical(schedule: Schedule, risk: Risk) -> Iterator[str]:
    rows = [
        (share, row_id)
        for row_id, share in risk.criticality.items()
        if share > 0 and not schedule.is_summary(schedule.index[row_id])
    ]
    if not rows or not risk.drivers:
        return
    yield "Most often on the critical path"
    rows.sort(key=lambda entry: -entry[0])
    names = [_cut(schedule.activity(schedule.index[row_id]).name or row_id) for _, row_id in rows[:_MOST]]
    width = max(map(len, names))
    for name, (share, _) in zip(names, rows, strict=False):
        yield f"  {name:<{width}}  {percent(share):>9}"
    if len(rows) > _MOST:
        yield f"  and {len(rows) - _MOST:,} more"


def _cut(name: str) -> str:
    name = one_line(name)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _signed(minutes: int) -> str:
    return f"{'−' if minutes < 0 else '+'}{spell(minutes)}"
