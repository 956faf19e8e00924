"""A condition as a form: its comparisons below each other, groups set in, and for how long it must hold."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relplanner.ui.common.parts import IconButton, empty, label, tight
from relplanner.ui.common.pick import Pick
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens
from relplanner.ui.triggers import offers, tree
from relplanner.ui.triggers.line_row import LineRow, OfferLine
from relplanner.ui.triggers.tree import Group, Line, Node, Path

WORDS = (("All of these", "and"), ("Any of these", "or"))
DEEPEST_INDENT = 5


class ConditionForm(QWidget):
    """Shows a tree of texts; `typed` says that somebody changed it."""

    typed = Signal()
    left = Signal()
    """The keyboard left a field."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._tree: Node = Line()
        self._shape: tuple[object, ...] = ()
        self._editable = True
        self.rows: dict[Path, LineRow] = {}
        self._words: dict[Path, Pick] = {}
        self._lines = QVBoxLayout()
        tight(self._lines, tokens.SPACE_1)
        self.hold = OfferLine("Held without a break for", lambda _typed: list(offers.STRETCHES))
        self.hold.setPlaceholderText("at once")
        self.hold.setFixedWidth(96)
        self.hold.textEdited.connect(lambda _text: self.typed.emit())
        self.hold.editingFinished.connect(self.left)
        last = QHBoxLayout()
        tight(last, tokens.SPACE_2)
        words = label("without a break for", "muted")
        words.setBuddy(self.hold)
        last.addWidget(words)
        last.addWidget(self.hold)
        last.addStretch(1)
        column = QVBoxLayout(self)
        tight(column, tokens.SPACE_2)
        column.addLayout(self._lines)
        column.addLayout(last)
        column.addStretch(1)
        self.setAccessibleName("Condition as a form")
        self._build()

    @property
    def text(self) -> str:
        """The text form of what stands in the fields."""
        return tree.text_of(self._tree, self.hold.text())

    @property
    def tree(self) -> Node:
        return self._tree

    def show_parts(self, shown: Node, hold: str, *, editable: bool) -> None:
        """Show a condition; fields that say the same already are left alone."""
        self._tree, self._editable = shown, editable
        self.hold.show_text(hold)
        self.hold.setReadOnly(not editable)
        if _shape(shown) != self._shape:
            self._build()
        self._fill()

    def enter(self) -> None:
        """Give the keyboard to the first comparison."""
        if self.rows:
            self.rows[min(self.rows)].enter()

    # Building

    def _build(self) -> None:
        empty(self._lines)
        self.rows, self._words = {}, {}
        self._shape = _shape(self._tree)
        for path, node in tree.rows_of(self._tree):
            part = self._group(path) if isinstance(node, Group) else self._line(path)
            holder = QHBoxLayout()
            tight(holder)
            holder.addSpacing(min(len(path), DEEPEST_INDENT) * tokens.SPACE_4)
            holder.addWidget(part)
            self._lines.addLayout(holder)

    def _line(self, path: Path) -> QWidget:
        row = LineRow(self._context)
        row.typed.connect(partial(self._typed, path))
        row.asked.connect(partial(self._asked, path))
        row.left.connect(self.left)
        self.rows[path] = row
        return row

    def _group(self, path: Path) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        tight(row, tokens.SPACE_1)
        pick = Pick("Joined", WORDS)
        pick.picked.connect(partial(self._joined, path))
        add = IconButton(self._context.themes, "plus", "Add a comparison to this group")
        add.clicked.connect(lambda: self._asked(path, "add"))
        add.setVisible(self._editable)
        row.addWidget(pick)
        row.addWidget(add)
        row.addStretch(1)
        self._words[path] = pick
        return box

    def _fill(self) -> None:
        for path, node in tree.rows_of(self._tree):
            if isinstance(node, Group):
                self._words[path].take(node.word)
                self._words[path].setEnabled(self._editable)
            else:
                self.rows[path].show_line(node, editable=self._editable, alone=not path)

    # Typing

    def _typed(self, path: Path, line: Line) -> None:
        self._tree = tree.changed(self._tree, path, lambda _: line) or Line()
        self.typed.emit()

    def _joined(self, path: Path, word: str) -> None:
        def joined(node: Node) -> Node:
            assert isinstance(node, Group)
            return Group(word, node.items)

        self._tree = tree.changed(self._tree, path, joined) or Line()
        self.typed.emit()

    def _asked(self, path: Path, what: str) -> None:
        if what == "remove":
            self._tree = tree.changed(self._tree, path, lambda _: None) or Line()
            target = None
        else:
            make = tree.with_more if what == "add" else tree.grouped
            self._tree, target = make(self._tree, path, Line())
        self._build()
        self._fill()
        self.typed.emit()
        where = target if target in self.rows else (min(self.rows) if self.rows else None)
        if where is not None:
            QTimer.singleShot(0, self.rows[where], self.rows[where].enter)


def _shape(node: Node) -> tuple[object, ...]:
    return tuple((path, isinstance(one, Group)) for path, one in tree.rows_of(node))
