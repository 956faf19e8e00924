"""What verbs that read a plan share: the file read, the plan scheduled, findings with their lines."""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relplanner.commands.progress import working
from relplanner.commands.texts import harmless, json_text, one_line
from relplanner.plan.findings import Finding

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.storage.reader import Loaded

_LAST_PART = re.compile(r"(\.?[^.\[\]]+|\[[^\]]*\])\Z")
file_argument = click.argument("file", type=click.Path(path_type=Path))


def read_plan(path: Path) -> Loaded:
    """Raises :class:`~relplanner.errors.PlanUnreadable` or :class:`~relplanner.errors.StorageError`."""
    from relplanner.storage import reader

    with working(f"Reading {path.name}"):
        return reader.read(path)


def refuse_itself(out: Path | None, file: Path, what: str) -> None:
    """Raises :class:`click.UsageError` when what is made would replace the plan it is made from."""
    if out is not None and out.exists() and file.exists() and out.samefile(file):
        raise click.UsageError(f"“{out}” is the plan itself; give the {what} another name.")


def scheduled(loaded: Loaded) -> Schedule:
    """The schedule of a plan that was read."""
    from relplanner.schedule import compute

    with working("Scheduling"):
        return compute(loaded.plan)


def located(loaded: Loaded, finding: Finding) -> Finding:
    """The finding with the line its path stands on; of a key that is missing, the line of what lacks it."""
    path = finding.path
    while finding.line is None and path:
        finding = dataclasses.replace(finding, line=loaded.source.line_of(path))
        path = _LAST_PART.sub("", path)
    return finding


def said(path: Path, finding: Finding) -> str:
    """One line: `plan.relplan.yaml:12: error UNKNOWN-ID: ...`."""
    place = f"{path}:{finding.line}" if finding.line is not None else str(path)
    return one_line(f"{place}: {finding.severity} {finding.code}: {finding.message}")


def as_json(finding: Finding) -> dict[str, str | int | None]:
    """The keys that others rely on."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "path": finding.path,
        "line": finding.line,
        "id": finding.id,
    }


def echo_json(value: object) -> None:
    """Data on standard output, as UTF-8 where the stream can and escaped where it cannot."""
    import json

    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    click.echo(json_text(json.dumps(value, indent=2, ensure_ascii=encoding != "utf8")))


def echo_table(text: str) -> None:
    """CSV on standard output: for other programs as it is, on a terminal without what that would obey."""
    click.echo(harmless(text) if sys.stdout is not None and sys.stdout.isatty() else text, nl=False)
