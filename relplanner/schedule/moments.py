"""From written moments to instants: T0, anchors, offsets and their rounding.

A moment without a time of day is a whole day: as a start it is the midnight that begins it, as a finish the
midnight that ends it. Offsets in hours and minutes are elapsed; in days, weeks and months they keep the wall
clock (a month is clamped to the last day); ``wd`` counts days with work and keeps the wall clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from zoneinfo import ZoneInfo

from relplanner.plan.findings import Finding
from relplanner.plan.forms.moment import Moment, Offset, Wall, format_moment
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.schedule.axis import Axis
from relplanner.schedule.zone import DAY, ZoneClock, date_of, day_number
from relplanner.values import record, value

_FAR = 800 * 366
DateOf = Callable[[str], int | None]


@value
class Resolved:
    """An instant, or a whole day when ``whole``: then ``minute`` is its first midnight and ``wall`` belongs
    to it."""

    minute: int
    wall: int
    whole: bool = False


@record
class Moments:
    """Resolves the moments of one plan.

    ``activity_finish`` gives the date of an activity that an anchor names (``None`` while it has none). Those
    who ask once the dates are known hand in their own, ``dates``: a schedule may be read by several threads.
    """

    plan: Plan
    clock: ZoneClock
    activity_finish: DateOf
    default_axis: Axis | None = None
    undated: frozenset[str] = frozenset()
    """Activities that never get a date, as they go round in a circle or hang on what does."""
    uses_activities: set[str] = field(default_factory=set)
    circular: set[str] = field(default_factory=set)
    """Anchors that hang on themselves."""
    problems: list[Finding] = field(default_factory=list)
    _reported: set[str] = field(default_factory=set)

    def resolve(
        self,
        moment: Moment | None,
        *,
        finish: bool = False,
        axis: Axis | None = None,
        dates: DateOf | None = None,
    ) -> int | None:
        """The instant of a moment, or ``None`` when it hangs on nothing; a whole day ends at its second
        midnight."""
        found = self.full(moment, axis, dates)
        if found is None:
            return None
        return self.clock.to_utc(found.wall + DAY) if finish and found.whole else found.minute

    def full(
        self, moment: Moment | None, axis: Axis | None = None, dates: DateOf | None = None
    ) -> Resolved | None:
        if moment is None:
            return None
        if isinstance(moment, Wall):
            return self._wall(moment)
        return self._offset(moment, axis if axis is not None else self.default_axis, dates)

    def start(self, moment: Moment | None, axis: Axis | None) -> int | None:
        """The instant from which an activity may start on a working axis.

        An offset that lands on a day without work goes to the nearest day with work, backwards before T0 and
        forwards after it, at the same time of day.
        """
        found = self.full(moment, axis)
        if found is None or axis is None or axis.continuous or not isinstance(moment, Offset):
            return None if found is None else found.minute
        t0 = self.full(self.plan.release.target)
        back = found.minute < t0.minute if t0 is not None else moment.amount < 0
        return self._onto_work(found, axis, -1 if back else 1)

    def _onto_work(self, found: Resolved, axis: Axis, step: int) -> int:
        midnight = found.wall // DAY * DAY
        if not self._works(midnight, axis):
            moved = self._days_with_work(midnight, step, 1, axis)
            if moved is None:
                return found.minute
            found = Resolved(self.clock.to_utc(moved + found.wall - midnight), 0, found.whole)
            midnight = moved
        if step > 0 or found.whole:
            return found.minute
        spans = axis.spans(*self._day(midnight))
        return (
            found.minute if spans and found.minute < spans[-1][1] else spans[-1][0] if spans else found.minute
        )

    def _wall(self, moment: Wall) -> Resolved:
        wall = day_number(moment.day) * DAY + (moment.minute or 0)
        if moment.offset is not None:
            minute = wall - moment.offset
            return Resolved(minute, self.clock.to_wall(minute))
        minute, oddity = self.clock.to_utc_with_oddity(wall)
        if oddity and moment.minute is not None:
            self._report(moment, oddity)
        return Resolved(minute, wall, moment.minute is None)

    def _report(self, moment: Wall, oddity: str) -> None:
        text = format_moment(moment)
        if text in self._reported:
            return
        self._reported.add(text)
        zone: ZoneInfo = self.clock.zone
        if oddity == "ambiguous":
            message = f"{text} comes twice in {zone.key}, where clocks go back; the first is taken."
        else:
            message = (
                f"{text} does not exist in {zone.key}, where clocks go forward; it is taken as much later."
            )
        self.problems.append(Finding("LOCAL-TIME", "warning", message))

    def _offset(self, moment: Offset, axis: Axis | None, dates: DateOf | None) -> Resolved | None:
        """Walks from anchor to anchor without recursion; one that leads back to itself hangs on nothing."""
        way: list[Offset] = []
        seen: set[str] = set()
        at: Moment | None = moment
        base: Resolved | None = None
        while isinstance(at, Offset):
            if at.anchor in seen:
                names = [step.anchor for step in way]
                self._circular(names[names.index(at.anchor) :])
                return None
            seen.add(at.anchor)
            way.append(at)
            at, base = self._anchor(at.anchor, dates)
        if isinstance(at, Wall):
            base = self._wall(at)
        for step in reversed(way):
            if base is None:
                return None
            base = self._shifted(base, step, axis)
        return base

    def trail(self, moment: Moment | None) -> tuple[list[str], str | None, bool]:
        """What a moment hangs on, nearest first; the activity it ends at, if one; whether it goes round."""
        names: list[str] = []
        while isinstance(moment, Offset):
            if moment.anchor in names:
                return names, None, True
            names.append(moment.anchor)
            anchor = self.plan.entry("anchors", moment.anchor)
            if moment.anchor == "T":
                moment = self.plan.release.target
            elif anchor is not None and anchor.at is not None:
                moment = anchor.at
            else:
                return names, moment.anchor if anchor is None else anchor.activity, False
        return names, None, False

    def never_dated(self, activity: Activity) -> bool:
        """Whether its dates hang on what goes round in a circle. Asked when its moments were resolved."""
        if not self.undated and not self.circular:
            return False
        trails = [self.trail(moment) for _, moment in pins_of(activity)]
        return any(goes_round or name in self.undated for _, name, goes_round in trails)

    def _circular(self, loop: list[str]) -> None:
        if not self.circular.isdisjoint(loop):
            return
        self.circular.update(loop)
        places = [(at, each.id) for at, each in enumerate(self.plan.anchors) if each.id in loop]
        path, named = "release.target", "release"
        if places:
            position, name = places[0]
            path, named = f"anchors[{position}].at", f"anchors/{name}"
            first = loop.index(name)
            loop = loop[first:] + loop[:first]
        names = ["T0" if name == "T" else f"“{name}”" for name in loop]
        chain = " follows ".join([*names, names[0] if len(names) > 1 else "itself"])
        message = f"Anchors go round in a circle and have no dates: {chain}. Give one of them a date."
        self.problems.append(Finding("CYCLE", "error", message, path, id=named))

    def _anchor(self, name: str, dates: DateOf | None) -> tuple[Moment | None, Resolved | None]:
        """What a name stands for: a moment to look at next, or an instant."""
        if name == "T":
            return self.plan.release.target, None
        anchor = self.plan.entry("anchors", name)
        if anchor is not None and anchor.at is not None:
            return anchor.at, None
        activity = name if anchor is None else anchor.activity
        if activity is None:
            return None, None
        if dates is None:
            self.uses_activities.add(activity)
        minute = (dates or self.activity_finish)(activity)
        return None, None if minute is None else Resolved(minute, self.clock.to_wall(minute))

    def _shifted(self, base: Resolved, step: Offset, axis: Axis | None) -> Resolved | None:
        amount = step.amount
        if amount == 0:
            return base
        if step.unit in ("h", "m"):
            minute = base.minute + round(amount * (60 if step.unit == "h" else 1))
            return Resolved(minute, self.clock.to_wall(minute))
        wall: int | None
        if step.unit == "wd":
            midnight = base.wall // DAY * DAY
            wall = self._days_with_work(midnight, 1 if amount > 0 else -1, int(abs(amount)), axis)
            wall = None if wall is None else wall + base.wall - midnight
        elif step.unit == "mo":
            wall = _months_later(base.wall, int(amount))
        else:
            days = max(-_FAR, min(_FAR, amount * (7 if step.unit == "w" else 1)))
            wall = base.wall + round(days * DAY)
        if wall is None:
            return None
        return Resolved(self.clock.to_utc(wall), wall, base.whole and wall % DAY == 0)

    def _days_with_work(self, midnight: int, step: int, count: int, axis: Axis | None) -> int | None:
        """The midnight of the ``count``-th day with work before or after a day; ``None`` when there is
        none."""
        if axis is None or axis.continuous:
            return midnight + step * count * DAY
        idle = 0
        while count and idle < 3660:
            midnight += step * DAY
            if self._works(midnight, axis):
                count, idle = count - 1, 0
            else:
                idle += 1
        return midnight if not count else None

    def _works(self, midnight: int, axis: Axis) -> bool:
        first, last = self._day(midnight)
        return axis.work_between(first, last) > 0

    def _day(self, midnight: int) -> tuple[int, int]:
        return self.clock.to_utc(midnight), self.clock.to_utc(midnight + DAY)


def pins_of(activity: Activity) -> Iterator[tuple[str, Moment]]:
    """The moments on which the dates of an activity hang, with their keys; a limit only judges them."""
    span, constraint = activity.when, activity.constraint
    limit = constraint is None or constraint.kind.endswith("no later than")
    given = (
        ("start", activity.start),
        ("at", activity.at),
        ("when", None if span is None else span.start),
        ("when", None if span is None else span.finish),
        ("constraint", None if constraint is None or limit else constraint.moment),
    )
    for key, moment in given:
        if moment is not None:
            yield key, moment


def _months_later(wall: int, months: int) -> int:
    """The same day and time of another month, or its last day where the month is shorter."""
    day = date_of(wall // DAY)
    count = day.year * 12 + day.month - 1 + months
    year, month = max(1, min(9999, count // 12)), count % 12 + 1
    from calendar import monthrange  # it loads the names of months in all their languages

    last = monthrange(year, month)[1]
    return day_number(day.replace(year=year, month=month, day=min(day.day, last))) * DAY + wall % DAY
