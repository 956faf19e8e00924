"""`relplanner backtest`: the promised keys, what a person reads, where samples come from, exit codes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from relplanner.commands.backtest_text import spelled
from relplanner.exchange.series_text import csv_of
from relplanner.storage import recordings
from relplanner.storage.recordings import Sample
from tests.rollout.incident import DAY_MS, EVERY_MS, INCIDENT, PLAN, START_MS, recorded

TRIGGER_KEYS = {"id", "condition", "intervals", "fired", "first_fired"}
MARKED = ("--incident", "2026-10-28T14:07Z", "2026-10-28T14:49Z")


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> Path:
    """The days before, of and after the incident."""
    first, last = START_MS + 8 * DAY_MS, START_MS + 11 * DAY_MS - EVERY_MS
    path = tmp_path_factory.mktemp("data") / "history.csv"
    path.write_text(
        csv_of({key: one.between(first, last) for key, one in recorded().items()}), encoding="utf-8"
    )
    return path


@pytest.fixture
def plan(write) -> Path:
    return write(PLAN)


def answer(run, *arguments) -> dict:
    return json.loads(run("backtest", *arguments, "--format", "json").out)


def test_json_has_the_promised_keys_and_dates_with_offset(run, plan, table) -> None:
    found = answer(run, plan, "--data", table)
    assert set(found) >= {"from", "to", "samples", "triggers"}
    assert (found["from"], found["to"]) == ("2026-10-27T01:00:00+01:00", "2026-10-30T00:59:45+01:00")
    assert [one["id"] for one in found["triggers"]] == ["error-rate", "latency", "orders-drop", "both"]
    for one in found["triggers"]:
        assert set(one) >= TRIGGER_KEYS
        firing = [each for each in one["intervals"] if each["state"] == "firing"]
        assert one["fired"] == len(firing)
        assert one["first_fired"] == firing[0]["start"]
        assert {each["state"] for each in one["intervals"]} <= {"pending", "firing", "unknown"}
        for each in one["intervals"]:
            assert dt.datetime.fromisoformat(each["start"]) < dt.datetime.fromisoformat(each["end"])
            assert dt.datetime.fromisoformat(each["start"]).utcoffset() == dt.timedelta(hours=1)
    assert found["triggers"][0]["condition"] == "error_rate > 1% for 5m"


def test_a_trigger_that_would_have_fired_is_exit_1_one_that_observes_is_0(run, plan, table) -> None:
    assert run("backtest", plan, "--data", table).code == 1
    assert run("backtest", plan, "--data", table, "--trigger", "latency").code == 1
    assert run("backtest", plan, "--data", table, "--trigger", "both").code == 0
    day_before = ("--to", "2026-10-28T12:00")
    assert run("backtest", plan, "--data", table, "--trigger", "latency", *day_before).code == 0


def test_the_text_says_how_often_how_wrongly_and_how_late(run, plan, table) -> None:
    outcome = run("backtest", plan, "--data", table, *MARKED)
    for text in (
        "history.csv: Tue 2026-10-27 01:00:00 to Fri 2026-10-30 00:59:45", "Times are Europe/Berlin.",
        "error-rate  error_rate > 1% for 5m", "2 false alarms", "the incident was noticed after 5 m 30 s",
        "both [observe]", "no false alarm", "Wed 2026-10-28 15:", "pending",
    ):  # fmt: skip
        assert text in outcome.out
    assert outcome.err == ""
    quiet = run("backtest", plan, "--data", table, "--to", "2026-10-27", "--trigger", "latency")
    assert "would not have fired" in quiet.out


def test_a_marked_incident_tells_false_alarms_and_delay_in_the_json(run, plan, table) -> None:
    noisy, latency, *_ = answer(run, plan, "--data", table, *MARKED)["triggers"]
    assert (noisy["false_alarms"], latency["false_alarms"]) == (2, 0)
    assert noisy["detection_delay_seconds"] == 330
    unmarked = answer(run, plan, "--data", table)["triggers"][0]
    assert (unmarked["false_alarms"], unmarked["detection_delay_seconds"]) == (None, None)


def test_a_span_is_days_as_a_whole_or_instants_with_both_ends(run, plan, table) -> None:
    found = answer(run, plan, "--data", table, "--from", "2026-10-28", "--to", "2026-10-28")
    assert (found["from"], found["to"]) == ("2026-10-28T00:00:00+01:00", "2026-10-28T23:59:59+01:00")
    found = answer(run, plan, "--data", table, "--from", "2026-10-28T10:00Z", "--to", "2026-10-28T10:00:30Z")
    assert found["samples"] == 3 * 4


def test_the_plans_recordings_are_judged_where_no_data_is_named(run, plan) -> None:
    series = recorded()["p95"].between(INCIDENT.start_ms - DAY_MS // 8, INCIDENT.stop_ms)
    middle = INCIDENT.start_ms
    for name, part in (("One", series.between(0, middle)), ("Two", series.between(middle, INCIDENT.stop_ms))):
        with recordings.record(plan, name) as writer:
            writer.append_series(part)
            writer.append([Sample(middle, "given_up", 1.0)])
    found = answer(run, plan, "--trigger", "latency")
    assert (found["data"], found["triggers"][0]["fired"]) == ("2 recordings", 1)
    assert found["samples"] == len(series)
    two = recordings.find(plan, "Two")
    for spec in ("Two", two.id, two.path):
        assert answer(run, plan, "--data", spec, "--trigger", "latency")["data"] == "recording “Two”"


def test_without_any_samples_it_says_what_is_needed(run, plan) -> None:
    outcome = run("backtest", plan)
    assert outcome.code == 2
    assert "no recordings of its metrics. Give samples with --data FILE.csv" in outcome.err
    outcome = run("backtest", plan, "--data", "nowhere.csv")
    assert outcome.code == 2
    assert "no file “nowhere.csv”, and the plan has no recording of that name. It has none." in outcome.err


def test_what_is_odd_about_the_data_is_said_with_its_line_and_stands_in_the_json(run, plan, tmp_path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("time,p95,host\n1793491200,1,a\nsoon,2,b\n", encoding="utf-8")
    outcome = run("backtest", plan, "--data", path, "--format", "json")
    assert outcome.code == 0
    assert f"{path}:3: warning DATA-ROW: Line 3 has the time “soon”" in outcome.err
    found = json.loads(outcome.out)
    assert [one["code"] for one in found["problems"]] == ["DATA-ROW", "DATA-COLUMN"]
    (unknown,) = found["triggers"][0]["intervals"]
    assert unknown["state"] == "unknown"
    assert "error_rate has no sample" in unknown["reason"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--trigger", "moon"), "no trigger “moon”. There are: error-rate, latency"),
        (("--trigger", "go-back"), "“go-back” has no condition that could be judged"),
        (("--from", "soon"), "--from “soon” is no time. Write it as 2026-11-01"),
        (("--from", "0001-01-01"), "is no time"),
        (("--from", "9999-12-31T23:59-12:00"), "is no time"),
        (("--from", "2026-10-29", "--to", "2026-10-28"), "comes after --to"),
        (("--from", "2027-10-29"), "comes after --to"),
        (("--from", "2027-01-01", "--to", "2027-01-02"), "the data reaches from 2026-10-27"),
        (("--from", "1970-01-01"), "more than can be judged"),
        (("--incident", "2026-10-28", "2026-10-27"), "The incident ends before it begins"),
        (("--format", "csv"), "not one of"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(run, plan, table, options, reason) -> None:
    outcome = run("backtest", plan, "--data", table, *options)
    assert outcome.code == 2
    assert reason in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_plan_without_conditions_and_a_table_without_samples_are_named(run, write, plan, tmp_path) -> None:
    bare = write("relplan: 1\n", "bare.relplan.yaml")
    assert "has no trigger with a condition" in run("backtest", bare).err
    path = tmp_path / "empty.csv"
    path.write_text("time,p95\n1793491200,\n", encoding="utf-8")
    assert "no sample of a metric of the plan in empty.csv" in run("backtest", plan, "--data", path).err


def test_a_fault_of_the_plan_is_said_with_its_line_and_exit_1(run, write, table) -> None:
    plan = write(PLAN.replace("p95 > 800ms for 5m", "p95 >> 3"))
    outcome = run("backtest", plan, "--data", table, "--trigger", "both")
    assert outcome.code == 1
    assert "error BAD-VALUE" in outcome.err


def test_what_the_plan_and_the_data_say_does_not_command_the_terminal(run, write, tmp_path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("time,p95,ev\x1b[31mil\n1793491200,1,2\n", encoding="utf-8")
    outcome = run("backtest", write(PLAN), "--data", path)
    assert "\x1b" not in outcome.out + outcome.err
    assert "\\x1b[31m" in outcome.err


def test_elapsed_times_are_said_in_their_two_largest_units() -> None:
    said = [spelled(seconds * 1000) for seconds in (0, 45, 60, 330, 3600, 5400, 90_000, 172_800)]
    assert said == ["0 s", "45 s", "1 m", "5 m 30 s", "1 h", "1 h 30 m", "1 d 1 h", "2 d"]
