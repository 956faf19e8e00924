"""Random networks with fixed seeds, in families: most without any intended difference."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.schedule.oracle.families import SPECIAL, behind_the_start
from tests.schedule.oracle.networks import DAY, Hours, Link, Network, Task, WorkHours, after_work, minute

FAMILIES = tuple(
    family
    for special in ("limits", "elapsed", "begun", "parts", "crossing", "early", "late")
    for family in ("one calendar", "calendars", special)
)
"""One network after another takes the next; two of three are "one calendar" or "calendars", plain."""

TYPES = ("FS",) * 12 + ("SS",) * 3 + ("FF",) * 3 + ("SF",) * 2
FIRST_MONDAY = minute("2026-03-02 00:00") // DAY


def networks(count: int, first: int = 0) -> list[Network]:
    """The networks of so many seeds from a first one on."""
    return [network(seed, FAMILIES[seed % len(FAMILIES)]) for seed in range(first, first + count)]


def network(seed: int, family: str) -> Network:
    random = Random(seed)
    # Off the full hour where work may touch midnight: MPXJ counts back wrongly from an instant at midnight.
    shift = 10 if family in ("calendars", "elapsed", "crossing") else 0
    calendars = _calendars(random, shift, 1 if family in ("one calendar", "late") else random.randint(2, 3))
    day = FIRST_MONDAY + random.randrange(200)
    start = after_work(calendars[0], day * DAY + 360 + shift, 0, ends=False)
    made = Network(seed, start, calendars, calendars[0].id, (), family)
    maker = _Maker(random, made)
    tasks = maker.tasks(random.randint(6, 24))
    if family in SPECIAL:
        tasks = SPECIAL[family](random, made, tasks)
    if family in ("one calendar", "calendars"):
        tasks = behind_the_start(made, tasks)
    random.shuffle(tasks)
    return made.with_tasks(tuple(tasks))


def _calendars(random: Random, shift: int, count: int) -> tuple[WorkHours, ...]:
    def at(*hours: int) -> Hours:
        return tuple((a * 60 + shift, b * 60 + shift) for a, b in zip(hours[::2], hours[1::2], strict=True))

    office, lunch, early = at(9, 17), at(8, 12, 13, 17), at(8, 12)
    weeks: dict[str, tuple[Hours, ...]] = {
        "office": (office,) * 5 + ((), ()),
        "lunch": (lunch,) * 5 + ((), ()),
        "short-friday": (lunch,) * 4 + (early, (), ()),
        "two-shifts": (at(6, 14, 14, 22),) * 6 + ((),),
        "sunday-week": (at(8, 12, 14, 18),) * 4 + ((), (), at(8, 13)),
        "four-days": ((), at(7, 12, 12, 17), at(7, 17), at(7, 17), at(7, 12, 13, 18), (), ()),
    }
    if shift:
        weeks["nights"] = (at(22, 30),) * 5 + ((), ())
        weeks["round-the-clock"] = (((0, DAY),),) * 7
    names = random.sample(sorted(weeks), count)
    return tuple(_with_days_off(random, WorkHours(name, weeks[name]), early) for name in names)


def _with_days_off(random: Random, calendar: WorkHours, short: Hours) -> WorkHours:
    if calendar.id == "round-the-clock":
        return calendar
    days: dict[int, Hours] = {}
    for _ in range(random.randrange(4)):
        first = FIRST_MONDAY + random.randrange(230)
        length = random.choice((1, 1, 2, 5))
        days |= {first + number: () for number in range(length)}
    for _ in range(random.randrange(3)):
        days[FIRST_MONDAY + random.randrange(230)] = short if calendar.id != "nights" else ()
    if calendar.id == "nights":  # other hours the day before or after would overlap a shift over midnight
        days = {day: hours for day, hours in days.items() if not hours}
    countries = (random.choice(("DE", "US", "GB", "FR")),) if random.random() < 0.4 else ()
    return replace(calendar, days=tuple(sorted(days.items())), countries=countries)


class _Maker:
    """Makes the tasks of one network, predecessors before successors."""

    def __init__(self, random: Random, made: Network) -> None:
        self.random = random
        self.network = made
        self.ids: list[Task] = []

    def tasks(self, count: int) -> list[Task]:
        found: list[Task] = []
        for number in range(1, count + 1):
            found.append(self._task(f"t{number}", found))
        return found

    def _task(self, name: str, before: list[Task]) -> Task:
        random, family = self.random, self.network.family
        minutes = random.choice((0, 60, 240, 480, 480, 960, 2400, 4800))
        if random.random() < 0.3:
            minutes = 30 * random.randint(1, 80)
        sources = random.sample(before[-8:], min(len(before), random.choice((0, 1, 1, 1, 2, 2, 3))))
        calendar = None
        if len(self.network.calendars) > 1 and random.random() < 0.5:
            calendar = random.choice(self.network.calendars).id
        if not minutes and family == "calendars":
            # A milestone between calendars is another family: here it is on that of all it waits for.
            calendar = sources[0].calendar if sources else None
            sources = [source for source in sources if self._same(source.calendar, calendar)]
        if not minutes and (calendar or self.network.default) == "nights":
            minutes = 480  # MPXJ takes the end of a night shift for no end: a class with its own test
        task = Task(name, minutes, calendar=calendar)
        task = replace(task, after=tuple(self._link(source, task) for source in sources))
        return self._dated(task)

    def _same(self, one: str | None, other: str | None) -> bool:
        return (one or self.network.default) == (other or self.network.default)

    def _link(self, source: Task, target: Task) -> Link:
        random = self.random
        kind = random.choice(TYPES)
        if not target.minutes and self.network.family == "calendars":
            kind = kind.replace("S", "F", 1) if kind[0] == "S" else kind  # between calendars: another family
        plain = self.network.family != "crossing" and not self._same(source.calendar, target.calendar)
        if plain:
            return Link(source.id)
        lag, unit = 0, "work"
        chance = random.random()
        if chance < 0.25:
            lag = random.choice((60, 240, 480, 960, 1440))
        elif chance < 0.32:
            lag = -random.choice((60, 240, 480))
        elif chance < 0.40 and source.minutes:
            lag, unit = random.choice((50, 100, 150, -50)), "percent"
        if not target.minutes and self.network.family in ("elapsed", "crossing"):
            lag = abs(lag)  # where a lead leaves an instant is its class's own test
        return Link(source.id, kind, lag, unit)

    def _dated(self, task: Task) -> Task:
        """Some no-earlier-than dates, some deadlines; at instants of work, within reach."""
        random = self.random
        calendar = self.network.calendar(task)
        offset = 60 * random.randrange(8 * 25)
        chance = random.random()
        if chance < 0.12:
            at = after_work(calendar, self.network.start, offset, ends=False)
            task = replace(task, constraint=("SNET", at))
        elif chance < 0.20:
            at = after_work(calendar, self.network.start, offset + task.minutes, ends=True)
            task = replace(task, constraint=("FNET", at))
        elif chance < 0.23:
            task = replace(task, constraint=("ASAP", None))
        if random.random() < 0.12:
            task = replace(task, deadline=after_work(calendar, self.network.start, offset + 60, ends=True))
        return self._in_the_night(task) if self.network.family == "one calendar" and chance > 0.9 else task

    def _in_the_night(self, task: Task) -> Task:
        """A date at any hour of any day."""
        random = self.random
        at = self.network.start + DAY * random.randrange(1, 25) + 60 * random.randrange(24) + 30
        if random.random() < 0.3:
            return replace(task, deadline=at)
        kind = random.choice(("SNET", "FNET"))
        soonest = after_work(self.network.calendar(task), self.network.start, task.minutes, ends=True)
        return replace(task, constraint=(kind, max(at, soonest)))
