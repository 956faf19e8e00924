"""What holds for every test: own folders, one screen, and noise is a failure.

A test fails when it leaves behind a log record of level WARNING or above, a thread or a top-level window.
Python warnings are errors and Qt's messages fail a test (pyproject.toml). A test that takes `caplog` judges
its log itself.
"""

from __future__ import annotations

import gc
import itertools
import json
import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis import Phase

PLACES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
THREAD_GRACE_S = 2.0
SCREEN = {
    "name": "screen", "x": 0, "y": 0, "width": 1600, "height": 1000,
    "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
}  # fmt: skip

_session_folder = tempfile.TemporaryDirectory(prefix="relplanner-tests-", ignore_cleanup_errors=True)
_numbers = itertools.count()
_passed = pytest.StashKey[bool]()


def _prepare_environment() -> None:
    """Before Qt is first imported: Qt reads all of this once."""
    folder = Path(_session_folder.name)
    screens = folder / "screens.json"
    screens.write_text(json.dumps({"screens": [SCREEN]}), encoding="utf-8")
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        # The plug-in's own screen is 800x800.
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screens}"
    os.environ["QT_SCALE_FACTOR"] = "1"
    os.environ.pop("QT_FONT_DPI", None)
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    for place in PLACES:
        os.environ[place] = str(folder / "session" / place.lower())


_prepare_environment()


def _profile(name: str, max_examples: int, *, fixed_seed: bool) -> None:
    hypothesis.settings.register_profile(
        name,
        max_examples=max_examples,
        deadline=None,  # two shared cores: time is judged by the benchmarks
        derandomize=fixed_seed,
        # A failing example may be made smaller for five minutes, longer than a test may take: the share tells
        # it as it is, and `--long` or a run with --hypothesis-seed makes it small.
        phases=tuple(Phase) if not fixed_seed else (Phase.explicit, Phase.generate),
        database=None,
        print_blob=True,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )


_profile("share", 60, fixed_seed=True)
_profile("long", 2000, fixed_seed=False)
LONG = os.environ.get("RELPLANNER_LONG") == "1"
hypothesis.settings.load_profile("long" if LONG else "share")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if LONG:
        return
    kept = [item for item in items if item.get_closest_marker("long") is None]
    if len(kept) != len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[_passed] = report.passed
    return report


@pytest.fixture
def long_run() -> bool:
    """Whether full counts are asked for (dev.py test --long)."""
    return LONG


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, state, caches and data of the program in folders of this test alone, not yet made."""
    folder = Path(_session_folder.name) / f"test-{next(_numbers)}"
    for place in PLACES:
        monkeypatch.setenv(place, str(folder / place.lower()))
    return folder


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that passed but left noise. One fixture for all checks, because each test pays for it."""
    recorder = _Recorder()
    logging.getLogger().addHandler(recorder)
    threads = set(threading.enumerate())
    windows = _windows()
    yield
    logging.getLogger().removeHandler(recorder)
    if not request.node.stash.get(_passed, False):
        return  # its traceback keeps windows alive, and its own failure is the news
    noise = []
    if "caplog" not in request.fixturenames:
        noise += [f"log: {record.name}: {record.getMessage()}" for record in recorder.records]
    noise += [f"thread still alive: {thread.name}" for thread in _left_threads(threads)]
    noise += [f"window still there: {name}" for name in _left_windows(windows)]
    if noise:
        pytest.fail("The test left noise behind:\n  " + "\n  ".join(noise), pytrace=False)


def _left_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads that outlive the test by more than a grace time. Those that a C library made are not ours."""
    limit = time.monotonic() + THREAD_GRACE_S
    while True:
        left = [
            thread
            for thread in threading.enumerate()
            if thread not in before and thread.is_alive() and not isinstance(thread, threading._DummyThread)
        ]
        if not left or time.monotonic() > limit:
            return left
        left[0].join(0.05)


def _windows() -> list[object]:
    """Top-level windows without a parent; cheap, and empty where the test loaded no Qt."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets is not None else None
    if widgets is None or not isinstance(application, widgets.QApplication):
        return []
    return [widget for widget in application.topLevelWidgets() if widget.parent() is None]


def _left_windows(before: list[object]) -> list[str]:
    def left() -> list[object]:
        return [window for window in _windows() if not any(window is known for known in before)]

    if not left():
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    gc.collect()  # a cycle of Python objects may hold a window that nobody shows any more
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return [f"{type(window).__name__} {window.objectName()!r}" for window in left()]
