"""Tables on paper: columns as wide as their words need, rows that stay whole, the head on every page."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from relplanner.exchange.report.clean import clean
from relplanner.exchange.report.model import Table
from relplanner.ui.paper.flow import Piece
from relplanner.ui.paper.lines import Draw, Line, draw_lines, height_of, set_cell, set_text
from relplanner.ui.paper.sheet import Ink, Type, dots

GAP = dots(10)
PAD = dots(3.2)
HAIR = dots(0.5)
SAMPLE = 300
"""Rows that are looked at to find a column's width."""
WHOLE_MOST = 120
"""Points; texts longer than this are wrapped even where they would better be whole."""
KEEPS = 0.55
"""No column gives up more than the rest of its share, unless its texts are shorter."""
SMALL, SMALL_SHARE = 6, 0.4
"""A table of so few rows, and no higher than this share of a page, is not broken."""
TALL = 0.45
"""Rows higher than this share of a page may be broken."""


def pieces(table: Table, type_: Type, ink: Ink, width: float, room: float) -> list[Piece]:
    """A piece a row; rows too high for a page of ``room`` in several."""
    widths = column_widths(table, type_, width)
    head = _head(table, type_, ink, widths, width)
    found: list[Piece] = []
    for row in table.rows:
        cells = [
            set_cell(cell, type_, ink, wide, right=column.align == "right")
            for cell, column, wide in zip(row, table.columns, widths, strict=True)
        ]
        found += _row(cells, widths, width, ink, head, room)
    if not found:
        return found
    return _kept_together([Piece(head.height, head.draw, dots(6), with_next=True), *found], room)


def _kept_together(found: list[Piece], room: float) -> list[Piece]:
    """A small table stays whole; of others neither the first nor the last row stands alone."""
    whole = len(found) <= SMALL + 1 and sum(piece.height for piece in found) < room * SMALL_SHARE
    last = len(found) - 1
    kept = range(last) if whole else (0, 1, last - 1) if last > 3 else (0,)
    return [replace(piece, with_next=True) if at in kept else piece for at, piece in enumerate(found)]


def column_widths(table: Table, type_: Type, width: float) -> list[float]:
    """By the columns' shares, but none narrower than its longest word, or its text where it must not break,
    as far as the table has room.
    """
    room = width - GAP * (len(table.columns) - 1)
    total = sum(column.share for column in table.columns)
    wanted = [room * column.share / total for column in table.columns]
    if table.fixed:
        return wanted
    most = [_most(table, at, type_) for at in range(len(wanted))]
    least = _leasts(table, type_, wanted, most, room)
    found = [max(low, min(share, high)) for low, share, high in zip(least, wanted, most, strict=True)]
    spare = room - sum(found)
    if spare < 0:
        return _narrowed(found, least, room)
    # What is left over goes to those that would still wrap, then to all by their shares.
    hungry = [max(0.0, high - have) for have, high in zip(found, most, strict=True)]
    need = sum(hungry)
    if need > 0:
        given = min(spare, need)
        found = [have + given * own / need for have, own in zip(found, hungry, strict=True)]
        spare -= given
    return [have + spare * column.share / total for have, column in zip(found, table.columns, strict=True)]


def _leasts(table: Table, type_: Type, wanted: list[float], most: list[float], room: float) -> list[float]:
    """The least widths; where they are too much together, texts that should be whole may break as well."""
    for whole in (True, False):
        least = [
            max(
                min(_least(table, at, type_, whole), room * 0.45),
                min(wanted[at] * KEEPS, most[at]),
            )
            for at in range(len(wanted))
        ]
        if sum(least) <= room:
            break
    return least


def _narrowed(found: list[float], least: list[float], room: float) -> list[float]:
    """Columns that give way down to their least widths, and below those all alike."""
    slack = [max(0.0, have - low) for have, low in zip(found, least, strict=True)]
    over, missing = sum(slack), sum(found) - room
    if over > 0:
        given = min(1.0, missing / over)
        found = [have - own * given for have, own in zip(found, slack, strict=True)]
    return [have * room / sum(found) for have in found] if sum(found) > room else found


def _least(table: Table, at: int, type_: Type, whole: bool) -> float:
    metrics, note = QFontMetricsF(type_.cell_strong), QFontMetricsF(type_.note)
    found = note.horizontalAdvance(table.columns[at].title)
    for row in table.rows[:SAMPLE]:
        cell = row[at]
        if cell.chip:
            found = max(found, QFontMetricsF(type_.note_strong).horizontalAdvance(cell.text) + dots(10))
            continue
        if cell.share is not None:
            found = max(found, dots(92))
        keeps = whole and table.columns[at].whole
        found = max(found, _longest(cell.text, metrics, keeps), _longest(cell.note, note, keeps))
    return found + dots(1)


def _longest(text: str, metrics: QFontMetricsF, whole: bool) -> float:
    """The width of a text that should be whole, else of its longest word."""
    text = clean(text)
    if whole and metrics.horizontalAdvance(text) < dots(WHOLE_MOST):
        return metrics.horizontalAdvance(text)
    return max(map(metrics.horizontalAdvance, text.split()), default=0.0)


def _most(table: Table, at: int, type_: Type) -> float:
    """What the column would need to wrap nothing."""
    metrics, note = QFontMetricsF(type_.cell_strong), QFontMetricsF(type_.note)
    found = note.horizontalAdvance(table.columns[at].title)
    for row in table.rows[:SAMPLE]:
        texts = clean(row[at].text).split("\n")
        found = max([found, *map(metrics.horizontalAdvance, texts)])
        found = max([found, *map(note.horizontalAdvance, clean(row[at].note).split("\n"))])
        if row[at].share is not None:
            found = max(found, dots(92))
    return found + dots(11)


def _head(table: Table, type_: Type, ink: Ink, widths: list[float], width: float) -> Piece:
    titles = [
        set_text(column.title, type_.note, ink.muted, wide, right=column.align == "right")
        for column, wide in zip(table.columns, widths, strict=True)
    ]
    high = max(map(height_of, titles)) + 2 * PAD

    def draw(painter: QPainter, x: float, y: float) -> None:
        at = x
        for title, wide in zip(titles, widths, strict=True):
            draw_lines(painter, title, at, y + high - PAD - height_of(title))
            at += wide + GAP
        painter.fillRect(QRectF(x, y + high - 1.6 * HAIR, width, 1.6 * HAIR), ink.strong_line)

    return Piece(high, draw)


def _row(
    cells: list[list[Line]], widths: list[float], width: float, ink: Ink, head: Piece, room: float
) -> list[Piece]:
    parts = _parts(cells, room)
    found = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        high = max(map(height_of, part)) + (PAD if number == 0 else 0) + (PAD if last else 0)
        found.append(Piece(high, _row_drawer(part, widths, width, ink, high, number == 0, last), head=head))
    return found


def _parts(cells: list[list[Line]], room: float) -> list[list[list[Line]]]:
    """The lines of a row, in one part or, of a row that is too high for that, in several."""
    most = room * TALL
    if max(map(height_of, cells)) <= most:
        return [cells]
    parts: list[list[list[Line]]] = []
    left = [list(lines) for lines in cells]
    while any(left):
        part: list[list[Line]] = []
        for lines in left:
            taken: list[Line] = []
            while lines and (not taken or height_of(taken) + lines[0].height <= most / 3):
                taken.append(lines.pop(0))
            part.append(taken)
        parts.append(part)
    return parts


def _row_drawer(
    cells: list[list[Line]], widths: list[float], width: float, ink: Ink, high: float, first: bool, last: bool
) -> Draw:
    def draw(painter: QPainter, x: float, y: float) -> None:
        at = x
        for lines, wide in zip(cells, widths, strict=True):
            draw_lines(painter, lines, at, y + (PAD if first else 0))
            at += wide + GAP
        if last:
            painter.fillRect(QRectF(x, y + high - HAIR, width, HAIR), ink.line)

    return draw
