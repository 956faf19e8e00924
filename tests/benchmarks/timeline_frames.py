"""Frames of the timeline page in a process of its own: `python -m tests.benchmarks.timeline_frames SIZE`.

Prints `ready`, then for each step named on standard input the milliseconds it took on the main thread,
painting and flushing to the window system included.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

WIDTH, HEIGHT = 1600, 1000
ROWS_A_SCROLL = 3
DRAG_STEP = 10.0


def _prepare(folder: str) -> None:
    """Own settings, and a screen large enough: before Qt is imported."""
    os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = folder
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        screen = {
            "name": "s",
            "x": 0,
            "y": 0,
            "width": WIDTH,
            "height": HEIGHT,
            "logicalDpi": 96,
            "logicalBaseDpi": 96,
            "dpr": 1,
        }
        file = Path(folder) / "screens.json"
        file.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file}"


class Frames:
    """The page of a generated plan and the steps that are timed."""

    def __init__(self, size: int) -> None:
        from PySide6.QtCore import QPointF, Qt
        from PySide6.QtWidgets import QApplication

        from relplanner.storage.reader import parse
        from relplanner.ui.timeline import gestures
        from tests.benchmarks.generate import plan_text
        from tests.ui.timeline.desk import desk_of

        self.application = QApplication([])
        self.desk = desk_of(parse(plan_text(size)).plan, width=WIDTH, height=HEIGHT)
        self.board, self.view = self.desk.page.board, self.desk.page.view
        self._plain = Qt.KeyboardModifier.NoModifier
        self._gestures, self._point = gestures, QPointF
        self._number = 0
        self.settle()
        self.board.zoom(6)
        self.to_the_middle()

    def settle(self) -> None:
        self.application.processEvents()

    def to_the_middle(self) -> None:
        """Rows a third down, the time where their bars are."""
        view = self.view
        self.board.scroll_to(len(view.sheet) * view.row_height / 3)
        dates = view.dates_at(view.place_at(view.header_height + view.body_height / 2))
        if dates is not None:
            self.board.set_scale(view.scale.with_minute_at(dates[0], view.chart_width / 3))
        self.settle()

    def scroll(self) -> None:
        self.board.scroll_to(self.view.scroll + ROWS_A_SCROLL * self.view.row_height)

    def page(self) -> None:
        step = self.view.body_height if self._number % 12 < 6 else -self.view.body_height * 0.97
        self.board.scroll_to(self.view.scroll + step)

    def zoom(self) -> None:
        self.board.zoom(1.25 if self._number % 2 else 0.8)

    def drag(self) -> None:
        """One mouse move of a bar's drag: the plan is scheduled anew and shown."""
        if self.board.gesture is None:
            self._take_a_bar()
        gesture = self.board.gesture
        point = gesture.start + self._point(DRAG_STEP * (self._number % 20 + 1), 0)
        gesture.move(point, self._plain)
        self.board.update_gesture()

    def _take_a_bar(self) -> None:
        view = self.view
        first = view.place_at(view.header_height + 10)
        place = next(
            at
            for at in range(first, len(view.sheet))
            if view.sheet.activity(at) is not None
            and view.sheet.activity(at).kind == "task"
            and not view.sheet.lines[at].has_children
        )
        start = self._point(view.x_of(view.dates_at(place)[0]) + 2, view.y_of(place) + view.row_height / 2)
        gesture = self._gestures.MoveBar(view, place, start, self.desk.document.preview)
        self.board.begin(gesture)

    def fit(self) -> None:
        """Every bar of the plan in view."""
        if self.view.detailed:
            self.desk.page.whole_plan()
        self.board.update()

    def rest(self) -> None:
        """Back to readable rows and no drag; not timed."""
        self.board.drop()
        if not self.view.detailed:
            self.desk.page.whole_plan()
        self.to_the_middle()

    def timed(self, step: Callable[[], None]) -> float:
        self._number += 1
        begin = time.perf_counter()
        step()
        self.settle()
        return (time.perf_counter() - begin) * 1000


def main(size: int) -> None:
    with tempfile.TemporaryDirectory(prefix="relplanner-bench-") as folder:
        _prepare(folder)
        frames = Frames(size)
        print("ready", flush=True)
        for line in sys.stdin:
            print(frames.timed(getattr(frames, line.strip())), flush=True)
        frames.desk.page.close()
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
