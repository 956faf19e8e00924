"""`relplanner export`: a plan in another program's format. One entry of the table a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from relplanner.commands.cab_pack import ORIENTATIONS, PACKS, PAGE_SIZES, Wishes, write_pack
from relplanner.commands.reading import echo_table, file_argument, read_plan, refuse_itself, said, scheduled
from relplanner.commands.rule_tests import FORMAT as RULE_TEST
from relplanner.commands.rule_tests import write_rule_test
from relplanner.commands.schedule import answer, problems_of
from relplanner.commands.texts import one_line
from relplanner.commands.verbs import CONTEXT, examples

if TYPE_CHECKING:
    from relplanner.exchange.exported import Exported
    from relplanner.schedule import Schedule


def _csv(schedule: Schedule) -> str:
    from relplanner.exchange.csv_plan import plan_csv

    return plan_csv(schedule)


def _dot(schedule: Schedule) -> str:
    from relplanner.exchange.dot import plan_dot

    return plan_dot(schedule)


def _mermaid(schedule: Schedule) -> str:
    from relplanner.exchange.mermaid import plan_mermaid

    return plan_mermaid(schedule)


def _prometheus_rules(schedule: Schedule) -> Exported:
    from relplanner.exchange.prometheus.rules import plan_rules

    return plan_rules(schedule)


def _argo_rollouts(schedule: Schedule) -> Exported:
    from relplanner.exchange.progressive.argo import plan_argo

    return plan_argo(schedule)


def _flagger(schedule: Schedule) -> Exported:
    from relplanner.exchange.progressive.flagger import plan_flagger

    return plan_flagger(schedule)


def _grafana(schedule: Schedule) -> Exported:
    from relplanner.exchange.grafana import plan_grafana

    return plan_grafana(schedule)


FORMATS: Mapping[str, Callable[[Schedule], str | Exported]] = MappingProxyType(
    {
        "csv": _csv,
        "dot": _dot,
        "mermaid": _mermaid,
        "prometheus-rules": _prometheus_rules,
        "argo-rollouts": _argo_rollouts,
        "flagger": _flagger,
        "grafana": _grafana,
    }
)
"""By name what writes a format: its text, or its text with notes on what the format cannot say."""


def _write_format(made: str | Exported, out: Path | None) -> None:
    if isinstance(made, str):
        _write(made, out)
        return
    _write(made.text, out)
    for note in made.notes:
        click.echo(f"note: {one_line(note)}", err=True)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        echo_table(text)
    else:
        from relplanner.storage import files

        files.save(out, text, None, backups=0)


@click.command(
    "export",
    context_settings=CONTEXT,
    epilog=examples(
        "relplanner export plan.relplan.yaml --to csv -o plan.csv",
        "relplanner export plan.relplan.yaml --to pdf -o pack.pdf",
        "relplanner export plan.relplan.yaml --to prometheus-rules -o rules.yml",
    ),
)
@file_argument
@click.option("--to", "form", required=True, type=click.Choice([*FORMATS, RULE_TEST, *PACKS]))
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), metavar="OUT")
@click.option(
    "--page-size", type=click.Choice(PAGE_SIZES, False), default="A4", help="Of a PDF.  [default: A4]"
)
@click.option(
    "--orientation",
    type=click.Choice(ORIENTATIONS),
    default="auto",
    help="Of a PDF; auto turns only the sheets of the timeline.  [default: auto]",
)
@click.option(
    "--since", "--baseline", metavar="WHAT", default="",
    help="Of html and pdf: what changed since a baseline, file or revision.  [default: newest baseline]",
)  # fmt: skip
@click.option(
    "--trials", type=click.IntRange(100, 1_000_000), default=10_000, help="Simulated runs.  [default: 10000]"
)
@click.option(
    "--data", metavar="CSV|RECORDING",
    help="Samples for prometheus-rules-test: a CSV, or a recording's file or name; else all recordings.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, help="Of the simulation.  [default: 1]")
def command(file: Path, form: str, out: Path | None, data: str | None, **wishes: Any) -> int:
    """Write a plan in another program's format, to OUT or to standard output.

    html and pdf are the pack for the change advisory board.

    Exit code 1 when something could not be scheduled: its dates are missing from what was written.
    """
    refuse_itself(out, file, "export")
    if data is not None and form != RULE_TEST:
        raise click.UsageError(f"--data goes with --to {RULE_TEST}.")
    loaded = read_plan(file)
    if form == RULE_TEST:
        write_rule_test(file, loaded, data, out)
        return 0
    schedule = scheduled(loaded)
    if form in PACKS:
        write_pack(form, file, loaded, schedule, Wishes(**wishes), out)
    else:
        _write_format(FORMATS[form](schedule), out)
    problems = problems_of(loaded, schedule)
    if problems:
        click.echo("\n".join(said(file, problem) for problem in problems), err=True)
    return answer(problems)
