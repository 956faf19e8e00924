"""The whole process `relplanner schedule` on 10,000 activities, beside a plain script and beside MPXJ."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from relplanner.storage import reader
from tests.benchmarks.generate import plan_text
from tests.benchmarks.mspdi import mspdi_text
from tests.benchmarks.table import Row

SIZE = 10_000
ROUNDS = 5
HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def process(*arguments: str | Path) -> float:
    """Milliseconds that a Python process takes, its output into a pipe that is read."""
    command = [sys.executable, *map(str, arguments)]
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=_environ(), capture_output=True, check=False)
    elapsed = (time.perf_counter() - begin) * 1000
    if done.returncode != 0:
        raise RuntimeError(f"{arguments}: {done.stderr.decode(errors='replace')[-2000:]}")
    return elapsed


def _environ() -> dict[str, str]:
    """As on a user's machine: byte code is kept from one run to the next."""
    unusual = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
    return {name: value for name, value in os.environ.items() if name not in unusual}


def mpxj(path: Path) -> float:
    """Milliseconds as MPXJ's own process says them."""
    command = [sys.executable, str(HERE / "mpxj_script.py"), str(path)]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout)


def run() -> list[Row]:
    """Rounds of the three in turn; ratios are medians of the rounds' ratios."""
    with tempfile.TemporaryDirectory(prefix="relplanner-bench-") as folder:
        plan = Path(folder) / "plan.relplan.yaml"
        plan.write_text(plan_text(SIZE), encoding="utf-8")
        xml = plan.with_name("plan.xml")
        xml.write_text(mspdi_text(reader.read(plan).plan), encoding="utf-8")
        ours, script, java = [], [], []
        for number in range(ROUNDS + 1):
            times = (
                process("-m", "relplanner", "schedule", plan),
                process(HERE / "plain_script.py", plan),
                mpxj(xml),
            )
            if number:  # the first round warms the file system's caches
                for column, elapsed in zip((ours, script, java), times, strict=True):
                    column.append(elapsed)
    name = f"relplanner schedule, {SIZE:,} activities, whole process"
    return [
        _row(name, ours, script, "CSafeLoader + networkx script", 0.25),
        _row(name, ours, java, "MPXJ on the same plan as MSPDI", 0.20),
    ]


def _row(figure: str, ours: list[float], other: list[float], other_name: str, target: float) -> Row:
    ratio = statistics.median(mine / theirs for mine, theirs in zip(ours, other, strict=True))
    return Row(figure, statistics.median(ours), statistics.median(other), other_name, ratio, target)
