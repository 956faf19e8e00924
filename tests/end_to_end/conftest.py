"""A copy of the sample plan, and real windows that end with their test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from relplanner.resources import resource
from tests.end_to_end.real import Real, started

Start = Callable[..., Real]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the Aurora sample in a folder of its own."""
    folder = tmp_path / "plans"
    folder.mkdir()
    return Path(shutil.copy(resource("samples") / "aurora.relplan.yaml", folder))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program on a file. All starts of a test share one person's settings and state."""
    with ExitStack() as stack:
        yield lambda *arguments: stack.enter_context(started(tmp_path / "person", *arguments))
