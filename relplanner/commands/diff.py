"""`relplanner diff`: what changed between two plans; also as git's external diff and textconv."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relplanner.commands.progress import working
from relplanner.commands.reading import echo_json, said
from relplanner.commands.texts import harmless, one_line
from relplanner.commands.verbs import CONTEXT, examples
from relplanner.errors import PlanUnreadable, RelplannerError

if TYPE_CHECKING:
    from relplanner.exchange.changes import Changes
    from relplanner.schedule import Schedule
    from relplanner.storage.reader import Loaded

MOST_LINES = 1000
"""So many lines of a text comparison are shown where plans cannot be compared."""
_EXTERNAL = (7, 9)
"""What git gives its external diff: with two more when the file was renamed; see gitattributes(5)."""


@click.command(
    "diff",
    context_settings=CONTEXT,
    epilog=examples(
        "relplanner diff before.relplan.yaml after.relplan.yaml",
        "relplanner diff HEAD:plan.relplan.yaml plan.relplan.yaml --format markdown",
        "relplanner diff plan.relplan.yaml@approved plan.relplan.yaml",
    ),
)
@click.argument("plans", nargs=-1, metavar="OLD NEW")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.option("--all", "whole", is_flag=True, help="Every sentence, not only the weightiest of a section.")
@click.option("--git-external", "external", is_flag=True, hidden=True)
@click.option("--git-textconv", "textconv", is_flag=True, hidden=True)
def command(plans: tuple[str, ...], form: str, whole: bool, external: bool, textconv: bool) -> int:
    """What changed from OLD to NEW, in plan language.

    Each is a file, a baseline as FILE@NAME, or a file in git as REVISION:FILE. Exit code 0 when both say the
    same, 1 when they differ, 2 when one cannot be read.
    """
    if external:
        return _external(plans)
    if textconv:
        return _textconv(plans)
    if len(plans) != 2:
        raise click.UsageError("Two plans are compared: relplanner diff OLD NEW.")
    old, new = (_read(words) for words in plans)
    with working("Comparing"):
        found, before, after = _compared(old, new)
    _FORMS[form](found, before, after, whole)
    for words, loaded in zip(plans, (old, new), strict=True):
        unread = [finding for finding in loaded.findings if finding.severity == "error"]
        click.echo("".join(f"{said(Path(words), finding)}\n" for finding in unread), nl=False, err=True)
    return 0 if found.same else 1


def _read(words: str) -> Loaded:
    from relplanner.storage import reader

    if Path(words).is_file():
        with working(f"Reading {Path(words).name}"):
            return reader.read(words)
    from relplanner.session.comparing import loaded_from

    with working(f"Reading {words}"):
        return loaded_from(words)[0]


def _compared(old: Loaded, new: Loaded) -> tuple[Changes, Schedule, Schedule]:
    from relplanner.exchange.changes import compared

    return compared(old.plan, new.plan)


def _text(found: Changes, before: Schedule, after: Schedule, whole: bool) -> None:
    from relplanner.exchange.changes import as_text
    from relplanner.exchange.changes.forms import MOST

    click.echo(harmless(as_text(found, sys.maxsize if whole else MOST)), nl=False)


def _markdown(found: Changes, before: Schedule, after: Schedule, whole: bool) -> None:
    from relplanner.exchange.changes import as_markdown
    from relplanner.exchange.changes.forms import MOST

    click.echo(harmless(as_markdown(found, sys.maxsize if whole else MOST)), nl=False)


def _json(found: Changes, before: Schedule, after: Schedule, whole: bool) -> None:
    from relplanner.exchange.changes import as_json

    echo_json(as_json(found, before, after))


_FORMS: Mapping[str, Callable[[Changes, Schedule, Schedule, bool], None]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
}


def _external(words: tuple[str, ...]) -> int:
    """As git's external diff. Always 0: git takes anything else for a crash and stops all its output."""
    if len(words) == 1:
        click.echo(f"{one_line(words[0])}: not merged yet")
        return 0
    if len(words) not in _EXTERNAL:
        raise click.UsageError("git gives its external diff 1, 7 or 9 arguments.")
    name, old, new = words[0], words[1], words[4]
    click.echo("".join(f"{one_line(line)}\n" for line in _git_heading(words)), nl=False)
    texts = _texts(old, new)
    try:
        found = _compared(_read(old), _read(new))[0]
    except RelplannerError as error:
        click.echo(harmless(f"  It cannot be compared as a plan: {error.problems[0].message}"))
        click.echo(harmless(_as_lines(name, texts)), nl=False)
        return 0
    if found.same and texts[0] != texts[1]:
        click.echo("  The plans say the same; their texts differ:")
        click.echo(harmless(_as_lines(name, texts)), nl=False)
    else:
        from relplanner.exchange.changes import as_text

        lines = as_text(found).splitlines()
        click.echo(harmless("".join(f"  {line}\n" for line in lines)), nl=False)
    return 0


def _git_heading(words: tuple[str, ...]) -> Iterator[str]:
    """Which file it is, and whether it is new, gone, renamed, or has another mode."""
    from relplanner.session.comparing import is_nothing

    name, old, old_mode, new, new_mode = words[0], words[1], words[3], words[4], words[6]
    state = " (new)" if is_nothing(old) else " (deleted)" if is_nothing(new) else ""
    renamed = f" → {words[7]}" if len(words) == max(_EXTERNAL) else ""
    yield f"plan {name}{renamed}{state}"
    if not state and old_mode != new_mode:
        yield f"  mode {old_mode} → {new_mode}"


def _texts(*names: str) -> list[list[str]]:
    """The lines of both files as they are, whatever they hold."""
    from relplanner.session.comparing import is_nothing
    from relplanner.storage.yaml_text import LIMIT_BYTES

    found: list[list[str]] = []
    for name in names:
        if is_nothing(name):
            found.append([])
            continue
        with Path(name).open("rb") as file:
            found.append(file.read(LIMIT_BYTES).decode("utf-8", "replace").splitlines())
    return found


def _as_lines(name: str, texts: list[list[str]]) -> str:
    """Line by line, as git itself would show it."""
    import difflib
    from itertools import islice

    if sum(map(len, texts)) > 50_000:  # difflib would take minutes
        return "  The texts are too long to be shown; see “git diff --no-ext-diff”.\n"
    old, new = texts
    found = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm="")
    lines = list(islice(found, MOST_LINES + 1))
    more = ["…"] if len(lines) > MOST_LINES else []
    return "".join(f"{line}\n" for line in [*lines[:MOST_LINES], *more])


def _textconv(words: tuple[str, ...]) -> int:
    """As git's textconv: the plan in plan language, or its text where it is none."""
    from relplanner.exchange.changes.listing import listing
    from relplanner.schedule import compute

    if len(words) != 1:
        raise click.UsageError("git gives its textconv one file.")
    try:
        text = harmless(listing(compute(_read(words[0]).plan)))
    except PlanUnreadable:
        click.echo(Path(words[0]).read_bytes(), nl=False)
        return 0
    click.echo(text, nl=False)
    return 0
