"""`relplanner check`: what a plan's file, its parts and its dates have to say."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relplanner.commands.progress import working
from relplanner.commands.reading import as_json, echo_json, file_argument, located, read_plan, said, scheduled
from relplanner.commands.texts import harmless
from relplanner.commands.verbs import CONTEXT, examples
from relplanner.errors import PlanUnreadable
from relplanner.plan.findings import Finding, in_order, summary, unsaid

if TYPE_CHECKING:
    from relplanner.storage.reader import Loaded

STRICT = frozenset({"T0-SLIP", "DEADLINE"})
"""Promises that are missed: warnings while one plans, errors where a pipeline must stop."""
_ANNOTATIONS = {"error": "error", "warning": "warning", "info": "notice"}


@click.command(
    "check",
    context_settings=CONTEXT,
    epilog=examples(
        "relplanner check plan.relplan.yaml",
        "relplanner check plan.relplan.yaml --strict --format github",
    ),
)
@file_argument
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text")
@click.option("--strict", is_flag=True, help="A missed T0 or deadline is an error, not a warning.")
def command(file: Path, form: str, strict: bool) -> int:
    """Validate and review a plan.

    Exit code 1 when a finding is an error, 2 when the file cannot be read.
    """
    try:
        findings = findings_of(read_plan(file), strict=strict)
    except PlanUnreadable as error:
        if form == "github":
            problems = (_annotation(file, "error", p.where.line, p.message) for p in error.problems)
            click.echo("\n".join(problems))
        raise
    counts = summary(findings)
    if form == "json":
        echo_json({"findings": [as_json(finding) for finding in findings], "summary": counts})
    else:
        line = _github if form == "github" else said
        click.echo("".join(f"{line(file, finding)}\n" for finding in findings), nl=False)
        click.echo(_closing(counts), err=form == "github")
    return 1 if counts["error"] else 0


def findings_of(loaded: Loaded, *, strict: bool = False) -> tuple[Finding, ...]:
    """Everything that is to be said of a plan: file, parts, dates and rollout; each once, errors first."""
    from relplanner.plan.checks import check
    from relplanner.rollout.coverage import findings as uncovered
    from relplanner.schedule.findings import findings as dated

    schedule = scheduled(loaded)
    today = dt.datetime.now(schedule.zone).date()
    with working("Checking"):
        structure = check(loaded.plan, today)
        problems = unsaid(structure, schedule.problems)
        found = [*loaded.findings, *structure, *problems, *dated(schedule), *uncovered(loaded.plan)]
    lines = dict.fromkeys(located(loaded, _strictly(finding) if strict else finding) for finding in found)
    return in_order(lines)


def _strictly(finding: Finding) -> Finding:
    return dataclasses.replace(finding, severity="error") if finding.code in STRICT else finding


def _closing(counts: dict[str, int]) -> str:
    if not any(counts.values()):
        return "Nothing to say: no errors, no warnings."
    words = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes")}
    return ", ".join(
        f"{counts[key]} {one if counts[key] == 1 else many}" for key, (one, many) in words.items()
    )


def _github(path: Path, finding: Finding) -> str:
    return _annotation(path, _ANNOTATIONS[finding.severity], finding.line, finding.message, finding.code)


def _annotation(path: Path, kind: str, line: int | None, message: str, title: str = "") -> str:
    """A workflow command; https://docs.github.com/actions/reference/workflow-commands-for-github-actions"""
    place = f"file={_property(path.as_posix())}" + (f",line={line}" if line is not None else "")
    name = f",title={_property(title)}" if title else ""
    text = harmless(message).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{kind} {place}{name}::{text}"


def _property(text: str) -> str:
    for plain, escaped in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(plain, escaped)
    return text
