"""The whole timeline over as many sheets as it takes: columns and dates again on each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from relplanner.exchange.report.words import Words
from relplanner.ui.common.time_scale import Scale
from relplanner.ui.paper import timeline
from relplanner.ui.paper.lines import draw_lines, height_of, set_text
from relplanner.ui.paper.pictures import Subject
from relplanner.ui.paper.sheet import DOTS, Ink, Sheet, Type, dots
from relplanner.ui.theme.tokens import LIGHT
from relplanner.ui.timeline.view import BAR

PIXEL = 0.6
"""Points of paper to a pixel of the page: its text comes out at 7.8 points."""
MOST_ROWS = 1200
"""Of a plan with more rows, only phases, marks and critical work are printed."""
_MARKS = frozenset({"phase", "milestone", "gate", "deployment"})


def tile_pages(
    title: str, subject: Subject, on: Sheet, type_: Type, ink: Ink
) -> list[Callable[[QPainter], None]]:
    """What draws each sheet of the timeline."""
    chosen, left_out = _rows(subject)
    view = timeline.make_view(subject.schedule, subject.now_minute, LIGHT, chosen)
    caption_height = dots(22)
    width = int(on.body.width() / DOTS / PIXEL)
    height = int((on.body.height() - caption_height) / DOTS / PIXEL)
    cut = timeline.timeline_tiles(view, width, height)
    words = Words(subject.schedule, subject.now)
    lead = set_text(title, type_.section, ink.text, on.body.width() * 0.4)
    again = set_text(title, type_.note_strong, ink.muted, on.body.width() * 0.4)

    def drawer(number: int, tile: timeline.Tile) -> Callable[[QPainter], None]:
        def draw(painter: QPainter) -> None:
            timeline.show_tile(view, cut, tile)
            left, top = on.body.left(), on.body.top()
            draw_lines(painter, lead if number == 0 else again, left, top)
            told = _told(words, view.scale, view.chart_width, tile, len(view.sheet), number, len(cut.tiles))
            told += left_out if number == 0 else ""
            said = set_text(told, type_.note, ink.muted, on.body.width() * 0.6, right=True)
            draw_lines(painter, said[:2], on.body.right() - on.body.width() * 0.6, top + dots(3))
            wide = (view.width - BAR) * PIXEL * DOTS
            timeline.paint_into(painter, view, QRectF(left, top + caption_height, wide, height_of(lead)))

        return draw

    return [drawer(number, tile) for number, tile in enumerate(cut.tiles)]


def _rows(subject: Subject) -> tuple[list[str] | None, str]:
    """The rows to print (None: all), and what is said of those left out."""
    schedule = subject.schedule
    if len(schedule.ids) <= MOST_ROWS:
        return None, ""
    ranked: list[tuple[int, int]] = []
    for row in range(len(schedule.ids)):
        kind = schedule.activity(row).kind
        weight = 0 if schedule.is_summary(row) or kind in _MARKS else 1 if schedule.critical[row] else 2
        ranked.append((weight, row))
    kept = sorted(row for _, row in sorted(ranked)[:MOST_ROWS])
    rest = len(schedule.ids) - len(kept)
    return [schedule.ids[row] for row in kept], f" · {rest:,} rows of lesser weight are left out"


def _told(
    words: Words, scale: Scale, width: float, tile: timeline.Tile, rows: int, number: int, of: int
) -> str:
    first, last = (words.when(int(scale.minute_at(x))).rsplit(" ", 1)[0] for x in (0.0, width))
    return f"Sheet {number + 1} of {of} · rows {tile.first + 1} to {tile.last} of {rows} · {first} to {last}"
