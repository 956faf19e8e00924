"""`relplanner baseline`: full snapshots of a plan, taken, listed and removed."""

from __future__ import annotations

from pathlib import Path

import click

from relplanner.commands.reading import echo_json, file_argument
from relplanner.commands.texts import one_line
from relplanner.commands.verbs import CONTEXT, examples


@click.command(
    "baseline",
    context_settings=CONTEXT,
    epilog=examples(
        "relplanner baseline plan.relplan.yaml take approved",
        "relplanner baseline plan.relplan.yaml list",
        "relplanner diff plan.relplan.yaml@approved plan.relplan.yaml",
    ),
)
@file_argument
@click.argument("action", type=click.Choice(["take", "list", "remove"]), default="list")
@click.argument("name", default="")
@click.option("--author", default="", help="Who takes it; by default this system's user.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Of the list.")
def command(file: Path, action: str, name: str, author: str, form: str) -> int:
    """Full snapshots of a plan, kept beside it: take NAME, list, remove ID.

    A baseline is compared by “relplanner diff FILE@NAME FILE”, by its id or by its name.
    """
    if action == "take":
        return _take(file, name, author)
    if action == "remove":
        return _remove(file, name)
    return _list(file, form)


def _take(file: Path, name: str, author: str) -> int:
    from relplanner.storage.baselines import take
    from relplanner.storage.reader import parse, read_text

    if not name.strip():
        raise click.UsageError("A baseline needs a name: relplanner baseline FILE take NAME.")
    text = read_text(file)
    parse(text, str(file))  # what is no plan now will be none when it is needed
    taken = take(file, text, name, author)
    click.echo(one_line(f"{taken.id}: baseline “{taken.name}” taken"))
    return 0


def _remove(file: Path, name: str) -> int:
    from relplanner.storage.baselines import find, remove

    found = find(file, name)
    remove(found)
    click.echo(one_line(f"{found.id}: baseline “{found.name}” removed"))
    return 0


def _list(file: Path, form: str) -> int:
    from relplanner.storage.baselines import baselines, broken
    from relplanner.storage.reader import read_text

    read_text(file)  # a misspelled name is not a plan without baselines
    known, faults = baselines(file), broken(file)
    if form == "json":
        echo_json(
            {
                "baselines": [
                    {
                        "id": one.id,
                        "name": one.name,
                        "author": one.author,
                        "taken_at": one.taken_at.isoformat(),
                        "path": one.path.as_posix(),
                    }
                    for one in known
                ],
                "problems": [fault.message for fault in faults],
            }
        )
    else:
        lines = (f"{one.id}  {one.taken_at:%Y-%m-%d %H:%M} UTC  {one.author}  {one.name}" for one in known)
        click.echo("".join(f"{one_line(line)}\n" for line in lines), nl=False)
    click.echo("".join(f"{one_line(fault.message)}\n" for fault in faults), nl=False, err=True)
    return 1 if faults else 0
