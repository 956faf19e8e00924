"""Small words of explanations: names as given, instants, stretches of work, what holds what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.forms.duration import format_lag
from relplanner.schedule.nodes import DONE
from relplanner.schedule.spelling import spell, spell_work
from relplanner.schedule.zone import DAY, date_of

if TYPE_CHECKING:
    from relplanner.schedule.explain.chain import Walk
    from relplanner.schedule.explain.holds import Hold
    from relplanner.schedule.explain.values import Gap

Say = Callable[[int], str]
_MOST_NAMES = 3
_PINS = {"start": "the date “start no earlier than {}”", "at": "the target {}",
         "when": "the window from {}", "constraint": "the constraint “{}”"}  # fmt: skip


class Words:
    """Says things of one schedule; ``say`` writes an instant."""

    def __init__(self, walk: Walk, say: Say | None = None) -> None:
        self.walk, self.network, self.schedule = walk, walk.network, walk.schedule
        self._days: dict[int, str] = {}
        self.say: Say = say if say is not None else self._iso

    def _iso(self, minute: int) -> str:
        day, left = divmod(self.network.setting.clock.to_wall(minute), DAY)
        text = self._days.get(day)
        if text is None:
            text = self._days[day] = f"{date_of(day):%a %Y-%m-%d}"
        return f"{text} {left // 60:02}:{left % 60:02}"

    def name(self, row: int) -> str:
        return f"“{self.network.rows[row].name or self.network.ids[row]}”"

    def work(self, row: int, minutes: int) -> str:
        """Working time of a row: on its calendar; of what runs on the clock in real time."""
        node = self.network.nodes[row]
        if node.axis == 0 and not (node.instant and node.calendar):
            return spell(minutes) if minutes >= 0 else f"−{spell(minutes)}"
        calendars = self.network.setting.calendars
        return spell_work(minutes, calendars.get(self.network.rows[row].calendar).day)

    def worked(self, row: int, first: int, last: int) -> int:
        """Working minutes between two instants on the calendar that a row counts on."""
        node = self.network.nodes[row]
        axis = node.calendar if node.instant else node.axis
        return self.network.axes[axis].work_between(first, last)

    def done(self, row: int, finish: bool) -> str:
        """What a link waits for: ``is done``, ``starts``, ``is reached``; past tense for what happened."""
        node = self.network.nodes[row]
        past = node.state == DONE or (node.begun is not None and not finish)
        if node.instant:
            return "was reached" if past else "is reached"
        if finish:
            return "was done" if past else "is done"
        return "started" if past else "starts"

    def holder(self, hold: Hold) -> str:
        """What holds, as the subject of a sentence."""
        if hold.link is not None:
            return self.name(hold.source)
        if hold.kind in _PINS:
            from relplanner.schedule.explain.chain import text_of

            return _PINS[hold.kind].format(text_of(hold, self.walk))
        words = {"plan-start": "the plan's start", "status-date": "the status date"}
        return words.get(hold.kind, "what has happened")


def lag_before(link: Dependency) -> str:
    """How a lag reads before “X” is done: ``when``, ``2d after``, ``1d before``."""
    lag = link.lag
    if lag is None or not lag.amount:
        return "when"
    side = "after" if lag.amount > 0 else "before"
    if lag.unit == "%":
        return f"{format_lag(lag)[1:]} of its length {side}"
    text = format_lag(lag)[1:]
    return f"{text} {side}"


def listed(names: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``, ``a, b, c and 4 more``."""
    if len(names) > _MOST_NAMES:
        names = [*names[:_MOST_NAMES], f"{len(names) - _MOST_NAMES:,} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


_KINDS = {"weekend": "the weekend", "day-off": "days without work",
          "holiday": "a holiday", "exception": "days off"}  # fmt: skip


def gap_words(gaps: Sequence[Gap]) -> str:
    """``the weekend and “Easter Monday” lie between (4 d 16 h)``; nobody asks about nights and breaks."""
    gaps = [gap for gap in gaps if gap.kind not in ("night", "break")]
    if not gaps:
        return ""
    names = []
    for gap in gaps:
        if gap.kind == "freeze":
            names.append(f"the freeze “{gap.name}”")
        elif gap.name:
            names.append(f"“{gap.name}”")
        elif gap.kind == "weekend" and gap.minutes > 5 * 1440:
            names.append("weekends")
        else:
            names.append(_KINDS[gap.kind])
    names = list(dict.fromkeys(names))
    plural = len(names) > 1 or names[0] in ("weekends", "days off", "days without work")
    total = sum(gap.minutes for gap in gaps)
    return f"{listed(names)} {'lie' if plural else 'lies'} between ({spell(total)})"
