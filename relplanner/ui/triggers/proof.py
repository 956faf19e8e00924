"""The proof of a trigger on recorded history: its chart, when it would have fired, and sliders to tune it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from relplanner.plan.forms.bound import format_relation
from relplanner.plan.forms.condition import Compare, Condition
from relplanner.plan.forms.quantity import Quantity, format_quantity
from relplanner.plan.nouns.rollout import Alert, Metric, Trigger
from relplanner.plan.plan import Plan
from relplanner.ui.common import wording
from relplanner.ui.common.activity_words import Dates, names_of
from relplanner.ui.common.lines import Entry, Lines
from relplanner.ui.common.parts import IconButton, button, label, tight
from relplanner.ui.context import Context
from relplanner.ui.theme import tokens
from relplanner.ui.triggers import fires
from relplanner.ui.triggers.history import History
from relplanner.ui.triggers.sliders import Sliders

if TYPE_CHECKING:
    from relplanner.rollout.backtest import TriggerRun
    from relplanner.rollout.grid import Grid
    from relplanner.rollout.tuning import Tuning
    from relplanner.ui.charts.frame import ChartFrame
    from relplanner.ui.charts.metric_chart import MetricChart

ADVICE = (
    "Choose a recording or a CSV file of these metrics, to see at once how often this would have fired, and "
    "to tune it until it fires only when it should."
)
CSV_FILTER = "Samples (*.csv *.tsv *.txt);;All files (*)"
CHART_HEIGHT = 220
MOST_FIRES = 5
DAY_MS = 86_400_000


class Proof(QFrame):
    """Shows what the entry in hand would have done; `tuned` carries a condition that sliders made."""

    tuned = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("On recorded history")
        self._context = context
        self.history = History(context, self)
        self.history.changed.connect(self.refresh)
        self._entry: Trigger | Alert | None = None
        self._plan = Plan()
        self._grids: dict[int, Grid] = {}
        self._grids_of: object = None
        self._tuning: Tuning | None = None
        self.run: TriggerRun | None = None
        self.incident: tuple[int, int] | None = None
        self.frame: ChartFrame | None = None
        self.sliders = Sliders()
        self.sliders.moved.connect(self._try)
        self.sliders.left.connect(self._take)
        self._lay_out()

    def _lay_out(self) -> None:
        self.choose = button("Choose history  ▾", self.open_list)
        self.choose.setAccessibleName("Choose a recording or a CSV file")
        self.reading = label("", "note")
        self.stop = button("Cancel", self.history.cancel, link=True)
        head = QHBoxLayout()
        tight(head, tokens.SPACE_2)
        head.addWidget(label("On recorded history", "strong"))
        head.addStretch(1)
        for part in (self.reading, self.stop, self.choose):
            head.addWidget(part)
        self.advice = label(ADVICE, "muted", wrap=True)
        self.problem = label("", "problem", wrap=True)
        self.sentence = label("", "strong", wrap=True, select=True)
        self.sentence.setMinimumHeight(2 * QFontMetrics(self.font()).lineSpacing())  # sliders stay in place
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.cost = label("", wrap=True, select=True)
        self.notes = label("", "note", wrap=True)
        self._chart = QVBoxLayout()
        tight(self._chart)
        self.fires = Lines(self._context.themes, MOST_FIRES)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_3)
        column.setSpacing(tokens.SPACE_2)
        column.addLayout(head)
        for said in (self.advice, self.problem, self.sentence, self.cost):
            column.addWidget(said)
        column.addLayout(self._chart)
        self.looking = self._looking()
        below: tuple[QWidget, ...] = (self.looking, self.sliders, self.fires, self.notes)
        for one in below:
            column.addWidget(one)

    def _looking(self) -> QWidget:
        """Buttons to look closer, and to mark the incident."""
        made = QWidget()
        row = QHBoxLayout(made)
        tight(row, tokens.SPACE_1)
        themes = self._context.themes
        back = IconButton(themes, "chevron-left", "The fire before")
        back.clicked.connect(lambda: self.step(-1))
        on = IconButton(themes, "chevron-right", "The next fire")
        on.clicked.connect(lambda: self.step(1))
        whole = IconButton(themes, "arrow-expand-horizontal", "All of the history")
        whole.clicked.connect(lambda: self.chart.look_at_all() if self.chart is not None else None)
        self.mark = button("Mark what is shown as the incident", self._mark, link=True)
        self.unmark = button("Forget the incident", self._unmark, link=True)
        for part in (back, on, whole, self.mark, self.unmark):
            row.addWidget(part)
        row.addStretch(1)
        return made

    # Choosing history

    def open_list(self) -> None:
        """Recordings of the plan, and files."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self.history.recordings():
            action = menu.addAction(wording.button_text(one.label))
            action.triggered.connect(partial(self._read_recording, one))
        if menu.actions():
            menu.addSeparator()
        menu.addAction("A CSV file …").triggered.connect(lambda _=False: self.ask_csv())
        if self.history.samples is not None:
            menu.addAction("Put it away").triggered.connect(lambda _=False: self.history.forget())
        menu.popup(self.choose.mapToGlobal(QPoint(0, self.choose.height())))

    def _read_recording(self, chosen: object, _checked: bool = False) -> None:
        self.history.read_recording(chosen)  # type: ignore[arg-type]

    def ask_csv(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(self.window(), "Samples of metrics", "", CSV_FILTER)
        if name:
            self.history.read_csv(Path(name))

    # Showing

    @property
    def chart(self) -> MetricChart | None:
        from relplanner.ui.charts.metric_chart import MetricChart

        plot = self.frame.plot if self.frame is not None else None
        return plot if isinstance(plot, MetricChart) else None

    def show_entry(self, entry: Trigger | Alert, plan: Plan) -> None:
        """Try another entry, or the same after a change."""
        same = self._entry is not None and entry == self._entry and plan.metrics == self._plan.metrics
        other = self._entry is None or (type(entry), entry.id) != (type(self._entry), self._entry.id)
        self._entry, self._plan = entry, plan
        if other:
            self.sliders.at = None
        if not same:
            self.refresh()

    def show_nothing(self) -> None:
        """Another plan: its history is another too."""
        self._entry, self.incident = None, None
        self.history.forget()

    def refresh(self) -> None:
        """Read, reading, failed or to be chosen: show what there is."""
        history, entry = self.history, self._entry
        share = history.share
        self.reading.setText("" if share is None else f"Reading … {share:.0%}")
        self.stop.setVisible(history.may_cancel)
        samples = history.samples
        self.choose.setText(f"{wording.button_text(samples.label)}  ▾" if samples else "Choose history  ▾")
        self.problem.setText(history.error)
        self.problem.setVisible(bool(history.error))
        missing = fires.missing(samples, entry)
        self.advice.setText(missing or ADVICE)
        ready = samples is not None and entry is not None and entry.when is not None and not missing
        self.advice.setVisible(not ready)
        for part in (self.sentence, self.looking, self.sliders, self.fires):
            part.setVisible(ready)
        self.notes.setVisible(False)
        self.cost.setVisible(False)
        if self.frame is not None:
            self.frame.setVisible(ready)
        if ready:
            self._judge()

    def _judge(self) -> None:
        from relplanner.rollout.backtest import Incident
        from relplanner.rollout.tuning import Tuning

        entry = self._entry
        assert entry is not None
        grid = self._grid()
        incident = Incident(*self.incident) if self.incident is not None else None
        self._tuning = Tuning(entry, self._plan, grid, incident)
        self.sliders.show_knobs(self._tuning.knobs, entry.when, self._range)
        self._show_run(self._tuning.judged(self._tuning.rule.condition), self._tuning.rule.condition)
        self._draw_lines()

    def _grid(self) -> Grid:
        """The instants of the history; what is looked up in it serves every entry."""
        from relplanner.rollout.backtest import rule_for
        from relplanner.rollout.grid import Grid

        samples, entry = self.history.samples, self._entry
        assert samples is not None
        assert entry is not None
        if self._grids_of is not samples:
            self._grids, self._grids_of = {}, samples
        rule = rule_for(entry, self._plan)
        assert rule is not None
        if rule.every_ms not in self._grids:
            self._grids[rule.every_ms] = Grid(samples.series, samples.start, samples.stop, rule.every_ms)
        return self._grids[rule.every_ms]

    def _range(self, metric_id: str) -> tuple[Metric | None, float, float]:
        """A metric, and the least and the most that was seen of it."""
        import numpy as np

        samples = self.history.samples
        series = samples.series.get(metric_id) if samples is not None else None
        known = series.values[np.isfinite(series.values)] if series is not None else np.empty(0)
        metric: Metric | None = self._plan.entry("metrics", metric_id)
        return (metric, float(known.min()), float(known.max())) if len(known) else (metric, 0.0, 1.0)

    def _show_run(self, run: TriggerRun, condition: Condition) -> None:
        self.run = run
        samples = self.history.samples
        assert samples is not None
        dates = self._dates()
        self.sentence.setText(fires.sentence(run, (samples.stop - samples.start) / DAY_MS, dates))
        cost = fires.cost(run)
        self.cost.setText(cost)
        self.cost.setVisible(bool(cost))
        shown = [
            Entry(fires.stretch_text(one, dates), fires.length_text(one), "error",
                  partial(self._look_at, one.start, one.end))
            for one in run.of("firing")
        ]  # fmt: skip
        self.fires.show_entries(shown, "")
        self.fires.setVisible(bool(shown))
        share, _ = fires.unseen(run)
        notes = [f"For {share:.1%} of the time nothing was known."] if share >= 0.001 else []
        self.notes.setText("\n".join([*notes, *samples.notes[:3]]))
        self.notes.setVisible(bool(self.notes.text()))
        self.mark.setVisible(self.incident is None)
        self.unmark.setVisible(self.incident is not None)
        self._draw_run(run, condition)

    def _dates(self) -> Dates:
        from zoneinfo import ZoneInfo

        schedule = self._context.schedule
        zone = schedule.zone if schedule is not None else ZoneInfo("UTC")
        return Dates(zone, names_of(), self._context.now().year)

    # The chart

    def _made(self) -> MetricChart:
        """The chart; it is made with the first history, as its library takes its time to load."""
        from relplanner.ui.charts.frame import ChartFrame
        from relplanner.ui.charts.metric_chart import MetricChart

        if self.frame is None:
            chart = MetricChart(self._context.themes, self._dates())
            chart.setFixedHeight(CHART_HEIGHT)
            chart.stepped.connect(self.step)
            self.frame = ChartFrame(self._context.themes, "", chart)
            self._chart.addWidget(self.frame)
        chart = self.chart  # type: ignore[assignment]
        return chart

    def _draw_lines(self) -> None:
        from relplanner.ui.charts.metric_chart import Line

        samples, chart, leaf = self.history.samples, self._made(), self._leaf()
        assert samples is not None
        metric_id = leaf.metric
        metric: Metric | None = self._plan.entry("metrics", metric_id)
        order = self._plan.ids("metrics")
        ink = order.index(metric_id) if metric_id in order else 0
        lines: list[Line] = []
        for key, series in samples.series.items():
            own, _, name = key.partition("/")
            if own == metric_id and len(series):
                lines.append(Line(name or metric_id, series.times, series.values, ink + len(lines)))
        unit = (metric.unit if metric is not None else "") or ""
        chart.speak(self._dates(), partial(_say, unit))
        chart.show_lines(lines, (samples.start, samples.stop))
        chart.show_incident(self.incident)
        if self.frame is not None:
            self.frame.show()
            title = (metric.name or metric_id) if metric is not None else metric_id
            self.frame.note(f"{title}{f', {unit}' if unit else ''}")
        self._draw_limit(self._tuning.rule.condition if self._tuning is not None else None)

    def _leaf(self) -> Compare:
        """The comparison that is drawn: the one that is tuned, else the first that has samples."""
        from relplanner.ui.triggers.limits import leaf_at

        assert self._tuning is not None
        expr = self._tuning.rule.condition.expr
        at = self.sliders.at
        found = leaf_at(expr, at if at is not None else 0)
        return found if isinstance(found, Compare) else Compare(found.metric, "", None)  # type: ignore[arg-type]

    def _draw_run(self, run: TriggerRun, condition: Condition) -> None:
        from relplanner.ui.charts.metric_chart import Span

        chart = self._made()
        chart.show_spans([Span(one.state, one.start, one.end) for one in run.intervals])
        self._draw_limit(condition)
        if self.frame is not None:
            self.frame.refresh()

    def _draw_limit(self, condition: Condition | None) -> None:
        from relplanner.ui.triggers.limits import leaf_at, limit_of

        chart = self.chart
        if chart is None or condition is None:
            return
        leaf = leaf_at(condition.expr, self.sliders.at or 0)
        limit = limit_of(leaf, self._plan, self._grid())
        text = format_relation(leaf.op, leaf.bound) if isinstance(leaf, Compare) else ""
        chart.show_limit(limit, text)

    def _look_at(self, start: int, end: int) -> None:
        if self.chart is not None:
            self.chart.look_around(start, end)

    def step(self, by: int) -> None:
        """Look at the next fire, or the one before."""
        found = self.run.of("firing") if self.run is not None else ()
        if not found or self.chart is None:
            return
        start, stop = self.chart.view
        middle = (start + stop) / 2
        samples = self.history.samples
        if samples is not None and (start, stop) == (samples.start, samples.stop):
            one = found[0] if by > 0 else found[-1]
        else:
            later = [each for each in found if each.start > middle]
            earlier = [each for each in found if each.end < middle]
            one = (later or found[:1])[0] if by > 0 else (earlier or found[-1:])[-1]
        self._look_at(one.start, one.end)

    def _mark(self) -> None:
        """What is looked at was the incident: alarms outside are false, the delay counts from its start."""
        if self.chart is not None:
            self.sliders.hand_over()
            self.incident = self.chart.view
            self.refresh()

    def _unmark(self) -> None:
        self.sliders.hand_over()
        self.incident = None
        self.refresh()

    # Tuning

    def _try(self) -> None:
        """A slider was moved: what would have happened then."""
        if self._tuning is None:
            return
        condition = self._tuning.condition(self.sliders.threshold, self.sliders.hold, self.sliders.at)
        self._show_run(self._tuning.judged(condition), condition)

    def _take(self) -> None:
        """The numbers of the sliders go into the plan."""
        if self._tuning is None:
            return
        if self.sliders.chosen_anew:
            self.sliders.chosen_anew = False
            self._draw_lines()
            return
        condition = self._tuning.condition(self.sliders.threshold, self.sliders.hold, self.sliders.at)
        if condition != self._tuning.rule.condition and self._context.can_edit:
            QTimer.singleShot(0, self, lambda: self.tuned.emit(condition))


def _say(unit: str, number: float) -> str:
    return format_quantity(Quantity(float(f"{number:.4g}"), unit))
