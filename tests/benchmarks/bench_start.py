"""From the start of the process to the first painted window with the sample open, beside a bare one.

A third window has widgets, style, fonts and icons as ours and no program behind them (``bare_look``): what
Qt and its binding take for that is in our figure too, and no program can save it.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from relplanner.resources import resource as shipped
from tests.benchmarks.table import Row, interleave

ROUNDS = 9
TARGET = 2.0
ROOT = Path(__file__).resolve().parents[2]

BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)

application = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
application.exec()
"""

OURS = """
import os, sys
from relplanner.ui import application

class Watch:
    # the page's own paint event is the last of the first picture
    def __init__(self, kind):
        before = kind.paintEvent
        def paint(self, event):
            before(self, event)
            os._exit(0)
        kind.paintEvent = paint

make = application.dressed_window
def watched(*given):
    window = make(*given)
    from relplanner.ui.timeline.board import Board
    Watch(Board)
    return window
application.dressed_window = watched
application.run(sys.argv[1])
"""


SHEET = """
import sys
from PySide6.QtWidgets import QApplication
from relplanner.ui.theme import fonts, stylesheet, tokens

application = QApplication([])
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write(stylesheet.sheet(tokens.LIGHT, fonts.base()))
"""
LOOK = (ROOT / "tests" / "benchmarks" / "bare_look.py").read_text(encoding="utf-8")


def process(script: str, *arguments: str, state: str) -> None:
    """Run a script until it has painted and ends itself."""
    usual = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "QT_QPA_PLATFORM"}
    }
    platform = "xcb" if os.environ.get("DISPLAY") else "offscreen"
    folders = {"XDG_CONFIG_HOME": state, "XDG_STATE_HOME": state, "XDG_DATA_HOME": state}
    subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=usual | folders | {"QT_QPA_PLATFORM": platform},
        capture_output=True,
        check=True,
        timeout=60,
    )


def spent(script: str, *arguments: str, state: str) -> float:
    """Milliseconds of processor time of such a process: others blur it less than they do the clock."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process(script, *arguments, state=state)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def run() -> list[Row]:
    """Whole processes in turn; the ratio is the median of the rounds' ratios."""
    sample = str(shipped("samples", "aurora.relplan.yaml"))
    with tempfile.TemporaryDirectory(prefix="relplanner-bench-") as state:
        timing = interleave(
            lambda: process(OURS, sample, state=state), lambda: process(BARE, state=state), ROUNDS, warm_up=2
        )
        look = (str(Path(state) / "sheet.qss"), str(shipped("icons").parent))
        process(SHEET, look[0], state=state)
        rounds = [
            (spent(OURS, sample, state=state), spent(BARE, state=state), spent(LOOK, *look, state=state))
            for _ in range(ROUNDS)
        ]
    ours, bare, alike = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(mine / other for mine, other, _ in rounds)
    floor = statistics.median(other / bare for _, bare, other in rounds)
    return [
        Row("start to first painted window", timing.ours, timing.other, "bare window", timing.ratio, TARGET),
        Row("start, processor time", ours, bare, "bare window", ratio, None),
        Row("such widgets, no program behind them, processor time", alike, bare, "bare window", floor, None),
    ]
