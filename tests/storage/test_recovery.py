"""Unsaved work survives kill -9, but for the last two seconds."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from relplanner.errors import StorageError
from relplanner.storage.files import fingerprint
from relplanner.storage.recovery import INTERVAL_S, Journal


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _texts(folder: Path) -> list[str]:
    return [entry.read_text(encoding="utf-8") for entry in folder.glob("*.json")]


def test_the_disk_is_not_written_more_often_than_every_second_or_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    clock = Clock()
    journal = Journal(tmp_path, clock)
    assert journal.note("x.relplan.yaml", "one")
    assert not journal.note("x.relplan.yaml", "two")
    clock.now += INTERVAL_S - 0.1
    assert journal.tick() == 0
    assert "one" in _texts(tmp_path)[0]
    clock.now += 0.2
    assert journal.tick() == 1
    assert journal.tick() == 0
    assert "two" in _texts(tmp_path)[0]
    assert len(synced) == 4  # twice a file and its folder


def test_a_text_is_only_made_when_its_turn_comes(tmp_path: Path) -> None:
    clock = Clock()
    journal = Journal(tmp_path, clock)
    made: list[str] = []

    def text() -> str:
        made.append("x")
        return "x" * len(made)

    for _ in range(5):
        journal.note("x.relplan.yaml", text)
    assert len(made) == 1
    clock.now += INTERVAL_S
    journal.tick()
    assert len(made) == 2


def test_a_saved_document_leaves_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note("x.relplan.yaml", "one")
    journal.note(None, "new plan")
    journal.clear("x.relplan.yaml")
    journal.clear(None)
    assert list(tmp_path.iterdir()) == []
    journal.clear("never.noted")


def test_a_program_that_runs_keeps_its_journal_to_itself(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note("x.relplan.yaml", "one")
    assert journal.leftovers() == []
    assert Journal(tmp_path).leftovers() == []


def test_the_journal_of_an_earlier_program_with_the_same_number_is_offered(tmp_path: Path) -> None:
    Journal(tmp_path, token=f"{os.getpid()}-earlier").note("x.relplan.yaml", "one")
    assert [left.text for left in Journal(tmp_path).leftovers()] == ["one"]


def test_the_journal_of_a_number_that_another_program_has_now_is_offered(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        Journal(tmp_path, token=f"{other.pid}-earlier").note("x.relplan.yaml", "one")
        (entry,) = tmp_path.iterdir()
        assert Journal(tmp_path).leftovers() == []
        os.utime(entry, (1_000_000_000, 1_000_000_000))
        assert len(Journal(tmp_path).leftovers()) == 1


WRITER = """
import sys, time
from pathlib import Path
from relplanner.storage.recovery import Journal
journal = Journal(Path(sys.argv[1]))
journal.note(sys.argv[2], "relplan: 1\\n# unsaved \\u00fc\\n")
journal.note(None, "relplan: 1\\n# never saved\\n")
print("noted", flush=True)
time.sleep(60)
"""


def test_unsaved_work_is_offered_after_kill_9_until_it_is_discarded(tmp_path: Path) -> None:
    plan = tmp_path / "x.relplan.yaml"
    folder = tmp_path / "recovery"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(plan)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"noted\n"
        journal = Journal(folder)
        assert journal.leftovers() == []
        writer.send_signal(signal.SIGKILL)
    left = {leftover.path: leftover for leftover in journal.leftovers()}
    assert left[plan].text == "relplan: 1\n# unsaved ü\n"
    assert left[None].text == "relplan: 1\n# never saved\n"
    assert abs(left[plan].saved_at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
    for leftover in left.values():
        journal.discard(leftover)
    assert journal.leftovers() == []


def test_a_damaged_journal_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "x.999999999-dead.json").write_text('{"path": null, "text"', encoding="utf-8")
    assert Journal(tmp_path).leftovers() == []
    assert Journal(tmp_path / "none").leftovers() == []


def test_a_disk_that_refuses_is_said_so(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="Unsaved work could not be kept"):
        Journal(blocked).note("x.relplan.yaml", "one")


def test_no_edit_stays_off_the_disk_for_two_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Edits at any time, looks every second as a coarse timer has them."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
    random, clock = Random(7), Clock()
    journal = Journal(tmp_path, clock)
    edited: list[float] = []
    for _ in range(200):
        noted = len(edited)
        if random.random() < 0.7:
            edited.append(clock.now + random.random() * 0.9)
        clock.now += random.uniform(0.95, 1.05)
        if len(edited) > noted:
            journal.note("x.relplan.yaml", f"edit {len(edited)} stands")
        else:
            journal.tick()
        kept = int(_texts(tmp_path)[0].split("edit ")[1].split()[0]) if edited else 0
        assert all(clock.now - moment < 2 for moment in edited[kept:])
    journal.clear("x.relplan.yaml")


def test_what_a_full_disk_refused_is_written_once_it_has_room(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    clock = Clock()
    journal = Journal(blocked, clock)
    with pytest.raises(StorageError):
        journal.note("x.relplan.yaml", "one")
    clock.now += INTERVAL_S
    with pytest.raises(StorageError):
        journal.tick()
    blocked.unlink()
    clock.now += INTERVAL_S
    assert journal.tick() == 1
    assert "one" in _texts(blocked)[0]


def test_two_documents_without_a_file_have_a_journal_each(tmp_path: Path) -> None:
    journal = Journal(tmp_path, token=f"{os.getpid()}-earlier")
    journal.note(None, "first", owner="a")
    journal.note(None, "second", owner="b")
    journal.clear(None, owner="a")
    assert [left.text for left in Journal(tmp_path).leftovers()] == ["second"]


def test_work_that_began_with_an_older_file_is_told_apart(tmp_path: Path) -> None:
    plan, folder = tmp_path / "x.relplan.yaml", tmp_path / "recovery"
    plan.write_text("old", encoding="utf-8")
    known = fingerprint(plan)
    assert known is not None
    Journal(folder, token=f"{os.getpid()}-earlier").note(plan, "mine", base=known.digest)
    (left,) = Journal(folder).leftovers()
    assert not left.is_outdated()
    plan.write_text("newer", encoding="utf-8")
    assert left.is_outdated()
    plan.unlink()
    assert not left.is_outdated(), "nothing newer can be lost"


def test_what_a_kill_cut_off_is_removed_and_what_is_being_written_is_not(tmp_path: Path) -> None:
    cut = tmp_path / f"x.{os.getpid()}-earlier.tmp"
    cut.write_text("{", encoding="utf-8")
    journal = Journal(tmp_path)
    mine = tmp_path / f"x.{journal.token}.tmp"
    mine.write_text("{", encoding="utf-8")
    assert journal.leftovers() == []
    assert os.listdir(tmp_path) == [mine.name]
