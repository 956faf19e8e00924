"""The CAB pack of the sample, from the command line to the file: a whole process each."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from relplanner.resources import resource
from tests.benchmarks.generate import plan_text
from tests.benchmarks.table import Row

ALLOWED_MS = 3000.0
"""“About 3 s”, simulation included."""
ROUNDS = 5


def exported(plan: Path, form: str, out: Path) -> float:
    """Milliseconds that the command takes."""
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "relplanner", "export", str(plan), "--to", form, "-o", str(out)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
        timeout=120,
    )
    return (time.perf_counter() - begin) * 1000


def run() -> list[Row]:
    rows = []
    with tempfile.TemporaryDirectory(prefix="relplanner-bench-") as name:
        folder = Path(name)
        large = folder / "large.relplan.yaml"
        large.write_text(plan_text(415, 5), encoding="utf-8")
        sample = resource("samples", "aurora.relplan.yaml")
        for what, plan, target in (("the sample", sample, 1.0), ("415 activities", large, None)):
            for form in ("pdf", "html"):
                exported(plan, form, folder / f"pack.{form}")
                taken = statistics.median(
                    exported(plan, form, folder / f"pack.{form}") for _ in range(ROUNDS)
                )
                rows.append(
                    Row(
                        f"CAB pack of {what}, {form}",
                        taken,
                        ALLOWED_MS,
                        "allowed",
                        taken / ALLOWED_MS,
                        target,
                    )
                )
    return rows
