"""`relplanner merge`: three plans into one, by id and field; usable as git's merge driver."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relplanner.commands.progress import working
from relplanner.commands.reading import located, said
from relplanner.commands.texts import one_line
from relplanner.commands.verbs import CONTEXT, examples
from relplanner.errors import Place, PlanUnreadable, Problem

if TYPE_CHECKING:
    from relplanner.exchange.merging import MergedFile
    from relplanner.storage.reader import Loaded

MOST = 50
"""So many conflicts are told one by one; all of them stand in the file."""
_plan = click.Path(path_type=Path)


@click.command(
    "merge",
    context_settings=CONTEXT,
    epilog=examples(
        "relplanner merge base.relplan.yaml ours.relplan.yaml theirs.relplan.yaml -o ours.relplan.yaml"
    ),
)
@click.argument("base", type=_plan)
@click.argument("ours", type=_plan)
@click.argument("theirs", type=_plan)
@click.option("-o", "--output", "out", required=True, type=_plan, metavar="OUT")
@click.option("--label", default="", metavar="NAME", help="What messages call the file; git knows its name.")
def command(base: Path, ours: Path, theirs: Path, out: Path, label: str) -> int:
    """Bring what changed from BASE to THEIRS into OURS, by id and field.

    Where both sides changed the same, OURS stays and the other side's value is written as a comment above it.
    Exit code 0 when all is settled, 1 when a conflict or a new error is left, 2 when nothing was written
    because a file cannot be read.
    """
    from relplanner.exchange.merging import merge_files

    old, mine, other = _read(base, label), _read(ours, label), _read(theirs, label)
    for side, path in ((mine, ours), (other, theirs)):
        _refuse_emptied(old, side, Path(label) if label else path)
    with working("Merging"):
        merged = merge_files(old, mine, other)
    from relplanner.storage import files

    files.save(out, merged.text, None, backups=0 if label else files.BACKUPS)
    name = Path(label) if label else out
    lines = list(_report(merged, name))
    click.echo("".join(f"{one_line(line)}\n" for line in lines), nl=False, err=True)
    return 0 if merged.clean else 1


def _read(path: Path, label: str) -> Loaded:
    """A side; an empty file is an empty plan: git's base where both sides added the file."""
    from relplanner.exchange.merging import nothing
    from relplanner.storage import reader

    text = reader.read_text(path)
    if not text.strip():
        return nothing()
    with working(f"Reading {path.name}"):
        return reader.parse(text, label or str(path))


def _refuse_emptied(base: Loaded, side: Loaded, path: Path) -> None:
    """A plan that became an empty file was cut off, not edited: merged, it would delete everything."""
    if base.source.text.strip() and not side.source.text.strip():
        raise PlanUnreadable(
            Problem("The file is empty on one side.", Place(str(path)), "Bring that side back first.")
        )


def _report(merged: MergedFile, name: Path) -> Iterator[str]:
    from relplanner.storage.reader import Loaded

    for conflict in merged.conflicts[:MOST]:
        yield f"{name}: conflict: {conflict}"
    if len(merged.conflicts) > MOST:
        yield f"{name}: … and {len(merged.conflicts) - MOST:,} more conflicts"
    loaded = Loaded(merged.plan, merged.source, ())
    for finding in merged.errors:
        yield said(name, located(loaded, finding))
    for effect in merged.effects:
        yield f"{name}: with theirs: {effect}"
    if merged.conflicts:
        yield f"{name}: each conflict stands in the file as a comment that begins with “# Merge conflict:”."
