"""The sentences of a chain: what holds each step, and what would have to change for it to be earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.plan.forms.moment import format_moment
from relplanner.schedule.explain import standing
from relplanner.schedule.explain.chain import FINISH, Found
from relplanner.schedule.explain.gaps import freeze_gaps, gaps_between
from relplanner.schedule.explain.holds import PINS, Hold
from relplanner.schedule.explain.values import Conflict, Gap, Why
from relplanner.schedule.explain.words import Words, gap_words, lag_before, listed
from relplanner.schedule.list_passes import after_bans
from relplanner.schedule.nodes import SUMMARY
from relplanner.schedule.setting import FreezeWindow

if TYPE_CHECKING:
    from relplanner.schedule.explain.values import Step

_REASONS = {"start": "it is set to start no earlier than {}", "at": "its target is {}",
            "when": "its window begins {}", "constraint": "its constraint is “{}”"}  # fmt: skip

SHORTEST_DAY = 23 * 60
"""A shorter gap holds no whole day, so it is but a night or a break, which sentences leave out."""


class Teller(Words):
    """Turns what was found into words, each when it is asked for."""

    # -- what holds it ------------------------------------------------------------------------------------

    def sentence(self, found: Found) -> str:
        tell = getattr(self, f"_by_{found.cause.replace('-', '_')}", None)
        begin = f"{self.verb(found)} {self.say(found.moment)}"
        return f"{begin}{tell(found) if tell is not None else self._by_pin(found)}."

    def verb(self, found: Found) -> str:
        node = self.network.nodes[found.row]
        past = found.cause == "actual" and not found.holds
        if node.instant and node.state != SUMMARY:
            return "Was reached" if past else "Is reached"
        if found.end == FINISH:
            return "Finished" if past else "Finishes"
        return "Started" if past else "Starts"

    def _by_link(self, found: Found) -> str:
        hold = found.chosen
        assert hold is not None
        assert hold.link is not None
        said = (
            f", {lag_before(hold.link)} {self.name(hold.source)} {self.done(hold.source, hold.source_finish)}"
        )
        if hold.written != found.row:
            said += f", for which all of {self.name(hold.written)} waits"
        return said + self._between(found)

    def _by_pin(self, found: Found) -> str:
        hold = found.chosen
        assert hold is not None
        whose = "it" if hold.written == found.row else self.name(hold.written)
        said = _REASONS[found.cause].format(found.text)
        if hold.written != found.row:
            said = said.replace("it ", f"{whose} ", 1).replace("its ", f"that of {whose}: ", 1)
        said = f", because {said}"
        if hold.source >= 0:
            said += f", which hangs on {self.name(hold.source)}"
        return f"{said}{self._between(found)}"

    def _by_plan_start(self, found: Found) -> str:
        start = self.network.setting.start
        given = self.network.plan.release.start
        if start is None:
            return ""
        if given is None:
            return f", with the plan's earliest date, {self.say(start)}"
        return f", with the plan: nothing starts before {format_moment(given)}{self._between(found)}"

    def _by_status_date(self, found: Found) -> str:
        status = self.network.setting.status
        said = self.say(status) if status is not None else ""
        if self.network.nodes[found.row].begun is not None:
            return f"{self._under_way(found)}, counted from the status date, {said}"
        return (
            f", because what has not begun by the status date, {said}, cannot start before it"
            f"{self._between(found)}"
        )

    def _between(self, found: Found) -> str:
        between = gap_words(self.gaps(found)) if found.gap >= SHORTEST_DAY else ""
        return f"; {between}" if between else ""

    def _by_actual(self, found: Found) -> str:
        if self.network.nodes[found.row].begun is None or not found.holds:
            return ""
        return self._under_way(found)

    def _under_way(self, found: Found) -> str:
        node = self.network.nodes[found.row]
        begun = self.say(node.begun) if node.begun is not None else ""
        return f": under way since {begun}, with {self.work(found.row, node.work)} of work left"

    def _by_freeze(self, found: Found) -> str:
        freezes = self._freezes(found)
        names = listed([f"the freeze “{freeze.name}”" for freeze in freezes]) or "a freeze"
        pushes = "push" if len(freezes) > 1 else "pushes"
        return f", where {names} {pushes} it; ready {self.say(self._ready(found))}, it does not fit in before"

    def _by_as_late(self, found: Found) -> str:
        return ", as late as what follows allows: that is its constraint"

    def _by_part(self, found: Found) -> str:
        assert found.ahead is not None
        which = "last" if found.end == FINISH else "first"
        return f" with its {which} part, {self.name(found.ahead[0])}"

    # -- what would make it earlier -----------------------------------------------------------------------

    def earlier(self, found: Found) -> str:
        if found.cause == "link":
            return self._earlier_link(found)
        if found.cause in PINS:
            return self._earlier_pin(found)
        if found.cause == "freeze":
            return self._earlier_freeze(found)
        if found.cause == "part":
            return self._earlier_part(found)
        if found.cause == "as-late":
            assert found.without is not None
            return f"Planned as soon as possible it could {found.end} {self.say(found.without)}."
        if found.cause == "plan-start":
            return "Only if the plan starts earlier: move its start."
        if found.cause == "status-date":
            return self._earlier_status(found)
        if self.network.nodes[found.row].begun is not None and found.holds:
            return "Only with less work left, or more progress, than is recorded."
        return "It has happened and does not change."

    def _earlier_link(self, found: Found) -> str:
        hold = found.chosen
        assert hold is not None
        assert hold.link is not None
        others = self.alternatives(found)
        source, verb = self.name(hold.source), _sooner(self.done(hold.source, hold.source_finish))
        if others:
            return f"Not by {source} alone: {listed(others)} {_hold(others)} it as much."
        needed = self._needed(found, hold)
        least = f" by more than {self.work(hold.source, needed)}" if needed else ""
        lag = hold.link.lag
        shorter = " or its lag shorter" if lag is not None and lag.amount > 0 else ""
        gain, ahead = self.gain(found), self.holder_after(found)
        if gain is None or not ahead:
            return f"If {source} {verb}{least}{shorter}."
        return f"If {source} {verb}{least}{shorter}; it gains up to {gain}, then {ahead} holds it."

    def gain(self, found: Found) -> str | None:
        """The working time until the next cause holds."""
        if found.without is None:
            return None
        return self.work(found.row, self.worked(found.row, found.without, found.moment))

    def holder_after(self, found: Found) -> str:
        others = [hold for hold in found.holds if hold is not found.chosen]
        if not others:
            return ""
        return self.holder(max(others, key=lambda hold: hold.position))

    def _needed(self, found: Found, hold: Hold) -> int:
        """How much working time of the source passes before anything moves: it ends while the other does not
        work."""
        node, other = self.network.nodes[found.row], self.network.nodes[hold.source]
        axis = self.network.axes[node.axis if not (hold.work and not node.axis) else node.calendar]
        idle = hold.ready - axis.finish_at(axis.position(hold.ready))
        if idle <= 0 or other.state == SUMMARY:
            return 0
        end = int((self.schedule.finish if hold.source_finish else self.schedule.start)[hold.source])
        return max(0, self.worked(hold.source, end - idle, end))

    def _earlier_pin(self, found: Found) -> str:
        hold = found.chosen
        assert hold is not None
        others = self.alternatives(found)
        if others:
            return f"Not by another date alone: {listed(others)} {_hold(others)} it as much."
        assert found.without is not None
        end = "finish" if found.end == FINISH else "start"
        by = "could be reached" if self.network.nodes[found.row].instant else f"could {end}"
        at_most = "by " if hold.written != found.row else ""
        said = f"Without this date it {by} {at_most}{self.say(found.without)}, {self.gain(found)} earlier"
        ahead = self.holder_after(found)
        said += f"; then {ahead} holds it" if ahead else ""
        names, _, _ = self.network.setting.moments.trail(hold.moment)
        return f"{said}. The date moves with T0." if "T" in names else f"{said}."

    def _earlier_freeze(self, found: Found) -> str:
        freezes = self._freezes(found)
        said = f"Without the freeze it could start {self.say(self._ready(found))}."
        node = self.network.nodes[found.row]
        fitting = [first - 1 for first, last in node.bans if first <= self._top(found) <= last]
        if not freezes or not fitting:
            return said
        last = self.walk.minute(node, fitting[0], finish=False)
        waits = f", for which it waits for {self.holder(found.chosen)}" if found.chosen is not None else ""
        return f"{said} To fit in before it, it would have to start by {self.say(last)}{waits}."

    def _earlier_part(self, found: Found) -> str:
        assert found.ahead is not None
        part = self.name(found.ahead[0])
        if found.end != FINISH:
            return f"If {part} starts earlier."
        if found.without is None:
            return f"If {part} is done earlier; it is the only part."
        others = [at for at in self.walk.holds.parts(found.row)
                  if at != found.ahead[0] and int(self.schedule.finish[at]) == found.without]  # fmt: skip
        names = listed([self.name(at) for at in others])
        if found.without == found.moment:
            return f"Only if {part} is done earlier and so {'are' if len(others) > 1 else 'is'} {names}."
        are = "are the last parts" if len(others) > 1 else "is the last part"
        return f"If {part} is done earlier; before {self.say(found.without)} {names} {are}."

    def _earlier_status(self, found: Found) -> str:
        if self.network.nodes[found.row].begun is not None:
            return "Only with less work left than is recorded."
        return "Only if it has begun already: then record its actual start."

    # -- details ------------------------------------------------------------------------------------------

    def gaps(self, found: Found) -> tuple[Gap, ...]:
        hold = found.chosen
        if hold is None or not found.gap:
            return ()
        node, setting = self.network.nodes[found.row], self.network.setting
        calendar = setting.calendars.get(self.network.rows[found.row].calendar).id
        axis = self.network.axes[node.axis or node.calendar]
        if found.cause == "freeze":
            freezes = self._freezes(found)
            return freeze_gaps(setting, calendar, axis, freezes, self._ready(found), found.moment)
        first, last = sorted((hold.ready, found.moment))
        return gaps_between(setting, calendar, axis, first, last)

    def _top(self, found: Found) -> int:
        return max(hold.position for hold in found.holds)

    def _ready(self, found: Found) -> int:
        """Where what a freeze pushes could start."""
        return self.walk.minute(self.network.nodes[found.row], self._top(found), finish=False)

    def _freezes(self, found: Found) -> list[FreezeWindow]:
        """The freezes that lie between where a deployment could start and where it does."""
        kind, ready = self.network.rows[found.row].kind, self._ready(found)
        return [freeze for freeze in self.network.setting.freezes
                if freeze.mode == "push" and kind in freeze.kinds
                and freeze.finish > ready and freeze.start < found.moment]  # fmt: skip

    def alternatives(self, found: Found) -> tuple[str, ...]:
        """What else holds the same end as much."""
        if found.chosen is None or found.without != found.moment:
            return ()
        bans = self.network.nodes[found.row].bans
        top = found.chosen.position
        names = (self.holder(hold) for hold in found.holds
                 if hold is not found.chosen and after_bans(hold.position, bans) >= top)  # fmt: skip
        return tuple(dict.fromkeys(names))

    def root(self, found: Found) -> str:
        """The root cause as part of a sentence."""
        name = self.name(found.row)
        if found.cause == "plan-start":
            return f"{name}, which starts with the plan"
        if found.cause == "status-date":
            if self.network.nodes[found.row].begun is not None:
                return f"{name}, whose remaining work counts from the status date"
            return f"{name}, which had not begun by the status date"
        if found.cause == "freeze":
            return (
                f"{listed([f'the freeze “{one.name}”' for one in self._freezes(found)])}, which pushes {name}"
            )
        if found.chosen is not None and found.cause in PINS:
            return f"{self.holder(found.chosen)} of {self.name(found.chosen.written)}"
        if found.cause == "as-late":
            return f"{name}, which is to be as late as possible"
        return f"{name}, which has happened" if not found.holds else f"{name}, which is under way"

    # -- the whole ----------------------------------------------------------------------------------------

    def answer(self, why: Why) -> str:
        return standing.answer(self, why)

    def critical(self, why: Why) -> str:
        return standing.critical(self, self.schedule.index.get(why.id, -1))

    def conflicts(self, why: Why) -> tuple[Conflict, ...]:
        return standing.conflicts(self, rows_of(why.steps))

    def disagreement(self, why: Why) -> str:
        return standing.disagreement(self, [step._found for step in why.steps])


def rows_of(steps: tuple[Step, ...]) -> list[int]:
    return list(dict.fromkeys(step._found.row for step in steps))


def _hold(names: tuple[str, ...]) -> str:
    return "hold" if len(names) > 1 else "holds"


def _sooner(done: str) -> str:
    return {"is done": "is done earlier", "is reached": "is reached earlier", "starts": "starts earlier"}.get(
        done, f"{done} earlier"
    )
