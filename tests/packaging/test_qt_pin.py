"""PySide6 6.12.0 drops one reference of None with every call that returns nothing.

Before Python 3.12 None can die of that, and the program aborts within seconds. Whoever raises the pin meets
these tests.
"""

import gc
import sys
import tomllib
from pathlib import Path

import PySide6
import shiboken6
from PySide6.QtGui import QColor, QImage, QPainter

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
PIN = "6.11.3"


def test_calls_that_return_nothing_do_not_wear_out_none() -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    colour = QColor("white")
    painter = QPainter(image)
    gc.collect()
    gc.disable()  # a collection in between frees what other tests left, and their thousands of None with it
    try:
        before = sys.getrefcount(None)
        for _ in range(1000):
            painter.fillRect(0, 0, 8, 8, colour)
        after = sys.getrefcount(None)
    finally:
        gc.enable()
        painter.end()
    # Other threads of the test run may hold or drop None meanwhile, but not by a thousand.
    assert after > before - 100


def test_qt_is_the_version_that_was_proven() -> None:
    dependencies = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {f"PySide6-Essentials=={PIN}", f"shiboken6=={PIN}"} <= set(dependencies)
    assert (PySide6.__version__, shiboken6.__version__) == (PIN, PIN)
