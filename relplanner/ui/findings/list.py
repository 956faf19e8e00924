"""The list of findings: severity by shape and colour, code, sentence; a click or Enter jumps there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QListView, QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from relplanner.plan.findings import CODES, Severity
from relplanner.ui.context import Context
from relplanner.ui.findings.model import FindingsModel, Index
from relplanner.ui.theme import fonts, tokens


class FindingsList(QListView):
    """Rows of one line; Enter and a click jump."""

    jump = Signal(int)

    def __init__(self, context: Context, model: FindingsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(FindingDelegate(context, model, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Findings")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.customContextMenuRequested.connect(self._menu)
        self.clicked.connect(lambda index: self.jump.emit(index.row()))
        context.themes.changed.connect(self.viewport().update)

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
