"""`relplanner risk`: how likely the release is out by when, and what spreads its date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relplanner.commands.reading import (
    as_json,
    echo_json,
    file_argument,
    located,
    read_plan,
    said,
    scheduled,
)
from relplanner.commands.schedule import answer, problems_of
from relplanner.commands.verbs import CONTEXT, examples

if TYPE_CHECKING:
    from relplanner.plan.findings import Finding
    from relplanner.schedule import Schedule
    from relplanner.schedule.risk import Risk
    from relplanner.storage.reader import Loaded

PERCENTILES = (10, 50, 80, 90, 95)
MOST_TRIALS = 1_000_000


@click.command(
    "risk",
    context_settings=CONTEXT,
    epilog=examples(
        "relplanner risk plan.relplan.yaml",
        "relplanner risk plan.relplan.yaml --trials 50000 --seed 7 --correlate phase --format json",
    ),
)
@file_argument
@click.option("--trials", type=click.IntRange(1, MOST_TRIALS), default=10_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same answer.")
@click.option(
    "--correlate",
    type=click.Choice(["none", "phase", "owner"]),
    default="none",
    show_default=True,
    help="Lengths that go wrong together: those of one phase, or of one owner.",
)
@click.option(
    "--distribution",
    type=click.Choice(["pert", "triangular"]),
    default="pert",
    show_default=True,
    help="What lies between the three points of an estimate.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def command(file: Path, trials: int, seed: int, correlate: str, distribution: str, form: str) -> int:
    """Schedule risk by Monte Carlo: when the release is out, and how likely T0 is.

    Uses the three-point estimates of activities, and the risks that name a probability, a delay and an
    activity. Exit code 1 when something could not be scheduled or used, 2 when the file cannot be read.
    """
    loaded = read_plan(file)
    schedule = scheduled(loaded)
    risk = _simulated(schedule, trials, seed, correlate, distribution)
    problems = _problems(loaded, schedule, risk)
    if form == "json":
        echo_json(risk_json(schedule, risk, problems))
    else:
        from relplanner.commands.risk_table import risk_table

        click.echo(risk_table(schedule, risk))
        if problems:
            click.echo("\n".join(said(file, problem) for problem in problems), err=True)
    return answer(problems)


def _simulated(schedule: Schedule, trials: int, seed: int, correlate: str, distribution: str) -> Risk:
    from relplanner.commands.progress import measured
    from relplanner.schedule.risk import simulate

    with measured(f"Simulating {trials:,} trials") as tell:
        return simulate(
            schedule, trials=trials, seed=seed, correlate=correlate, distribution=distribution,
            on_progress=None if tell is None else lambda partial: tell(partial.progress),
        )  # fmt: skip


def _problems(loaded: Loaded, schedule: Schedule, risk: Risk) -> tuple[Finding, ...]:
    found = (*problems_of(loaded, schedule), *(located(loaded, finding) for finding in risk.findings))
    return tuple(dict.fromkeys(found))


def risk_json(schedule: Schedule, risk: Risk, problems: tuple[Finding, ...]) -> dict[str, Any]:
    """The keys that others rely on; date-times are ISO 8601 with offset, null without a date."""
    from relplanner.exchange.clock import Clock

    clock = Clock(schedule).iso
    dated = len(risk.finish) > 0
    return {
        "trials": risk.trials,
        "seed": risk.seed,
        "finish": {f"p{p}": clock(risk.percentile(p)) if dated else None for p in PERCENTILES},
        "on_time_probability": risk.on_time_probability,
        "criticality": {row: round(share, 6) for row, share in risk.criticality.items()},
        "target": clock(risk.target),
        "projected": clock(schedule.projected),
        "time_zone": schedule.zone.key,
        "drivers": [
            {
                "id": driver.id,
                "name": driver.name,
                "correlation": round(driver.correlation, 4),
                "swing_minutes": list(driver.swing_minutes),
            }
            for driver in risk.drivers
        ],
        "events": [
            {
                "id": event.id,
                "name": event.name,
                "activity": event.activity,
                "probability": event.probability,
                "happened": round(event.happened, 6),
                "effect_minutes": event.effect_minutes,
                "share": round(event.share, 4),
            }
            for event in risk.events
        ],
        "problems": [as_json(problem) for problem in problems],
    }
