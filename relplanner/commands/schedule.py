"""`relplanner schedule`: dates, slack and the critical path, computed as the window computes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relplanner.commands.reading import (
    as_json,
    echo_json,
    echo_table,
    file_argument,
    located,
    read_plan,
    said,
    scheduled,
)
from relplanner.commands.verbs import CONTEXT, examples
from relplanner.plan.findings import Finding

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.storage.reader import Loaded


@click.command(
    "schedule",
    context_settings=CONTEXT,
    epilog=examples(
        "relplanner schedule plan.relplan.yaml",
        "relplanner schedule plan.relplan.yaml --format json",
        "relplanner schedule plan.relplan.yaml --why ship",
    ),
)
@file_argument
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
@click.option("--why", "wanted", metavar="ID", help="Why this activity is when it is, step by step.")
def command(file: Path, form: str, wanted: str | None) -> int:
    """Dates, slack and the critical path of a plan.

    Exit code 1 when something could not be scheduled, 2 when the file cannot be read.
    """
    if wanted is not None and form == "csv":
        raise click.UsageError("--why answers as a text or as JSON, not as CSV.")
    loaded = read_plan(file)
    schedule = scheduled(loaded)
    problems = problems_of(loaded, schedule)
    if wanted is not None:
        _explain(schedule, problems, wanted, form)
    elif form == "json":
        echo_json(schedule_json(schedule, problems))
    elif form == "csv":
        from relplanner.exchange.csv_plan import schedule_csv

        echo_table(schedule_csv(schedule))
    else:
        from relplanner.commands.schedule_table import schedule_table

        click.echo(schedule_table(schedule))
    if problems and form != "json":
        click.echo("\n".join(said(file, problem) for problem in problems), err=True)
    return answer(problems)


def _explain(schedule: Schedule, problems: tuple[Finding, ...], wanted: str, form: str) -> None:
    from relplanner.commands.why import explained, why_json, why_text

    found = explained(schedule, wanted)
    if form == "json":
        echo_json({**schedule_json(schedule, problems), "why": why_json(schedule, found)})
    else:
        click.echo(why_text(found))


def problems_of(loaded: Loaded, schedule: Schedule) -> tuple[Finding, ...]:
    """Why dates are missing, and which fields could not be read, so that a date may be wrong."""
    unread = [finding for finding in loaded.findings if finding.severity == "error"]
    return tuple(dict.fromkeys(located(loaded, finding) for finding in (*unread, *schedule.problems)))


def answer(problems: tuple[Finding, ...]) -> int:
    """The exit code: an oddity that was settled, such as a time that comes twice, is no failure."""
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def schedule_json(schedule: Schedule, problems: tuple[Finding, ...]) -> dict[str, Any]:
    """The keys that others rely on; date-times are ISO 8601 with offset."""
    from relplanner.exchange.clock import Clock
    from relplanner.exchange.dated import dated_rows

    clock = Clock(schedule).iso
    return {
        "target": clock(schedule.target),
        "projected": clock(schedule.projected),
        "slip_minutes": schedule.slip_minutes,
        "start": clock(schedule.project_start),
        "finish": clock(schedule.project_finish),
        "time_zone": schedule.zone.key,
        "critical_path": list(schedule.critical_path),
        "critical_paths": [list(path) for path in schedule.critical_paths()],
        "problems": [as_json(problem) for problem in problems],
        "activities": [
            {
                "id": row.id,
                "name": row.name,
                "kind": row.kind,
                "parent": row.parent,
                "start": row.start,
                "finish": row.finish,
                "late_start": row.late_start,
                "late_finish": row.late_finish,
                "total_slack_minutes": row.total_slack_minutes,
                "free_slack_minutes": row.free_slack_minutes,
                "critical": row.critical,
                "driving": list(schedule.driving(row.id)),
            }
            for row in dated_rows(schedule)
        ],
    }
