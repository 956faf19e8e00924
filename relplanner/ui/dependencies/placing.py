"""Where the drawing comes from: small plans at once, large ones in a worker, with progress and a way out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.ui.background import Background
from relplanner.ui.bridge import Bridge
from relplanner.ui.dependencies.layout import LayoutCancelled, lay_out
from relplanner.ui.dependencies.network import Looking, Network, network_of
from relplanner.ui.dependencies.scene import NOTHING, Scene, boxes_of
from relplanner.values import value

AT_ONCE = 250
"""So many cards are placed before anybody could see that it takes time."""
SHOW_AFTER, CANCEL_AFTER = 0.2, 1.0
"""Seconds until progress is shown, and until it can be cancelled."""
POLL_MS = 50
log = logging.getLogger(__name__)


@value
class Task:
    """What is to be drawn, and what is drawn now."""

    plan: Plan
    schedule: Schedule
    looking: Looking
    before: Scene
    card_size: tuple[float, float]

    @property
    def size(self) -> int:
        return len(self.plan.activities) + len(self.plan.rollout.phases)


def draw(
    task: Task,
    on_progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Scene:
    """The scene of a plan; of a network that is drawn already only the dates may have changed."""
    network = network_of(task.plan, task.looking)
    before = task.before
    same_size = (before.card_width, before.card_height) == task.card_size
    if before is not NOTHING and same_size and before.network.shape == network.shape:
        return _ready(before.with_network(network), task.schedule)
    known = before is not NOTHING and before.network.looking.way == network.looking.way
    layout = lay_out(
        boxes_of(network, task.card_size),
        _edges(network),
        previous=before.layout if known else None,
        on_progress=on_progress,
        cancelled=cancelled,
    )
    return _ready(Scene(network, layout, task.card_size), task.schedule)


def _ready(scene: Scene, schedule: Schedule) -> Scene:
    """With all that the page will ask for at once, while nobody waits for it."""
    network = scene.network
    for each in ("after", "before", "loose", "in_circle", "labelled"):
        getattr(network, each)
    _ = scene.middles, schedule.critical_links, schedule.arrays()
    return scene


def _edges(network: Network) -> list[tuple[str, str]]:
    ids = network.ids
    return [(ids[edge.before], ids[edge.after]) for edge in network.edges]


class Placing(QObject):
    """At most one layout at a time; a newer wish ends the one before."""

    done = Signal(object)
    """The Scene."""
    progressed = Signal(float, bool)
    """The share, and whether it may be cancelled; only after a while."""
    ended = Signal(bool)
    """Nothing is under way any more; whether it was cancelled by the person."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._background: Background | None = None
        """Made when first needed, and again after :meth:`close`."""
        self._task: Task | None = None
        self._number = 0
        self._share = 0.0
        self._since = 0.0
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._tell)

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def want(self, task: Task) -> None:
        """Draw a plan: now, or as soon as the worker is done with it."""
        self.drop()
        if task.size <= AT_ONCE:
            self.done.emit(draw(task))
            return
        self._number += 1
        number = self._number
        self._task, self._share, self._since = task, 0.0, time.monotonic()

        def progress(share: float) -> None:
            self._share = share

        if self._background is None:
            self._background = Background(self._bridge)
        self._background.run(
            lambda: draw(task, progress, lambda: self._number != number),
            lambda scene: self._finish(number, scene),
            lambda error: self._fail(number, error),
        )
        self._timer.start()

    def drop(self) -> None:
        """Forget what is under way."""
        if self._task is not None:
            self._number += 1
            self._over(cancelled=False)

    def cancel(self) -> None:
        """The person does not want to wait: what is drawn stays."""
        if self._task is not None:
            self._number += 1
            self._over(cancelled=True)

    def complete(self) -> None:
        """Do now what the worker would have brought: for pictures."""
        task = self._task
        if task is not None:
            self.drop()
            self.done.emit(draw(task))

    def close(self) -> None:
        """Let go of the worker: there is no plan any more."""
        self.drop()
        if self._background is not None:
            self._background.close()
            self._background = None

    def _over(self, *, cancelled: bool) -> None:
        self._task = None
        self._timer.stop()
        self.ended.emit(cancelled)

    def _finish(self, number: int, scene: Scene) -> None:
        if number == self._number and self._task is not None:
            self._over(cancelled=False)
            self.done.emit(scene)

    def _fail(self, number: int, error: BaseException) -> None:
        if isinstance(error, LayoutCancelled) or number != self._number:
            return
        log.error("The network could not be laid out", exc_info=error)
        self._over(cancelled=True)

    def _tell(self) -> None:
        waited = time.monotonic() - self._since
        if waited >= SHOW_AFTER:
            self.progressed.emit(self._share, waited >= CANCEL_AFTER)
