"""`relplanner export`: a plan in another program's format. One entry of the table a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from relplanner.commands.reading import echo_table, file_argument, read_plan, said, scheduled
from relplanner.commands.schedule import answer, problems_of
from relplanner.commands.verbs import CONTEXT, examples

if TYPE_CHECKING:
    from relplanner.schedule import Schedule


def _csv(schedule: Schedule) -> str:
    from relplanner.exchange.csv_plan import plan_csv

    return plan_csv(schedule)


FORMATS: Mapping[str, Callable[[Schedule], str]] = MappingProxyType({"csv": _csv})


@click.command(
    "export",
    context_settings=CONTEXT,
    epilog=examples("relplanner export plan.relplan.yaml --to csv -o plan.csv"),
)
@file_argument
@click.option("--to", "form", required=True, type=click.Choice(list(FORMATS)))
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), metavar="OUT")
def command(file: Path, form: str, out: Path | None) -> int:
    """Write a plan in another program's format, to OUT or to standard output.

    Exit code 1 when something could not be scheduled: its dates are missing from what was written.
    """
    if out is not None and out.exists() and file.exists() and out.samefile(file):
        raise click.UsageError(f"“{out}” is the plan itself; give the export another name.")
    loaded = read_plan(file)
    schedule = scheduled(loaded)
    text = FORMATS[form](schedule)
    if out is None:
        echo_table(text)
    else:
        from relplanner.storage import files

        files.save(out, text, None, backups=0)
    problems = problems_of(loaded, schedule)
    if problems:
        click.echo("\n".join(said(file, problem) for problem in problems), err=True)
    return answer(problems)
