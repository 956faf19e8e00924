"""Frames of the timeline beside DHTMLX Gantt on the same plan, and at 50,000 rows beside 1,000.

Ours is the time on the main thread until the window system has the picture; theirs the main thread of the
page (Chromium's own count), without its raster threads. Both do the same step in turn, so that the
machine's moods hit both.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.peers import chromium, dhtmlx
from tests.benchmarks.table import Row

SIZE, SMALL, LARGE = 10_000, 1_000, 50_000
ROOT = Path(__file__).parents[2]
ROUNDS = 12
EACH = 3
"""Frames of ours in a round: theirs are long enough to be measured one by one."""
PEER = "DHTMLX Gantt 10.0.3, main thread"
FIFTH = 0.2
GROWTH = 1.3
STEADY = {"scroll": "scroll 3 rows", "page": "next page", "zoom": "zoom", "drag": "drag with rescheduling"}


class Ours:
    """The page in a process of its own, on Xvfb when a display is given."""

    module = "tests.benchmarks.timeline_frames"

    def __init__(self, size: int, display: str | None = None) -> None:
        environment = {
            **os.environ,
            "QT_SCALE_FACTOR": "1",
            "QT_QPA_PLATFORM": "xcb" if display else "offscreen",
        }
        if display:
            environment["DISPLAY"] = display
        self._process = subprocess.Popen(
            [sys.executable, "-m", self.module, str(size)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        while (line := self._process.stdout.readline()).strip() != "ready":
            if not line:
                raise RuntimeError(f"The timeline of {size} rows did not start.")

    def step(self, name: str) -> float:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(name, file=self._process.stdin, flush=True)
        return float(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


class Screen:
    """Xvfb of its own on a free display; none where it is not installed."""

    def __init__(self) -> None:
        self.display: str | None = None
        self._process: subprocess.Popen[bytes] | None = None
        if shutil.which("Xvfb"):
            ready, tell = os.pipe()
            self._process = subprocess.Popen(
                [
                    "Xvfb",
                    "-displayfd",
                    str(tell),
                    "-screen",
                    "0",
                    "1600x1000x24",
                    "-dpi",
                    "96",
                    "-nolisten",
                    "tcp",
                ],
                pass_fds=(tell,),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            os.close(tell)
            with os.fdopen(ready) as said:
                number = said.readline().strip()
            self.display = f":{number}" if number else None

    def close(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()


def run() -> list[Row]:
    """All rows; where Chromium or the peer is missing, ours alone."""
    screen = Screen()
    try:
        return [*_against_peer(screen.display), *_growth()]
    finally:
        screen.close()


def _against_peer(display: str | None) -> list[Row]:
    rows: list[Row] = []
    browser: chromium.Chromium | None = None
    on_xvfb = Ours(SIZE, display) if display else None
    offscreen = Ours(SIZE)
    try:
        if chromium.found() is not None and dhtmlx.installed():
            browser = chromium.Chromium(1600, 1000)
        with tempfile.TemporaryDirectory(prefix="relplanner-bench-") as folder:
            if browser is not None:
                browser.open(_peer_page(Path(folder)))
            for step, words in STEADY.items():
                rows += _step(step, words, [("Xvfb", on_xvfb), ("offscreen", offscreen)], browser)
            if browser is not None:
                # Links are what costs it most, and we draw long ones by their ends only. So, for
                # information, without them as well, though ours still has them.
                browser.evaluate("gantt.config.show_links = false, gantt.render()")
                for step in dhtmlx.TIMED:
                    rows += _step(
                        step, f"{STEADY[step]}, peer without links", [("offscreen", offscreen)], browser, None
                    )
    finally:
        for program in (on_xvfb, offscreen, browser):
            if program is not None:
                program.close()
    return rows


def _peer_page(folder: Path) -> Path:
    from relplanner.schedule import compute
    from relplanner.storage.reader import parse
    from tests.benchmarks.generate import plan_text

    plan = parse(plan_text(SIZE)).plan
    return dhtmlx.write_page(folder, plan, compute(plan))


def _step(
    step: str,
    words: str,
    ours: list[tuple[str, Ours | None]],
    browser: chromium.Chromium | None,
    target: float | None = FIFTH,
) -> list[Row]:
    times: dict[str, list[float]] = {name: [] for name, program in ours if program is not None}
    theirs: list[float] = []
    all_frames: dict[str, list[float]] = {name: [] for name in times}
    for program in (program for _, program in ours if program is not None):
        program.step("rest")
        program.step(step)
    if browser is not None and step in dhtmlx.STEPS:
        browser.main_thread_ms(dhtmlx.STEPS["rest"])
        browser.main_thread_ms(dhtmlx.STEPS[step])
    for _ in range(ROUNDS):
        for name, program in ours:
            if program is not None:
                frames = [program.step(step) for _ in range(EACH)]
                times[name].append(statistics.median(frames))
                all_frames[name] += frames
        if browser is not None and step in dhtmlx.STEPS:
            theirs.append(browser.main_thread_ms(dhtmlx.STEPS[step]))
    rows = []
    for name, mine in times.items():
        figure = f"timeline {SIZE:,} rows, {words}, {name}"
        if theirs:
            ratio = statistics.median(a / b for a, b in zip(mine, theirs, strict=True))
            rows.append(Row(figure, statistics.median(mine), statistics.median(theirs), PEER, ratio, target))
        else:
            p95 = statistics.quantiles(all_frames[name], n=20)[-1]
            rows.append(Row(f"{figure}, p95", p95, None, "", None, None))
            rows.append(Row(f"{figure}, median", statistics.median(mine), None, "", None, None))
    return rows


def _growth() -> list[Row]:
    """The same steps at 50,000 rows and at 1,000, in turn."""
    small, large = Ours(SMALL), Ours(LARGE)
    rows = []
    try:
        for step, words in (*list(STEADY.items())[:3], ("fit", "every bar in view")):
            pairs: list[tuple[float, float]] = []
            for program in (small, large):
                program.step("rest")
                program.step(step)
            for _ in range(2 * ROUNDS):
                # The quickest of a round on both sides: what else the machine did is in neither.
                mine, other = (min(program.step(step) for _ in range(EACH)) for program in (large, small))
                pairs.append((mine, other))
            ratio = statistics.median(a / b for a, b in pairs)
            mine_ms, other_ms = (statistics.median(column) for column in zip(*pairs, strict=True))
            target = GROWTH if step != "fit" else None
            rows.append(
                Row(f"timeline, {words}: 50,000 rows", mine_ms, other_ms, "1,000 rows", ratio, target)
            )
    finally:
        small.close()
        large.close()
    return rows
