"""What the first picture does without: each of these costs the start milliseconds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from relplanner.resources import resource

ROOT = Path(__file__).parents[2]
PROGRAM = """
import os, sys
from relplanner.ui import application
from relplanner.ui.timeline.board import Board

paint = Board.paintEvent
def watched(self, event):
    paint(self, event)
    print(*sys.modules, flush=True)
    os._exit(0)
Board.paintEvent = watched
application.run(sys.argv[1])
"""
STORAGE = ("backups", "composing", "emit", "events", "places", "writer")
TIMELINE = (
    "accessible", "cell_edits", "clipboard", "empty", "doing", "gestures", "ghosts", "hover", "keyboard",
    "link_index", "many_links", "menus", "moving", "painter_overview", "view_gestures",
)  # fmt: skip
LATE = (
    "numpy", "yaml", "networkx", "pyqtgraph", "httpx",
    "calendar", "decimal", "fractions", "hashlib", "platform", "secrets",
    *(f"relplanner.storage.{name}" for name in STORAGE),
    *(f"relplanner.ui.timeline.{name}" for name in TIMELINE),
    "relplanner.ui.common.find", "relplanner.ui.common.cell_editor", "relplanner.ui.frame.toast",
    "relplanner.ui.inspector.editors", "relplanner.ui.menus", "relplanner.ui.palette.palette",
    "relplanner.schedule.graph", "relplanner.schedule.array_engine",
)  # fmt: skip


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The modules that are loaded once the sample's timeline is painted first."""
    folder = str(tmp_path_factory.mktemp("settings"))
    own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"), folder)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(resource("samples", "aurora.relplan.yaml"))],
        cwd=ROOT, env={**os.environ, **own, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return frozenset(done.stdout.split())


@pytest.mark.parametrize("module", LATE)
def test_the_first_picture_of_the_sample_waits_for_no(module: str, loaded: frozenset[str]) -> None:
    assert "relplanner.ui.timeline.board" in loaded
    assert module not in loaded
