"""The findings panel: severity by shape and colour, code, sentence; a click or Enter jumps there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QPolygonF
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from relplanner.plan.findings import CODES, SEVERITIES, Finding, Severity
from relplanner.session.change import PlanChange
from relplanner.ui.background import Background
from relplanner.ui.common.parts import Chip, Hairline, IconButton, label, tight
from relplanner.ui.context import Context
from relplanner.ui.findings.model import FindingsModel, Index, object_of
from relplanner.ui.theme import fonts, tokens

SETTLE_MS = 120
WORDS = {"error": "error", "warning": "warning", "info": "note"}


class FindingsPanel(QWidget):
    """Findings are worked out in the background a moment after a change, never while something is dragged."""

    counted = Signal(int, int)
    """Errors and warnings."""
    fold_asked = Signal()

    def __init__(self, context: Context, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._background = context, background
        self._change: PlanChange | None = None
        self.setObjectName("findings")
        self.setAccessibleName("Findings")
        self.model = FindingsModel(self)
        self.list = FindingsList(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(FindingDelegate(context, self.model, self))
        self.list.jump.connect(self._jump)
        self.filters: dict[Severity, Chip] = {}
        self.nothing = label("", "muted")
        self.nothing.setContentsMargins(tokens.SPACE_4, tokens.SPACE_1, 0, 0)
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(Hairline(context.themes))
        column.addLayout(self._head())
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing)
        column.addStretch(0)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._review)
        context.themes.changed.connect(self.list.viewport().update)
        self._show([])

    def show_change(self, change: PlanChange | None) -> None:
        """Note a change; its findings come a moment later."""
        self._change = change
        if change is None:
            self._settle.stop()
            self._show([])
        else:
            self._settle.start()

    def review_now(self) -> None:
        """Without delay and in this thread, for pictures."""
        self._settle.stop()
        if self._change is not None:
            self._show(self._change.findings)

    def step(self, by: int) -> None:
        """Choose the next finding, or the one before, and jump to it."""
        rows = self.model.rowCount()
        if rows:
            at = self.list.currentIndex().row()
            row = (at + by) % rows if at >= 0 else (0 if by > 0 else rows - 1)
            self.list.setCurrentIndex(self.model.index(row))
            self._jump(row)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(tokens.SPACE_4, tokens.SPACE_2, tokens.SPACE_3, tokens.SPACE_1)
        head.setSpacing(tokens.SPACE_2)
        head.addWidget(label("Findings", "strong"))
        for severity in SEVERITIES:
            chip = Chip()
            chip.setCheckable(True)
            chip.setChecked(True)
            chip.setProperty("filter", True)
            chip.toggled.connect(self._filter)
            self.filters[severity] = chip
            head.addWidget(chip)
        head.addStretch(1)
        fold = IconButton(self._context.themes, "chevron-down", "Fold the findings")
        fold.clicked.connect(self.fold_asked)
        head.addWidget(fold)
        return head

    def _review(self) -> None:
        change = self._change
        if change is None:
            return
        self._background.run(
            lambda: change.findings,
            lambda found: self._show(found) if change is self._change else None,
        )

    def _show(self, findings: tuple[Finding, ...] | list[Finding]) -> None:
        self.model.show(findings)
        counts = self.model.counts()
        for severity, chip in self.filters.items():
            number, word = counts[severity], WORDS[severity]
            chip.setVisible(number > 0)
            chip.show_state(f"{number:,} {word}{'' if number == 1 else 's'}")
            chip.setToolTip(f"Show or hide {word}s")
        self._say_nothing()
        self.counted.emit(counts["error"], counts["warning"])

    def _filter(self) -> None:
        self.model.filter(frozenset(one for one, chip in self.filters.items() if chip.isChecked()))
        self._say_nothing()

    def _say_nothing(self) -> None:
        rows = self.model.rowCount()
        self.list.setVisible(rows > 0)
        self.nothing.setVisible(rows == 0)
        self.nothing.setText("All findings are filtered out." if self.model.all else "Nothing to report.")

    def _jump(self, row: int) -> None:
        finding = self.model.finding(row)
        where = object_of(finding) if finding is not None else None
        if where is not None:
            self._context.reveal(*where)


class FindingsList(QListView):
    """Rows of one line; Enter and a click jump."""

    jump = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Findings")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.customContextMenuRequested.connect(self._menu)
        self.clicked.connect(lambda index: self.jump.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.jump.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        model = self.model()
        finding = model.finding(index.row()) if isinstance(model, FindingsModel) else None
        if finding is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Go to it").triggered.connect(lambda: self.jump.emit(index.row()))
        copy = menu.addAction("Copy the sentence")
        copy.triggered.connect(
            lambda: QGuiApplication.clipboard().setText(f"{finding.code}: {finding.message}")
        )
        if finding.code in CODES:
            menu.addSeparator()
            menu.addAction(CODES[finding.code]).setEnabled(False)
        menu.popup(self.viewport().mapToGlobal(at))


class FindingDelegate(QStyledItemDelegate):
    """A disc for an error, a triangle for a warning, a square for a note."""

    def __init__(self, context: Context, model: FindingsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._model = context, model

    def _code_width(self, font: QFont) -> int:
        """Room for the longest code shown, in steps so that the sentences do not dance."""
        metrics = QFontMetrics(font)
        longest = max((metrics.horizontalAdvance(code) for code in self._model.codes), default=0)
        return max(96, -(-longest // 24) * 24) + tokens.SPACE_2

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | Index) -> QSize:
        return QSize(100, fonts.row_height(option.font, "compact"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | Index) -> None:
        finding = self._model.finding(index.row())
        if finding is None:
            return
        theme, area = self._context.theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(theme.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(theme.hover))
        paint_sign(
            painter, finding.severity, QPointF(area.left() + 21, area.center().y() + 0.5), self._context
        )
        metrics, middle = option.fontMetrics, Qt.AlignmentFlag.AlignVCenter
        codes = area.adjusted(tokens.SPACE_5 + tokens.SPACE_3, 0, 0, 0)
        small = fonts.scaled(option.font, tokens.FONT_SMALL, fonts.Weight.DemiBold)
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        painter.drawText(codes, middle, finding.code)
        painter.setFont(option.font)
        painter.setPen(QColor(theme.text))
        words = codes.adjusted(self._code_width(small), 0, -tokens.SPACE_3, 0)
        where = f"line {finding.line:,}" if finding.line else ""
        painter.setPen(QColor(theme.muted))
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, where)
        words.setRight(words.right() - metrics.horizontalAdvance(where) - tokens.SPACE_3)
        painter.setPen(QColor(theme.text))
        painter.drawText(
            words, middle, metrics.elidedText(finding.message, Qt.TextElideMode.ElideRight, words.width())
        )
        painter.restore()


def paint_sign(painter: QPainter, severity: Severity, at: QPointF, context: Context) -> None:
    """The sign of a severity, 9 px wide, centred at ``at``."""
    theme = context.theme
    painter.setPen(Qt.PenStyle.NoPen)
    if severity == "error":
        painter.setBrush(QColor(theme.firing))
        painter.drawEllipse(at, 4.5, 4.5)
    elif severity == "warning":
        painter.setBrush(QColor(theme.pending))
        painter.drawPolygon(QPolygonF([at + QPointF(0, -5), at + QPointF(5.5, 4.5), at + QPointF(-5.5, 4.5)]))
    else:
        painter.setBrush(QColor(theme.accent))
        painter.drawRect(QRectF(at.x() - 3.5, at.y() - 3.5, 7, 7))
