"""What `relplanner backtest` prints: trigger by trigger how often it would have fired, when, and how well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from relplanner.commands.texts import one_line
from relplanner.session.measured import zone_of

if TYPE_CHECKING:
    from relplanner.plan.plan import Plan
    from relplanner.rollout.backtest import Backtest, Stretch, TriggerRun

_MOST = 20
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

Say = Callable[[int], dt.datetime]


def backtest_text(plan: Plan, found: Backtest, label: str) -> str:
    """A line on the data, then a part a trigger."""
    zone = ZoneInfo(zone_of(plan))

    def local(ms: int) -> dt.datetime:
        return (_EPOCH + dt.timedelta(milliseconds=ms)).astimezone(zone)

    span = f"{_said(local(found.start))} to {_said(local(found.stop))}"
    head = f"{one_line(label)}: {span}, {found.samples:,} samples. Times are {zone.key}."
    return "\n\n".join((head, *("\n".join(_run(run, local)) for run in found.triggers)))


def _run(run: TriggerRun, local: Say) -> Iterator[str]:
    mode = f" [{run.mode}]" if run.mode in ("off", "observe") else ""
    name = run.id if run.section == "triggers" else f"alerts/{run.id}"
    yield one_line(f"{name}{mode}  {run.condition}")
    fires = run.of("firing")
    if not fires:
        yield "  would not have fired"
    else:
        yield f"  would have fired {_times(run.fired)}, {_rate(run.fires_a_week)}"
    if run.false_alarms is not None:
        yield f"  {_quality(run)}"
    for one in fires[:_MOST]:
        yield f"    {_span(one, local)}"
    if len(fires) > _MOST:
        yield f"    and {len(fires) - _MOST:,} more"
    starts = {one.start for one in fires}
    idle = [one for one in run.of("pending") if one.end not in starts]
    if idle:
        yield f"  pending {_times(len(idle))} without firing"
    yield from _unknown(run.of("unknown"))


def _quality(run: TriggerRun) -> str:
    noticed = (
        "the incident was missed" if run.detection_delay is None
        else "it was firing when the incident began" if run.detection_delay == 0
        else f"the incident was noticed after {spelled(run.detection_delay)}"
    )  # fmt: skip
    if not run.false_alarms:
        return f"no false alarm; {noticed}"
    alarms = "1 false alarm" if run.false_alarms == 1 else f"{run.false_alarms:,} false alarms"
    rate = f", {_rate(run.false_alarms_a_week)}" if run.false_alarms_a_week is not None else ""
    return f"{alarms}{rate}; {noticed}"


def _unknown(stretches: tuple[Stretch, ...]) -> Iterator[str]:
    if not stretches:
        return
    total = spelled(sum(one.end - one.start for one in stretches))
    longest = max(stretches, key=lambda one: one.end - one.start)
    where = "" if len(stretches) == 1 else f" in {len(stretches):,} stretches, the longest {_length(longest)}"
    yield one_line(f"  nothing was known for {total}{where}: {longest.reason}")


def _span(one: Stretch, local: Say) -> str:
    start, end = local(one.start), local(one.end)
    until = f"{end:%H:%M:%S}" if end.date() == start.date() else _said(end)
    return f"{_said(start)} – {until}  {_length(one)}"


def _said(when: dt.datetime) -> str:
    return f"{_DAYS[when.weekday()]} {when:%Y-%m-%d %H:%M:%S}"


def _length(one: Stretch) -> str:
    return spelled(one.end - one.start)


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count:,} times"


def _rate(a_week: float) -> str:
    return f"{a_week:,.1f} a week"


def spelled(ms: int) -> str:
    """Elapsed time in its two largest units: ``5 m 30 s``."""
    seconds = round(ms / 1000)
    for size, unit, small, less in ((86_400, "d", 3600, "h"), (3600, "h", 60, "m"), (60, "m", 1, "s")):
        if seconds >= size:
            whole, rest = divmod(seconds, size)
            return f"{whole:,} {unit} {rest // small} {less}" if rest >= small else f"{whole:,} {unit}"
    return f"{seconds} s"
