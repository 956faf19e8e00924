"""Frames of the dependencies page in a process of its own: `python -m tests.benchmarks.dependencies_frames`.

With the number of activities as its argument. Prints `ready`, then for each step named on standard input the
milliseconds it took on the main thread,
painting and flushing to the window system included.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable

from tests.benchmarks.timeline_frames import HEIGHT, WIDTH, _prepare

STEP = 84
READABLE = 0.8


class Frames:
    """The page of a generated plan and the steps that are timed; named as those of the timeline."""

    def __init__(self, size: int) -> None:
        from PySide6.QtWidgets import QApplication

        from relplanner.storage.reader import parse
        from tests.benchmarks.generate import plan_text
        from tests.ui.dependencies.desk import desk_of

        self.application = QApplication([])
        self.desk = desk_of(parse(plan_text(size)).plan, width=WIDTH, height=HEIGHT)
        self.desk.page.complete()
        self.board, self.view = self.desk.page.board, self.desk.view
        self._number = 0
        self._whole = False
        self.rest()

    def settle(self) -> None:
        self.application.processEvents()

    def rest(self) -> None:
        """Readable cards in the middle of the drawing; not timed."""
        view = self.view
        view.lit = None
        view.zoom = READABLE
        view.move_to(
            view.width / 2 - view.scene.width * view.zoom / 2,
            view.height / 2 - view.scene.height * view.zoom / 2,
        )
        self._whole = False
        self.board.update()
        self.settle()

    def scroll(self) -> None:
        """A step of the wheel: what stays in sight is moved."""
        self.board.move_by(0, STEP if self._number % 40 < 20 else -STEP)

    def page(self) -> None:
        """Another part of the drawing: all of the frame is painted."""
        self.board.move_by(-self.view.width if self._number % 8 < 4 else self.view.width * 0.97, 0)

    def zoom(self) -> None:
        self.board.zoom(1.25 if self._number % 2 else 0.8)

    def fit(self) -> None:
        """Every card in view."""
        if not self._whole:
            self.view.fit()
            self._whole = True
        self.board.update()

    def light(self) -> None:
        """All that hangs on a card stands out."""
        view = self.view
        card = (self._number * 37) % len(view.scene)
        view.lit = view.scene.network.reach(card)
        self.board.update()

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
        frames.desk.page.placing.close()
        frames.desk.page.close()
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
