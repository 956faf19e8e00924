"""Where samples come from: a table, one recording, or all recordings of a plan, the newer over the older."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from relplanner.errors import Cancelled, StorageError
from relplanner.plan.plan import Plan
from relplanner.session.measured import measured, zone_of
from relplanner.storage import recordings
from relplanner.storage.reader import parse
from relplanner.storage.recordings import Sample

T = 1_793_491_200_000
AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
TEXT = "relplan: 1\nrelease:\n  time_zone: Asia/Tokyo\nmetrics:\n- id: p95\n  unit: ms\n"


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "shop.relplan.yaml"


@pytest.fixture
def plan() -> Plan:
    return parse(TEXT).plan


def keep(path: Path, name: str, day: int, *samples: tuple[int, float], metric: str = "p95") -> None:
    with recordings.record(path, name, AT.replace(day=day)) as writer:
        writer.append([Sample(T + at * 1000, metric, number) for at, number in samples])


def test_where_recordings_overlap_the_newer_counts(path, plan) -> None:
    keep(path, "Old", 1, (0, 1.0), (15, 1.0), (30, 1.0))
    keep(path, "New", 2, (15, 2.0), (45, 2.0))
    found = measured(path, plan)
    assert found.label == "2 recordings"
    assert found.series["p95"].values.tolist() == [1.0, 2.0, 1.0, 2.0]
    assert measured(path, plan, "Old").series["p95"].values.tolist() == [1.0, 1.0, 1.0]
    assert measured(path, plan, recordings.find(path, "New")).label == "recording “New”"


def test_metrics_that_the_plan_gave_up_are_left_out(path, plan) -> None:
    keep(path, "Old", 1, (0, 1.0), metric="gone")
    keep(path, "New", 2, (0, 1.0))
    assert list(measured(path, plan).series) == ["p95"]


def test_a_table_is_read_in_the_plans_zone_and_what_is_odd_is_handed_on(path, plan) -> None:
    table = path.with_name("odd.csv")
    table.write_text("time,p95,host\n2026-11-01 09:00,1,a\n", encoding="utf-8")
    found = measured(path, plan, table)
    assert found.series["p95"].times.tolist() == [T]
    assert {one.code for one in found.findings} == {"DATA-LOCAL", "DATA-COLUMN"}
    with pytest.raises(Cancelled):
        measured(path, plan, str(table), cancelled=lambda: True)


def test_a_broken_recording_is_said_and_hides_no_other(path, plan) -> None:
    keep(path, "Good", 1, (0, 1.0))
    broken = recordings.folder_of(path) / "x.relrec"
    broken.write_bytes(b"no recording")
    found = measured(path, plan)
    assert len(found.series["p95"]) == 1
    assert "x.relrec: This is no recording" in found.findings[0].message
    recordings.remove(recordings.find(path, "Good"))
    with pytest.raises(StorageError, match=r"no recordings of its metrics.*--data(.|\n)*x\.relrec"):
        measured(path, plan)


def test_a_zone_that_is_not_known_is_read_as_utc() -> None:
    assert zone_of(parse(TEXT).plan) == "Asia/Tokyo"
    assert zone_of(parse("relplan: 1\nrelease:\n  time_zone: Mars/Olympus\n").plan) == "UTC"
