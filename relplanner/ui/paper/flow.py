"""Breaking a run of pieces into pages: no heading alone at the foot, heads of tables again on each page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from relplanner.ui.paper.lines import Draw
from relplanner.values import value


@value
class Piece:
    """What is never broken. ``before`` is the room above it, dropped at the top of a page; ``with_next``
    keeps it on the page of what follows; ``head`` is drawn above it where it begins a page.
    """

    height: float
    draw: Draw
    before: float = 0.0
    with_next: bool = False
    head: Piece | None = None
    mark: str = ""
    """The section that begins here: for the contents and the bookmarks."""
    smaller: Piece | None = None
    """The same in less room, taken where that saves a gap at the foot of a page."""
    links: tuple[tuple[QRectF, str], ...] = ()
    """Boxes of the piece that lead to sections."""


@value
class Placed:
    """A piece at a height of the page's body."""

    piece: Piece
    y: float


@dataclass(slots=True)
class Page:
    """The pieces of one page, from the top."""

    placed: list[Placed] = field(default_factory=list)
    used: float = 0.0

    def add(self, piece: Piece, *, space: bool = True) -> None:
        y = self.used + (piece.before if space and self.placed else 0.0)
        self.placed.append(Placed(piece, y))
        self.used = y + piece.height


def paginate(pieces: Sequence[Piece], height: float) -> list[Page]:
    """Pages of ``height``. A piece higher than that stands alone on its page and is cut off by its edge."""
    pages = [Page()]
    at = 0
    while at < len(pieces):
        run = _together(pieces, at)
        count = len(run)
        page = pages[-1]
        if page.placed and page.used + _height(run) > height:
            run = _tightened(run, height - page.used)
        if page.placed and page.used + _height(run) > height:
            page = Page()
            pages.append(page)
            if run[0].head is not None:
                page.add(run[0].head)
        for piece in run:
            if page.used + piece.before + piece.height > height and page.placed:
                page = Page()
                pages.append(page)
                if piece.head is not None:
                    page.add(piece.head)
            page.add(piece)
        at += count
    return pages


def _height(run: Sequence[Piece]) -> float:
    return sum(piece.before + piece.height for piece in run)


def _tightened(run: Sequence[Piece], room: float) -> Sequence[Piece]:
    """The run with smaller pieces if that makes it fit."""
    small = [piece.smaller or piece for piece in run]
    return small if _height(small) <= room else run


def _together(pieces: Sequence[Piece], at: int) -> Sequence[Piece]:
    """The pieces from ``at`` that want to stand on one page."""
    last = at
    while last + 1 < len(pieces) and pieces[last].with_next:
        last += 1
    return pieces[at : last + 1]


def marks(pages: Iterable[Page]) -> list[tuple[str, int, float]]:
    """Where each section begins: (its mark, page from 0, height in the page's body)."""
    return [
        (placed.piece.mark, number, placed.y)
        for number, page in enumerate(pages)
        for placed in page.placed
        if placed.piece.mark
    ]
