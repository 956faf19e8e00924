"""The cards around the chain and the table: how much of them is shown, and what stands there without them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QSizePolicy

from relplanner.ui.common.parts import button, label
from relplanner.ui.review.card import Card
from relplanner.ui.review.chain import SHOWN, ChainView, Link
from relplanner.ui.review.movers import FIRST, NOBODY, MoversTable, Row
from relplanner.ui.theme.themes import Themes

MOST_AT_ONCE = 60


class PathCard(Card):
    """The driving chain to the release, first cause first."""

    def __init__(self, themes: Themes, cancel: Callable[[], object]) -> None:
        super().__init__(themes, "Critical path", cancel)
        self.view = ChainView(themes)
        self.nothing = label("", "muted", wrap=True)
        self.more = button("", self._turn, link=True)
        self.more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._all = False
        for part in (self.nothing, self.view, self.more):
            self.body.addWidget(part)
        self.show_nothing("")

    def show_nothing(self, text: str) -> None:
        self.nothing.setText(text)
        self.nothing.setVisible(bool(text))
        self.view.setVisible(not text)  # it keeps its place while it is worked out
        self.view.show_links((), "")
        self.more.hide()
        self.note.show_text("")

    def show_links(self, links: Sequence[Link], chosen: str) -> None:
        self.nothing.hide()
        self.view.show()
        self.view.show_links(links, chosen)
        done = sum(link.done for link in links)
        steps = "1 step" if len(links) == 1 else f"{len(links):,} steps"
        self.note.show_text(f"{steps}, {done:,} done" if done else steps)
        self._fit()

    def _turn(self) -> None:
        self._all = not self._all
        self._fit()

    def _fit(self) -> None:
        count = len(self.view.links)
        self.view.fit(MOST_AT_ONCE if self._all else SHOWN)
        self.more.setText(f"Show {SHOWN}" if self._all else f"Show all {count:,}")
        self.more.setVisible(SHOWN < count <= MOST_AT_ONCE)


class MoversCard(Card):
    """The top ten by drag, or all."""

    def __init__(self, themes: Themes, cancel: Callable[[], object]) -> None:
        super().__init__(themes, "What moves the release", cancel)
        self.table = MoversTable(themes)
        self.nothing = label("", "muted", wrap=True)
        self.more = button("", self._turn, link=True)
        self.more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._all = False
        self._rows: tuple[Row, ...] = ()
        self._chosen = ""
        self._criticality: Mapping[str, float] = NOBODY
        for part in (self.nothing, self.table, self.more):
            self.body.addWidget(part)
        self.show_nothing("")

    def show_nothing(self, text: str) -> None:
        self.nothing.setText(text)
        self.nothing.setVisible(bool(text))
        self.table.setVisible(not text)
        self.table.show_rows((), FIRST, "")
        self.more.hide()

    def show_rows(self, rows: Sequence[Row], chosen: str, criticality: Mapping[str, float]) -> None:
        """``criticality`` is empty while it is not known."""
        self._rows, self._chosen, self._criticality = tuple(rows), chosen, criticality
        if not rows:
            self.show_nothing("Nothing in the plan moves the release.")
            return
        self.nothing.hide()
        self.table.show()
        self.table.setColumnHidden(3, not criticality)
        self.table.setColumnHidden(2, all(row.used is None for row in rows))
        self._fill()

    def _turn(self) -> None:
        self._all = not self._all
        self._fill()

    def _fill(self) -> None:
        count = len(self._rows)
        most = count if self._all else FIRST
        self.table.show_rows(self._rows, most, self._chosen, self._criticality)
        self.more.setText(f"Show the first {FIRST}" if self._all else f"Show all {count:,}")
        self.more.setVisible(count > FIRST)
