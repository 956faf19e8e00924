"""A schedule may be read by several threads: what it fills in late is never seen half done."""

from __future__ import annotations

import sys
from dataclasses import replace
from threading import Barrier, Thread

from relplanner.plan.forms.moment import parse_moment
from relplanner.schedule import compute
from relplanner.schedule.axis import WorkAxis, hours_from
from relplanner.schedule.calendars import OFFICE_WEEK
from relplanner.schedule.explain import why
from relplanner.schedule.zone import clock_of
from tests.schedule.builders import act, plan_of
from tests.schedule.random_plans import random_plan

NOW = 30_000_000


def test_resolving_a_moment_leaves_the_surroundings_of_the_schedule_alone() -> None:
    plan = plan_of(act("a", "2d"), act("b", "1d", "a"), target="2025-04-20T09:00")
    first = compute(plan, engine="arrays")
    moments = first._network.setting.moments
    asked = moments.activity_finish
    assert first.resolve(parse_moment("b+1d")) == first.finish[1] + 1440
    assert moments.activity_finish is asked
    assert not moments.uses_activities
    longer = replace(plan, activities=(act("a", "3d"), plan.activities[1]))
    assert compute(longer, first)._engine is first._engine


def test_an_axis_that_grows_tells_every_thread_the_same_positions() -> None:
    def fresh() -> WorkAxis:
        return WorkAxis(clock_of("Europe/Berlin"), hours_from(OFFICE_WEEK.days, {}, None), NOW)

    minutes = [NOW + step * 97_003 * (-1) ** step for step in range(120)]
    alone = fresh()
    expected = {minute: alone.position(minute) for minute in minutes}
    wrong: list[int] = []
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(3):
            axis, begin = fresh(), Barrier(4)

            def ask(order: list[int], axis: WorkAxis = axis, begin: Barrier = begin) -> None:
                begin.wait()
                for minute in order:
                    position = axis.position(minute)
                    if position != expected[minute] or axis.position(axis.start_at(position)) != position:
                        wrong.append(minute)

            threads = [Thread(target=ask, args=(minutes[turn:] + minutes[:turn],)) for turn in (0, 7, 40, 80)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert not wrong


def test_two_threads_may_explain_and_read_one_schedule() -> None:
    plan = random_plan(7, 40, True)
    schedule, alone = compute(plan), compute(plan)
    expected = {one: why(alone, one).answer for one in alone.ids}
    wrong: list[str] = []

    def read(order: list[str]) -> None:
        for one in order:
            if why(schedule, one).answer != expected[one] or schedule.dates(one) != alone.dates(one):
                wrong.append(one)

    ids = list(schedule.ids)
    threads = [Thread(target=read, args=(ids[turn:] + ids[:turn],)) for turn in (0, 11, 23)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
