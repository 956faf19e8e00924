"""Running the command line inside the test's process, and small plans to run it on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from relplanner.commands import cli
from tests.commands.faults import SOUND


@dataclass(frozen=True)
class Outcome:
    """What one command line gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line; arguments are made text."""

    def invoke(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return invoke


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """A sound plan of three activities, finished two days before its target."""
    path = tmp_path / "plan.relplan.yaml"
    path.write_text(SOUND, encoding="utf-8")
    return path


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write a plan's text into a file."""

    def to_file(text: str, name: str = "plan.relplan.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return to_file
