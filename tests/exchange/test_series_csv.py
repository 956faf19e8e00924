"""CSV of metrics: read as it is meant, at any delimiter and time; what is odd is said with its line."""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import os

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relplanner.errors import Cancelled, DataUnreadable, StorageError
from relplanner.exchange import series_lines
from relplanner.exchange.series_csv import Recorded, read
from relplanner.exchange.series_notes import CODES
from relplanner.exchange.series_text import csv_of
from relplanner.plan.nouns.rollout import Metric
from relplanner.rollout.series import Series

METRICS = {
    "error_rate": Metric(id="error_rate", name="Error rate"),
    "p95": Metric(id="p95", series=(("stable", "q"),)),
}
BERLIN = "Europe/Berlin"


def said(found: Recorded) -> list[tuple[str, str, int | None]]:
    return [(one.code, one.severity, one.line) for one in found.findings]


def samples(found: Recorded, metric: str = "error_rate") -> dict[int, float]:
    series = found.series[metric]
    return dict(zip(series.times.tolist(), series.values.tolist(), strict=True))


def marks(series: Series) -> list[bool]:
    return [False] * len(series) if series.failed is None else series.failed.tolist()


def refusal(text: str, **options: str) -> str:
    with pytest.raises(DataUnreadable) as refused:
        read(text, METRICS, **options)
    return str(refused.value)


def test_unix_seconds_and_iso_times_of_any_offset_are_the_same_instants() -> None:
    for written in (
        "1793491200", "1793491200.0", "1.7934912e9", "2026-11-01T00:00:00Z", "2026-11-01 01:00:00+01:00",
        "2026-10-31T18:30:00.000-0530", "2026-11-01T00:00Z", "2026-11-01t00:00:00,000z", "20261101T000000Z",
        "2026-11-01T01:00:00+01", "2026-W44-7T00:00:00Z",
    ):  # fmt: skip
        found = read(f"time,error_rate\n{written},1\n".replace(",000z", ".000z"), METRICS)
        assert samples(found) == {1_793_491_200_000: 1.0}, written
        assert found.findings == (), written


def test_fractions_of_seconds_are_kept_to_the_millisecond() -> None:
    found = read("time,error_rate\n1793491200.123,1\n2026-11-01T00:00:00.1245Z,2\n", METRICS)
    assert list(samples(found)) == [1_793_491_200_123, 1_793_491_200_124]


def test_an_empty_cell_is_no_sample_and_nan_inf_stale_and_failed_are() -> None:
    rows = "1793491200,,NaN\n1793491215,+Inf,stale\n1793491230,-inf, \n1793491245,2,failed\n"
    text = f"time,error_rate,p95\n{rows}"
    found = read(text, METRICS)
    assert samples(found) == {
        1_793_491_215_000: math.inf, 1_793_491_230_000: -math.inf, 1_793_491_245_000: 2.0,
    }  # fmt: skip
    p95 = found.series["p95"]
    assert p95.times.tolist() == [1_793_491_200_000, 1_793_491_215_000, 1_793_491_245_000]
    assert np.isnan(p95.values).all()
    assert (p95.stale.tolist(), marks(p95)) == ([False, True, False], [False, False, True])
    assert p95.raw
    assert found.findings == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_other_delimiters_byte_order_mark_and_line_ends_are_taken(delimiter: str) -> None:
    for end in ("\n", "\r\n", "\r"):
        lines = ("time,error_rate,p95", "1793491200,1,2", "1793491215,3,4")
        text = "\ufeff" + end.join(lines).replace(",", delimiter)
        found = read(text, METRICS)
        assert samples(found) == {1_793_491_200_000: 1.0, 1_793_491_215_000: 3.0}
        assert found.findings == ()


def test_decimal_commas_are_read_beside_semicolons_and_in_quotes_and_said() -> None:
    for text in ("time;error_rate\n1793491200;0,5\n", 'time,error_rate\n1793491200,"0,5"\n'):
        found = read(text, METRICS)
        assert samples(found) == {1_793_491_200_000: 0.5}
        assert said(found) == [("DATA-COMMA", "info", None)]


def test_decimal_commas_beside_commas_are_a_broken_row_that_says_so() -> None:
    message = refusal("time,error_rate\n1793491200,0,5\n")
    assert "2: Line 2 has 3 cells where the heading has 2; decimal commas need “;”" in message


def test_thousands_separators_and_units_are_no_numbers_and_cost_their_cell_alone() -> None:
    found = read("time;error_rate;p95\n1793491200;1.000,5;7\n1793491215;1 %;8\n1793491230;1_0;9\n", METRICS)
    assert samples(found) == {}
    assert len(samples(found, "p95")) == 3
    assert [one[::2] for one in said(found) if one[0] == "DATA-CELL"] == [("DATA-CELL", n) for n in (2, 3, 4)]
    assert "“1 %” is no number of error_rate" in found.findings[1].message


def test_rows_out_of_order_are_sorted_and_said_with_the_first_line() -> None:
    found = read("time,error_rate\n1793491230,3\n1793491200,1\n1793491215,2\n", METRICS)
    assert list(samples(found).values()) == [1.0, 2.0, 3.0]
    assert said(found) == [("DATA-ORDER", "info", 3)]
    assert "2 rows were out of order" in found.findings[0].message


def test_of_samples_at_one_time_the_last_in_the_file_counts_also_when_sorted() -> None:
    found = read("time,error_rate\n1793491215,3\n1793491200,1\n1793491215,4\n", METRICS)
    assert samples(found) == {1_793_491_200_000: 1.0, 1_793_491_215_000: 4.0}
    assert ("DATA-TWICE", "warning", 4) in said(found)
    same = read("time,error_rate\n1793491200,1\n1793491200,1\n", METRICS)
    assert said(same) == [("DATA-TWICE", "info", 3)]


def test_rows_that_complete_each_other_at_one_time_are_no_repetition() -> None:
    found = read("time,error_rate,p95\n1793491200,1,\n1793491200,,2\n", METRICS)
    assert (samples(found), samples(found, "p95")) == ({1_793_491_200_000: 1.0}, {1_793_491_200_000: 2.0})
    assert found.findings == ()


def test_broken_rows_are_left_out_named_thrice_and_counted() -> None:
    rows = "".join(f"17934912{n:02d}\n" for n in range(10)) + "soon,1\n1793491300,2\n"
    found = read(f"time,error_rate\n{rows}", METRICS)
    assert samples(found) == {1_793_491_300_000: 2.0}
    assert [line for code, _, line in said(found) if code == "DATA-ROW"] == [2, 3, 4, None]
    assert "8 more lines" in found.findings[-1].message


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("45000.5", "day number of a spreadsheet"), ("15", "seconds since 1970"), ("", "has no time"),
        ("11/01/2026 10:00", "neither ISO 8601 nor Unix seconds"), ("2026-02-30T00:00:00Z", "neither ISO"),
        ("2026-11-01T25:00:00Z", "neither ISO"),
        ("0001-01-01T00:00:00Z", "neither ISO"), ("9999-12-31T23:59:59-12:00", "neither ISO"),
        ("1969W01", "neither ISO"), ("2026-11-01T00:00:00+99:00", "neither ISO"),
        ("-1793491200", "seconds since 1970"), ("1e400", "neither ISO"), ("NaN", "neither ISO"),
    ],
)  # fmt: skip
def test_a_time_that_is_none_is_named_with_its_line_and_why(written: str, reason: str) -> None:
    found = read(f"time,error_rate\n1793491200,1\n{written},2\n", METRICS)
    assert len(samples(found)) == 1
    assert said(found)[0] == ("DATA-ROW", "warning", 3)
    assert reason in found.findings[0].message


def test_seconds_that_begin_at_zero_are_taken_where_all_do_and_warned_of() -> None:
    found = read("time,error_rate\n0,1\n15,2\n30.5,3\n", METRICS)
    assert list(samples(found)) == [0, 15_000, 30_500]
    assert said(found) == [("DATA-EARLY", "warning", None)]
    assert "day number of a spreadsheet" in refusal("time,error_rate\n45000.5,1\n45000.50017,2\n")


def test_milliseconds_are_converted_and_said_and_mixed_with_seconds_warned_of() -> None:
    whole = read("time,error_rate\n1793491200000,1\n1793491215000,2\n", METRICS)
    assert list(samples(whole)) == [1_793_491_200_000, 1_793_491_215_000]
    assert said(whole) == [("DATA-UNIT", "info", None)]
    mixed = read("time,error_rate\n1793491200,1\n1793491215000,2\n1793491230123456789,3\n", METRICS)
    assert list(samples(mixed)) == [1_793_491_200_000, 1_793_491_215_000, 1_793_491_230_123]
    assert said(mixed) == [("DATA-UNIT", "warning", 3)]
    assert "1 in seconds and 1 in milliseconds and 1 in nanoseconds" in mixed.findings[0].message


def test_times_without_offset_are_on_the_plans_clock_and_odd_hours_are_said() -> None:
    found = read("time,error_rate\n2026-03-29 02:30:00,1\n2026-07-01 12:00:00,2\n2026-10-25 02:30:00,3\n",
                 METRICS, zone=BERLIN)  # fmt: skip
    assert list(samples(found)) == [1_774_747_800_000, 1_782_900_000_000, 1_792_888_200_000]
    assert said(found) == [
        ("DATA-LOCAL", "info", 2), ("DATA-LOCAL", "warning", 4), ("DATA-LOCAL", "warning", 2),
    ]  # fmt: skip
    assert "come twice when the clocks go back; the first was taken" in found.findings[1].message
    assert all(BERLIN in one.message for one in found.findings)


def test_unknown_columns_are_left_out_with_what_they_may_mean() -> None:
    found = read("time,error_rate,p59,host\n1793491200,1,2,web-1\n", METRICS)
    assert list(found.series) == ["error_rate"]
    assert said(found) == [("DATA-COLUMN", "warning", None)]
    assert "p59, host. Perhaps “p59” is meant to be p95." in found.findings[0].message


def test_metrics_are_found_by_name_and_their_other_series_by_key() -> None:
    found = read("Time,Error Rate,p95/stable,p95/baseline\n1793491200,1,2,3\n", METRICS)
    assert list(found.series) == ["error_rate", "p95/stable", "p95/baseline"]
    assert found.findings == ()


def test_a_column_that_comes_twice_is_left_out_but_for_the_first() -> None:
    found = read("time,p95,p95\n1793491200,1,2\n", METRICS)
    assert samples(found, "p95") == {1_793_491_200_000: 1.0}
    assert "come twice" in found.findings[0].message


def test_another_name_of_the_time_column_is_taken_and_said() -> None:
    assert said(read("error_rate,Timestamp\n1,1793491200\n", METRICS)) == [("DATA-TIME-COLUMN", "info", None)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The file is empty. Its first line names the columns: time,error_rate."),
        ("\n\n# only words\n", "The file is empty."),
        ("time\n", "There is no metric."),
        ("time,error_rate\n", "There is no line below the heading."),
        ("1793491200,3\n", "1: The file begins with numbers where the names of its columns are expected."),
        ("when,error_rate\n", "There is no column “time”; the columns are when, error_rate."),
        ("time,erorrate\n1,2\n", "No column is a metric of the plan: erorrate."),
        ("ti\0me,error_rate\n", "The file begins with bytes that are no text."),
        ("time,error_rate\nx,1\ny,2\n", "No line below the heading could be read."),
        ("time,error_rate\n1793491200," + "9" * (1 << 22), "2: The line is longer than 1,048,576 bytes"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_place_and_remedy(text: str, reason: str) -> None:
    assert reason in refusal(text)


def test_utf_16_and_what_is_no_file_are_refused(tmp_path) -> None:
    path = tmp_path / "wide.csv"
    path.write_bytes("time,error_rate\n".encode("utf-16"))
    with pytest.raises(DataUnreadable, match="Save it as CSV in UTF-8"):
        read(path, METRICS)
    with pytest.raises(StorageError, match="folder"):
        read(tmp_path, METRICS)
    with pytest.raises(StorageError, match="No such file"):
        read(tmp_path / "none.csv", METRICS)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(StorageError, match="pipe"):
            read(tmp_path / "pipe", METRICS)


def test_zeros_at_the_end_as_a_power_cut_leaves_them_cost_nothing_else() -> None:
    found = read("time,error_rate\n1793491200,1\n1793491215,2\n" + "\0" * 40, METRICS)
    assert len(samples(found)) == 2
    assert said(found) == [("DATA-ROW", "warning", 4)]


def test_quotes_comments_empty_lines_and_sep_lines_are_understood() -> None:
    rows = '"1793491200";"1"\n# a note; with a sign\n1793491215;2\n'
    text = f'sep=;\n# from the board\n"time";"error_rate"\n\n{rows}'
    assert list(samples(read(text, METRICS)).values()) == [1.0, 2.0]
    doubled = read('time,error_rate\n"1793491200","1""2"\n"1793491215","3"\n', METRICS)
    assert list(samples(doubled).values()) == [3.0]
    torn = read('time,error_rate\n1793491200,"1\n1793491215,2\n', METRICS)
    assert said(torn) == [("DATA-ROW", "warning", 2)]


def test_lines_are_numbered_across_chunks_and_progress_ends_at_one(tmp_path) -> None:
    rows = [f"{1_793_491_200 + 15 * n},{n}" for n in range(60_000)]
    rows[50_000] += ",broken"
    path = tmp_path / "long.csv"
    path.write_text("time,error_rate\n" + "\n".join(rows), encoding="utf-8")
    told: list[float] = []
    found = read(path, METRICS, on_progress=told.append)
    assert said(found) == [("DATA-ROW", "warning", 50_002)]
    assert len(samples(found)) == 59_999
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] == 1.0


ROWS = st.sampled_from(
    [
        "{t},1,2", "{t},,", "{t},NaN,0.5", '"{t}","1","2"', "{t},1", "{t},x,stale", "soon,1,2", "{t}000,3,4",
        "", "# note", '{t},"1,5",2', "{t},0.12345678901234567,1e-7", "2026-11-01T00:00:{s:02d}Z,5,6",
    ]
)  # fmt: skip


@given(st.lists(ROWS, max_size=40), st.integers(64, 400), st.sampled_from(["\n", "\r\n"]))
def test_where_chunks_end_makes_no_difference(rows: list[str], size: int, end: str) -> None:
    lines = [row.format(t=1_793_491_200 + at, s=at) for at, row in enumerate(rows)]
    text = end.join(["time,error_rate,p95", *lines, "1793499999,7,8"])
    whole = read(text, METRICS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(series_lines, "CHUNK", size)
        parts = read(text, METRICS)
    assert parts.rows == whole.rows
    assert sorted(parts.findings, key=str) == sorted(whole.findings, key=str)
    for name, one in whole.series.items():
        assert np.array_equal(parts.series[name].times, one.times)
        assert np.array_equal(parts.series[name].values, one.values, equal_nan=True)
        assert np.array_equal(parts.series[name].stale, one.stale)


def test_reading_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        read("time,error_rate\n1793491200,1\n", METRICS, cancelled=lambda: True)


def test_every_code_has_its_sentence() -> None:
    assert all(sentence.endswith(".") for sentence in CODES.values())


NUMBERS = st.one_of(
    st.floats(width=64),
    st.integers(-(10**16), 10**16).map(float),
    st.decimals(-(10**9), 10**9, places=6, allow_nan=False).map(float),
)
ENTRIES = st.dictionaries(
    st.integers(10**11, 4 * 10**12),
    st.tuples(NUMBERS, st.sampled_from(["", "", "", "stale", "failed"])),
    max_size=30,
)


@given(ENTRIES, ENTRIES)
@example({}, {10**11: (0.1, "")})
def test_what_is_written_is_read_back_bit_for_bit(first, second) -> None:
    series = {
        name: Series.of(
            name, list(entries), [number for number, _ in entries.values()],
            stale=[mark == "stale" for _, mark in entries.values()],
            failed=[mark == "failed" for _, mark in entries.values()],
        )
        for name, entries in (("error_rate", first), ("p95", second))
    }  # fmt: skip
    text = csv_of(series)
    if not first and not second:
        assert "no line below" in refusal(text)
        return
    found = read(text, METRICS)
    for name, one in series.items():
        got = found.series[name]
        assert (got.times == one.times).all()
        assert got.values.tobytes() == one.values.tobytes() or np.array_equal(
            got.values, one.values, equal_nan=True
        )
        assert (got.stale == one.stale).all()
        assert marks(got) == marks(one)
    assert {one.code for one in found.findings} <= {"DATA-EMPTY"}


@given(st.lists(st.text("0123456789.-+eE _,", max_size=20), min_size=1, max_size=80))
def test_a_cell_counts_exactly_when_it_spells_a_number_and_as_float_has_it(cells: list[str]) -> None:
    rows = "".join(f'{1_793_491_200 + at};"{cell}"\n' for at, cell in enumerate(cells))
    plain = "".join(f"{1_793_491_200 + at};{cell}\n" for at, cell in enumerate(cells))
    expected = {}
    for at, cell in enumerate(cells):
        text = cell.replace(",", ".").strip()
        if "_" not in text and text not in ("", "-"):
            try:
                expected[(1_793_491_200 + at) * 1000] = float(text)
            except ValueError:
                continue
    for body in (rows, plain):
        assert samples(read(f"time;error_rate\n{body}", METRICS)) == expected


@given(st.binary(max_size=300), st.booleans())
def test_no_bytes_break_it(data: bytes, headed: bool) -> None:
    text = ("time,error_rate\n" if headed else "") + data.decode("latin-1")
    with contextlib.suppress(DataUnreadable):
        assert all(one.code in CODES for one in read(text, METRICS).findings)


@given(
    st.datetimes(min_value=dt.datetime(1975, 1, 1), max_value=dt.datetime(2100, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["Z", "+01:00", "-05:30", "+0530", "-08", ""]),
    st.sampled_from(["seconds", "milliseconds", "microseconds", "minutes"]),
)
def test_iso_times_are_as_python_reads_them(when, offset, spec) -> None:
    written = when.isoformat(timespec=spec) + offset
    found = read(f"time,error_rate\n{written},1\n", METRICS)
    known = dt.datetime.fromisoformat(written)
    known = known if known.tzinfo else known.replace(tzinfo=dt.UTC)
    ms = (known - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) / dt.timedelta(milliseconds=1)
    assert abs(next(iter(samples(found))) - ms) <= 0.5
