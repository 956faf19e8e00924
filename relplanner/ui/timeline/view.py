"""What is shown and where: the state that painters read and gestures change. Holds no plan logic."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont

from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.schedule.columns import Columns, RowValues
from relplanner.schedule.engine import SMALL
from relplanner.ui.common import activity_words as wording
from relplanner.ui.common.paints import Paints, page_fonts
from relplanner.ui.common.text_cache import Style, TextCache
from relplanner.ui.common.time_scale import Scale
from relplanner.ui.theme import fonts, tokens
from relplanner.ui.theme.tokens import Theme
from relplanner.ui.timeline import columns, rows
from relplanner.ui.timeline.links import Links, PlacedLinks, table_of
from relplanner.ui.timeline.occurrences import occurrences

if TYPE_CHECKING:
    from relplanner.ui.comparing import Reference

BAR = tokens.SCROLLBAR
TABLE_LEAST = 120
CHART_LEAST = 160
DETAIL_LEAST = 14.0
"""Rows lower than this are drawn as plain bars, without text."""
SHARE = 0.46
"""How much of the width the table gets at first."""


class View:
    """Geometry is in device-independent pixels of the board; ``scroll`` counts pixels from the first row."""

    def __init__(self, theme: Theme, body_font: QFont, device_ratio: float) -> None:
        self.width, self.height = 800, 600
        self.table_width = 360
        self.scroll = 0.0
        self.scale = Scale(0.0, 60.0)
        self.now = 0
        self.folded: frozenset[str] = frozenset()
        self.selected: frozenset[str] = frozenset()
        self.current: str | None = None
        self.hover = -1
        self.found: frozenset[str] = frozenset()
        self.hidden_columns: frozenset[str] = frozenset()
        self.column_widths: dict[str, int] = {}
        self.focused = False
        self.read_only = False
        self.cell = "name"
        """The column the keyboard stands in."""
        self.dragged_track = ""
        self.keep: Callable[[Activity], bool] | None = None
        """The filter: which activities are shown."""
        self.kept: dict[str, Any] = {}
        """What painters worked out for the scale and dates now; each entry carries its own key."""
        self.dates = wording.Dates(ZoneInfo("UTC"), wording.names_of(), 0)
        self.reference: Reference | None = None
        """What the plan is compared with, drawn below its bars."""
        self.base: Schedule | None = None
        """While dragging: the schedule of the plan itself; ``schedule`` is then the preview."""
        self.set_style(theme, body_font, device_ratio)

    # What it looks like

    def set_style(self, theme: Theme, body_font: QFont, device_ratio: float, density: str = "normal") -> None:
        self.device_ratio = device_ratio
        self.paints = Paints(theme, device_ratio)
        self.texts = TextCache(page_fonts(body_font))
        self.detail_height = float(
            fonts.row_height(body_font, density if density in tokens.ROW_HEIGHTS else "normal")
        )
        self.row_height = self.detail_height
        self.stretch = max(1.0, self.texts.width(Style.NOTE, columns.SAMPLE) / columns.SAMPLE_WIDTH)
        line = round(self.texts.heights[Style.NOTE]) + 2
        self.lane_height = round(self.texts.heights[Style.SMALL_STRONG]) + 6
        self.header_height = 2 * line + 4 + self.lane_height
        self.header_line = line

    # What is shown

    @property
    def has_plan(self) -> bool:
        return hasattr(self, "sheet")

    def show(self, plan: Plan, schedule: Schedule) -> None:
        """Rows and links of a plan anew."""
        self.sheet = rows.build(plan, schedule, self.folded, self.keep)
        self.table: Links = table_of(plan, schedule)
        self._take(schedule)
        self.index: PlacedLinks = self.table.placed(self.sheet)

    def refold(self) -> None:
        """Rows anew after folding; the links are the same, only elsewhere."""
        self.sheet = rows.build(self.sheet.plan, self.schedule, self.folded, self.keep)
        self.index = self.table.placed(self.sheet)

    def update_plan(self, plan: Plan, schedule: Schedule) -> None:
        """The next plan; what stayed the same is kept."""
        before = self.sheet.plan
        same_rows = len(schedule.ids) == len(self.schedule.ids) and rows.same_outline(before, plan)
        if not same_rows or before.rollout is not plan.rollout:
            self.show(plan, schedule)
            return
        self.sheet = self.sheet.with_plan(plan)
        relinked = _links_changed(before, plan)
        self._take(schedule)
        if relinked:
            self.table = table_of(plan, schedule)
            self.index = self.table.placed(self.sheet)

    def show_dates(self, schedule: Schedule) -> None:
        """Other dates for the same rows: a preview while dragging, or the plan's own again."""
        self.schedule = schedule
        self.dates_of = _columns(schedule)
        self._deadlines: dict[int, int | None] = {}
        self._span: tuple[float, float] | None = None
        self.calendar_axis = schedule.axis(schedule.plan.release.calendar or "office")

    def _take(self, schedule: Schedule) -> None:
        self.show_dates(schedule)
        self._driving: dict[int, frozenset[str]] = {}
        self.base = None
        zone: ZoneInfo = schedule.zone
        year = schedule.local(schedule.target).year if schedule.target is not None else 0
        if (self.dates.zone, self.dates.year) != (zone, year):
            self.dates = wording.Dates(zone, wording.names_of(), year)

    # Where things are

    @property
    def body_height(self) -> int:
        return max(0, self.height - self.header_height - BAR)

    @property
    def chart_left(self) -> int:
        return self.table_width + 1

    @property
    def chart_width(self) -> int:
        return max(1, self.width - self.chart_left - BAR)

    def header_rect(self) -> QRect:
        return QRect(0, 0, self.width, self.header_height)

    def table_rect(self) -> QRect:
        return QRect(0, self.header_height, self.table_width, self.body_height)

    def chart_rect(self) -> QRect:
        return QRect(self.chart_left, self.header_height, self.chart_width, self.body_height)

    def body_rect(self) -> QRect:
        """Table and chart below the header, without scroll bars: what moves when scrolled up or down."""
        return QRect(0, self.header_height, self.chart_left + self.chart_width, self.body_height)

    def resize(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.set_table_width(self.table_width)

    def set_table_width(self, width: int) -> None:
        most = max(TABLE_LEAST, self.width - CHART_LEAST)
        self.table_width = min(most, max(TABLE_LEAST, width))
        self.columns = columns.laid_out(
            self.table_width, self.column_widths, self.absent_columns, self.stretch
        )
        self.set_scroll(self.scroll)

    @property
    def absent_columns(self) -> frozenset[str]:
        """Columns that are hidden, or have nothing to say: variances while nothing is compared."""
        return self.hidden_columns if self.reference is not None else self.hidden_columns | {"variance"}

    @property
    def content_height(self) -> float:
        return len(self.sheet) * self.row_height if hasattr(self, "sheet") else 0.0

    @property
    def most_scroll(self) -> float:
        return max(0.0, self.content_height + self.row_height - self.body_height)

    def set_scroll(self, scroll: float) -> None:
        self.scroll = float(round(min(self.most_scroll, max(0.0, scroll))))

    def y_of(self, place: int) -> float:
        """The top of a row on the board."""
        return self.header_height + place * self.row_height - self.scroll

    def place_at(self, y: float) -> int:
        """The row at a height of the board, -1 when there is none."""
        if y < self.header_height or y >= self.header_height + self.body_height:
            return -1
        place = int((y - self.header_height + self.scroll) // self.row_height)
        return place if 0 <= place < len(self.sheet) else -1

    def span(self, top: float, bottom: float) -> tuple[int, int]:
        """The first row in a stretch of heights and the one after the last."""
        first = int((top - self.header_height + self.scroll) // self.row_height)
        last = int(-(-(bottom - self.header_height + self.scroll) // self.row_height))
        return max(0, first), min(len(self.sheet), max(0, last))

    def x_of(self, minute: float) -> float:
        """An instant's x on the board."""
        return self.chart_left + self.scale.x_of(minute)

    def minute_at(self, x: float) -> float:
        return self.scale.minute_at(x - self.chart_left)

    @property
    def bar_height(self) -> float:
        return float(max(2, round(self.row_height * 0.5)))

    @property
    def detailed(self) -> bool:
        return self.row_height >= DETAIL_LEAST

    def row_of(self, place: int) -> int:
        return self.sheet.lines[place].row

    def dates_at(self, place: int) -> tuple[int, int] | None:
        """Start and finish of a row in minutes, ``None`` without dates; the rollout's group spans its
        phases.
        """
        row = self.row_of(place)
        if row >= 0:
            start, finish = int(self.dates_of.start[row]), int(self.dates_of.finish[row])
            return (start, finish) if start > wording.NO_DATE else None
        first = len(self.sheet.plan.activities)
        return _extent(self.dates_of.start[first:], self.dates_of.finish[first:])

    def time_span(self) -> tuple[float, float]:
        """The first start and the last finish of all rows, and T0; a fortnight from now for a plan without
        dates. Kept, as the scroll bar asks at every frame.
        """
        if self._span is None:
            self._span = self._time_span()
        return self._span

    def _time_span(self) -> tuple[float, float]:
        marks = [float(m) for m in (self.schedule.target, self.schedule.projected) if m is not None]
        marks += map(float, _extent(self.dates_of.start, self.dates_of.finish) or ())
        if not marks:
            marks = [float(self.now), self.now + 14 * 1440.0]
        first, last = min(marks), max(marks)
        return (first, last) if last > first else (first - 1440.0, last + 1440.0)

    def marks(self) -> list[int]:
        """The instants that have a line through the whole chart: T0, the projected release, today."""
        schedule = self.schedule
        return [m for m in (schedule.target, schedule.projected, self.now) if m is not None]

    def moved(self, place: int) -> bool:
        """Whether a row's dates in the preview are not those of the plan."""
        row = self.row_of(place)
        if self.base is None or row < 0:
            return False
        base = self.base.values
        return bool(
            base.start[row] != self.dates_of.start[row] or base.finish[row] != self.dates_of.finish[row]
        )

    def driving(self, row: int) -> frozenset[str]:
        """What gives a row of the schedule its dates. A drag keeps the answers of the plan itself: asking for
        each preview anew costs more than drawing it.
        """
        found = self._driving.get(row)
        if found is None:
            schedule = self.base if self.base is not None else self.schedule
            found = self._driving[row] = frozenset(schedule.driving(schedule.ids[row]))
        return found

    def deadline(self, place: int) -> int | None:
        """The deadline of a row in UTC minutes."""
        activity = self.sheet.activity(place)
        if activity is None or activity.deadline is None:
            return None
        row = self.row_of(place)
        if row not in self._deadlines:
            self._deadlines[row] = self.schedule.resolve(activity.deadline, finish=True)
        return self._deadlines[row]

    def occurrences(self, place: int) -> list[int]:
        """When a recurring row happens, in UTC minutes."""
        activity, dates = self.sheet.activity(place), self.dates_at(place)
        if activity is None or activity.repeat is None or dates is None:
            return []
        key = ("occurrences", place)
        kept = self.kept.get("occurrences", {})
        if kept.get("of") is not self.schedule:
            kept = self.kept["occurrences"] = {"of": self.schedule}
        if key not in kept:
            kept[key] = occurrences(activity.repeat, dates[0], dates[1], self.schedule)
        return list(kept[key])

    def state_at(self, place: int) -> wording.State:
        dates = self.dates_at(place)
        return wording.state_of(
            self.sheet.activity(place), dates is not None, dates[1] if dates else 0, self.now
        )

    def day_of(self, place: int) -> int:
        """Minutes of a nominal day on a row's calendar, as durations count it."""
        row = self.row_of(place)
        return wording.DAY if row < 0 else self.schedule.nominal_day(self.schedule.ids[row])

    def work_between(self, place: int, start: int, finish: int) -> int | None:
        """Working minutes from start to finish on a row's calendar."""
        row = self.row_of(place)
        if row < 0:
            return None
        return int(
            self.schedule.axis(self.schedule.calendar_of(self.schedule.ids[row])).work_between(start, finish)
        )


def _columns(schedule: Schedule) -> RowValues | Columns:
    """The dates of a large plan as arrays; a small one's as they are, which needs no numpy."""
    return schedule.values if len(schedule.ids) < SMALL else schedule.arrays()


def _extent(starts: Any, finishes: Any) -> tuple[int, int] | None:
    """The first start and the last finish of what has dates, of lists or arrays."""
    if isinstance(starts, list):
        known = [row for row, start in enumerate(starts) if start > wording.NO_DATE]
        return (min(starts[row] for row in known), max(finishes[row] for row in known)) if known else None
    dated = starts > wording.NO_DATE
    return (int(starts[dated].min()), int(finishes[dated].max())) if dated.any() else None


def _links_changed(before: Plan, after: Plan) -> bool:
    if before.release.milestone != after.release.milestone or before.rollout.after != after.rollout.after:
        return True
    return any(
        old.after != new.after
        for old, new in zip(before.activities, after.activities, strict=True)
        if old is not new
    )
