"""`relplanner schedule`: the promised keys, dates with offset, and what cannot be scheduled."""

import csv
import datetime as dt
import io
import json

import pytest

from relplanner.commands.schedule_table import working_time
from tests.commands.faults import FAULTS, SOUND

KEYS = {
    "target", "projected", "problems", "critical_paths", "slip_minutes", "start", "finish", "time_zone",
    "critical_path", "activities",
}  # fmt: skip
ACTIVITY_KEYS = {
    "id", "name", "kind", "parent", "start", "finish", "late_start", "late_finish", "total_slack_minutes",
    "free_slack_minutes", "critical", "driving",
}  # fmt: skip


def _json(run, path) -> dict:
    outcome = run("schedule", path, "--format", "json")
    return json.loads(outcome.out)


def test_json_has_exactly_the_promised_keys(run, plan_file) -> None:
    answer = _json(run, plan_file)
    assert set(answer) == KEYS
    assert all(set(activity) == ACTIVITY_KEYS for activity in answer["activities"])


def test_json_tells_the_dates_the_slip_and_the_path(run, plan_file) -> None:
    answer = _json(run, plan_file)
    assert answer["time_zone"] == "Europe/Berlin"
    assert answer["target"] == "2027-03-10T09:00+01:00"
    assert answer["projected"] == "2027-03-05T17:00+01:00"
    assert answer["slip_minutes"] == -(5 * 24 - 8) * 60
    assert answer["critical_path"] == ["build", "test", "ship"]
    assert answer["critical_paths"] == [["build", "test", "ship"]]
    assert answer["problems"] == []
    build, test, ship = answer["activities"]
    assert (build["start"], build["finish"]) == ("2027-03-01T09:00+01:00", "2027-03-03T17:00+01:00")
    assert (test["start"], test["driving"]) == ("2027-03-04T09:00+01:00", ["build"])
    assert (ship["kind"], ship["start"], ship["finish"]) == (
        "milestone",
        answer["projected"],
        answer["projected"],
    )
    assert [activity["total_slack_minutes"] for activity in answer["activities"]] == [0, 0, 0]


def test_every_date_carries_its_offset_also_across_daylight_saving(run, write, plan_file) -> None:
    text = plan_file.read_text(encoding="utf-8").replace("2027-03-10", "2027-04-10").replace("3d", "20d")
    answer = _json(run, write(text))
    build, test, _ = answer["activities"]
    assert build["start"].endswith("+01:00")
    assert test["start"].endswith("+02:00")
    for activity in answer["activities"]:
        for key in ("start", "finish", "late_start", "late_finish"):
            assert dt.datetime.fromisoformat(activity[key]).utcoffset() is not None


def test_what_cannot_be_scheduled_has_nulls_a_problem_and_exit_1(run, write, plan_file) -> None:
    text = plan_file.read_text(encoding="utf-8").replace(
        "  duration: 3d\n", "  duration: 3d\n  after: test\n"
    )
    text += "- id: tidy\n  name: Tidy up\n  duration: 1d\n  owner: lead\n"
    path = write(text)
    outcome = run("schedule", path, "--format", "json")
    assert outcome.code == 1
    answer = json.loads(outcome.out)
    by_id = {activity["id"]: activity for activity in answer["activities"]}
    for key in ("start", "finish", "late_start", "late_finish", "total_slack_minutes", "free_slack_minutes"):
        assert by_id["build"][key] is None
    assert by_id["tidy"]["start"] is not None, "what can be scheduled still is"
    assert answer["problems"][0]["code"] == "CYCLE"
    assert answer["problems"][0]["line"] is not None
    table = run("schedule", path)
    assert table.code == 1
    assert "no date" in table.out
    assert "CYCLE" in table.err


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("DUPLICATE-ID", "- id: test\n", "- id: build\n"),
        ("CYCLE", "  duration: 3d\n", "  duration: 3d\n  parent: build\n"),
        ("CYCLE", "  duration: 3d\n", "  duration: 3d\n  start: build+2d\n"),
    ],
    ids=["an id twice", "a part of itself", "a start after its own finish"],
)
def test_what_makes_dates_doubtful_is_told_by_schedule_and_once_by_check(run, write, code, old, new) -> None:
    path = write(SOUND.replace(old, new, 1))
    scheduled = run("schedule", path)
    assert scheduled.code == 1
    (told,) = [line for line in scheduled.err.splitlines() if f" error {code}: " in line]
    assert told.removeprefix(f"{path}:")[0].isdigit(), "with its line"
    checked = run("check", path)
    assert checked.code == 1
    assert checked.out.count(f" error {code}: ") == 1


def test_a_field_that_cannot_be_read_never_gives_silently_wrong_dates(run, write, plan_file) -> None:
    path = write(plan_file.read_text(encoding="utf-8").replace("duration: 3d", "duration: 3 dags"))
    outcome = run("schedule", path)
    assert outcome.code == 1
    assert f"{path}:15: error BAD-VALUE" in outcome.err
    assert [problem["code"] for problem in _json(run, path)["problems"]] == ["BAD-VALUE"]


def test_an_oddity_that_was_settled_is_told_and_is_no_failure(run, write) -> None:
    path = write(FAULTS["LOCAL-TIME"])
    outcome = run("schedule", path)
    assert outcome.code == 0
    assert "warning LOCAL-TIME" in outcome.err


def test_an_empty_plan_has_no_dates_and_is_fine(run, write) -> None:
    path = write("relplan: 1\n")
    answer = _json(run, path)
    assert (answer["activities"], answer["target"], answer["projected"]) == ([], None, None)
    assert run("schedule", path).code == 0


def test_phases_of_the_rollout_are_rows_of_their_own(run, write, plan_file) -> None:
    text = plan_file.read_text(encoding="utf-8") + "rollout:\n  phases:\n  - id: canary\n    duration: 24eh\n"
    row = _json(run, write(text))["activities"][-1]
    assert (row["id"], row["name"], row["driving"]) == ("rollout/canary", "canary", ["ship"])
    assert (row["start"], row["finish"]) == ("2027-03-05T17:00+01:00", "2027-03-06T17:00+01:00")


def test_the_table_shows_outline_dates_slack_and_the_release_in_a_sentence(run, plan_file) -> None:
    outcome = run("schedule", plan_file)
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0].split() == ["activity", "id", "start", "finish", "slack"]
    assert lines[1].split() == [
        "Build", "it", "build", "2027-03-01", "09:00", "2027-03-03", "17:00", "0d", "critical",
    ]  # fmt: skip
    assert "Release projected 2027-03-05 17:00, T0 2027-03-10 09:00: 4d 16h early." in lines
    assert lines[-1] == "Critical path: build → test → ship"


def test_csv_has_the_keys_of_the_json(run, plan_file) -> None:
    outcome = run("schedule", plan_file, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert set(rows[0]) == ACTIVITY_KEYS
    assert [row["id"] for row in rows] == ["build", "test", "ship"]
    assert (rows[1]["start"], rows[1]["driving"], rows[1]["critical"]) == (
        "2027-03-04T09:00+01:00",
        "build",
        "yes",
    )


@pytest.mark.parametrize(
    ("minutes", "day", "text"),
    [(0, 480, "0d"), (480, 480, "1d"), (-1200, 480, "-2d 4h"), (95, 480, "1h 35m"), (1500, 1440, "1d 1h")],
)
def test_working_time_is_said_in_days_of_its_calendar(minutes: int, day: int, text: str) -> None:
    assert working_time(minutes, day) == text
