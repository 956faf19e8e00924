"""A small network for each class of intended difference: our answer, MPXJ's, and to the rewritten network."""

from __future__ import annotations

from dataclasses import dataclass

from tests.schedule.oracle.networks import DAY, Link, Network, Task, WorkHours, minute

OFFICE = WorkHours("office", (((540, 1020),),) * 5 + ((), ()))
ALWAYS = WorkHours("always", (((0, DAY),),) * 7)
NIGHTS = WorkHours("nights", (((1320, 1800),),) * 5 + ((), ()))


@dataclass(frozen=True, slots=True)
class Case:
    """``theirs`` is MPXJ's value, ``said`` that of the rewritten network (``None``: nothing is rewritten).

    Dates as ``2026-03-02 09:00``, slacks in minutes.
    """

    difference: str
    network: Network
    task: str
    column: str
    ours: str | int
    theirs: str | int
    said: str | int | None = None


def week(*tasks: Task) -> Network:
    """From Monday 2 March 2026, 09:00, on an office week."""
    return Network(0, minute("2026-03-02 09:00"), (OFFICE, ALWAYS, NIGHTS), "office", tasks)


def day(number: int) -> int:
    """That many working days in minutes."""
    return 480 * number


CASES = (
    Case(
        "links on summaries count in free slack",
        week(
            Task("s"),
            Task("a", day(1), parent="s"),
            Task("b", day(2), parent="s"),
            Task("c", day(1), after=(Link("s"),)),
            Task("x", day(5)),
        ),
        "a",
        "free_slack",
        day(1),
        day(3),
        day(1),
    ),
    Case(
        "logic wins",
        week(
            Task("a", day(3)),
            Task("b", day(1), after=(Link("a"),), constraint=("MSO", minute("2026-03-03 09:00"))),
        ),
        "b",
        "start",
        "2026-03-05 09:00",
        "2026-03-03 09:00",
        "2026-03-05 09:00",
    ),
    Case(
        "logic wins",
        week(
            Task("a", day(3)),
            Task("b", day(1), after=(Link("a"),), constraint=("FNLT", minute("2026-03-04 17:00"))),
        ),
        "a",
        "total_slack",
        -day(1),
        -day(1),
        -day(1),
    ),
    Case(
        "logic wins",
        week(
            Task("a", day(3)),
            Task("b", day(1), after=(Link("a"),), constraint=("SNLT", minute("2026-03-04 09:00"))),
        ),
        "b",
        "total_slack",
        -day(1),
        0,
        -day(1),
    ),
    Case(
        "nothing before the start",
        week(Task("a", day(2)), Task("b", day(3), after=(Link("a", "SF"),))),
        "b",
        "start",
        "2026-03-02 09:00",
        "2026-02-25 09:00",
        "2026-03-02 09:00",
    ),
    Case(
        "nothing before the start",
        week(Task("a", day(1), constraint=("SNET", minute("2026-02-20 09:00")))),
        "a",
        "start",
        "2026-03-02 09:00",
        "2026-02-20 09:00",
        "2026-03-02 09:00",
    ),
    Case(
        "a date in the night means the work next to it",
        week(
            Task("a", day(1), constraint=("FNET", minute("2026-03-08 12:00"))),
            Task("b", 60, calendar="always", after=(Link("a"),)),
        ),
        "b",
        "start",
        "2026-03-06 17:00",
        "2026-03-08 12:00",
        "2026-03-06 17:00",
    ),
    Case(
        "elapsed work has no nights",
        week(Task("a", day(5)), Task("e", DAY, elapsed=True, after=(Link("a"),))),
        "e",
        "start",
        "2026-03-06 17:00",
        "2026-03-09 09:00",
        "2026-03-06 17:00",
    ),
    Case(
        "elapsed work has no nights",
        week(Task("e", 2 * DAY, elapsed=True)),
        "e",
        "total_slack",
        0,
        -16 * 60,
        0,
    ),
    Case(
        "what has begun no longer waits",
        week(
            Task("a", day(1)), Task("b", day(5), after=(Link("a"),), actual_start=minute("2026-03-02 09:00"))
        ),
        "a",
        "total_slack",
        day(4),
        -day(1),
        day(4),
    ),
    Case(
        "what waits for a start that was made is free",
        week(
            Task("a", day(2), actual_start=minute("2026-03-02 09:00")),
            Task("b", day(1), after=(Link("a", "SS"),)),
            Task("x", day(5)),
        ),
        "a",
        "free_slack",
        day(3),
        0,
    ),
    Case(
        "what has begun still waits to finish",
        week(
            Task("a", day(3)),
            Task("b", day(1), after=(Link("a", "FF"),), actual_start=minute("2026-03-02 09:00")),
        ),
        "b",
        "finish",
        "2026-03-04 17:00",
        "2026-03-02 17:00",
    ),
    Case(
        "a summary starts with its first part",
        week(
            Task("k", day(3)),
            Task("s"),
            Task("t", parent="s", after=(Link("k"),)),
            Task("p", day(1), parent="t"),
            Task("q", day(1), parent="s", constraint=("SNET", minute("2026-03-03 09:00"))),
            Task("c", day(1), after=(Link("s", "SS"),)),
        ),
        "c",
        "start",
        "2026-03-03 09:00",
        "2026-03-05 09:00",
    ),
    Case(
        "a summary's slack is its parts' least",
        week(
            Task("s"),
            Task("a", day(1), parent="s"),
            Task(
                "b",
                day(1),
                parent="s",
                deadline=minute("2026-03-03 17:00"),
                constraint=("SNET", minute("2026-03-03 09:00")),
            ),
            Task("c", day(3), parent="s"),
            Task("x", day(5)),
        ),
        "s",
        "total_slack",
        0,
        day(1),
    ),
    Case(
        "late dates across calendars are exact",
        week(
            Task("a", day(1)),
            Task("b", DAY, calendar="always", after=(Link("a", "SS"),), deadline=minute("2026-03-08 12:00")),
            Task("x", day(10)),
        ),
        "a",
        "late_start",
        "2026-03-06 16:59",
        "2026-03-09 09:00",
    ),
    Case(
        "a lead leaves an instant at the end of a shift",
        week(
            Task("a", day(5)),
            Task("m", 0, after=(Link("a", "FS", -day(2)),)),
            Task("b", 60, calendar="always", after=(Link("m"),)),
        ),
        "b",
        "start",
        "2026-03-04 17:00",
        "2026-03-05 09:00",
    ),
    Case(
        "elapsed lags count from instants",
        week(Task("a", day(5)), Task("b", day(1), after=(Link("a", "FF", DAY, "elapsed"),))),
        "b",
        "start",
        "2026-03-06 09:00",
        "2026-03-09 09:00",
    ),
    Case(
        "free slack over a lag",
        week(
            Task("a", day(1)),
            Task(
                "b",
                day(1),
                after=(Link("a", "FS", DAY, "elapsed"),),
                constraint=("SNET", minute("2026-03-05 09:00")),
            ),
        ),
        "a",
        "free_slack",
        day(1),
        0,
    ),
    Case(
        "free slack before a lag that is worked",
        week(
            Task("a", day(1)),
            Task(
                "e",
                DAY,
                elapsed=True,
                after=(Link("a", "FS", day(1)),),
                constraint=("SNET", minute("2026-03-05 09:00")),
            ),
        ),
        "a",
        "free_slack",
        day(1),
        day(1),
        0,
    ),
    Case(
        "as late as possible is never before as soon as possible",
        week(
            Task("a", day(2), constraint=("ALAP", None)),
            Task("b", day(1), after=(Link("a"),), deadline=minute("2026-03-03 17:00")),
        ),
        "b",
        "start",
        "2026-03-04 09:00",
        "2026-03-03 09:00",
    ),
    Case(
        "a milestone stays at the end of a night shift",
        week(
            Task("a", 960, calendar="nights"),
            Task("m", 0, calendar="nights", after=(Link("a"),)),
            Task("c", 60, calendar="always", after=(Link("m"),)),
        ),
        "c",
        "start",
        "2026-03-04 06:00",
        "2026-03-04 22:00",
    ),
    Case(
        "a milestone stays where its driver puts it",
        week(
            Task("a", 132 * 60, calendar="always"),
            Task("m", 0, after=(Link("a"),)),
            Task("c", 60, calendar="always", after=(Link("m"),)),
        ),
        "c",
        "start",
        "2026-03-07 21:00",
        "2026-03-09 09:00",
        "2026-03-07 21:00",
    ),
    Case(
        "a milestone's free slack is on its own calendar",
        week(
            Task("a", 132 * 60, calendar="always"),
            Task("m", 0, after=(Link("a"),)),
            Task("c", 60, after=(Link("m"),), constraint=("SNET", minute("2026-03-10 09:00"))),
        ),
        "m",
        "free_slack",
        day(1),
        day(1),
        60 * 60,
    ),
    Case(
        "start no later than an instant in the night",
        week(Task("a", day(1), constraint=("SNLT", minute("2026-03-06 20:00"))), Task("x", day(10))),
        "a",
        "late_start",
        "2026-03-06 16:59",
        "2026-03-09 09:00",
        "2026-03-09 09:00",
    ),
)
