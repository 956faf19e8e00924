#!/usr/bin/env python3
"""Sets this checkout up on a bare machine, then runs the demo, the tests or the benchmarks.

Needs nothing but Python 3.11 or newer and its standard library: no pip, no venv, no ensurepip.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (this runs on whatever python3 is)
    sys.exit(
        "relplanner needs Python 3.11 or newer; this is Python {}.{}. Run this with a newer one, e.g.\n"
        "    python3.12 packaging/dev.py ...".format(*sys.version_info[:2])
    )

import argparse

from devtools import environment, running, system
from devtools.failures import SetupFailed


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    command: str = options.command
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # a plain text stream, also in a pipe
    try:
        system.provide(system.needs_of(command))
        environment.provide()
        if command == "demo":
            return running.demo()
        if command == "bench":
            return running.bench()
        return running.test(long=options.long)
    except SetupFailed as failure:
        print(f"dev.py: {failure}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("dev.py: stopped.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="open the program on a sample release")
    test = commands.add_parser("test", help="import-linter, ruff, mypy and all tests")
    test.add_argument("--long", action="store_true", help="full counts of the long checks")
    commands.add_parser("bench", help="the table of speeds, beside those of other programs")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
