"""The CAB pack for `relplanner export --to html|pdf`: the report, its pictures, and where it goes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relplanner.commands.check import findings_of
from relplanner.commands.progress import working
from relplanner.commands.texts import one_line
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.storage.reader import Loaded

PACKS = ("html", "pdf")
PAGE_SIZES = ("A4", "Letter", "A3")
ORIENTATIONS = ("auto", "portrait", "landscape")


@value
class Wishes:
    """What the person asks of a pack."""

    page_size: str = "A4"
    orientation: str = "auto"
    since: str = ""
    """A file, a baseline or a git revision; empty: the newest baseline."""
    trials: int = 10_000
    seed: int = 1


def write_pack(
    form: str, file: Path, loaded: Loaded, schedule: Schedule, wishes: Wishes, out: Path | None
) -> None:
    """Make the pack and write it to ``out`` or to standard output. Raises :class:`RelplannerError`."""
    from relplanner.storage import files

    if out is None and form == "pdf" and sys.stdout is not None and sys.stdout.isatty():
        raise click.UsageError("A PDF is not for the terminal. Say where it goes: -o pack.pdf")
    data = _made(form, file, loaded, schedule, wishes)
    if out is not None:
        files.save_bytes(out, data, None, backups=0)
        return
    click.echo(data, nl=False)


def _made(form: str, file: Path, loaded: Loaded, schedule: Schedule, wishes: Wishes) -> bytes:
    from relplanner.session import cab

    findings = findings_of(loaded)
    since = None
    passed_over: list[str] = []
    with working("Reading what to compare with"):
        since = (
            cab.since_of(file, wishes.since) if wishes.since else cab.last_baseline(file, passed_over.append)
        )
    for fault in passed_over:
        click.echo(f"note: a baseline is passed over: {one_line(fault)}", err=True)
    with working(f"Simulating {wishes.trials:,} runs"):
        pack = cab.make_pack(
            schedule,
            findings,
            path=file,
            since=since,
            source=cab.source_of(file),
            trials=wishes.trials,
            seed=wishes.seed,
        )
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # the same pages everywhere, with or without a screen
    from relplanner.ui.paper import export

    with working("Drawing the pages"):
        return export.made(form, pack, schedule, wishes.page_size, wishes.orientation)
