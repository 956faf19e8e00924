"""`relplanner new`: a plan from a template or from the plan of the last release, dated from its target."""

from __future__ import annotations

from pathlib import Path

import click

from relplanner.commands.verbs import CONTEXT, examples
from relplanner.errors import TextError
from relplanner.plan.forms.moment import Wall, format_moment, parse_moment

MORNING = 9 * 60


class Target(click.ParamType[Wall]):
    """A wall-clock moment in the plan's zone; a day alone means its morning, 09:00."""

    name = "DATETIME"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Wall:
        if isinstance(value, Wall):
            return value
        try:
            moment = parse_moment(str(value))
        except TextError:
            moment = None
        if not isinstance(moment, Wall):
            self.fail(f"“{value}” is not a date and time such as 2027-06-15T09:00.", param, ctx)
        return Wall(moment.day, MORNING, moment.offset) if moment.minute is None else moment


@click.command(
    "new",
    context_settings=CONTEXT,
    epilog=examples(
        "relplanner new --template enterprise --target 2027-06-15T09:00 -o plan.relplan.yaml",
        "relplanner new --from 3.4.relplan.yaml --target 2027-09-14T09:00 --version 3.5.0 -o 3.5.yaml",
    ),
)
@click.option("--template", metavar="ID", help="See “relplanner templates”.")
@click.option(
    "--from",
    "last",
    metavar="PLAN",
    type=click.Path(path_type=Path),
    help="The last release's plan: its work and people, without what happened.",
)
@click.option("--target", type=Target(), help="T0; all dates that hang on it follow.")
@click.option("--version", metavar="VERSION", help="The new release's version, with --from.")
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), metavar="FILE")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def command(
    template: str | None, last: Path | None, target: Wall | None, version: str | None, out: Path, force: bool
) -> int:
    """Make a plan from a template, or from the plan of the last release."""
    if (template is None) == (last is None):
        raise click.UsageError("Name a --template, or the plan to begin --from.")
    if version is not None and last is None:
        raise click.UsageError("--version goes with --from.")
    if out.exists() and not force:
        raise click.UsageError(f"“{out}” exists; --force replaces it.")
    if not out.absolute().parent.is_dir():
        raise click.UsageError(f"There is no folder “{out.absolute().parent}”.")
    from relplanner.storage import files

    if last is not None:
        text, made_from = _next_of(last, target, version), str(last)
    else:
        text, made_from = _from_template(str(template), target), str(template)
    files.save(out, text, None)
    click.echo(f"{out}: made from {made_from}{f', T0 {format_moment(target)}' if target else ''}.", err=True)
    return 0


def _from_template(template: str, target: Wall | None) -> str:
    from relplanner.exchange.templates import from_template

    return from_template(template, target)


def _next_of(last: Path, target: Wall | None, version: str | None) -> str:
    if target is None:
        raise click.UsageError("The next release needs its own --target.")
    from relplanner.commands.reading import read_plan
    from relplanner.plan.cloning import clone
    from relplanner.plan.forms.scalars import VERSION
    from relplanner.storage import writer

    loaded = read_plan(last)
    plan = clone(loaded.plan, target, version=None if version is None else VERSION.parse(version))
    return writer.write(loaded.source, plan)[0]
