"""Who has a plan open for editing."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from relplanner.errors import FileInUse
from relplanner.storage import lock


def _somebody(path: Path, **changes: object) -> None:
    where = lock.lock_path(path)
    where.parent.mkdir(parents=True, exist_ok=True)
    holder = {
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "user": "ana",
        "token": "t",
        "since": "2027-01-02T03:04:05+00:00",
    }
    where.write_text(json.dumps({**holder, **changes}), encoding="utf-8")


def test_a_file_open_elsewhere_says_by_whom(tmp_path: Path) -> None:
    path = tmp_path / "x.relplan.yaml"
    with lock.open_lock(path):
        with pytest.raises(FileInUse) as caught:
            lock.open_lock(path)
        assert f"on {socket.gethostname()} (process {os.getpid()}, since " in str(caught.value)
        assert "Open it read-only, or take it over." in str(caught.value)
    assert lock.holder_of(path) is None
    lock.open_lock(path).release()


def test_a_lock_on_another_machine_counts(tmp_path: Path) -> None:
    path = tmp_path / "x.relplan.yaml"
    _somebody(path, host="far-away", pid=1)
    assert str(lock.holder_of(path)) == "ana on far-away (process 1, since 2027-01-02 03:04 UTC)"
    with pytest.raises(FileInUse, match="ana on far-away"):
        lock.open_lock(path)


def test_the_lock_of_a_process_that_is_gone_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "x.relplan.yaml"
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    _somebody(path, pid=gone.pid)
    assert lock.holder_of(path) is None
    with lock.open_lock(path) as held:
        assert held.path == lock.lock_path(path)
        holder = lock.holder_of(path)
        assert holder is not None
        assert holder.pid == os.getpid()


def test_a_lock_that_says_nothing_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x.relplan.yaml"
    where = lock.lock_path(path)
    where.parent.mkdir(parents=True)
    where.write_text("{", encoding="utf-8")
    with lock.open_lock(path):
        assert lock.holder_of(path) is not None


def test_a_lock_that_was_taken_over_is_not_released_by_its_former_holder(tmp_path: Path) -> None:
    path = tmp_path / "x.relplan.yaml"
    first = lock.open_lock(path)
    second = lock.open_lock(path, take_over=True)
    first.release()
    holder = lock.holder_of(path)
    assert holder is not None
    assert holder.token == second.holder.token
    second.release()


def test_colleagues_see_the_lock_in_the_folder_beside_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "x.relplan.yaml"
    assert lock.lock_path(path).is_relative_to(os.environ["XDG_STATE_HOME"])
    (tmp_path / "x.relplan.d").mkdir()
    with lock.open_lock(path):
        assert os.listdir(tmp_path / "x.relplan.d") == ["lock.json"]
    assert os.listdir(tmp_path / "x.relplan.d") == []


def test_without_a_place_for_locks_the_file_opens_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    held = lock.open_lock(tmp_path / "x.relplan.yaml")
    assert held.path is None
    held.release()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"host": "h", "pid": 1, "user": "u", "token": "t", "since": "0001-01-01T00:00:00+23:59"}',
        '{"host": "h", "pid": 1e999, "user": "u", "token": "t", "since": "2027-01-02T03:04:05+00:00"}',
        " " * 10_000 + "{}",
    ],
)
def test_a_lock_that_came_with_a_plan_cannot_keep_it_from_opening(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.relplan.d").mkdir()
    path = tmp_path / "x.relplan.yaml"
    lock.lock_path(path).write_text(text, encoding="utf-8")
    with lock.open_lock(path) as held:
        assert held.path == lock.lock_path(path)


def test_a_holder_is_named_on_one_short_line(tmp_path: Path) -> None:
    path = tmp_path / "x.relplan.yaml"
    _somebody(path, host="far\naway", pid=1, user="ana\x1b[2J" + "a" * 500)
    holder = lock.holder_of(path)
    assert holder is not None
    assert (holder.host, holder.user) == ("far?away", "ana?[2J" + "a" * 73)
