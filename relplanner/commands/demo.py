"""`relplanner demo`: the application on a sample release, two weeks before its T0."""

from __future__ import annotations

import click

from relplanner.commands.verbs import CONTEXT, examples


@click.command("demo", context_settings=CONTEXT, epilog=examples("relplanner demo"))
def command() -> int:
    """Open a sample release in the application.

    It opens a copy, one for each day, in the folder for your own data: whatever you try stays yours.
    """
    from relplanner.ui.application import run

    return run(demo=True)
