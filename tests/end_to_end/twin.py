"""Where things are on the screen, without reading pixels: the same window, made in the test's own process.

The twin is never shown. It opens a copy of the same plan at the same size with the same settings, so it lays
everything out as the real window does, whatever the layout is by now; the test asks it where a bar is, or a
button. The other way round: a picture of a part of the twin, whose texts the test can read, is what the real
window ought to show in that place.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from relplanner.ui.application import dressed_window, make_application, make_context
from relplanner.ui.timeline.hit import HANDLE_AT, Hit, hit
from relplanner.ui.timeline.painter_bars import Bar, bar_at
from tests.end_to_end.real import Real, until

if TYPE_CHECKING:
    from relplanner.ui.timeline.page import TimelinePage

ALIKE = 0.97
"""The share of inked pixels that two pictures of one thing have in common: a caret blinks."""
SHADES = 24


class Twin:
    """A window with the layout of a real one."""

    def __init__(self, size: tuple[int, int]) -> None:
        application = make_application(["relplanner"])
        QLocale.setDefault(QLocale.system())
        self.context = make_context()
        self.window = dressed_window(application, self.context)
        self.window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.window.resize(*size)

    @property
    def path(self) -> Path:
        document = self.context.document
        assert document is not None
        assert document.path is not None
        return document.path

    def open(self, path: Path) -> None:
        self.window.desk.open(path, asking=False)
        self.show()

    def show(self) -> None:
        self.window.show()
        self.settle()
        self.window.complete()
        self.settle()

    def settle(self) -> None:
        """Let timers of 0 ms and layouts do their work."""
        for _ in range(20):
            QApplication.processEvents()

    def close(self) -> None:
        self.context.bridge.stop()
        self.window.desk.put_away()
        self.window.background.close()
        self.window.deleteLater()
        self.context.bridge.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # The timeline

    @property
    def timeline(self) -> TimelinePage:
        from relplanner.ui.timeline.page import TimelinePage

        assert isinstance(self.window.page, TimelinePage)
        return self.window.page

    def bar(self, activity_id: str) -> Bar:
        view = self.timeline.view
        bar = bar_at(view, view.sheet.places[activity_id])
        assert bar is not None, activity_id
        return bar

    def middle_of(self, activity_id: str) -> QPoint:
        """Where a bar is taken to be moved."""
        bar = self.bar(activity_id)
        return self._found(QPointF((bar.left + bar.right) / 2, bar.middle - 2), "bar", activity_id)

    def handle_of(self, activity_id: str) -> QPoint:
        """Where a link is drawn from."""
        bar = self.bar(activity_id)
        return self._found(QPointF(bar.right + HANDLE_AT, bar.middle), "link-handle", activity_id)

    def days(self, number: int) -> QPoint:
        """How far a number of days is on the screen."""
        return QPoint(round(number * self.timeline.view.scale.pixels_per_day), 0)

    def _found(self, point: QPointF, kind: str, activity_id: str) -> QPoint:
        view = self.timeline.view
        assert hit(view, point) == Hit(kind, view.sheet.places[activity_id]), (activity_id, point)
        return self.at(self.timeline.board, point.toPoint())

    # Any part

    def at(self, part: QWidget, point: QPoint) -> QPoint:
        """A point of a part as a point of the window."""
        return part.mapTo(part.window(), point)

    def middle(self, part: QWidget) -> QPoint:
        return self.at(part, part.rect().center())

    def rect(self, part: QWidget) -> QRect:
        return QRect(self.at(part, QPoint(0, 0)), part.size())

    def button(self, word: str, within: QWidget | None = None) -> QAbstractButton:
        """The one button in sight that says a word."""
        root = within or self.window
        found = [one for one in root.findChildren(QAbstractButton) if one.text() == word and one.isVisible()]
        assert len(found) == 1, f"{len(found)} buttons say {word}"
        return found[0]

    def texts(self, part: QWidget) -> list[str]:
        """What can be read in a part, from its first label to its last."""
        return [one.text() for one in part.findChildren(QLabel) if one.isVisible() and one.text()]

    def tabs_to(self, part: QWidget, limit: int = 40) -> int:
        """How often Tab is pressed from where the keyboard is until it is in a part."""
        aim = part.focusProxy() or part
        for number in range(limit):
            if self.window.focusWidget() is aim:
                return number
            self.window.focusNextChild()
        raise AssertionError(f"Tab does not lead to {part}")

    def point_in_dialog(self, ask: Callable[[], object], word: str) -> QPoint:
        """Where a button of a dialog stands in that dialog; the dialog is opened and put away."""
        points: list[QPoint] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            assert dialog is not None
            try:
                points.append(self.middle(self.button(word, dialog)))
            finally:
                dialog.close()

        QTimer.singleShot(0, look)
        ask()
        return points[0]

    # The real one

    def await_shown(self, real: Real, part: QWidget) -> None:
        """Wait until the real window shows a part as the twin does."""
        self.settle()
        wanted = _pixels(_grab(part))
        place = self.rect(part)
        until(
            f"{type(part).__name__} {part.objectName()} to be shown: {self.texts(part)}",
            lambda: likeness(wanted, _pixels(real.picture(place))) >= ALIKE,
        )


@contextmanager
def twin_of(real: Real, path: Path | None, *, copied: bool = True) -> Iterator[Twin]:
    """A twin as large as a real window, with a copy of a plan open, that plan itself, or none."""
    twin = Twin(real.size)
    with tempfile.TemporaryDirectory(prefix="relplanner-twin-") as folder:
        try:
            if path is None:
                twin.show()
            else:
                twin.open(Path(shutil.copy(path, folder)) if copied else path)
            yield twin
        finally:
            twin.close()


def likeness(wanted: np.ndarray, shown: np.ndarray) -> float:
    """The share of the inked pixels of a picture, those unlike its ground, that another picture has too."""
    if wanted.shape != shown.shape:
        return 0.0
    colours, counts = np.unique(wanted.reshape(-1, 4), axis=0, return_counts=True)
    ground = colours[counts.argmax()]
    ink = (np.abs(wanted.astype(int) - ground).max(axis=2)) > SHADES
    same = np.abs(wanted.astype(int) - shown.astype(int)).max(axis=2) <= SHADES
    return float(same[ink].mean()) if ink.any() else 0.0


def _grab(part: QWidget) -> QPixmap:
    """With what is behind it: a part may be transparent."""
    window = part.window()
    return window.grab(QRect(part.mapTo(window, QPoint(0, 0)), part.size()))


def _pixels(picture: QPixmap | QImage) -> np.ndarray:
    image = picture.toImage() if isinstance(picture, QPixmap) else picture
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width(), :].copy()
