"""What the page needs worked out, in order and in the background: the plan's own parts first, risk last.

Two workers: what is quick (chains, findings, changes) never waits behind a simulation. An edit gives up what
runs, and the new plan is begun when edits have paused; results of the plan before stay, marked as such.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from relplanner.errors import RelplannerError
from relplanner.ui.background import Background
from relplanner.ui.review import jobs
from relplanner.ui.review.facts import has_spread
from relplanner.ui.review.jobs import Given, Stop
from relplanner.ui.review.state import PARTS, PartName, State, is_stale
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.plan.findings import Finding
    from relplanner.schedule import Schedule
    from relplanner.session.comparing import OtherPlan
    from relplanner.ui.context import Context

SETTLE_MS = 400
TURN_S = 0.001
REPORT_S = 0.1
"""Progress is told so often; more would only keep the window busy."""
QUICK: tuple[PartName, ...] = ("path", "why", "findings", "changes")
SLOW: tuple[PartName, ...] = ("movers", "risk")
STOPPED = "You stopped this. It is worked out again after the next edit."


@value
class Choice:
    """How the simulation is run."""

    trials: int = 10_000
    seed: int = 1
    correlation: str = "none"


class Work(QObject):
    """Holds the state of every part; ``changed`` names the one that is new, running, or failed."""

    changed = Signal(str)
    marked = Signal(str)
    """A part only became old, is being worked on, or got further: what it shows is the same."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.states: dict[PartName, State] = {name: State() for name in PARTS}
        self.choice = Choice()
        self._baselines: dict[str, OtherPlan] = {}
        self._stops: dict[PartName, Stop] = {}
        self._quick: Background | None = None
        self._slow: Background | None = None
        self._reviewed: Callable[[], tuple[Finding, ...]] = tuple
        self._row = ""
        self._awake = False
        self._turn = sys.getswitchinterval()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.begin)

    # What is worked on

    @property
    def schedule(self) -> Schedule | None:
        return self._context.schedule

    def state(self, name: PartName) -> State:
        return self.states[name]

    def is_stale(self, name: PartName) -> bool:
        return is_stale(self.states[name], self.schedule)

    @property
    def is_done(self) -> bool:
        """Whether every part is of the plan in hand."""
        schedule = self.schedule
        return not self._stops and all(state.of is schedule for state in self.states.values())

    def show_plan(self, reviewed: Callable[[], tuple[Finding, ...]], *, anew: bool) -> None:
        """Another plan than before. ``anew``: it has nothing to do with what is shown, so that goes."""
        self.give_up()
        self._reviewed = reviewed
        if anew:
            self.states.update({name: State() for name in PARTS})
            self._baselines = {}
        for name in PARTS:
            (self.changed if anew else self.marked).emit(name)
        if self._awake:
            self._settle.start(0 if anew else SETTLE_MS)

    def wake(self) -> None:
        """The page is seen: work out what is missing or old."""
        self._awake = True
        self._settle.start(0)

    def sleep(self) -> None:
        """Nobody looks: what runs may end, nothing new is begun."""
        self._awake = False
        self._settle.stop()

    def begin(self) -> None:
        """Start every part that is missing or old, in order."""
        schedule = self.schedule
        if schedule is None or not schedule.ids:
            return
        for name in (*QUICK, *SLOW):
            if self.states[name].of is schedule or name in self._stops:
                continue
            if name == "risk" and not has_spread(schedule.plan):
                self.states[name] = State(None, schedule)
                self.changed.emit(name)
                continue
            self._start(name)

    def choose_row(self, row_id: str) -> None:
        """Explain another row."""
        if row_id != self._row:
            self._row = row_id
            if self._awake and self.schedule is not None:
                self._start("why")

    def compare(self) -> None:
        """Tell changes, and slack used, since something else."""
        self._stop("changes")
        self._stop("movers")
        self.states["changes"] = State()
        self.changed.emit("changes")
        self.states["movers"].of = None
        self.marked.emit("movers")
        if self._awake:
            self._settle.start(0)

    def simulate(self, choice: Choice) -> None:
        """Run the simulation in another way."""
        self.choice = choice
        self._start("risk")

    def _start(self, name: PartName) -> None:
        schedule = self.schedule
        if schedule is None:
            return
        self._stop(name)
        stop = self._stops[name] = Stop()
        self._share_time()
        state = self.states[name]
        state.running, state.share, state.error = True, None, ""
        self.marked.emit(name)
        report = partial(self._report, name, stop, [0.0])
        work = partial(jobs.run, name, self._given(schedule), stop, report)
        self._worker(name).run(
            work, partial(self._done, name, stop, schedule), partial(self._failed, name, stop)
        )

    def _given(self, schedule: Schedule) -> Given:
        document = self._context.document
        return Given(
            schedule=schedule,
            row=self._row or jobs.release_row(schedule),
            reviewed=self._reviewed,
            path=document.path if document is not None else None,
            reference=self._context.comparing.reference,
            baselines=self._baselines,
            trials=self.choice.trials,
            seed=self.choice.seed,
            correlation=self.choice.correlation,
        )

    def _worker(self, name: PartName) -> Background:
        if name in SLOW:
            if self._slow is None:
                self._slow = Background(self._context.bridge)
                self._slow.run(jobs.load_charts, lambda _loaded: None)
            return self._slow
        self._quick = self._quick or Background(self._context.bridge)
        return self._quick

    # What comes back, on the main thread but for `_report`

    def _report(self, name: PartName, stop: Stop, last: list[float], share: float, early: Any) -> None:
        """Called by the worker while it works."""
        now = time.monotonic()
        if now - last[0] >= REPORT_S and not stop.is_set():
            last[0] = now
            self._context.bridge.post(partial(self._heard, name, stop, share, early))

    def _heard(self, name: PartName, stop: Stop, share: float, early: Any) -> None:
        if self._stops.get(name) is not stop:
            return
        state = self.states[name]
        state.share = share
        if early is None:
            self.marked.emit(name)
            return
        state.value, state.of, state.partial = early, self.schedule, True
        self.changed.emit(name)

    def _done(self, name: PartName, stop: Stop, schedule: Schedule, found: Any) -> None:
        if self._stops.get(name) is not stop:
            return
        del self._stops[name]
        self._share_time()
        self.states[name] = State(found, schedule, partial=stop.is_set())
        self.changed.emit(name)

    def _failed(self, name: PartName, stop: Stop, error: BaseException) -> None:
        if self._stops.get(name) is not stop:
            return
        del self._stops[name]
        self._share_time()
        state = self.states[name]
        state.running, state.share = False, None
        if not stop.is_set():
            state.error = said(error)
            state.of = self.schedule  # not to be tried again until something changes
            state.value = None
        self.changed.emit(name)
        if not isinstance(error, (RelplannerError, jobs.Stopped)):
            raise error  # the log has it

    # Giving up

    def cancel(self, name: PartName) -> None:
        """The person has seen enough: a simulation tells what it has by now, all else is left out."""
        stop = self._stops.get(name)
        if stop is None:
            return
        stop.keep = name == "risk"
        stop.set()
        if stop.keep:
            return
        del self._stops[name]
        state = self.states[name]
        state.running, state.share, state.error = False, None, STOPPED
        state.value, state.of = None, self.schedule  # not to be tried again until something changes
        self.changed.emit(name)

    def _stop(self, name: PartName) -> None:
        stop = self._stops.pop(name, None)
        if stop is not None:
            stop.set()
        self.states[name].running = False
        self._share_time()

    def _share_time(self) -> None:
        """While jobs run, the window gets its turn five times as often as Python would give it."""
        sys.setswitchinterval(TURN_S if self._stops else self._turn)

    def give_up(self) -> None:
        """Stop all that runs."""
        self._settle.stop()
        for name in tuple(self._stops):
            self._stop(name)

    def close(self) -> None:
        """The document goes: nothing of it is worked on any more."""
        self.give_up()
        for worker in (self._quick, self._slow):
            if worker is not None:
                worker.close()
        self._quick = self._slow = None

    def complete(self) -> None:
        """Work everything out now and here, for pictures."""
        self.give_up()
        schedule = self.schedule
        if schedule is None or not schedule.ids:
            return
        for name in (*QUICK, *SLOW):
            if self.states[name].of is schedule and not self.states[name].partial:
                continue
            try:
                needed = name != "risk" or has_spread(schedule.plan)
                found = jobs.run(name, self._given(schedule), Stop(), _nobody) if needed else None
                self.states[name] = State(found, schedule)
            except RelplannerError as error:
                self.states[name] = State(None, schedule, error=said(error))
            self.changed.emit(name)


def _nobody(_share: float, _early: Any) -> None:
    """Nobody waits for progress."""


def said(error: BaseException) -> str:
    """A failure as a sentence."""
    if isinstance(error, RelplannerError):
        return str(error)
    return "This could not be worked out; the log says why."
