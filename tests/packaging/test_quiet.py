"""The checks of conftest.py are run on planted noise: a check that cannot fail guards nothing."""

from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
pytest_plugins = ["pytester"]


@pytest.fixture
def outcome(pytester: pytest.Pytester):
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nqt_api = pyside6\nqt_log_level_fail = WARNING\nmarkers = long")

    def run(body: str) -> pytest.RunResult:
        pytester.makepyfile(body)
        return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:xdist")

    return run


NOISY = """
import logging, threading, time

def test_log():
    logging.getLogger("relplanner.storage").warning("planted")

def test_thread():
    threading.Thread(target=time.sleep, args=(4,), name="planted", daemon=True).start()

def test_window(qapp):
    from PySide6.QtWidgets import QWidget
    global kept
    kept = QWidget(objectName="planted")

def test_qt_message():
    from PySide6.QtCore import qWarning
    qWarning("planted")
"""


def test_noise_of_each_kind_fails_a_test(outcome) -> None:
    result = outcome(NOISY)
    result.assert_outcomes(passed=3, failed=1, errors=3)
    result.stdout.fnmatch_lines_random(
        [
            "*log: relplanner.storage: planted*",
            "*thread still alive: planted*",
            "*window still there: QWidget 'planted'*",
            "*test_qt_message*",
        ]
    )


TIDY = """
import logging, os, threading
import pytest

def test_log(caplog):
    logging.getLogger("relplanner.storage").warning("judged by the test")

def test_thread():
    threading.Thread(target=str).start()

def test_window(qtbot):
    from PySide6.QtWidgets import QMainWindow
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()

def test_screen(qapp):
    screen = qapp.primaryScreen()
    assert (screen.size().width(), screen.size().height(), screen.devicePixelRatio()) == (1600, 1000, 1.0)

seen = []

@pytest.mark.parametrize("number", [1, 2])
def test_folders(number):
    assert os.environ["XDG_STATE_HOME"] not in seen
    seen.append(os.environ["XDG_STATE_HOME"])

@pytest.mark.long
def test_long():
    raise AssertionError("deselected unless asked for")
"""


def test_a_tidy_test_passes_on_the_agreed_screen_with_folders_of_its_own(outcome, monkeypatch) -> None:
    monkeypatch.delenv("RELPLANNER_LONG", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    outcome(TIDY).assert_outcomes(passed=6, deselected=1)
