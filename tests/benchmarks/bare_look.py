"""A window with the kinds of widgets, fonts, style and icons of ours, and nothing behind them.

Run as a script with the style sheet's file and the folder of resources. What this takes, Qt and its binding
take for such a window, whoever writes it: the part of the start that no program can save.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QIcon,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QStaticText,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QSlider,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

LABELS, BUTTONS, ICONS, ACTIONS, TEXTS, BARS = 19, 13, 14, 110, 95, 40


class Board(QWidget):
    """Paints as many texts and bars as the sample shows."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(BARS):
            painter.setPen(QPen(QColor("#456"), 1))
            painter.setBrush(QColor("#abc"))
            painter.drawRoundedRect(QRectF(500 + 9 * number, 12 * number, 80, 10), 3, 3)
        painter.fillRect(self.rect().adjusted(0, 0, -400, 0), QColor("#eee"))
        for number in range(TEXTS):
            static = QStaticText(f"Row {number} on 3 March")
            static.prepare(painter.transform(), self.font())
            painter.drawStaticText(QPointF(10 + 90 * (number % 5), 20 * (number // 5)), static)
        painter.end()
        os._exit(0)


def icon(file: Path) -> QIcon:
    made = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        image = QPixmap(18, 18)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(file.read_bytes()).render(painter, QRectF(0, 0, 18, 18))
        painter.end()
        made.addPixmap(image, mode)
    return made


def bar(window: QMainWindow, resources: Path) -> QWidget:
    """All labels and buttons."""
    made = QWidget()
    row = QHBoxLayout(made)
    for file in sorted((resources / "icons").glob("*.svg"))[:ICONS]:
        button = QToolButton()
        button.setIcon(icon(file))
        button.setAutoRaise(True)
        row.addWidget(button)
    for number in range(LABELS):
        label = QLabel(f"Words {number}")
        label.setProperty("role", "muted")
        row.addWidget(label)
        QFontMetrics(label.font()).horizontalAdvance(label.text())
    for number in range(BUTTONS):
        row.addWidget(QPushButton(f"{number}"))
    row.addWidget(QLineEdit())
    row.addWidget(QSlider(Qt.Orientation.Horizontal))
    for number in range(ACTIONS):
        action = QAction(f"Action {number}", window)
        if number < 60:
            action.setShortcut(QKeySequence(f"Ctrl+Shift+F{number % 12 + 1}"))
        window.addAction(action)
    return made


def main(sheet: Path, resources: Path) -> None:
    application = QApplication(["relplanner", "-style", "fusion"])
    QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    for file in sorted((resources / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    application.setFont(QFont("Relplanner Sans"))
    application.setStyleSheet(sheet.read_text(encoding="utf-8"))
    window = QMainWindow()
    middle, splitter, pages = QWidget(), QSplitter(Qt.Orientation.Horizontal), QStackedWidget()
    column = QVBoxLayout(middle)
    column.addWidget(bar(window, resources))
    column.addWidget(splitter)
    board = Board()
    board.setMinimumSize(1000, 700)
    pages.addWidget(board)
    splitter.addWidget(pages)
    splitter.addWidget(QWidget())
    window.setCentralWidget(middle)
    window.menuBar()
    window.resize(1440, 900)
    window.show()
    QTimer.singleShot(60_000, application.quit)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
