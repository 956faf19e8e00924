"""Calendars of a plan: weeks, holidays, exceptions, what a day is."""

from __future__ import annotations

import datetime as dt

from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.forms.week import parse_week
from relplanner.plan.nouns.timeline import Calendar, CalendarException
from relplanner.schedule.calendars import calendars_of
from relplanner.schedule.zone import clock_of
from tests.schedule.builders import act, bar, codes, plan_of, scheduled

GERMAN = Calendar(id="office", week=parse_week("Mon-Fri 09:00-17:00"), holidays=("DE-BE",))


def test_public_holidays_are_days_off() -> None:
    s = scheduled(act("a", "2d"), calendars=(GERMAN,), start="2027-03-25T09:00", zone="Europe/Berlin")
    assert bar(s, "a") == "03-25 09:00 .. 03-30 17:00"  # Good Friday and Easter Monday between


def test_a_holiday_of_one_part_of_a_country_is_work_in_another() -> None:
    corpus_christi = "2027-05-27T09:00"
    berlin = scheduled(act("a", "1d"), calendars=(GERMAN,), start=corpus_christi)
    bavaria = Calendar(id="office", week=GERMAN.week, holidays=("DE-BY",))
    munich = scheduled(act("a", "1d"), calendars=(bavaria,), start=corpus_christi)
    assert bar(berlin, "a") == "05-27 09:00 .. 05-27 17:00"
    assert bar(munich, "a") == "05-28 09:00 .. 05-28 17:00"


def test_unknown_holidays_are_a_problem_and_the_calendar_works_without_them() -> None:
    odd = Calendar(id="office", week=GERMAN.week, holidays=("DE-XX", "ZZ"))
    s = scheduled(act("a", "1d"), calendars=(odd,), start="2027-03-26T09:00")
    assert codes(s) == ["UNKNOWN-HOLIDAYS", "UNKNOWN-HOLIDAYS"]
    assert bar(s, "a") == "03-26 09:00 .. 03-26 17:00"


def test_an_exception_beats_a_holiday_and_the_week() -> None:
    saturday = CalendarException(from_=dt.date(2027, 3, 27), to=dt.date(2027, 3, 29), hours=((600, 900),))
    worked = Calendar(id="office", week=GERMAN.week, holidays=("DE-BE",), exceptions=(saturday,))
    s = scheduled(act("a", "10h"), calendars=(worked,), start="2027-03-26T09:00")
    assert bar(s, "a") == "03-27 10:00 .. 03-28 15:00"  # Good Friday off, a weekend of five-hour days


def test_office_and_24x7_exist_in_every_plan() -> None:
    s = scheduled(act("a", "1d"), act("b", "1d", calendar="24x7"), calendars=(), start="2027-06-01T00:00")
    assert bar(s, "a") == "06-01 09:00 .. 06-01 17:00"
    assert bar(s, "b") == "06-01 00:00 .. 06-02 00:00"
    assert s.calendar_of("a") == "office"
    assert s.calendar_of("b") == "24x7"


def test_an_unknown_calendar_is_a_problem_and_the_default_is_used() -> None:
    s = scheduled(act("a", "1d", calendar="nights"))
    assert codes(s) == ["UNKNOWN-ID"]
    assert bar(s, "a") == "04-10 08:00 .. 04-10 17:00"


def test_a_day_and_a_week_are_what_the_calendar_calls_so() -> None:
    week = parse_week("Mon-Thu 09:00-12:00,13:00-17:00; Fri 09:00-14:00")
    calendars = (Calendar(id="office", week=week), Calendar(id="always", week=parse_week("24x7")))
    made = calendars_of(plan_of(calendars=calendars), clock_of("UTC"), 30_000_000)
    office, always = made.get("office"), made.get("always")
    assert [office.minutes(parse_duration(each)) for each in ("1d", "1w", "1mo", "1.5h", "2ed")] == [
        420, 1980, 20 * 420, 90, 2880,
    ]  # fmt: skip
    assert [always.minutes(parse_duration(each)) for each in ("1d", "1w")] == [1440, 10080]


def test_axes_are_kept_while_the_calendars_are_the_same() -> None:
    from dataclasses import replace

    from relplanner.schedule import compute

    plan = plan_of(act("a", "1d"))
    first = compute(plan)
    second = compute(replace(plan, activities=(act("a", "2d"),)), first)
    assert second.axis("office") is first.axis("office")
