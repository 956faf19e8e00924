"""`relplanner backtest`: when each trigger would have been pending and firing, on recorded samples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relplanner.commands.reading import as_json, echo_json, file_argument, located, read_plan, said
from relplanner.commands.verbs import CONTEXT, examples

if TYPE_CHECKING:
    from relplanner.plan.findings import Finding
    from relplanner.plan.plan import Plan
    from relplanner.rollout.backtest import Backtest, Incident, TriggerRun
    from relplanner.session.measured import Measured

MOST_INSTANTS = 20_000_000
"""More are refused: a wrong time stamp in the data, not nine years of history."""
_LATEST_MS = 253_000_000_000_000


@click.command(
    "backtest",
    context_settings=CONTEXT,
    epilog=examples(
        "relplanner backtest plan.relplan.yaml --data history.csv",
        "relplanner backtest plan.relplan.yaml --data history.csv --from 2026-10-19 --to 2026-11-01",
        "relplanner backtest plan.relplan.yaml --data history.csv --trigger errors --format json",
    ),
)
@file_argument
@click.option("--trigger", "triggers", multiple=True, metavar="ID", help="Only this one; may be repeated.")
@click.option("--from", "begin", metavar="T", help="Begin here, else with the data.")
@click.option("--to", "end", metavar="T", help="End here, a day as a whole; else with the data.")
@click.option(
    "--data", metavar="CSV|RECORDING", help="A CSV, a recording's file or name; else all recordings."
)
@click.option(
    "--incident", nargs=2, metavar="T T", help="When it was really bad: tells false alarms and delay."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(
    file: Path,
    triggers: tuple[str, ...],
    begin: str | None,
    end: str | None,
    data: str | None,
    incident: tuple[str, str] | None,
    form: str,
) -> int:
    """When each trigger would have been pending and firing.

    Samples come from a CSV (a column time in ISO 8601 or Unix seconds, a column a metric id, an empty cell is
    no sample) or from recordings of the plan. Times without an offset are in the plan's time zone. An alert
    is named as alerts/ID. Exit code 1 when a trigger would have fired, unless it only observes or is off.
    """
    loaded = read_plan(file)
    names = _names(loaded.plan, triggers)
    source = _measured(file, loaded.plan, data)
    start, stop = _span(loaded.plan, source, begin, end)
    _refuse_endless(loaded.plan, names, start, stop)
    bad = _incident(loaded.plan, incident)
    found = _judged(loaded.plan, source, (start, stop), names, bad)
    problems = tuple(located(loaded, one) for one in loaded.findings if one.severity == "error")
    if form == "json":
        echo_json(backtest_json(loaded.plan, found, source, problems))
    else:
        from relplanner.commands.backtest_text import backtest_text

        click.echo(backtest_text(loaded.plan, found, source.label))
    _warn(file, data, problems, source, form)
    return 1 if problems or any(run.fired and _counts(run) for run in found.triggers) else 0


def _counts(run: TriggerRun) -> bool:
    """Whether a fire of it is an answer of no."""
    return run.section == "triggers" and run.mode in ("advise", "act")


def _warn(file: Path, data: str | None, problems: tuple[Finding, ...], source: Measured, form: str) -> None:
    lines = [said(file, problem) for problem in problems] if form != "json" else []
    lines += [said(Path(data) if data else file, finding) for finding in source.findings]
    if lines:
        click.echo("\n".join(lines), err=True)


def _names(plan: Plan, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """What to judge. Raises :class:`click.UsageError` for what the plan does not have or people decide."""
    from relplanner.rollout.backtest import judgeable, named

    known = judgeable(plan)
    if not wanted:
        found = tuple(name for name in known if not name.startswith("alerts/"))
        if not found:
            raise click.UsageError("The plan has no trigger with a condition.")
        return found
    for name in wanted:
        one = named(plan, name)
        if one is None:
            hint = f" There are: {', '.join(known[:10])}." if known else ""
            raise click.UsageError(f"The plan has no trigger “{name}”.{hint}")
        if one.when is None:
            raise click.UsageError(f"“{name}” has no condition that could be judged.")
    return tuple(dict.fromkeys(wanted))


def _measured(file: Path, plan: Plan, data: str | None) -> Measured:
    from relplanner.commands.progress import measured as told
    from relplanner.session.measured import measured

    with told(f"Reading {data or 'recordings'}") as tell:
        return measured(file, plan, data, on_progress=tell)


def _judged(
    plan: Plan, source: Measured, span: tuple[int, int], names: tuple[str, ...], incident: Incident | None
) -> Backtest:
    from relplanner.commands.progress import measured as told
    from relplanner.rollout.backtest import backtest

    with told("Judging") as tell:
        return backtest(plan, source.series, *span, triggers=names, incident=incident, on_progress=tell)


def _span(plan: Plan, source: Measured, begin: str | None, end: str | None) -> tuple[int, int]:
    """The first and the last instant, milliseconds UTC. Raises :class:`click.UsageError`."""
    from relplanner.rollout.backtest import span_of

    reach = span_of(source.series)
    if reach is None:
        raise click.UsageError(f"There is no sample of a metric of the plan in {source.label}.")
    say = clock(plan)
    start = instant(plan, begin, "--from") if begin else reach[0]
    stop = instant(plan, end, "--to", end_of_day=True) if end else reach[1]
    if stop < start:
        raise click.UsageError(f"--from {say(start)} comes after --to {say(stop)}.")
    if not any(len(one.between(start, stop)) for one in source.series.values()):
        raise click.UsageError(
            f"There is no sample between {say(start)} and {say(stop)}; the data reaches from {say(reach[0])} "
            f"to {say(reach[1])}."
        )
    return start, stop


def _refuse_endless(plan: Plan, names: tuple[str, ...], start: int, stop: int) -> None:
    from relplanner.rollout.backtest import named, rule_for

    rules = [rule_for(one, plan) for name in names if (one := named(plan, name)) is not None]
    shortest = min((rule.every_ms for rule in rules if rule is not None), default=1)
    if (stop - start) // shortest > MOST_INSTANTS:
        say = clock(plan)
        raise click.UsageError(
            f"From {say(start)} to {say(stop)} is more than can be judged: look for a wrong time in the "
            "data, or narrow it with --from and --to."
        )


def _incident(plan: Plan, words: tuple[str, str] | None) -> Incident | None:
    from relplanner.rollout.backtest import Incident

    if not words:
        return None
    begin, end = (instant(plan, word, "--incident") for word in words)
    if end <= begin:
        raise click.UsageError("The incident ends before it begins.")
    return Incident(begin, end)


def instant(plan: Plan, words: str, option: str, *, end_of_day: bool = False) -> int:
    """Milliseconds UTC of an ISO time; with ``end_of_day`` a day alone means its last second.

    Raises :class:`click.UsageError`.
    """
    from relplanner.schedule.zone import clock_of
    from relplanner.session.measured import zone_of

    try:
        found = dt.datetime.fromisoformat(words.strip())
        if end_of_day and len(words.strip()) == 10:
            found += dt.timedelta(hours=23, minutes=59, seconds=59)
        wall = found.tzinfo is None
        since = found.replace(tzinfo=dt.UTC) if wall else found
        ms = round((since - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) / dt.timedelta(milliseconds=1))
        if not 0 <= ms < _LATEST_MS:
            raise ValueError(words)
    except (ValueError, OverflowError):
        hint = "Write it as 2026-11-01, 2026-11-01T14:30 or 2026-11-01T14:30+01:00."
        raise click.UsageError(f"{option} “{words}” is no time. {hint}") from None
    if not wall:
        return ms
    minute, rest = divmod(ms, 60_000)
    return clock_of(zone_of(plan)).to_utc(minute) * 60_000 + rest


def clock(plan: Plan) -> Callable[[int], str]:
    """Says milliseconds UTC as ISO 8601 in the plan's zone, with offset."""
    from zoneinfo import ZoneInfo

    from relplanner.session.measured import zone_of

    zone = ZoneInfo(zone_of(plan))
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    def say(ms: int) -> str:
        local = (epoch + dt.timedelta(milliseconds=int(ms))).astimezone(zone)
        return local.isoformat(timespec="milliseconds" if ms % 1000 else "seconds")

    return say


def backtest_json(
    plan: Plan, found: Backtest, source: Measured, problems: tuple[Finding, ...]
) -> dict[str, Any]:
    """The keys that others rely on, and more; date-times are ISO 8601 with offset."""
    from relplanner.session.measured import zone_of

    say = clock(plan)
    bad = found.incident
    return {
        "from": say(found.start),
        "to": say(found.stop),
        "samples": found.samples,
        "triggers": [_run_json(run, say) for run in found.triggers],
        "time_zone": zone_of(plan),
        "data": source.label,
        "incident": {"start": say(bad.start_ms), "end": say(bad.stop_ms)} if bad is not None else None,
        "problems": [as_json(problem) for problem in (*problems, *source.findings)],
    }


def _run_json(run: TriggerRun, say: Callable[[int], str]) -> dict[str, Any]:
    delay = run.detection_delay
    return {
        "id": run.id,
        "kind": run.section,
        "mode": run.mode,
        "condition": run.condition,
        "every_seconds": run.every_ms / 1000,
        "intervals": [
            {"state": one.state, "start": say(one.start), "end": say(one.end)}
            | ({"reason": one.reason} if one.reason else {})
            for one in run.intervals
        ],
        "fired": run.fired,
        "first_fired": say(run.first_fired) if run.first_fired is not None else None,
        "fires_a_week": round(run.fires_a_week, 4),
        "false_alarms": run.false_alarms,
        "false_alarms_a_week": None if run.false_alarms_a_week is None else round(run.false_alarms_a_week, 4),
        "detection_delay_seconds": delay / 1000 if delay is not None else None,
    }
