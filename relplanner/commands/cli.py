"""`relplanner`: finds the verb, runs it, turns whatever happens into an exit code and at most a clear line.

0 fine · 1 the answer is no · 2 wrong usage or unreadable input. 130 stands for Ctrl+C, 141 for a closed pipe,
as the shell itself would report them.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from relplanner.commands.texts import harmless
from relplanner.commands.verbs import BRIEF, Verbs, group
from relplanner.errors import RelplannerError

WRONG, INTERRUPTED, CLOSED_PIPE = 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The entry point of the program."""
    prepare_streams()
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] not in BRIEF:
        sys.exit(run(words))
    gc.disable()  # the process ends before garbage matters; a large plan is read in half the time
    code = run(words)
    if sys.stderr is not None:
        sys.stderr.flush()
    os._exit(code)  # run has flushed the output; freeing a large plan object by object serves nobody


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code."""
    try:
        code = _invoke(group(), list(arguments))
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return CLOSED_PIPE
    except click.ClickException as error:
        _say(_usage_text(error))
        return WRONG
    except RelplannerError as error:
        _say(str(error))
        return WRONG
    except OSError as error:
        _say(_system_text(error))
        return WRONG
    except Exception:  # noqa: BLE001 - the last resort: nobody gets a traceback, the log does
        from relplanner.commands.failure import report

        _say(report())
        return WRONG


def _invoke(verbs: Verbs, arguments: list[str]) -> int:
    """Not by click's own `main`: it has its own mind about closed pipes and Ctrl+C."""
    try:
        with verbs.make_context("relplanner", verbs.with_verb(arguments)) as context:
            code: int = verbs.invoke(context)
            return code
    except click.exceptions.Exit as done:  # help and version
        return done.exit_code


def _usage_text(error: click.ClickException) -> str:
    """One line: what is wrong, and where to read on."""
    message = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "relplanner"
    return f"{path}: {message} See “{path} -h”."


def _system_text(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}." if error.filename else f"{reason}."


def _say(text: str) -> None:
    try:
        click.echo(harmless(text), err=True)
    except OSError:
        return  # nobody listens on standard error; the exit code still tells


def _drop_output() -> None:
    """Whoever read our output is gone: what is still buffered goes nowhere, and nobody complains at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def prepare_streams() -> None:
    """UTF-8 for what other programs read; on a terminal with another encoding unknown signs become "?"."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if stream is None or reconfigure is None:  # a window without console on Windows; a test's own stream
            continue
        chosen = os.environ.get("PYTHONIOENCODING") or stream.isatty()
        reconfigure(encoding=None if chosen else "utf-8", errors="replace")
