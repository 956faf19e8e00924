"""Schedule risk: how the projected release spreads, the chance to meet T0, and what drives the spread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from relplanner.schedule.spelling import spell
from relplanner.ui.common.activity_words import Dates
from relplanner.ui.common.lines import Entry, Lines
from relplanner.ui.common.parts import button, label, tight
from relplanner.ui.common.pick import Pick
from relplanner.ui.review.card import Card
from relplanner.ui.review.facts import percent
from relplanner.ui.review.work import Choice
from relplanner.ui.theme import tokens

if TYPE_CHECKING:
    from relplanner.plan.findings import Finding
    from relplanner.schedule import Schedule
    from relplanner.ui.charts.frame import ChartFrame
    from relplanner.ui.charts.series import Spread, Swing
    from relplanner.ui.charts.spread_chart import SpreadChart
    from relplanner.ui.charts.tornado import Tornado
    from relplanner.ui.context import Context

TRIALS = (1_000, 10_000, 100_000)
CHART_HEIGHT = 220
DRIVERS = 8
NO_SPREAD = (
    "No activity has a three-point estimate and no open risk delays one, so there is nothing to simulate. "
    "Add an estimate such as 4d / 5d / 9d to the activities that may take longer, the first of those that "
    "move the release."
)
MARKS = (50, 80, 95)
BINS, POINTS = 48, 101
MOST_EVENTS = 4
MOST_NOTES = 3
MOST_SEED = 999_999
CORRELATIONS = (
    ("Estimates independent", "none"),
    ("Correlated by phase", "phase"),
    ("Correlated by owner", "owner"),
)


class RiskCard(Card):
    """The charts are made with the first result: their library takes its time to load."""

    chosen = Signal(str)
    asked = Signal(object)
    """Simulate in another way: a `Choice`."""
    estimate_asked = Signal()

    def __init__(self, context: Context, cancel: Any) -> None:
        super().__init__(context.themes, "Schedule risk", cancel)
        self._context = context
        self.spread: ChartFrame | None = None
        self.tornado: ChartFrame | None = None
        self.advice = label(NO_SPREAD, "muted", wrap=True)
        self.start = button("Estimate what moves it most", self.estimate_asked.emit)
        self.start.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.summary = label("", wrap=True, select=True)
        self._charts = QVBoxLayout()
        tight(self._charts, tokens.SPACE_3)
        self.controls = self._make_controls()
        for part in (self.advice, self.start, self.summary):
            self.body.addWidget(part)
        self.body.addLayout(self._charts)
        self.event_head = label("Risks that delay it", "small")
        self.events = Lines(context.themes, MOST_EVENTS)
        self.notes = label("", "note", wrap=True)
        self.body.addWidget(self.event_head)
        self.body.addWidget(self.events)
        self.body.addWidget(self.notes)
        self.body.addWidget(self.controls)
        self.show_nothing()

    def _make_controls(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        tight(row, tokens.SPACE_2)
        self.trials = Pick("How many trials", [(f"{trials:,} trials", trials) for trials in TRIALS])
        self.trials.take(Choice().trials)
        self.correlation = Pick("How estimates hang together", CORRELATIONS)
        self.seed = QLineEdit(str(Choice().seed))
        self.seed.setValidator(QIntValidator(0, MOST_SEED, self))
        self.seed.setFixedWidth(64)
        self.seed.setAccessibleName("Seed")
        self.seed.setToolTip("The same seed and the same plan give the same result")
        seed = label("Seed", "note")
        seed.setBuddy(self.seed)
        for part in (self.trials, self.correlation, seed, self.seed):
            row.addWidget(part)
        row.addStretch(1)
        self.trials.picked.connect(self._ask)
        self.correlation.picked.connect(self._ask)
        self.seed.editingFinished.connect(self._ask)
        self._asked = Choice()
        return made

    def _ask(self, _picked: object = None) -> None:
        choice = Choice(self.trials.value, int(self.seed.text() or 0), self.correlation.value)
        if choice != self._asked:
            self._asked = choice
            self.asked.emit(choice)

    def another_seed(self) -> None:
        """Draw other trials."""
        self.seed.setText(str((int(self.seed.text() or 0) + 1) % MOST_SEED))
        self._ask()

    def show_nothing(self, *, spread: bool = True) -> None:
        """Before the first result; ``spread``: whether there is anything to simulate."""
        self.advice.setVisible(not spread)
        self.start.setVisible(not spread)
        self.controls.setVisible(spread)
        self.summary.hide()
        for frame in (self.spread, self.tornado, self.event_head, self.events, self.notes):
            if frame is not None:
                frame.hide()

    def show_error(self, text: str) -> None:
        self.show_nothing()
        self.summary.setText(text)
        self.summary.show()

    def show_risk(self, risk: Any, schedule: Schedule, words: Dates) -> None:
        """A result, or an early one, which does not know what drives it yet."""
        self.advice.hide()
        self.start.hide()
        self.controls.show()
        chart, tornado = self._made(schedule, words)
        chart.show_spread(_spread(risk))
        if hasattr(risk, "drivers"):
            tornado.show_swings(_swings(risk.drivers))
            self._show_events(risk.events)
            self._show_notes(risk.findings)
        self._summarise(risk, words)
        assert self.spread is not None
        assert self.tornado is not None
        self.spread.show()
        self.tornado.setVisible(bool(tornado.swings))
        self.spread.refresh()
        self.tornado.refresh()

    def _show_events(self, events: Sequence[Any]) -> None:
        """What the register's risks do to the release, the heaviest first."""
        felt = [one for one in events if one.effect_minutes > 0]
        self.event_head.setVisible(bool(felt))
        self.events.setVisible(bool(felt))
        entries = [
            Entry(one.name, f"{percent(one.happened)} · {swing_text(one.effect_minutes)}", "warning",
                  partial(self._context.reveal, "risks", one.id))
            for one in felt
        ]  # fmt: skip
        self.events.show_entries(entries, "")

    def _show_notes(self, findings: Sequence[Finding]) -> None:
        """What the simulation could not use."""
        said = [one.message for one in findings[:MOST_NOTES]]
        if len(findings) > MOST_NOTES:
            said.append(f"{len(findings) - MOST_NOTES:,} more estimates or risks could not be used.")
        self.notes.setText("\n".join(said))
        self.notes.setVisible(bool(said))

    def _summarise(self, risk: Any, words: Dates) -> None:
        chance = risk.on_time_probability
        said = "" if chance is None else f"{percent(chance)} chance to meet T0. "
        early = f" So far {risk.trials:,} trials." if risk.trials < self._asked.trials else ""
        self.summary.setText(f"{said}P80 {words.clock(int(risk.percentile(80)))}.{early}")
        self.summary.show()

    def _made(self, schedule: Schedule, words: Dates) -> tuple[SpreadChart, Tornado]:
        """The charts, made anew where another plan has another zone."""
        from relplanner.ui.charts.frame import ChartFrame
        from relplanner.ui.charts.spread_chart import SpreadChart
        from relplanner.ui.charts.tornado import Tornado

        if self.spread is None or self.tornado is None:
            themes = self._context.themes
            chart = SpreadChart(themes, words, schedule.zone)
            chart.setFixedHeight(CHART_HEIGHT)
            tornado = Tornado(themes, swing_text)
            tornado.chosen.connect(self.chosen)
            self.spread = ChartFrame(themes, "Projected release", chart)
            self.tornado = ChartFrame(themes, "What drives the spread", tornado)
            self._charts.addWidget(self.spread)
            self._charts.addWidget(self.tornado)
        chart, tornado = self.spread.plot, self.tornado.plot
        assert isinstance(chart, SpreadChart)
        assert isinstance(tornado, Tornado)
        chart.speak(words, schedule.zone)
        return chart, tornado


def _spread(risk: Any) -> Spread:
    """What the chart is given of a result."""
    from relplanner.ui.charts.series import Mark, Spread

    histogram = risk.histogram(BINS)
    marks = [Mark(f"P{one}", float(risk.percentile(one))) for one in MARKS]
    target = None if risk.target is None else float(risk.target)
    if target is not None:
        marks.insert(0, Mark("T0", target, "t0"))
    curve = tuple((float(at), float(chance)) for at, chance in risk.s_curve(POINTS))
    edges, counts = tuple(map(float, histogram.edges)), tuple(map(int, histogram.counts))
    return Spread(edges, counts, curve, tuple(marks), target)


def _swings(drivers: Sequence[Any]) -> list[Swing]:
    """The strongest drivers as bars."""
    from relplanner.ui.charts.series import Swing

    found = []
    for one in [one for one in drivers if one.drives][:DRIVERS]:
        low, high = one.swing_minutes
        note = f"correlation {one.correlation:.2f}"
        found.append(Swing(one.id, one.name, float(low), float(high), note))
    return found


def swing_text(minutes: float) -> str:
    """``+2 d 4 h``, ``−3 h``."""
    whole = round(minutes)
    return f"{'+' if whole > 0 else '−'}{spell(whole)}" if whole else "0"
