"""`relplanner export --to prometheus-rules-test`: the rules and their test from recorded samples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relplanner.commands.progress import measured as told
from relplanner.commands.reading import said
from relplanner.commands.texts import one_line

if TYPE_CHECKING:
    from relplanner.storage.reader import Loaded

FORMAT = "prometheus-rules-test"


def write_rule_test(file: Path, loaded: Loaded, data: str | None, out: Path | None) -> None:
    """Write the test to ``out`` and the rules beside it. Raises :class:`RelplannerError`."""
    if out is None:
        raise click.UsageError(f"{FORMAT} makes two files. Say where the test goes: -o rules_test.yml")
    rules = out.with_name(f"{out.stem.removesuffix('_test')}.rules.yml")
    for path in (out, rules):
        if path.exists() and file.exists() and path.samefile(file):
            raise click.UsageError(f"“{path}” is the plan itself; give the export another name.")
    from relplanner.exchange.prometheus.rule_tests import rule_test
    from relplanner.session.measured import measured
    from relplanner.storage import files

    with told(f"Reading {data or 'recordings'}") as tell:
        found = measured(file, loaded.plan, data, on_progress=tell)
    made = rule_test(loaded.plan, found.series, rules.name)
    files.save(rules, made.rules, None, backups=0)
    files.save(out, made.tests, None, backups=0)
    for finding in found.findings:
        click.echo(said(Path(data) if data else file, finding), err=True)
    for note in made.notes:
        click.echo(f"note: {one_line(note)}", err=True)
    click.echo(one_line(f"{out} tests {rules.name}: promtool test rules {out}"), err=True)
