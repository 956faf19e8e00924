from __future__ import annotations

import datetime as dt
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.errors import StorageError
from relplanner.storage import comments
from relplanner.storage.comments import append, comments_file, read

AT = dt.datetime(2027, 2, 24, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "aurora.relplan.yaml"
    path.write_text("relplan: 1\n", encoding="utf-8")
    return path


def say(plan: Path, text: str, on: str = "activities/qa", author: str = "mia") -> str:
    return append(plan, {"author": author, "on": on, "text": text}, AT)


def write(plan: Path, data: bytes) -> None:
    comments_file(plan).parent.mkdir(exist_ok=True)
    comments_file(plan).write_bytes(data)


def line(**keys: object) -> bytes:
    entry = {
        "id": "a",
        "time": "2027-02-24T08:30:00+00:00",
        "author": "mia",
        "on": "release",
        "text": "Words",
    }
    return json.dumps(entry | keys).encode() + b"\n"


def test_a_comment_comes_back_as_it_was_written(plan: Path) -> None:
    made = say(plan, "Two\nlines, with “quotes” and \N{SNOWMAN}")
    (found,) = read(plan).all
    assert (found.id, found.author, found.on) == (made, "mia", "activities/qa")
    assert found.text == "Two\nlines, with “quotes” and \N{SNOWMAN}"
    assert found.time == AT
    assert found.time.utcoffset() == dt.timedelta(0)


def test_comments_lie_beside_the_plan_and_the_plan_stays_as_it_is(plan: Path) -> None:
    before = plan.read_bytes()
    say(plan, "Words")
    assert comments_file(plan) == plan.parent / "aurora.relplan.d" / "comments.jsonl"
    assert plan.read_bytes() == before


def test_a_later_line_resolves_and_another_reopens(plan: Path) -> None:
    first = say(plan, "One")
    say(plan, "Two")
    append(plan, {"author": "tom", "resolves": first}, AT + dt.timedelta(hours=1))
    found = read(plan)
    assert [one.text for one in found.open] == ["Two"]
    assert (found.all[0].resolved_by, found.all[0].resolved_at) == ("tom", AT + dt.timedelta(hours=1))
    append(plan, {"author": "tom", "reopens": first}, AT)
    assert [one.text for one in read(plan).open] == ["One", "Two"]


def test_lines_are_only_ever_added(plan: Path) -> None:
    first = say(plan, "One")
    before = comments_file(plan).read_bytes()
    append(plan, {"author": "tom", "resolves": first}, AT)
    assert comments_file(plan).read_bytes().startswith(before)


def test_a_torn_last_line_is_left_out_and_the_next_comment_does_not_run_into_it(plan: Path) -> None:
    write(plan, line(text="Whole") + b'{"id": "b", "time": "2027-02-')
    found = read(plan)
    assert [one.text for one in found.all] == ["Whole"]
    assert "left out" in found.problems[0].message
    say(plan, "After the crash")
    assert [one.text for one in read(plan).all] == ["Whole", "After the crash"]


def test_two_writers_lose_nothing(plan: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: say(plan, f"Comment {n} " + "x" * 3000), range(80)))
    found = read(plan)
    assert found.problems == ()
    assert {one.text.split()[1] for one in found.all} == {str(n) for n in range(80)}


@pytest.mark.parametrize(
    "bad",
    [
        b"no json\n",
        b"[1, 2]\n",
        b'"text"\n',
        b"\xff\xfe\x00\n",
        b"[" * 100_000 + b"\n",
        b'{"id": 1e999}\n',
        line(id=""),
        line(id=7),
        line(time="yesterday"),
        line(time=5),
        line(time="2027-02-24T08:30:00"),
        line(time="0001-01-01T00:00:00+14:00"),
        line(text=""),
        line(text=["Words"]),
        line(id="z", resolves="nobody"),
        line(id="z", resolves={"a": 1}),
        line(id="good", text="Another with the same id"),
    ],
)
def test_a_hostile_line_is_counted_and_hides_nothing_else(plan: Path, bad: bytes) -> None:
    write(plan, line(id="good", text="Good") + bad + line(id="better", text="Better"))
    found = read(plan)
    assert [one.text for one in found.all] == ["Good", "Better"]
    assert [problem.message for problem in found.problems] == ["One line is no comment and was left out."]


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_fail(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("plan")
    plan = folder / "p.relplan.yaml"
    write(plan, data)
    read(plan)


def test_what_commands_a_terminal_or_turns_writing_round_is_taken_out(plan: Path) -> None:
    write(plan, line(text="\x1b[31mred\u202edegami", author="mia\nroot", on="a\tb\nc"))
    (found,) = read(plan).all
    assert found.text == "\ufffd[31mred\ufffddegami"
    assert (found.author, found.on) == ("mia root", "a b c")


def test_half_a_character_pair_does_not_reach_the_screen(plan: Path) -> None:
    write(plan, line()[:-2] + b', "text": "\\ud83d"}\n')
    (found,) = read(plan).all
    found.text.encode("utf-8")


def test_of_an_endless_file_the_newest_are_read(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "LARGEST", 1000)
    write(plan, b"".join(line(id=str(n), text=f"Number {n}") for n in range(100)))
    found = read(plan)
    assert found.all[-1].text == "Number 99"
    assert len(found.all) < 10
    assert "too long" in found.problems[0].message


def test_a_pipe_in_its_place_holds_nothing_up(plan: Path) -> None:
    comments_file(plan).parent.mkdir()
    os.mkfifo(comments_file(plan))
    assert "pipe" in read(plan).problems[0].message
    with pytest.raises(StorageError, match="pipe"):
        say(plan, "Words")


def test_a_link_that_came_with_the_plan_leads_no_write_elsewhere(plan: Path, tmp_path: Path) -> None:
    victim = tmp_path / "profile"
    victim.write_text("mine\n", encoding="utf-8")
    comments_file(plan).parent.mkdir()
    comments_file(plan).symlink_to(victim)
    with pytest.raises(StorageError, match="link"):
        say(plan, "Words")
    assert victim.read_text(encoding="utf-8") == "mine\n"


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="folder of the plan is gone"):
        say(tmp_path / "gone" / "p.relplan.yaml", "Words")
