"""Memory of the window with 10,000 activities and five calendars open, above that of an empty Qt window."""

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


def measure(*arguments: Path, home: Path) -> tuple[float, float]:
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
        pairs = [(measure(plan, home=home), measure(home=home)) for _ in range(ROUNDS)]
    resident = statistics.median(ours[0] - bare[0] for ours, bare in pairs)
    highest = statistics.median(ours[1] - bare[1] for ours, bare in pairs)
    bare = statistics.median(bare[0] for _, bare in pairs)
    name = f"memory above a bare window ({bare:.0f} MiB), {SIZE:,} activities, {CALENDARS} calendars"
    return [
        Row(name, resident, ALLOWED_MIB, "allowed", resident / ALLOWED_MIB, 1, "MiB"),
        Row(f"{name}, highest", highest, None, "", None, None, "MiB"),
    ]
