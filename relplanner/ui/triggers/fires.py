"""What a backtest says, in sentences, and how far its numbers can be moved. No widgets here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from relplanner.errors import TextError
from relplanner.plan.forms.condition import metrics_of
from relplanner.plan.forms.duration import Elapsed, format_elapsed
from relplanner.plan.forms.quantity import Quantity, convert, format_quantity
from relplanner.plan.forms.reading import number_text
from relplanner.plan.nouns.rollout import Alert, Metric, Trigger
from relplanner.schedule.spelling import spell
from relplanner.ui.common.activity_words import Dates
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.rollout.backtest import TriggerRun
    from relplanner.rollout.tuning import Knob
    from relplanner.ui.triggers.history import Samples

MINUTE = 60_000
NAMED = 3
STEPS = 200
"""About so many stops has the slider of a threshold."""
HOLDS = tuple(Elapsed(float(amount), unit) for amount, unit in (
    (0, "s"), (15, "s"), (30, "s"), (1, "m"), (2, "m"), (3, "m"), (5, "m"), (7, "m"), (10, "m"), (15, "m"),
    (20, "m"), (30, "m"), (45, "m"), (1, "h"), (2, "h"), (4, "h"),
))  # fmt: skip
MOST = {"percent": 100.0, "multiple": 20.0, "sigma": 10.0, "burn": 20.0}
UNITS = {"percent": "%", "multiple": "×", "sigma": "σ", "burn": "×"}
NAMES = {"level": "Threshold", "percent": "Change", "multiple": "Multiple", "sigma": "Deviations",
         "burn": "Burn rate"}  # fmt: skip


@value
class Scale:
    """The stops of a slider: ``first``, and so many steps on."""

    first: float
    step: float
    count: int

    def number(self, at: int) -> float:
        """The number at a stop, without the noise of the sum."""
        digits = max(0, 2 - math.floor(math.log10(self.step)))
        return round(self.first + at * self.step, digits)

    def at(self, number: float) -> int:
        """The stop that is nearest."""
        return min(max(round((number - self.first) / self.step), 0), self.count)


def scale_of(knob: Knob, metric: Metric | None, low: float, high: float) -> Scale:
    """Stops for a number: from nothing, or the least that was seen, to twice the number and beyond the most
    that was seen; ``low`` and ``high`` are in the metric's own unit.
    """
    most, least = MOST.get(knob.kind), 0.0
    if most is None:
        factor = _factor(knob.unit, metric)
        most = max(high * 1.1 / factor, knob.number * 2)
        least = min(low / factor, knob.number, 0.0)
    most = max(most, knob.number * 1.5, 1e-9)
    step = _nice((most - least) / STEPS)
    first = math.floor(least / step) * step
    return Scale(first, step, math.ceil((most - first) / step))


def _factor(unit: str, metric: Metric | None) -> float:
    """How much one of ``unit`` is in the metric's own unit."""
    try:
        return convert(Quantity(1.0, unit), (metric.unit if metric is not None else "") or "") or 1.0
    except TextError:
        return 1.0


def _nice(step: float) -> float:
    """1, 2 or 5 times a power of ten, at least ``step``."""
    power = 10.0 ** math.floor(math.log10(max(step, 1e-12)))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= step * 0.999)


def knob_text(knob: Knob, number: float) -> str:
    """``1.2%``, ``5×``, ``3σ``."""
    if knob.kind == "level":
        return format_quantity(Quantity(number, knob.unit))
    return f"{number_text(number)}{UNITS[knob.kind]}"


def holds(now: Elapsed | None) -> tuple[Elapsed, ...]:
    """The stops of the slider of the duration, the present one among them."""
    if now is None or any(one.seconds == now.seconds for one in HOLDS):
        return HOLDS
    return tuple(sorted((*HOLDS, now), key=lambda one: one.seconds))


def hold_text(hold: Elapsed) -> str:
    return format_elapsed(hold) if hold.amount else "at once"


def sentence(run: TriggerRun, days: float, dates: Dates) -> str:
    """``Would have fired 3 times in 7 days: Tue 2 Mar 02:10–02:31, …``."""
    fires = run.of("firing")
    span = _span_words(days)
    if not fires:
        return f"Would not have fired in {span}."
    times = {1: "once", 2: "twice"}.get(len(fires), f"{len(fires):,} times")
    named = ", ".join(stretch_text(one, dates) for one in fires[:NAMED])
    more = f" and {len(fires) - NAMED:,} more" if len(fires) > NAMED else ""
    return f"Would have fired {times} in {span}: {named}{more}."


def _span_words(days: float) -> str:
    if days >= 1.9:
        return f"{round(days):,} days"
    return spell(max(1, round(days * 1440)))


def stretch_text(one: Any, dates: Dates) -> str:
    """``Tue 2 Mar 02:10–02:31``; with the day again where it ends on another one, alone within a minute."""
    start, end = one.start // MINUTE, one.end // MINUTE
    if start == end:
        return dates.clock(start)
    if dates.day(start) != dates.day(end):
        return f"{dates.clock(start)}–{dates.clock(end)}"
    return f"{dates.clock(start)}–{dates.clock(end).removeprefix(dates.day(end)).strip()}"


def length_text(one: Any) -> str:
    """How long it lasted; shorter than a minute in seconds."""
    seconds = (one.end - one.start) / 1000
    return f"{seconds:g} s" if seconds < 60 else spell(round(seconds / 60))


def cost(run: TriggerRun) -> str:
    """What the marked incident says of it: false alarms against delay; empty when none was marked."""
    if run.false_alarms is None:
        return ""
    week = f"{run.false_alarms_a_week:.1f}".rstrip("0").rstrip(".") if run.false_alarms_a_week else "0"
    alarms = "no false alarm" if not run.false_alarms else f"{week} false alarms a week"
    delay = run.detection_delay
    if delay is None:
        return f"The incident was missed; {alarms}."
    if delay == 0:
        return f"Fired as the incident began; {alarms}."
    seconds = delay / 1000
    said = f"{seconds:g} s" if seconds < 60 else spell(round(seconds / 60))
    return f"Fired {said} into the incident; {alarms}."


def unseen(run: TriggerRun) -> tuple[float, Sequence[str]]:
    """The share of time in which nothing was known, and up to three reasons."""
    known = run.of("unknown")
    count = len(run.judged.instants) * run.every_ms
    reasons = list(dict.fromkeys(one.reason for one in known if one.reason))
    return (sum(one.end - one.start for one in known) / count if count else 0.0), reasons[:3]


def missing(samples: Samples | None, entry: Trigger | Alert | None) -> str:
    """Why the chosen history says nothing of an entry; empty when it does, or none is chosen."""
    if samples is None or entry is None or entry.when is None:
        return ""
    wanted = metrics_of(entry.when)
    there = {key.partition("/")[0] for key in samples.series}
    if any(one in there for one in wanted):
        return ""
    return f"{samples.label} has no samples of {' or '.join(wanted)}."
