"""The table of verbs. A verb's module is imported when the verb is used, so `check` starts without Qt."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import cast

import click

from relplanner import __version__

OPEN = "open"
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

VERBS: Mapping[str, str] = MappingProxyType(
    {
        "demo": "Open a sample release, dated from today.",
        "check": "Validate and review a plan: findings.",
        "schedule": "Dates, slack and the critical path of a plan.",
        "risk": "How likely the release is out by when: Monte Carlo.",
        "backtest": "When each trigger would have been pending and firing.",
        "diff": "What changed between two plans, in plan language.",
        "merge": "Merge three plans by id and field.",
        "baseline": "Full snapshots of a plan: take, list, remove.",
        "git-setup": "Make git merge and show plans as plans.",
        "render": "A picture of a page of the application.",
        "new": "Make a plan from a template.",
        "templates": "List the templates.",
        "import": "A plan from another program's file.",
        "export": "Write a plan in another program's format.",
        "schema": "The JSON Schema of the plan file.",
        "doctor": "The environment: versions, Qt, fonts, TLS, sources.",
    }
)
"""Verb by verb the sentence of the overview; the module of the same name holds its `command`."""

BRIEF = frozenset({"check", "schedule", "export", "diff", "merge"})
"""Verbs that read a plan, say something and end."""


class Verbs(click.Group):
    """Verbs come from the table; a command line without a verb opens the window."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS and cmd_name != OPEN:
            return None
        module = importlib.import_module(f"relplanner.commands.{_module(cmd_name)}")
        return cast(click.Command, module.command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def with_verb(self, arguments: list[str]) -> list[str]:
        """The command line with `open` in front unless it names a verb or asks for help or the version."""
        if arguments and arguments[0] in (*VERBS, "-h", "--help", "--version"):
            return arguments
        refuse_misspelled_verb(arguments)
        return [OPEN, *arguments]


def _module(verb: str) -> str:
    named = {
        "open": "open_window",
        "export": "export_plan",
        "import": "import_plan",
        "schema": "plan_schema",
    }
    return named.get(verb, verb.replace("-", "_"))


def refuse_misspelled_verb(arguments: list[str]) -> None:
    """`relplanner chekc plan` is a slip, not a file to open. Raises :class:`click.UsageError`."""
    word = arguments[0] if arguments else ""
    like_a_path = Path(word).suffix or "/" in word or "\\" in word
    if not word or word.startswith("-") or like_a_path or Path(word).exists():
        return
    import difflib

    near = difflib.get_close_matches(word, VERBS, n=1)
    hint = f" Perhaps you mean “{near[0]}”." if near else ""
    raise click.UsageError(f"There is no command and no file “{word}”.{hint}")


def group() -> Verbs:
    """The whole command line."""
    verbs = Verbs(
        "relplanner",
        help=(
            "Plan a software release, prove the plan, watch it go out.\n\n"
            "Without a command the application opens: relplanner [FILE] [--page PAGE] [--review]."
        ),
        context_settings=CONTEXT,
        subcommand_metavar="[FILE | COMMAND] [OPTIONS]",
        epilog=examples("relplanner plan.relplan.yaml", "relplanner check plan.relplan.yaml"),
    )
    return click.version_option(__version__, message="%(prog)s %(version)s")(verbs)


def examples(*lines: str) -> str:
    """The closing part of a help text; `\\b` keeps click from joining its lines."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
