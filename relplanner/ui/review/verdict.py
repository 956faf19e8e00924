"""The verdict: where the release stands in a sentence, what moves it most, and the figures behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from relplanner.ui.common import wording
from relplanner.ui.common.parts import ElidedLabel, button, empty, label, repolish, tight
from relplanner.ui.review.card import Card
from relplanner.ui.review.facts import Tile
from relplanner.ui.theme import tokens
from relplanner.ui.theme.themes import Themes
from relplanner.values import value

COLUMNS = (7, 4, 3, 2)
ORDER = ("Projected", "T0", "Slip", "Chance to meet T0", "P80", "Readiness", "Findings")


@value
class Named:
    """One of the three things that move the release: its row, how far, and what that means."""

    id: str
    name: str
    by: str
    tip: str


class Verdict(Card):
    """Stands first and is there at once; chance, P80 and the movers follow when they are known."""

    chosen = Signal(str)
    """A row that moves the release."""

    def __init__(self, themes: Themes) -> None:
        super().__init__(themes, "Verdict")
        self.title.hide()
        self.note.hide()
        self.sentence = label("", "title", wrap=True)
        self.movers = QGridLayout()
        tight(self.movers, tokens.SPACE_1)
        self.movers.setHorizontalSpacing(tokens.SPACE_3)
        self._lead = ElidedLabel("muted")
        self._named: list[QWidget] = []
        self._lines = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, tokens.SPACE_1, 0, 0)
        self._grid.setHorizontalSpacing(tokens.SPACE_4)
        self._grid.setVerticalSpacing(tokens.SPACE_3)
        self.tiles = {name: TileView(name) for name in ORDER}
        self.body.addWidget(self.sentence)
        self.body.addLayout(self.movers)
        self.body.addLayout(self._grid)
        self._columns = 0

    def show_sentence(self, text: str, tone: str) -> None:
        self.sentence.setText(text)
        if self.sentence.property("tone") != tone:
            self.sentence.setProperty("tone", tone)
            repolish(self.sentence)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show figures, each under its name."""
        for tile in tiles:
            self.tiles[tile.name].show_tile(tile)
        self._arrange()

    def show_movers(self, named: Sequence[Named], words: str) -> None:
        """The things that move the release, each a way to its explanation, after what they are."""
        empty(self.movers)
        self._lead = ElidedLabel("muted")
        self._lead.show_text(words)
        self._named = [self._way_to(one) for one in named]
        self._lines = 0
        self._arrange_movers()

    def _way_to(self, one: Named) -> QWidget:
        way = QWidget()
        line = QHBoxLayout(way)
        tight(line, tokens.SPACE_1)
        go = button(wording.button_text(one.name), partial(self.chosen.emit, one.id), link=True)
        go.setObjectName("mover")
        go.setMinimumWidth(40)
        go.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        go.setToolTip(wording.tip(f"{one.name}. {one.tip}"))
        go.setAccessibleName(f"{one.name}, {one.by}")
        line.addWidget(go)
        line.addWidget(label(one.by, "muted"))
        line.addStretch(1)
        return way

    def _arrange_movers(self) -> None:
        """In one line where there is room; else the names below the words; else each on a line of its own."""
        room = self.width() - 2 * tokens.SPACE_4
        gap = tokens.SPACE_3
        wide = sum(part.sizeHint().width() + gap for part in self._named)
        lines = 1 if self._lead.sizeHint().width() + wide <= room else 2 if wide - gap <= room else 3
        if lines == self._lines:
            return
        self._lines = lines
        parts = len(self._named)
        self.movers.addWidget(self._lead, 0, 0, 1, 1 if lines == 1 else parts + 1)
        for at, part in enumerate(self._named):
            row, column = ((0, at + 1), (1, at), (at + 1, 0))[lines - 1]
            self.movers.addWidget(part, row, column, 1, parts + 1 if lines == 3 else 1)
        for column in range(parts + 2):
            last = column == (parts + 1 if lines == 1 else parts)
            self.movers.setColumnStretch(column, 1 if last else 0)

    def show_counts(self, counts: dict[str, int] | None) -> None:
        """Findings by severity; ``None`` while they are not known."""
        if counts is None:
            self.show_tiles([Tile("Findings", "…")])
            return
        errors, warnings, notes = (counts.get(one, 0) for one in ("error", "warning", "info"))
        tone = "error" if errors else ("warning" if warnings else "ok")
        said = [(errors, "error"), (warnings, "warning"), (notes, "note")]
        figure = " · ".join(
            f"{number:,} {word}{'' if number == 1 else 's'}" for number, word in said[:2] if number
        )
        self.show_tiles([Tile("Findings", figure or "none", f"{notes:,} notes" if notes else "", tone)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._arrange_movers()

    def _arrange(self) -> None:
        """As many tiles side by side as have room, each as wide as it needs."""
        views = tuple(self.tiles.values())
        room = self.width() - 2 * tokens.SPACE_4
        columns = next(
            count for count in COLUMNS if self._width_of(views, count) <= room or count == COLUMNS[-1]
        )
        if columns != self._columns:
            self._columns = columns
            for at, view in enumerate(views):
                self._grid.addWidget(view, at // columns, at % columns)
        for column in range(len(views)):
            wide = (
                max((view.wanted() for view in views[column::columns]), default=0) if column < columns else 0
            )
            self._grid.setColumnStretch(column, wide)

    def _width_of(self, views: Sequence[TileView], columns: int) -> int:
        widest = sum(max(view.wanted() for view in views[at::columns]) for at in range(columns))
        return widest + (columns - 1) * tokens.SPACE_4


class TileView(QWidget):
    """A name, a figure and a note."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = label(name, "small")
        self.figure, self.note = ElidedLabel("title"), ElidedLabel("note")
        grid = QGridLayout(self)
        tight(grid, 1)
        for at, part in enumerate((self.name, self.figure, self.note)):
            grid.addWidget(part, at, 0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(64)

    def wanted(self) -> int:
        """The width in which nothing is cut."""
        return max(part.sizeHint().width() for part in (self.name, self.figure, self.note))

    def show_tile(self, tile: Tile) -> None:
        self.figure.show_text(tile.figure)
        self.note.show_text(tile.note)
        self.setAccessibleName(f"{tile.name}: {tile.figure} {tile.note}".strip())
        if self.figure.property("tone") != tile.tone:
            self.figure.setProperty("tone", tile.tone)
            repolish(self.figure)
