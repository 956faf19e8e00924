"""Memory of the window with 10,000 activities and five calendars open, above that of an empty Qt window.

Measured at rest after opening, and once more after an edit, which lets the schedule keep what makes the
next edit quick.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.generate import plan_text
from tests.benchmarks.table import Row

SIZE = 10_000
CALENDARS = 5
ROUNDS = 3
ALLOWED_MIB = 120
HERE = Path(__file__).parent


def measure(*arguments: Path | str, home: Path) -> tuple[float, float]:
    """MiB resident at rest and at the highest, in a process of its own with settings of its own."""
    environ = {**os.environ, "PYTHONPATH": str(HERE.parents[1]), "QT_QPA_PLATFORM": "offscreen"}
    for place in ("CONFIG", "DATA", "STATE", "CACHE"):
        environ[f"XDG_{place}_HOME"] = str(home / place.lower())
    command = [sys.executable, str(HERE / "window_memory.py"), *map(str, arguments)]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=True)
    resident, highest = map(float, done.stdout.split())
    return resident, highest


def run() -> list[Row]:
    """Medians of the rounds; figures in MiB."""
    with tempfile.TemporaryDirectory(prefix="relplanner-bench-") as folder:
        home = Path(folder)
        plan = home / "plan.relplan.yaml"
        plan.write_text(plan_text(SIZE, CALENDARS), encoding="utf-8")
        rounds = [
            (measure(plan, home=home), measure(plan, "edited", home=home), measure(home=home))
            for _ in range(ROUNDS)
        ]
    bare = statistics.median(empty[0] for _, _, empty in rounds)
    name = f"memory above a bare window ({bare:.0f} MiB), {SIZE:,} activities, {CALENDARS} calendars"
    rest = statistics.median(opened[0] - empty[0] for opened, _, empty in rounds)
    later = statistics.median(edited[0] - empty[0] for _, edited, empty in rounds)
    highest = statistics.median(edited[1] - empty[1] for _, edited, empty in rounds)
    return [
        Row(name, rest, ALLOWED_MIB, "allowed", rest / ALLOWED_MIB, 1, "MiB"),
        Row(f"{name}, after an edit", later, ALLOWED_MIB, "allowed", later / ALLOWED_MIB, 1, "MiB"),
        Row(f"{name}, highest", highest, None, "", None, None, "MiB"),
    ]
