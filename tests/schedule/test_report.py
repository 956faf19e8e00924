"""The JSON that others rely on."""

from __future__ import annotations

import json
import subprocess
import sys

from relplanner.schedule.report import as_json
from tests.schedule.builders import act, scheduled

KEYS = {
    "target", "projected", "problems", "critical_paths", "slip_minutes", "start", "finish", "time_zone",
    "critical_path",
    "activities",
}  # fmt: skip
ROW = {
    "id", "name", "kind", "parent", "start", "finish", "late_start", "late_finish", "total_slack_minutes",
    "free_slack_minutes", "critical", "driving",
}  # fmt: skip


def test_the_json_has_exactly_the_promised_keys_and_iso_times_with_offset() -> None:
    s = scheduled(
        act("a", "1d"), act("go", after="a"), act("x", "1d", "x2"), act("x2", "1d", "x"), milestone="go",
        target="2025-04-10T12:00", zone="Europe/Berlin",
    )  # fmt: skip
    told = json.loads(json.dumps(as_json(s)))
    assert set(told) == KEYS
    assert all(set(row) == ROW for row in told["activities"])
    assert told["target"] == "2025-04-10T12:00:00+02:00"
    assert told["projected"] == told["finish"] == "2025-04-10T17:00:00+02:00"
    assert told["slip_minutes"] == 300
    assert told["time_zone"] == "Europe/Berlin"
    assert told["critical_path"] == ["a", "go"]
    assert told["critical_paths"] == [["a", "go"]]
    assert told["activities"][1]["driving"] == ["a"]
    undated = told["activities"][2]
    assert undated["start"] is None
    assert undated["total_slack_minutes"] is None
    assert undated["critical"] is False
    assert [problem["code"] for problem in told["problems"]] == ["CYCLE"]


def test_the_json_is_the_same_whichever_engine_made_it() -> None:
    from relplanner.schedule import compute
    from tests.schedule.random_plans import random_plan

    plan = random_plan(4, 30, True)
    assert as_json(compute(plan, engine="lists")) == as_json(compute(plan, engine="arrays"))


def test_a_small_plan_is_scheduled_without_numpy_networkx_and_holidays() -> None:
    code = (
        "import sys\n"
        "from tests.schedule.builders import act, scheduled\n"
        "from relplanner.schedule.report import as_json\n"
        "as_json(scheduled(act('a', '1d'), act('b', '1d', 'a')))\n"
        "late = ('numpy', 'networkx', 'holidays', 'yaml', 'PySide6')\n"
        "print([name for name in late if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
