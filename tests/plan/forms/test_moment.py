from __future__ import annotations

import datetime as dt

import pytest

from relplanner.plan.forms.moment import (
    T0,
    Moment,
    Offset,
    Span,
    Wall,
    format_moment,
    format_span,
    format_timestamp,
    parse_date,
    parse_moment,
    parse_span,
    parse_timestamp,
    reads_as_offset,
    reserved,
)
from tests.plan.forms.refusals import refusal

NOT_A_MOMENT = "is not a moment such as 2027-03-10T09:00, T-14d or code-freeze+2d."
DAY = dt.date(2027, 3, 10)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-03-10", Wall(DAY)),
        ("2027-03-10T09:00", Wall(DAY, 540)),
        ("2027-03-10T00:00", Wall(DAY, 0)),
        ("2027-03-10T09:00+01:00", Wall(DAY, 540, 60)),
        ("2027-03-10T23:59-05:30", Wall(DAY, 1439, -330)),
        ("2027-03-10T09:00Z", Wall(DAY, 540, 0)),
        ("T0", T0),
        ("T-14d", Offset("T", -14.0, "d")),
        ("T-2h", Offset("T", -2.0, "h")),
        ("T+30d", Offset("T", 30.0, "d")),
        ("T-2mo", Offset("T", -2.0, "mo")),
        ("T+1w", Offset("T", 1.0, "w")),
        ("T-10wd", Offset("T", -10.0, "wd")),
        ("T+1.5h", Offset("T", 1.5, "h")),
        ("code-freeze", Offset("code-freeze")),
        ("code-freeze+2d", Offset("code-freeze", 2.0, "d")),
        ("code-freeze-2d", Offset("code-freeze", -2.0, "d")),
        ("rollout/canary+1h", Offset("rollout/canary", 1.0, "h")),
        ("review-2", Offset("review-2")),
        ("30-day-review", Offset("30-day-review")),
        ("2027-q1-freeze-1d", Offset("2027-q1-freeze", -1.0, "d")),
        ("review-2d+0d", Offset("review-2d")),
    ],
)
def test_a_moment_has_one_text(text: str, moment: Moment) -> None:
    assert parse_moment(text) == moment
    assert format_moment(moment) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2027-03-10 9:00", "2027-03-10T09:00"),
        ("2027-03-10 09:00 +0100", "2027-03-10T09:00+01:00"),
        ("2027-03-10T09:00+00:00", "2027-03-10T09:00Z"),
        ("2027-03-10T09:00:00", "2027-03-10T09:00"),
        ("t-14d", "T-14d"),
        ("T6mo", "T+6mo"),
        ("T-0", "T0"),
        ("T+0", "T0"),
        ("T", "T0"),
        ("T-14 days", "T-14d"),
        ("T-2 Months", "T-2mo"),
        ("T+24 hours", "T+24h"),
        ("T+24eh", "T+24h"),
        ("T \u2212 10 working days", "T-10wd"),
        ("T\u20131d", "T-1d"),
        ("Code-Freeze + 2 days", "code-freeze+2d"),
        ("code-freeze - 2d", "code-freeze-2d"),
    ],
)
def test_a_moment_may_be_typed_as_documents_write_it(text: str, canonical: str) -> None:
    assert format_moment(parse_moment(text)) == canonical


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2027-03-10T09:00:30", "Plans are kept to the minute; write 09:00."),
        ("2027-02-30", "The calendar has no 2027-02-30."),
        ("2027-03-10T24:00", "There is no 24:00 on a clock of 24 hours."),
        ("2027-03-10T09:00+25:00", "No zone is +25:00 from UTC."),
        ("0207-03-10", "Years run from 1900 to 2999."),
        ("10.03.2027", "Write year-month-day and hour:minute: 2027-03-10T09:00."),
        ("3/10/2027", "Write year-month-day and hour:minute: 2027-03-10T09:00."),
        ("2027-3-1", "Write year-month-day and hour:minute: 2027-03-10T09:00."),
        ("20270310", "Write year-month-day and hour:minute: 2027-03-10T09:00."),
        ("T-14", "Write the unit too: T-14d for days, T-14h for hours."),
        ("T+3M", "Write 3m for minutes or 3mo for months."),
        ("T+2ed", "Write hours where the clock never stops: T+48h; d, w and mo keep the time of day."),
        ("code-freeze+2q", "The units are m, h, d, w, mo, and wd for working days."),
        ("T+3y", "The units are m, h, d, w, mo, and wd for working days."),
        ("T+1.5mo", "Only whole months can be counted."),
        ("T-0.5wd", "Only whole working days can be counted."),
        ("10d", "Say from when: T+10d counts from T0."),
        ("-2h", "Say from when: T-2h counts from T0."),
        ("next Friday", "What hangs on an activity or an anchor names it by its id: code-freeze+2d."),
        ("T+1000001d", "The largest number that can stand here is 1,000,000."),
    ],
)
def test_a_refused_moment_says_what_to_write(text: str, hint: str) -> None:
    assert refusal(parse_moment, text) == f"“{text}” {NOT_A_MOMENT} {hint}"


def test_an_id_that_ends_like_an_offset_is_told_apart() -> None:
    assert reads_as_offset("review-2d")
    assert not reads_as_offset("review-2")
    assert parse_moment("review-2d-1d") == Offset("review-2d", -1.0, "d")


@pytest.mark.parametrize("name", ["t", "t0", "t6mo", "t-2d", "30d", "2027-03-10", "2027", "ongoing", "12"])
def test_an_id_that_means_another_moment_is_reserved(name: str) -> None:
    assert reserved(name)


@pytest.mark.parametrize(
    "name", ["code-freeze", "t1-review", "2fa", "30-day-review", "2027-03-10-review", "m"]
)
def test_ordinary_ids_are_anchors(name: str) -> None:
    assert not reserved(name)
    assert parse_moment(name) == Offset(name)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("T+6mo..T+8mo", Span(Offset("T", 6.0, "mo"), Offset("T", 8.0, "mo"))),
        ("T+18mo..", Span(Offset("T", 18.0, "mo"), None)),
        ("..T0", Span(None, T0)),
        ("ongoing", Span(None, None)),
        ("T-7d", Span(Offset("T", -7.0, "d"), Offset("T", -7.0, "d"))),
        ("2027-03-29..2027-04-02", Span(Wall(dt.date(2027, 3, 29)), Wall(dt.date(2027, 4, 2)))),
        ("T0..T+0h", Span(T0, Offset("T", 0.0, "h"))),
    ],
)
def test_a_span_has_one_text(text: str, span: Span) -> None:
    assert parse_span(text) == span
    assert format_span(span) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("T6mo..T8mo", "T+6mo..T+8mo"),
        ("T18mo..", "T+18mo.."),
        ("T-2 Months", "T-2mo"),
        ("T0-T2 Months", "T0..T+2mo"),
        ("T2-T3 Months", "T+2mo..T+3mo"),
        ("T12-T18 Months", "T+12mo..T+18mo"),
        ("T18+ Months", "T+18mo.."),
        ("T+0 to T+1 Month", "T0..T+1mo"),
        ("Ongoing", "ongoing"),
        ("T0\u2026T+7d", "T0..T+7d"),
        ("code-freeze to T-1d", "code-freeze..T-1d"),
    ],
)
def test_the_time_frames_of_runbook_tables_are_spans(text: str, canonical: str) -> None:
    assert format_span(parse_span(text)) == canonical


def test_a_span_of_nothing_says_what_to_write() -> None:
    assert refusal(parse_span, "..") == (
        "“..” is not a span such as T6mo..T8mo, T18mo.. or ongoing. "
        "Write ongoing when there is neither a start nor an end."
    )
    assert refusal(parse_span, "T0..soon enough").startswith("“soon enough” is not a moment")


def test_a_date_has_no_time() -> None:
    assert parse_date("2027-03-10") == DAY
    assert refusal(parse_date, "2027-03-10T09:00") == (
        "“2027-03-10T09:00” is not a date such as 2027-03-10. Write year-month-day, with no time."
    )


def test_a_time_stamp_knows_its_offset() -> None:
    stamp = parse_timestamp("2027-03-10 09:00:30.25+01:00")
    assert stamp == dt.datetime(2027, 3, 10, 8, 0, 30, 250_000, dt.UTC)
    assert format_timestamp(stamp) == "2027-03-10T09:00:30.250000+01:00"
    assert format_timestamp(parse_timestamp("2027-03-10T09:00Z")) == "2027-03-10T09:00:00Z"


def test_a_time_stamp_without_zone_is_refused() -> None:
    assert refusal(parse_timestamp, "2027-03-10T09:00") == (
        "“2027-03-10T09:00” is not a time stamp such as 2027-03-10T09:00:30Z. "
        "Say the zone: end it with Z for UTC or with +01:00 and the like."
    )
    with pytest.raises(ValueError, match="needs its offset"):
        format_timestamp(dt.datetime(2027, 3, 10))  # noqa: DTZ001


def test_a_day_is_no_time_stamp() -> None:
    assert refusal(parse_timestamp, "2027-03-10") == (
        "“2027-03-10” is not a time stamp such as 2027-03-10T09:00:30Z."
    )


def test_a_clock_has_sixty_seconds() -> None:
    assert "There is no 09:00:61 on a clock." in refusal(parse_timestamp, "2027-03-10T09:00:61Z")
