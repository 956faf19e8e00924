"""The program as a person has it: a process on an X server, driven by mouse and keyboard through xdotool.

What it shows is looked at from outside alone: window titles, pictures of the window, files.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]
START_LIMIT_S = 40.0
LIMIT_S = 15.0
POLL_S = 0.05
STEP_S = 0.02
"""Between the steps of a drag, so that the program sees a movement and not a jump."""
Point = QPoint | QPointF


def until(say: str, answer: Callable[[], object], limit: float = LIMIT_S) -> None:
    """Wait for something to become true. Fails with what was waited for."""
    end = time.monotonic() + limit
    while not answer():
        if time.monotonic() > end:
            raise AssertionError(f"Waited {limit:.0f} s in vain: {say}")
        time.sleep(POLL_S)


class Real:
    """One running program. ``folder`` is where its settings and state are kept from one start to the next."""

    def __init__(self, folder: Path, *arguments: str | Path) -> None:
        self.folder = folder
        self._errors = folder / "stderr.txt"
        folder.mkdir(parents=True, exist_ok=True)
        with self._errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "relplanner", *map(str, arguments)],
                cwd=ROOT,
                env=environ(folder),
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )
        self.window = self.await_window("relplanner", START_LIMIT_S)

    # Windows

    def windows(self, name: str) -> list[str]:
        """Visible windows of this process with a part of a title."""
        pid = str(self.process.pid)
        found = _xdotool("search", "--all", "--onlyvisible", "--pid", pid, "--name", name, may_fail=True)
        return found.split()

    def await_window(self, name: str, limit: float = LIMIT_S) -> str:
        """Wait for a window to be shown, and give it the keyboard."""

        def shown() -> bool:
            assert self.process.poll() is None, f"The program ended: {self.noise()}"
            return bool(self.windows(name))

        until(f"a window called {name}", shown, limit)
        window = self.windows(name)[-1]
        _xdotool("windowactivate", "--sync", window)
        return window

    def focus(self) -> None:
        """Give the main window the keyboard."""
        _xdotool("windowactivate", "--sync", self.window)

    @property
    def title(self) -> str:
        return _xdotool("getwindowname", self.window, may_fail=True).strip()

    @property
    def size(self) -> tuple[int, int]:
        shell = _xdotool("getwindowgeometry", "--shell", self.window)
        values = dict(line.split("=", 1) for line in shell.split())
        return int(values["WIDTH"]), int(values["HEIGHT"])

    def await_modified(self, limit: float = LIMIT_S) -> None:
        until("the title to say that there is unsaved work", lambda: "*" in self.title, limit)

    def await_saved(self, limit: float = LIMIT_S) -> None:
        until("the title to say that all is saved", lambda: self.title and "*" not in self.title, limit)

    # Keyboard and mouse

    def keys(self, *keys: str) -> None:
        """Press keys one after the other, as xdotool names them (ctrl+s)."""
        for key in keys:
            _xdotool("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        _xdotool("type", "--clearmodifiers", "--delay", "5", text)

    def click(self, at: Point, *, window: str = "") -> None:
        """At a point of the main window, or of another one."""
        self._move(at, window)
        _xdotool("click", "1")

    def drag(self, start: Point, end: Point, steps: int = 6) -> None:
        """Press, move in steps, let go."""
        self._move(start)
        _xdotool("mousedown", "1")
        for step in range(1, steps + 1):
            share = step / steps
            self._move(
                QPointF(
                    start.x() + (end.x() - start.x()) * share,
                    start.y() + (end.y() - start.y()) * share,
                )
            )
        time.sleep(STEP_S * 3)
        _xdotool("mouseup", "1")

    def _move(self, at: Point, window: str = "") -> None:
        # Relative to the window: getwindowgeometry counts a window manager's frame twice.
        _xdotool("mousemove", "--window", window or self.window, str(round(at.x())), str(round(at.y())))
        time.sleep(STEP_S)

    # What is on the screen

    def picture(self, part: QRect) -> QImage:
        """What a part of the main window shows while the mouse is elsewhere: what it is over lights up."""
        _xdotool("mousemove", "9999", "9999")
        crop = f"{part.width()}x{part.height()}+{part.x()}+{part.y()}"
        command = ["import", "-window", self.window, "-crop", crop, "+repage", "png:-"]
        done = subprocess.run(command, capture_output=True, check=False, timeout=LIMIT_S)
        return QImage.fromData(done.stdout).convertToFormat(QImage.Format.Format_RGB32)

    # Its end

    def quit(self) -> None:
        """Ctrl+Q; the program ends by itself, without a word on standard error."""
        self.focus()
        self.keys("ctrl+q")
        self.await_end()

    def await_end(self) -> None:
        assert self.process.wait(timeout=LIMIT_S) == 0
        assert self.noise() == ""

    def kill(self) -> None:
        """As a power failure would: no time to say goodbye."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=LIMIT_S)

    def noise(self) -> str:
        """What it wrote on standard error and into its log."""
        logs = sorted(self.folder.rglob("relplanner.log"))
        return "".join(path.read_text(encoding="utf-8") for path in (self._errors, *logs))


def environ(folder: Path) -> Mapping[str, str]:
    """The program's surroundings: one X server, own folders, pixels as they are."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_"))}
    for place in ("CONFIG", "DATA", "STATE", "CACHE"):
        own[f"XDG_{place}_HOME"] = str(folder / place.lower())
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    own["XDG_RUNTIME_DIR"] = str(runtime)
    return own | {"HOME": str(folder), "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": "1"}


@contextmanager
def started(folder: Path, *arguments: str | Path) -> Iterator[Real]:
    """A program that is gone after the block, however that ends."""
    real = Real(folder, *arguments)
    try:
        yield real
    finally:
        real.kill()


def _xdotool(*arguments: str, may_fail: bool = False) -> str:
    done = subprocess.run(
        ["xdotool", *arguments], capture_output=True, text=True, check=False, timeout=LIMIT_S
    )
    if done.returncode != 0 and not may_fail:
        raise AssertionError(f"xdotool {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout
