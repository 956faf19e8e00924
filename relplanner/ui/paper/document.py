"""A report as PDF: laid out on sheets, drawn page by page, with head, foot and bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TypeAlias

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPdfWriter, Qt

from relplanner.exchange.report.clean import clean
from relplanner.exchange.report.model import Cell, Heading, PictureSlot, Report, Section
from relplanner.ui.paper import blocks, tables, tiles
from relplanner.ui.paper.blocks import Room
from relplanner.ui.paper.bookmarks import Bookmark, Link, with_bookmarks
from relplanner.ui.paper.contents import contents_piece
from relplanner.ui.paper.flow import Page, Piece, marks, paginate
from relplanner.ui.paper.lines import draw_lines, height_of, set_cell, set_text
from relplanner.ui.paper.pictures import PAPER_WIDTH, Subject, drawings
from relplanner.ui.paper.sheet import DOTS, DPI, Ink, Sheet, Type, dots, sheet

DrawPage: TypeAlias = Callable[[QPainter], None]
FOOT = dots(26)
"""How far the foot's text stands from the lower edge."""


@dataclass(slots=True)
class Layout:
    """A report on its pages, before they are drawn."""

    report: Report
    type_: Type
    ink: Ink
    sheets: list[Sheet] = field(default_factory=list)
    drawers: list[DrawPage] = field(default_factory=list)
    starts: dict[str, tuple[int, float]] = field(default_factory=dict)
    """By section: the page it begins on, from 0, and its height on it in dots."""
    links: list[tuple[int, QRectF, str]] = field(default_factory=list)
    """Boxes of the contents that lead to sections: (page, box, section)."""

    @property
    def pages(self) -> int:
        return len(self.drawers)


def pdf(
    report: Report,
    subject: Subject,
    page_size: str = "A4",
    orientation: str = "auto",
    on_page: Callable[[int, int], None] | None = None,
) -> bytes:
    """The report as PDF. ``on_page`` is told after each page: (done, of)."""
    work = each_page(report, subject, page_size, orientation)
    while True:
        try:
            done, of = next(work)
        except StopIteration as ended:
            data: bytes = ended.value
            return data
        if on_page is not None:
            on_page(done, of)


def each_page(
    report: Report, subject: Subject, page_size: str = "A4", orientation: str = "auto"
) -> Generator[tuple[int, int], None, bytes]:
    """As :func:`pdf`, a step a page, so that a window may breathe in between; returns the bytes."""
    layout = lay_out(report, subject, page_size, orientation)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, report, layout.sheets[0])
    painter = QPainter(writer)
    try:
        for number, (page, draw) in enumerate(zip(layout.sheets, layout.drawers, strict=True)):
            if number:
                writer.setPageLayout(page.layout)
                writer.newPage()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(painter)
            _furnish(painter, layout, number)
            yield number + 1, layout.pages
    finally:  # also when somebody gives up in between
        painter.end()
    buffer.close()
    return _finished(bytes(buffer.data().data()), layout)


def _writer(buffer: QBuffer, report: Report, first: Sheet) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setPageLayout(first.layout)
    writer.setTitle(clean(f"{report.title}: {report.subtitle}").replace("\n", " "))
    writer.setCreator("relplanner")
    return writer


def lay_out(report: Report, subject: Subject, page_size: str, orientation: str) -> Layout:
    """All pages of a report. Raises :class:`KeyError` for a page size that there is not."""
    upright = sheet(page_size, orientation == "landscape")
    type_, ink = Type(), Ink()
    layout = Layout(report, type_, ink)
    body = upright.body
    width = round(PAPER_WIDTH * max(1.0, body.width() / DOTS / 511))
    room = Room(type_, ink, body.width(), body.height(), drawings(report, subject, width))
    shown = [section for section in report.sections if section.media != "screen"]
    pieces = _opening(report, room)
    for number, section in enumerate(shown, 1):
        slot = next((one for one in section.blocks if isinstance(one, PictureSlot) and one.tiled), None)
        if slot is None:
            pieces += _section(report, section, number, shown, room, layout)
            continue
        _add_flow(layout, pieces, upright)
        pieces = []
        turned = sheet(page_size, orientation != "portrait")
        layout.starts[section.id] = (layout.pages, 0.0)
        for draw in tiles.tile_pages(f"{number}  {section.title}", subject, turned, type_, ink):
            layout.sheets.append(turned)
            layout.drawers.append(draw)
    _add_flow(layout, pieces, upright)
    return layout


def _section(
    report: Report, section: Section, number: int, shown: list[Section], room: Room, layout: Layout
) -> list[Piece]:
    pieces = blocks.section_pieces(section, number, room)
    if number == 1:  # the first page holds the facts and what stands where
        pieces += blocks.block_pieces(Heading("The release"), room)
        pieces += blocks.block_pieces(report.facts, room)
        pieces.append(contents_piece(shown, layout.starts, room))
    return pieces


def _opening(report: Report, room: Room) -> list[Piece]:
    """The title of the first page."""
    type_, ink = room.type_, room.ink
    lines = [
        *set_text(report.subtitle, type_.body_strong, ink.muted, room.width),
        *set_text(report.title, type_.title, ink.text, room.width),
        *set_text(
            " · ".join(filter(None, (report.prepared, report.source))), type_.cell, ink.muted, room.width
        ),
    ]
    high = height_of(lines) + dots(9)

    def draw(painter: QPainter, x: float, y: float) -> None:
        draw_lines(painter, lines, x, y)
        painter.fillRect(QRectF(x, y + high - dots(1.2), room.width, dots(1.2)), ink.text)

    return [Piece(high, draw)]


def _add_flow(layout: Layout, pieces: list[Piece], on: Sheet) -> None:
    """Break pieces into pages and add them."""
    if not pieces:
        return
    pages = paginate(pieces, on.body.height())
    first = layout.pages
    for mark, number, y in marks(pages):
        layout.starts[mark] = (first + number, y)
    for page in pages:
        layout.sheets.append(on)
        layout.drawers.append(_page_drawer(page, on, layout, layout.pages))


def _page_drawer(page: Page, on: Sheet, layout: Layout, number: int) -> DrawPage:
    def draw(painter: QPainter) -> None:
        for placed in page.placed:
            x, y = on.body.left(), on.body.top() + placed.y
            placed.piece.draw(painter, x, y)
            for box, to in placed.piece.links:
                layout.links.append((number, box.translated(x, y), to))

    return draw


def _furnish(painter: QPainter, layout: Layout, number: int) -> None:
    """Head and foot: title, date, source, page n of m."""
    on, type_, ink, report = layout.sheets[number], layout.type_, layout.ink, layout.report
    width = on.body.width()
    if number:
        head = on.body.top() - dots(24)
        _line(painter, layout, report.title, on.body.left(), head, width * 0.62, strong=True)
        right = set_text(report.subtitle, type_.note, ink.muted, width * 0.36, right=True)[:1]
        draw_lines(painter, right, on.body.right() - width * 0.36, head)
        painter.fillRect(QRectF(on.body.left(), head + dots(12), width, tables.HAIR), ink.strong_line)
    foot = on.page.height() - FOOT - dots(8)
    said = " · ".join(filter(None, (report.prepared, report.source)))
    _line(painter, layout, said, on.body.left(), foot, width * 0.75, strong=False)
    page = set_cell(
        Cell("", note=f"Page {number + 1} of {layout.pages}"), type_, ink, width * 0.2, right=True
    )
    draw_lines(painter, page, on.body.right() - width * 0.2, foot)


def _line(
    painter: QPainter, layout: Layout, text: str, x: float, y: float, width: float, *, strong: bool
) -> None:
    """A text on one line, with an ellipsis where it is too long."""
    font = layout.type_.note_strong if strong else layout.type_.note
    shown = QFontMetricsF(font).elidedText(clean(text).replace("\n", " "), Qt.TextElideMode.ElideRight, width)
    colour = layout.ink.text if strong else layout.ink.muted
    draw_lines(painter, set_text(shown, font, colour, width * 1.1)[:1], x, y)


def _finished(data: bytes, layout: Layout) -> bytes:
    names = [section for section in layout.report.sections if section.id in layout.starts]
    found = [
        Bookmark(clean(section.title), page, (layout.sheets[page].page.height() - top) / DOTS)
        for section in names
        for page, top in [_top(layout, section.id)]
    ]
    order = {section.id: at for at, section in enumerate(names)}
    links = [
        Link(page, _box(layout.sheets[page], box), order[to]) for page, box, to in layout.links if to in order
    ]
    return with_bookmarks(data, found, links, layout.report.language)


def _top(layout: Layout, mark: str) -> tuple[int, float]:
    page, y = layout.starts[mark]
    return page, layout.sheets[page].body.top() + y - dots(12)


def _box(on: Sheet, box: QRectF) -> tuple[float, float, float, float]:
    high = on.page.height()
    return box.left() / DOTS, (high - box.bottom()) / DOTS, box.right() / DOTS, (high - box.top()) / DOTS
