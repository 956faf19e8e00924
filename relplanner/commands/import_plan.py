"""`relplanner import`: a plan from another program's file, and a report of what became of it."""

from __future__ import annotations

from pathlib import Path

import click

from relplanner.commands.progress import working
from relplanner.commands.texts import one_line
from relplanner.commands.verbs import CONTEXT, examples

FORMATS = ("prometheus-rules", "argo-rollouts", "flagger")
"""Those of :mod:`relplanner.exchange.importing.formats`, which is imported when it is needed."""


@click.command(
    "import",
    context_settings=CONTEXT,
    epilog=examples(
        "relplanner import rules.yml -o plan.relplan.yaml",
        "relplanner import canary.yaml --as flagger -o plan.relplan.yaml",
    ),
)
@click.argument("source", type=click.Path(path_type=Path), metavar="INPUT")
@click.option("--as", "form", type=click.Choice(FORMATS), help="The format.  [default: as the file says]")
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), metavar="FILE")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def command(source: Path, form: str | None, out: Path, force: bool) -> int:
    """Make a plan from another program's file, and report what was taken and what was kept as notes.

    prometheus-rules: alerting rules become triggers and alerts, their queries metrics. argo-rollouts and
    flagger: weights become phases, metrics triggers and criteria.
    """
    if out.exists() and not force:
        raise click.UsageError(f"“{out}” exists; --force replaces it.")
    if out.exists() and source.exists() and out.samefile(source):
        raise click.UsageError(f"“{out}” is what is imported; give the plan another name.")
    if not out.absolute().parent.is_dir():
        raise click.UsageError(f"There is no folder “{out.absolute().parent}”.")
    from relplanner.exchange.importing.formats import import_text
    from relplanner.storage import files, reader, writer

    with working(f"Reading {source.name}"):
        found = import_text(reader.read_text(source), str(source), form)
    files.save(out, writer.format_new(found.plan), None)
    click.echo("\n".join(map(_shown, found.report.lines())))
    click.echo(one_line(f"{out}: made from {source}."), err=True)
    return 0


def _shown(line: str) -> str:
    indent = len(line) - len(line.lstrip(" "))
    return " " * indent + one_line(line.strip())
