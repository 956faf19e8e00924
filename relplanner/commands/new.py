"""`relplanner new`: a plan from a template, dated from its target."""

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
    epilog=examples("relplanner new --template enterprise --target 2027-06-15T09:00 -o plan.relplan.yaml"),
)
@click.option("--template", required=True, metavar="ID", help="See “relplanner templates”.")
@click.option("--target", type=Target(), help="T0; all dates of the template follow it.")
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), metavar="FILE")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def command(template: str, target: Wall | None, out: Path, force: bool) -> int:
    """Make a plan from a template."""
    if out.exists() and not force:
        raise click.UsageError(f"“{out}” exists; --force replaces it.")
    if not out.absolute().parent.is_dir():
        raise click.UsageError(f"There is no folder “{out.absolute().parent}”.")
    from relplanner.exchange.templates import from_template
    from relplanner.storage import files

    text = from_template(template, target)
    files.save(out, text, None)
    click.echo(f"{out}: made from {template}{f', T0 {format_moment(target)}' if target else ''}.", err=True)
    return 0
