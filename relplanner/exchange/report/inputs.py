"""What parts of the pack read: the schedule and what other rooms worked out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Sized
from typing import TYPE_CHECKING, Any, Protocol

from relplanner.exchange.report.words import Words
from relplanner.plan.findings import Finding
from relplanner.plan.plan import Plan
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule import Schedule


class Driver(Protocol):
    """What drives the spread of the projected release."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def correlation(self) -> float: ...


class RiskFigures(Protocol):
    """The part of a Monte Carlo result that the pack tells."""

    @property
    def trials(self) -> int: ...
    @property
    def seed(self) -> int: ...
    @property
    def target(self) -> int | None: ...
    @property
    def on_time_probability(self) -> float | None: ...
    @property
    def criticality(self) -> Mapping[str, float]: ...
    @property
    def drivers(self) -> Sequence[Driver]: ...
    @property
    def finish(self) -> Sized: ...
    def percentile(self, p: float, /) -> int: ...
    def histogram(self, bins: int = 60, /) -> Any: ...


class MoverFigures(Protocol):
    """How far an activity moves the release."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def drag_minutes(self) -> int: ...
    @property
    def drag_working(self) -> int: ...
    @property
    def slack_used(self) -> int | None: ...
    @property
    def criticality(self) -> float | None: ...


class Headline(Protocol):
    @property
    def text(self) -> str: ...


class ChangeFigures(Protocol):
    """What changed since the last CAB, in sentences, the weightiest first."""

    @property
    def headlines(self) -> Sequence[Headline]: ...
    @property
    def slip_change_minutes(self) -> int | None: ...


class CommentText(Protocol):
    """What a reviewer wrote; ``at`` is aware, ``about`` the name of what it is about."""

    @property
    def author(self) -> str: ...
    @property
    def at(self) -> dt.datetime: ...
    @property
    def about(self) -> str: ...
    @property
    def text(self) -> str: ...


@value
class Pack:
    """Everything that a part may tell. ``now`` is aware."""

    schedule: Schedule
    words: Words
    findings: tuple[Finding, ...]
    risk: RiskFigures | None
    movers: tuple[MoverFigures, ...]
    changes: ChangeFigures | None
    since: str
    """What the changes are counted from, such as “baseline CAB of 3 February”."""
    comments: tuple[CommentText, ...]
    now: dt.datetime

    @property
    def plan(self) -> Plan:
        return self.schedule.plan

    @property
    def now_minute(self) -> int:
        return int(self.now.timestamp() // 60)
