"""What the benchmarks compare with does the same work, and the table says what it was given."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace

import pytest

from relplanner.schedule import compute
from relplanner.storage import reader
from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks import plain_script
from tests.benchmarks.generate import plan_text
from tests.benchmarks.mspdi import mspdi_text
from tests.benchmarks.table import Row, format_table, interleave

NAMESPACE = "{http://schemas.microsoft.com/project}"


@pytest.fixture(scope="module")
def text() -> str:
    return plan_text(400)


def test_the_plain_script_finds_the_same_starts(text: str) -> None:
    import yaml

    graph = plain_script.build(yaml.load(text, yaml.CSafeLoader))
    plain_script.schedule(graph)
    schedule = compute(reader.parse(text).plan)
    axis = schedule.axis("office")
    begin = schedule.project_start
    ours = {key: axis.work_between(begin, int(schedule.start[schedule.index[key]])) for key in graph.nodes}
    assert ours == {key: data["start"] for key, data in graph.nodes(data=True)}


def test_the_mspdi_file_holds_every_leaf_and_every_link(text: str) -> None:
    plan = reader.parse(text).plan
    leaves = [activity for activity in plan.activities if activity.kind != "phase"]
    root = ET.fromstring(mspdi_text(plan))
    tasks = root.findall(f"{NAMESPACE}Tasks/{NAMESPACE}Task")
    assert [task.findtext(f"{NAMESPACE}Name") for task in tasks] == [activity.name for activity in leaves]
    links = [len(task.findall(f"{NAMESPACE}PredecessorLink")) for task in tasks]
    assert links == [len(activity.after) for activity in leaves]


def test_every_benchmark_offers_its_figures() -> None:
    names = benchmarks.names()
    assert {"command", "memory"} <= set(names)


def test_a_benchmark_that_there_is_not_is_said_with_those_there_are() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "warp"], cwd=Path(__file__).parents[2],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "There is no benchmark warp; known are:" in done.stderr


def test_a_benchmark_that_fails_does_not_cost_the_others_their_figures(monkeypatch, capsys) -> None:
    modules = {
        "tests.benchmarks.bench_good": SimpleNamespace(run=lambda: [Row("read", 1, 2, "loader", 0.5, 1)]),
        "tests.benchmarks.bench_bad": SimpleNamespace(run=lambda: 1 / 0),
    }
    monkeypatch.setattr(benchmarks, "names", lambda: ["bad", "good"])
    monkeypatch.setattr(benchmarks.importlib, "import_module", modules.__getitem__)
    assert benchmarks.main([]) == 1
    captured = capsys.readouterr()
    assert "read" in captured.out
    assert "Not measured, for the reasons above: bad." in captured.out
    assert "ZeroDivisionError" in captured.err


def test_the_table_marks_what_passes_and_what_falls_short() -> None:
    rows = [
        Row("read", 12.5, 100, "loader", 0.125, 0.25),
        Row("save", 40, 100, "dumper", 0.4, 0.06),
        Row("fsync", 3, None, "", None, None),
    ]
    lines = format_table(rows).splitlines()
    assert [line.split()[-1] for line in lines[2:4]] == ["pass", "SHORT"]
    assert lines[4].split() == ["fsync", "3", "ms"]
    assert [row.passes for row in rows] == [True, False, None]


def test_the_two_sides_take_turns_in_going_first() -> None:
    order: list[str] = []
    timing = interleave(lambda: order.append("ours"), lambda: order.append("other"), rounds=3, warm_up=1)
    assert order == ["ours", "other", "other", "ours"] * 2
    assert timing.ratio > 0
