"""The blocks of a report as pieces of a page."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from relplanner.exchange.report.model import (
    Block,
    Bullets,
    Cell,
    Facts,
    Heading,
    Paragraph,
    PictureSlot,
    Section,
    Table,
    Verdict,
)
from relplanner.ui.paper import tables
from relplanner.ui.paper.flow import Piece
from relplanner.ui.paper.lines import Line, draw_lines, height_of, set_cell, set_text
from relplanner.ui.paper.sheet import Ink, Type, dots
from relplanner.values import value


@value
class Picture:
    """A drawing: how high it is at a width (both in dots), and what draws it into a box."""

    height_for: Callable[[float], float]
    draw: Callable[[QPainter, QRectF], None]
    widest: float = math.inf
    """Dots beyond which it only grows, without telling more."""


@value
class Room:
    """What blocks are set in: ``width`` and ``height`` of a page's body in dots."""

    type_: Type
    ink: Ink
    width: float
    height: float
    pictures: Mapping[str, Picture]


GUTTER = dots(22)
SMALLER = 0.8
"""A picture may shrink so far rather than leave half a page empty."""
TERM = dots(104)
"""Width of the names in a list of facts."""


def section_pieces(section: Section, number: int, room: Room) -> list[Piece]:
    """A section with its heading, which keeps the company of what follows."""
    found = [_title(f"{number}  {section.title}", section.id, room)]
    for block, after in zip(section.blocks, (*section.blocks[1:], None), strict=True):
        made = block_pieces(block, room)
        if isinstance(block, Paragraph) and isinstance(after, Table | PictureSlot | Bullets | Facts):
            made[-1] = replace(made[-1], with_next=True)  # what leads to a table stays with it
        found += made
    return found


def block_pieces(block: Block, room: Room) -> list[Piece]:
    return _MAKERS[type(block)](block, room)


def _title(text: str, mark: str, room: Room) -> Piece:
    lines = set_text(text, room.type_.section, room.ink.text, room.width)
    return _stack(lines, before=dots(22), below=dots(4), with_next=True, mark=mark)


def _heading(block: Heading, room: Room) -> list[Piece]:
    lines = set_text(block.text, room.type_.heading, room.ink.text, room.width)
    return [_stack(lines, before=dots(13), below=dots(1), with_next=True)]


def _stack(
    lines: list[Line],
    *,
    before: float = 0.0,
    below: float = 0.0,
    indent: float = 0.0,
    with_next: bool = False,
    mark: str = "",
) -> Piece:
    def draw(painter: QPainter, x: float, y: float) -> None:
        draw_lines(painter, lines, x + indent, y)

    return Piece(height_of(lines) + below, draw, before, with_next, mark=mark)


def _paragraph(block: Paragraph, room: Room) -> list[Piece]:
    marked = block.tone not in ("", "muted")
    indent = dots(9) if marked else 0.0
    width = min(room.width, dots(620)) - indent
    colour = room.ink.muted if block.tone == "muted" else room.ink.text
    lines = set_text(block.text, room.type_.body, colour, width, lead=block.title)
    found = []
    for at, group in enumerate(_groups(lines)):
        piece = _stack(group, before=dots(6) if at == 0 else 0.0, indent=indent)
        found.append(_with_edge(piece, room.ink.tone(block.tone)) if marked else piece)
    return found


def _groups(lines: list[Line]) -> list[list[Line]]:
    """Lines in groups that may stand on different pages: never one line of a paragraph alone."""
    if len(lines) <= 4:
        return [lines]
    return [lines[:2], *([line] for line in lines[2:-2]), lines[-2:]]


def _with_edge(piece: Piece, colour: Any) -> Piece:
    """With an upright line in a tone at the left."""

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.fillRect(QRectF(x, y, dots(2), piece.height), colour)
        piece.draw(painter, x, y)

    return Piece(piece.height, draw, piece.before)


def _bullets(block: Bullets, room: Room) -> list[Piece]:
    found = []
    indent = dots(13)
    for number, item in enumerate(block.items, 1):
        sign = f"{number}." if block.numbered else "•"
        bullet = set_text(sign, room.type_.body, room.ink.muted, indent)
        font = room.type_.body_strong if item.strong else room.type_.body
        lines = set_text(item.text, font, room.ink.tone(item.tone), room.width - indent)
        if item.note:
            lines += set_text(item.note, room.type_.note, room.ink.muted, room.width - indent)
        for at, group in enumerate(_groups(lines)):
            first = bullet if at == 0 else []
            found.append(_item(first, group, indent, dots(3.5) if at == 0 else 0.0))
    return found


def _item(bullet: list[Line], lines: list[Line], indent: float, before: float) -> Piece:
    def draw(painter: QPainter, x: float, y: float) -> None:
        draw_lines(painter, bullet, x, y)
        draw_lines(painter, lines, x + indent, y)

    return Piece(height_of(lines), draw, before)


def _facts(block: Facts, room: Room) -> list[Piece]:
    columns = block.columns if room.width > dots(400) else 1
    wide = (room.width - GUTTER * (columns - 1)) / columns
    entries = [_fact(name, cell, room, wide) for name, cell in block.rows]
    found = []
    for at in range(0, len(entries), columns):
        row = _fact_row(entries[at : at + columns], room, wide, dots(7) if at == 0 else 0.0)
        # A short list stays whole.
        last = at + columns >= len(entries)
        found.append(replace(row, with_next=not last and len(entries) <= tables.SMALL))
    return found


def _fact(name: str, cell: Cell, room: Room, wide: float) -> tuple[list[Line], list[Line]]:
    term = set_text(name, room.type_.cell, room.ink.muted, TERM - dots(8))
    return term, set_cell(cell, room.type_, room.ink, wide - TERM)


def _fact_row(entries: list[tuple[list[Line], list[Line]]], room: Room, wide: float, before: float) -> Piece:
    pad = dots(2.8)
    high = max(max(height_of(term), height_of(said)) for term, said in entries) + 2 * pad

    def draw(painter: QPainter, x: float, y: float) -> None:
        for at, (term, said) in enumerate(entries):
            left = x + at * (wide + GUTTER)
            painter.fillRect(QRectF(left, y, wide, tables.HAIR), room.ink.line)
            draw_lines(painter, term, left, y + pad)
            draw_lines(painter, said, left + TERM, y + pad)

    return Piece(high, draw, before)


def _verdict(block: Verdict, room: Room) -> list[Piece]:
    pad, indent = dots(10), dots(14)
    width = room.width - 2 * indent
    lines = set_text(block.headline, room.type_.lead, room.ink.text, width)
    reasons = [
        (set_text("•", room.type_.body_strong, room.ink.tone(one.tone), indent),
         set_text(one.text, room.type_.body, room.ink.text, width - dots(12)))
        for one in block.reasons
    ]  # fmt: skip
    gap = dots(4) if reasons else 0.0
    high = height_of(lines) + gap + sum(height_of(said) for _, said in reasons) + 2 * pad

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.fillRect(QRectF(x, y, room.width, high), room.ink.ground(block.tone))
        painter.fillRect(QRectF(x, y, dots(4), high), room.ink.tone(block.tone))
        draw_lines(painter, lines, x + indent, y + pad)
        at = y + pad + height_of(lines) + gap
        for sign, said in reasons:
            draw_lines(painter, sign, x + indent, at)
            draw_lines(painter, said, x + indent + dots(12), at)
            at += height_of(said)

    return [Piece(high, draw, dots(8))]


def _table(block: Table, room: Room) -> list[Piece]:
    return tables.pieces(block, room.type_, room.ink, room.width, room.height)


def _picture(block: PictureSlot, room: Room) -> list[Piece]:
    picture = room.pictures.get(block.id)
    if picture is None:
        return _paragraph(Paragraph(block.alt), room)
    wide = min(room.width, picture.widest)
    piece = _picture_piece(picture, block, room, wide)
    return [replace(piece, smaller=_picture_piece(picture, block, room, wide * SMALLER))]


def _picture_piece(picture: Picture, block: PictureSlot, room: Room, wide: float) -> Piece:
    caption = set_text(block.caption, room.type_.note, room.ink.muted, room.width)
    gap = dots(4)
    most = room.height * 0.92 - height_of(caption) - gap
    high = picture.height_for(wide)
    if high > most:
        wide, high = wide * most / high, most

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.save()
        picture.draw(painter, QRectF(x, y, wide, high))
        painter.restore()
        draw_lines(painter, caption, x, y + high + gap)

    return Piece(high + gap + height_of(caption), draw, dots(8))


_MAKERS: Mapping[type, Callable[[Any, Room], list[Piece]]] = {
    Verdict: _verdict,
    Heading: _heading,
    Paragraph: _paragraph,
    Facts: _facts,
    Table: _table,
    Bullets: _bullets,
    PictureSlot: _picture,
}
