"""What the engines found, as the page's rows."""

from __future__ import annotations

import datetime as dt

from relplanner.exchange.report.words import Words
from relplanner.plan.nouns.timeline import Calendar, CalendarException
from relplanner.schedule import compute
from relplanner.schedule.explain import why
from relplanner.schedule.risk import Driver
from relplanner.ui.dependencies.facts import FactBook
from relplanner.ui.dependencies.network import Looking, network_of
from relplanner.ui.review import facts, rows
from tests.schedule.builders import SHIFTS, act, plan_of


def test_only_what_makes_the_release_late_when_long_and_early_when_short_may_delay_it() -> None:
    drivers = [
        Driver("a", "A", 0.5, (-90, 120)),
        Driver("b", "B", 0.0, (40, 300)),
        Driver("c", "C", 0.2, (-5, 30)),
    ]
    assert [one.id for one in rows.delaying(drivers)] == ["a", "c"]


def test_a_day_of_slack_is_a_day_of_duration_also_in_a_plan_that_begins_in_a_week_off() -> None:
    off = CalendarException(from_=dt.date(2025, 4, 10), to=dt.date(2025, 4, 20), hours=())
    plan = plan_of(
        act("a", "1d"), act("b", "3d"), act("end", None, "a, b"),
        calendars=(Calendar(id="office", week=SHIFTS.week, exceptions=(off,)),), milestone="end",
    )  # fmt: skip
    schedule = compute(plan)
    [link] = rows.chain_links(schedule, why(schedule, "a"), facts.words_of(schedule))
    assert link.slack == "slack 2 d"
    assert (
        FactBook(plan, schedule, facts.words_of(schedule), 0).of(network_of(plan, Looking("all")), 0).slack
        == "2 d"
    )
    assert Words(schedule, dt.datetime.now(dt.UTC)).working(960, "a") == "2 d"
