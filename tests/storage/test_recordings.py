"""Recordings of metrics: what was appended is read back, whatever tore or damaged the file."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.errors import DataUnreadable, FileInUse, StorageError
from relplanner.rollout.series import Series
from relplanner.storage import recorder, recordings
from relplanner.storage.recording_file import sample_blocks, samples_of
from relplanner.storage.recordings import Follower, MetricFacts, Recording, Sample, Skew

AT = dt.datetime(2026, 11, 1, 12, 0, tzinfo=dt.UTC)
T = 1_793_491_200_000
PROM = MetricFacts("error_rate", "prod", "sum(rate(errors[5m]))", 15_000, "%", raw=False)


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch) -> None:
    """Locks of recordings lie in the state folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def plan(tmp_path) -> Path:
    return tmp_path / "shop.relplan.yaml"


def batch(first: int, count: int, metric: str = "error_rate", origin: str = "prod") -> list[Sample]:
    return [Sample(T + 15_000 * n, metric, float(n), origin=origin) for n in range(first, first + count)]


def only(plan: Path) -> Recording:
    (found,) = recordings.recordings(plan)
    return found


def times(series: Series) -> list[int]:
    return ((series.times - T) // 15_000).tolist()


def test_batches_are_read_back_as_series_with_what_is_known_of_them(plan) -> None:
    with recordings.record(plan, "Canary  1", AT) as writer:
        writer.describe(PROM)
        writer.skew("prod", T, -250)
        writer.append(batch(0, 3))
        writer.append([*batch(3, 1), Sample(T, "p95", 120.0, origin="typed by Anna")])
    recording = only(plan)
    assert (recording.name, recording.created) == ("Canary 1", AT)
    assert recording.path.parent == plan.parent / "shop.relplan.d" / "recordings"
    found = recordings.load(recording)
    assert times(found.series["error_rate"]) == [0, 1, 2, 3]
    assert found.series["error_rate"].values.tolist() == [0.0, 1.0, 2.0, 3.0]
    assert not found.series["error_rate"].raw
    assert found.series["p95"].raw
    assert found.facts["error_rate"] == PROM
    assert found.skews == (Skew("prod", T, -250),)
    assert found.origin_names[found.origins["p95"][0]] == "typed by Anna"
    assert found.version
    assert found.findings == ()


def test_nan_stale_failed_and_infinite_samples_keep_what_they_are(plan) -> None:
    series = Series.of(
        "p95", [T, T + 1, T + 2, T + 3], [np.nan, np.inf, 0, 0],
        stale=[False, False, True, False], failed=[False, False, False, True],
    )  # fmt: skip
    with recordings.record(plan) as writer:
        writer.append_series(series, "fetched")
        writer.append([Sample(T + 4, "p95", 0.0, stale=True), Sample(T + 5, "p95", 0.0, failed=True)])
    found = recordings.load(only(plan)).series["p95"]
    assert np.isnan(found.values).tolist() == [True, False, True, True, True, True]
    assert found.stale.tolist() == [False, False, True, False, True, False]
    assert found.failed is not None
    assert found.failed.tolist() == [False, False, False, True, False, True]


def test_of_two_samples_at_one_time_the_later_written_counts(plan) -> None:
    with recordings.record(plan) as writer:
        writer.append(batch(0, 2))
        writer.describe(PROM)
        writer.append([Sample(T, "error_rate", 9.0)])
    assert recordings.load(only(plan)).series["error_rate"].values.tolist() == [9.0, 1.0]


def test_a_span_and_some_metrics_can_be_read_alone(plan) -> None:
    with recordings.record(plan) as writer:
        writer.append(batch(0, 10))
        writer.append(batch(0, 10, "p95"))
    found = recordings.load(only(plan), metrics={"p95"}, start_ms=T + 30_000, stop_ms=T + 60_000)
    assert list(found.series) == ["p95"]
    assert times(found.series["p95"]) == [2, 3, 4]


@given(st.integers(1, 400), st.binary(max_size=40))
def test_a_torn_end_costs_at_most_the_batches_it_tears_and_recording_goes_on(cut: int, noise: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "shop.relplan.yaml"
        with recordings.record(plan) as writer:
            sizes = []
            for n in range(8):
                writer.append(batch(n, 1))
                sizes.append(os.stat(writer.path).st_size)
        recording = only(plan)
        whole = recording.path.read_bytes()
        kept = max(len(whole) - cut, 120)
        recording.path.write_bytes(whole[:kept] + noise)
        expected = list(range(sum(size <= kept for size in sizes)))
        found = recordings.load(recording)
        assert times(found.series["error_rate"]) == expected if expected else True
        with recordings.resume(recording) as writer:
            writer.append(batch(20, 1))
        after = recordings.load(recording)
        assert times(after.series["error_rate"]) == [*expected, 20]
        assert after.findings == ()


def test_damage_in_the_middle_costs_its_batch_alone_and_is_said(plan) -> None:
    with recordings.record(plan) as writer:
        for n in range(5):
            writer.append(batch(n, 1))
    recording = only(plan)
    data = bytearray(recording.path.read_bytes())
    data[-90] ^= 0xFF
    recording.path.write_bytes(bytes(data))
    found = recordings.load(recording)
    assert len(found.series["error_rate"]) == 4
    (finding,) = found.findings
    assert "bytes are damaged" in finding.message


def test_a_follower_sees_each_sample_once_and_no_half_batch(plan) -> None:
    with recordings.record(plan) as writer:
        writer.append(batch(0, 2))
        follower = Follower(only(plan))
        assert times(follower.more().series["error_rate"]) == [0, 1]
        assert len(follower.more().series["error_rate"]) == 0
        writer.append(batch(2, 2))
        data = writer.path.read_bytes()
        writer.path.write_bytes(data[:-10])
        assert len(follower.more().series["error_rate"]) == 0
        writer.path.write_bytes(data)
        assert times(follower.more().series["error_rate"]) == [2, 3]
    recordings.trim(only(plan), T + 30_000, None)
    assert times(follower.more().series["error_rate"]) == [2, 3]


def test_trimming_keeps_the_span_and_what_is_known(plan) -> None:
    with recordings.record(plan, "Long", AT) as writer:
        writer.describe(PROM)
        writer.append(batch(0, 10))
        with pytest.raises(FileInUse):
            recordings.trim(only(plan), None, T)
    trimmed = recordings.trim(only(plan), T + 15_000, T + 45_000)
    assert (trimmed.name, trimmed.created) == ("Long", AT)
    assert trimmed.size < 1000
    found = recordings.load(trimmed)
    assert times(found.series["error_rate"]) == [1, 2, 3]
    assert found.facts["error_rate"] == PROM
    with recordings.resume(trimmed) as writer:
        writer.append(batch(4, 1))
    assert times(recordings.load(trimmed).series["error_rate"]) == [1, 2, 3, 4]


def test_two_never_record_into_one_file(plan) -> None:
    with recordings.record(plan):
        with pytest.raises(FileInUse):
            recordings.resume(only(plan))
        with recordings.record(plan, at=AT), recordings.record(plan, at=AT):
            assert len(recordings.recordings(plan)) == 3


def test_recordings_are_listed_newest_first_found_by_name_or_id_and_removed(plan) -> None:
    assert recordings.recordings(plan) == ()
    for day, name in ((1, "One"), (3, "Two"), (2, "One")):
        recordings.record(plan, name, AT.replace(day=day)).close()
    listed = recordings.recordings(plan)
    assert [one.created.day for one in listed] == [3, 2, 1]
    assert recordings.find(plan, "One") == listed[1]
    assert recordings.find(plan, listed[2].id) == listed[2]
    with pytest.raises(StorageError, match=r"no recording “Three”.*“Two”"):
        recordings.find(plan, "Three")
    recordings.remove(listed[0])
    recordings.remove(listed[0])
    assert len(recordings.recordings(plan)) == 2


def test_what_is_no_recording_is_told_and_hides_nothing(plan) -> None:
    recordings.record(plan).close()
    folder = recordings.folder_of(plan)
    (folder / "notes.relrec").write_text("notes", encoding="utf-8")
    (folder / "link.relrec").symlink_to(folder / "notes.relrec")
    assert len(recordings.recordings(plan)) == 1
    assert len(recordings.broken(plan)) == 2
    with pytest.raises(DataUnreadable, match="no recording of metrics"):
        recordings.at_path(folder / "notes.relrec")


def test_samples_of_no_time_no_metric_and_no_origin_do_no_harm(plan) -> None:
    rows = [(-1, 0.0, 0, 0, 0), (1 << 62, 0.0, 0, 0, 0), (T, 0.0, 77, 0, 0), (T, 5.0, 0, 900, 0xFFF0)]
    with recordings.record(plan) as writer:
        writer.describe(PROM)
        writer._write(sample_blocks(samples_of(rows)))
    found = recordings.load(only(plan))
    assert found.series["error_rate"].values.tolist() == [5.0]
    assert found.origin_names[found.origins["error_rate"][0]] == ""


@given(st.binary(max_size=200))
def test_no_bytes_break_a_reader(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "p.relplan.yaml"
        with recordings.record(plan) as writer:
            writer.append(batch(0, 1))
        recording = only(plan)
        recording.path.write_bytes(recording.path.read_bytes() + data)
        assert times(recordings.load(recording).series["error_rate"]) == [0]


@pytest.mark.parametrize(
    "facts",
    [[], {"metrics": 3, "origins": {}, "skews": [[]]}, {"name": 7, "metrics": [{"id": 4, "step_ms": "x"}]}],
)
def test_facts_of_any_shape_are_taken_for_no_more_than_they_are(plan, facts) -> None:
    writer = recordings.record(plan)
    writer._write(recorder.facts_block(facts))
    writer.append(batch(0, 1))
    writer.close()
    recordings.load(only(plan))


def test_a_full_disk_costs_the_batch_alone_and_is_said(plan, monkeypatch) -> None:
    with recordings.record(plan) as writer:
        writer.append(batch(0, 1))
        real = os.write
        monkeypatch.setattr(recorder.os, "write", lambda handle, data: real(handle, data[: len(data) // 2]))
        with pytest.raises(StorageError, match="the disk is full"):
            writer.append(batch(1, 1, "p95", "elsewhere"))
        monkeypatch.undo()
        writer.append(batch(2, 1, "p95", "elsewhere"))
    found = recordings.load(only(plan))
    assert (times(found.series["error_rate"]), times(found.series["p95"])) == ([0], [2])
    assert found.findings == ()


def test_batches_reach_the_disk_every_few_seconds(plan, monkeypatch) -> None:
    now, synced = [0.0], []
    plan.with_name("shop.relplan.d").mkdir()
    writer = recorder.start(plan.with_name("x.relrec"), "x", AT, clock=lambda: now[0])
    monkeypatch.setattr(recorder.os, "fsync", lambda _: synced.append(now[0]))
    for second in range(12):
        now[0] = float(second)
        writer.append(batch(second, 1))
    assert synced == [5.0, 10.0]
    writer.close()
    assert synced == [5.0, 10.0, 11.0]


def test_thousands_of_small_batches_are_read_as_one_series_each(plan) -> None:
    count = 2_000
    with recordings.record(plan) as writer:
        for n in range(count):
            writer.append([sample for m in range(10) for sample in batch(n, 1, f"m{m}")])
    found = recordings.load(only(plan))
    assert [len(one) for one in found.series.values()] == [count] * 10
