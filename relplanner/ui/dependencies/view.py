"""What is shown and where: the state that painters read and gestures change. Holds no plan logic."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QFont

from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.ui.common import activity_words as words
from relplanner.ui.common.arrays import Bools
from relplanner.ui.common.paints import Paints, page_fonts
from relplanner.ui.common.text_cache import Style, TextCache
from relplanner.ui.dependencies.facts import FactBook, Facts
from relplanner.ui.dependencies.scene import NOTHING, Scene
from relplanner.ui.theme.tokens import Theme

LEAST, MOST = 0.0002, 2.0
STEP = 1.2
DETAIL_FROM = 0.6
"""From this zoom on cards tell all they know; below, their name; from `NAMES_FROM` down nothing."""
NAMES_FROM = 0.3
MARGIN = 28.0
FAR = 240.0
"""Pixels: what lies further outside is brought into the middle."""
MANY_LINKS = 2_000
CARD_SAMPLE = "In progress · T. Okafor Slack −22 d 4 h"
PAD = 10.0

Pair = tuple[str, str]


class View:
    """Geometry is in device-independent pixels of the board: ``place × zoom + offset``."""

    def __init__(self, theme: Theme, body_font: QFont, device_ratio: float) -> None:
        self.width, self.height = 800, 600
        self.zoom = 1.0
        self.left = self.top = 0.0
        """The offset, whole pixels."""
        self.now = 0
        self.untouched = True
        """Nobody has moved or zoomed since the first look: a new size of the window is a new first look."""
        self.scene: Scene = NOTHING
        self.selected: frozenset[str] = frozenset()
        self.current: str | None = None
        self.link: Pair | None = None
        """The chosen link."""
        self.hover = -1
        self.hover_link = -1
        self.lit: tuple[frozenset[int], frozenset[int]] | None = None
        """Cards and links that stand out while the rest steps back."""
        self.found: frozenset[str] = frozenset()
        self.focused = False
        self.read_only = False
        self.show_map = True
        self.show_legend = True
        self.base: Schedule | None = None
        """While linking: the schedule of the plan itself; ``schedule`` is then the preview."""
        self.set_style(theme, body_font, device_ratio)

    # What it looks like

    def set_style(self, theme: Theme, body_font: QFont, device_ratio: float) -> None:
        self.device_ratio = device_ratio
        self.body_font = QFont(body_font)
        self.paints = Paints(theme, device_ratio)
        self._texts: dict[int, TextCache] = {}
        self.small = TextCache(page_fonts(body_font))
        self._texts_at = (1.0, self.small)
        """Texts that keep their size whatever the zoom."""
        lines = self.small.heights
        width = max(252.0, self.small.width(Style.NOTE, CARD_SAMPLE) + 2 * PAD + 22)
        self.card_size = (
            float(round(width)),
            float(round(lines[Style.STRONG] + 2 * lines[Style.NOTE] + 2 * PAD + 2)),
        )

    @property
    def texts(self) -> TextCache:
        """Texts of the size that the zoom asks for."""
        if self._texts_at[0] == self.zoom:
            return self._texts_at[1]
        pixels = max(9, round(self.body_font.pixelSize() * self.zoom))
        found = self._texts.get(pixels)
        if found is None:
            if len(self._texts) > 6:
                self._texts.clear()
            font = QFont(self.body_font)
            font.setPixelSize(pixels)
            found = self._texts[pixels] = TextCache(page_fonts(font))
        self._texts_at = self.zoom, found
        return found

    # What is shown

    @property
    def has_plan(self) -> bool:
        return hasattr(self, "plan")

    def take(self, plan: Plan, schedule: Schedule) -> None:
        """The plan and its dates; the scene may still be that of the plan before."""
        self.plan: Plan = plan
        self.base = None
        self.show_dates(schedule)

    def show_dates(self, schedule: Schedule) -> None:
        """Dates of the plan itself, or of a preview."""
        self.schedule: Schedule = schedule
        zone: ZoneInfo = schedule.zone
        year = schedule.local(schedule.target).year if schedule.target is not None else 0
        dates = getattr(self, "dates", None)
        if dates is None or (dates.zone, dates.year) != (zone, year):
            self.dates = words.Dates(zone, words.names_of(), year)
        self.forget_facts()

    def forget_facts(self) -> None:
        """The plan, its dates or the scene changed: what follows from them is worked out anew."""
        self.facts = FactBook(schedule_plan(self), self.schedule, self.dates, self.now)
        self._flags: tuple[Scene, Bools, Bools, list[str]] | None = None
        self._critical: tuple[Scene, Bools] | None = None
        self.kept: dict[str, object] = {}

    def set_scene(self, scene: Scene) -> None:
        self.scene = scene
        self.hover = self.hover_link = -1
        self.lit = None
        self.forget_facts()

    def card_of(self, one: str | None) -> int:
        return self.scene.network.index.get(one or "", -1)

    def fact(self, card: int) -> Facts:
        return self.facts.of(self.scene.network, card)

    def moved(self, card: int) -> bool:
        """Whether a card's dates in the preview are not those of the plan."""
        one = self.scene.network.ids[card]
        row = self.schedule.index.get(one, -1)
        if self.base is None or row < 0 or self.base.index.get(one, -1) != row:
            return False
        before, after = self.base, self.schedule
        return bool(before.start[row] != after.start[row] or before.finish[row] != after.finish[row])

    @property
    def flags(self) -> tuple[Bools, Bools, list[str]]:
        """Which cards are critical, which nearly so, and the colour of their state."""
        if self._flags is None or self._flags[0] is not self.scene:
            self._flags = (self.scene, *self.facts.flags(self.scene.network))
        return self._flags[1:]

    @property
    def critical_links(self) -> Bools:
        """Which links are on a critical path."""
        if self._critical is None or self._critical[0] is not self.scene:
            self._critical = self.scene, self._find_critical()
        return self._critical[1]

    def _find_critical(self) -> Bools:
        network = self.scene.network
        if not network.edges:
            return np.zeros(0, dtype=np.bool_)
        critical = self.flags[0]
        if len(network.edges) > MANY_LINKS and "critical_links" not in vars(self.schedule):
            # Worked out together with the next scene, not while somebody waits for this frame.
            ends = np.array([(edge.before, edge.after) for edge in network.edges])
            return critical[ends[:, 0]] & critical[ends[:, 1]]
        known = self.schedule.critical_links
        found = np.zeros(len(network.edges), dtype=np.bool_)
        loose = network.looking.way in ("milestones", "phases")
        for number, edge in enumerate(network.edges):
            if critical[edge.before] and critical[edge.after]:
                pairs = {(link.before, link.after) for link in edge.links}
                pairs |= {(link.predecessor, link.successor) for link in edge.links}
                # Through what is left out or folded away both ends tell.
                found[number] = not edge.soft and (loose or edge.derived or bool(pairs & known))
        return found

    # Where things are

    def resize(self, width: int, height: int) -> None:
        self.width, self.height = width, height

    def x_of(self, x: float) -> float:
        return x * self.zoom + self.left

    def y_of(self, y: float) -> float:
        return y * self.zoom + self.top

    def place_at(self, point: QPointF) -> tuple[float, float]:
        """A point of the board in the scene's pixels."""
        return (point.x() - self.left) / self.zoom, (point.y() - self.top) / self.zoom

    def card_rect(self, card: int) -> QRectF:
        """A card on the board, on whole pixels."""
        scene = self.scene
        x = round(self.x_of(float(scene.x[card]) - scene.card_width / 2))
        y = round(self.y_of(float(scene.y[card]) - scene.card_height / 2))
        return QRectF(x, y, round(scene.card_width * self.zoom), round(scene.card_height * self.zoom))

    def window(self, rect: QRect) -> tuple[float, float, float, float]:
        """A rectangle of the board in the scene's pixels: left, top, right, bottom."""
        return (
            (rect.left() - self.left) / self.zoom,
            (rect.top() - self.top) / self.zoom,
            (rect.right() + 1 - self.left) / self.zoom,
            (rect.bottom() + 1 - self.top) / self.zoom,
        )

    def card_at(self, point: QPointF) -> int:
        return self.scene.card_at(*self.place_at(point)) if len(self.scene) else -1

    def link_at(self, point: QPointF, reach: float = 6.0) -> int:
        if not self.scene.network.edges:
            return -1
        return self.scene.link_at(*self.place_at(point), reach / self.zoom)

    # Moving about

    def move_to(self, left: float, top: float) -> None:
        """Set the offset, so that something of the drawing always stays in sight."""
        edge = 80.0
        width, height = self.scene.width * self.zoom, self.scene.height * self.zoom
        self.left = float(round(min(self.width - edge, max(edge - width, left))))
        self.top = float(round(min(self.height - edge, max(edge - height, top))))

    def zoom_to(self, zoom: float, at: QPointF) -> None:
        """Zoom; the place under ``at`` stays under it."""
        x, y = self.place_at(at)
        self.zoom = min(MOST, max(LEAST, zoom))
        self.move_to(at.x() - x * self.zoom, at.y() - y * self.zoom)

    def fit(self, most: float = 1.0) -> None:
        """All of the drawing, at most at its natural size."""
        width = max(1.0, self.width - 2 * MARGIN)
        height = max(1.0, self.height - 2 * MARGIN)
        zoom = min(most, width / self.scene.width, height / self.scene.height)
        self.zoom = max(LEAST, zoom)
        self.left = float(round((self.width - self.scene.width * self.zoom) / 2))
        self.top = float(round((self.height - self.scene.height * self.zoom) / 2))

    def centre_on(self, card: int) -> None:
        self.move_to(
            self.width / 2 - float(self.scene.x[card]) * self.zoom,
            self.height / 2 - float(self.scene.y[card]) * self.zoom,
        )

    def show_card(self, card: int, covered: float = 0.0) -> bool:
        """Move as little as is needed to see a card, one far away into the middle; whether anything moved.

        ``covered`` pixels at the lower edge are under something.
        """
        rect = self.card_rect(card).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        reach = QRectF(0, 0, self.width, self.height).adjusted(-FAR, -FAR, FAR, FAR)
        if not reach.intersects(rect):
            self.centre_on(card)
            return True
        left, top = self.left, self.top
        if rect.left() < 0 or rect.right() > self.width:
            left += -rect.left() if rect.left() < 0 else self.width - rect.right()
        bottom = self.height - covered
        if rect.top() < 0 or rect.bottom() > bottom:
            top += -rect.top() if rect.top() < 0 else max(bottom - rect.bottom(), -rect.top())
        if (left, top) == (self.left, self.top):
            return False
        self.move_to(left, top)
        return True

    def fits(self) -> bool:
        """Whether all of the drawing is in sight."""
        return (
            self.left >= 0
            and self.top >= 0
            and self.x_of(self.scene.width) <= self.width
            and self.y_of(self.scene.height) <= self.height
        )


def schedule_plan(view: View) -> Plan:
    """The plan whose facts are told: that of the schedule, also of a preview."""
    return view.schedule.plan
