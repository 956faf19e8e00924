"""Triggers on recorded history: fires, the incident, sliders; what cannot be read is said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from relplanner.plan.forms.condition import format_condition
from tests.ui.triggers.conftest import Desk

START = int(dt.datetime(2027, 2, 1, tzinfo=dt.UTC).timestamp())
STEP = 60
HOURS = 48
NOISE = range(10 * 60, 10 * 60 + 4)
"""Minutes of a short spike."""
INCIDENT = range(30 * 60, 30 * 60 + 40)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    lines = ["time,error_rate,p95_latency"]
    for minute in range(HOURS * 60):
        rate = 3.0 if minute in INCIDENT else (1.5 if minute in NOISE else 0.4)
        lines.append(f"{START + minute * STEP},{rate},{200}")
    path = tmp_path / "history.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def tried(desk: Desk, csv: Path) -> Desk:
    """A history is chosen."""
    desk.choose("triggers", "errors")
    desk.type_condition("error_rate > 1% for 1m")
    desk.page.proof.history.read_csv(csv)
    desk.qtbot.waitUntil(lambda: desk.page.proof.run is not None, timeout=10_000)
    return desk


def condition(desk: Desk) -> str:
    when = desk.trigger("errors").when
    assert when is not None
    return format_condition(when)


def test_without_history_the_page_says_what_it_would_tell(desk: Desk) -> None:
    assert desk.page.proof.advice.isVisible()
    assert not desk.page.proof.sliders.isVisible()


def test_fires_are_counted_named_and_drawn(tried: Desk) -> None:
    proof = tried.page.proof
    assert proof.sentence.text().startswith("Would have fired twice in 2 days: Mon 1 Feb 11:01–11:04")
    assert proof.chart is not None
    assert [one.state for one in proof.chart.spans if one.state == "firing"] == ["firing", "firing"]
    assert proof.chart.limit == 1.0
    assert "Would have fired 2 times" in proof.chart.sentence()


def test_a_slider_counts_anew_at_once_and_writes_when_let_go(tried: Desk) -> None:
    proof = tried.page.proof
    slider = proof.sliders.level
    slider.setFocus()
    while (proof.sliders.threshold or 0.0) < 1.6:
        tried.key(slider, Qt.Key.Key_PageUp)
    assert proof.sentence.text().startswith("Would have fired once")
    assert condition(tried) == "error_rate > 1% for 1m"
    tried.qtbot.waitUntil(lambda: condition(tried) != "error_rate > 1% for 1m", timeout=3000)
    assert condition(tried) == f"error_rate > {proof.sliders.threshold:g}% for 1m"
    assert tried.page.editor.condition.text.toPlainText() == condition(tried)
    tried.window.context.actions.run("edit.undo")
    assert condition(tried) == "error_rate > 1% for 1m"
    assert proof.sentence.text().startswith("Would have fired twice")


def test_the_slider_of_the_duration_leaves_the_threshold_alone(tried: Desk) -> None:
    tried.type_condition("error_rate > 1.0371% for 1m")
    proof = tried.page.proof
    for _ in range(5):
        tried.key(proof.sliders.held, Qt.Key.Key_Right)
    tried.qtbot.waitUntil(lambda: condition(tried) == "error_rate > 1.0371% for 10m", timeout=3000)
    assert proof.sentence.text().startswith("Would have fired once")


def test_a_marked_incident_tells_false_alarms_from_delay(tried: Desk) -> None:
    proof = tried.page.proof
    assert proof.chart is not None
    begin = (START + INCIDENT.start * STEP) * 1000
    proof.chart.look(begin - 600_000, begin + 60 * 60_000)
    tried.press(proof.mark)
    assert proof.incident == proof.chart.view
    assert "Fired 11 m into the incident" in proof.cost.text()
    assert "3.6 false alarms a week" in proof.cost.text()
    tried.press(proof.unmark)
    assert not proof.cost.isVisible()


def test_a_click_on_a_fire_looks_at_it(tried: Desk) -> None:
    from PySide6.QtWidgets import QAbstractButton

    proof = tried.page.proof
    assert proof.chart is not None
    whole = proof.chart.view
    tried.qtbot.mouseClick(proof.fires.findChildren(QAbstractButton)[1], Qt.MouseButton.LeftButton)
    start, stop = proof.chart.view
    begin = (START + INCIDENT.start * STEP) * 1000
    assert start < begin < stop
    assert stop - start < whole[1] - whole[0]
    proof.step(-1)
    assert proof.chart.view[1] < begin


def test_a_metric_without_samples_is_said(tried: Desk) -> None:
    tried.type_condition("orders < 50%")
    assert "no samples of orders" in tried.page.proof.advice.text()
    assert not tried.page.proof.sliders.isVisible()


def test_a_file_that_is_no_history_is_said_and_the_old_one_stays(tried: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("this is no table", encoding="utf-8")
    proof = tried.page.proof
    proof.history.read_csv(bad)
    tried.qtbot.waitUntil(lambda: bool(proof.history.error), timeout=5000)
    assert proof.problem.isVisible()
    assert proof.history.samples is not None
    assert proof.history.samples.label == "history.csv"


def test_a_recording_beside_the_plan_can_be_chosen(desk: Desk, plan_file: Path) -> None:
    from relplanner.storage import recordings
    from relplanner.storage.recordings import Sample

    recorder = recordings.record(plan_file, "Rehearsal", dt.datetime(2027, 2, 1, tzinfo=dt.UTC))
    with recorder as writing:
        for minute in range(60):
            writing.append([Sample((START + minute * 60) * 1000, "error_rate", 2.0)])
    chosen = desk.page.proof.history.recordings()
    assert [one.label for one in chosen] == ["Rehearsal (2027-02-01 00:00)"]
    desk.page.proof.history.read_recording(chosen[0])
    desk.qtbot.waitUntil(lambda: desk.page.proof.run is not None, timeout=10_000)
    assert desk.page.proof.sentence.text().startswith("Would have fired once")


def test_another_plan_has_another_history(tried: Desk, empty_file: Path) -> None:
    assert tried.window.desk.open(empty_file, asking=False)
    assert tried.page.proof.history.samples is None
