"""`relplanner diff`, `merge` and `baseline`: exit codes, forms and where things are written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.commands.faults import SOUND

Write = Callable[..., Path]
LONGER = SOUND.replace("duration: 2d", "duration: 4d")


def test_the_same_plan_is_0_and_a_difference_1(run: Run, plan_file: Path, write: Write) -> None:
    assert run("diff", plan_file, plan_file) == run("diff", plan_file, write(f"# x\n{SOUND}", "same.yaml"))
    same = run("diff", plan_file, plan_file)
    assert (same.code, same.out, same.err) == (0, "The plans say the same.\n", "")
    changed = run("diff", plan_file, write(LONGER, "new.relplan.yaml"))
    assert (changed.code, changed.err) == (1, "")
    assert "Activities:\n" in changed.out
    assert "  Test it takes 4d instead of 2d\n" in changed.out


def test_json_tells_how_far_each_activity_moved(run: Run, plan_file: Path, write: Write) -> None:
    new = write(LONGER, "new.relplan.yaml")
    found = json.loads(run("diff", plan_file, new, "--format", "json").out)
    rows = {row["id"]: row for row in found["variances"]}
    assert len(rows) == found["activities_moved"]
    assert rows["test"]["start"] == 0
    assert rows["test"]["duration"] == rows["test"]["finish_work"] == 2 * 480
    assert rows["ship"]["start_work"] == 2 * 480
    assert rows["ship"]["duration"] == 0


def test_json_and_markdown(run: Run, plan_file: Path, write: Write) -> None:
    new = write(LONGER, "new.relplan.yaml")
    found = json.loads(run("diff", plan_file, new, "--format", "json").out)
    assert found["changed"] == [
        {"id": "test", "kind": "activities", "field": "duration", "old": "2d", "new": "4d"}
    ]
    assert (found["added"], found["removed"], found["slip_change_minutes"]) == ([], [], 4 * 1440)
    assert "- Test it takes 4d instead of 2d\n" in run("diff", plan_file, new, "--format", "markdown").out


@pytest.mark.parametrize("text", ["", "a: 'b", "<<<<<<< a\nrelplan: 1\n=======\n>>>>>>> b\n"])
def test_what_cannot_be_read_is_2_with_its_name(run: Run, plan_file: Path, write: Write, text: str) -> None:
    bad = write(text, "bad.relplan.yaml")
    for words in ((plan_file, bad), (bad, plan_file)):
        done = run("diff", *words)
        assert (done.code, done.out) == (2, "")
        assert "bad.relplan.yaml" in done.err


def test_a_field_that_cannot_be_read_is_told(run: Run, plan_file: Path, write: Write) -> None:
    done = run("diff", plan_file, write(SOUND.replace("duration: 3d", "duration: three"), "bad.relplan.yaml"))
    assert done.code == 1
    assert "bad.relplan.yaml:15: error BAD-VALUE" in done.err


def test_against_nothing_everything_is_new(run: Run, plan_file: Path) -> None:
    done = run("diff", "/dev/null", plan_file)
    assert done.code == 1
    assert "Ship it was added" in done.out


@pytest.mark.parametrize("words", [(), ("one",), ("one", "two", "three")])
def test_two_plans_are_compared(run: Run, words: tuple[str, ...]) -> None:
    done = run("diff", *words)
    assert (done.code, done.out) == (2, "")
    assert "Two plans are compared" in done.err


def test_long_lists_are_cut_unless_all_is_asked_for(run: Run, plan_file: Path, write: Write) -> None:
    many = "".join(f"- id: more-{number}\n  name: More {number}\n" for number in range(40))
    new = write(SOUND + many, "new.relplan.yaml")
    assert "… and 20 more" in run("diff", plan_file, new).out
    assert "More 39 was added" in run("diff", plan_file, new, "--all").out


def test_a_baseline_is_taken_listed_compared_and_removed(run: Run, plan_file: Path) -> None:
    assert run("baseline", plan_file, "take", "Before CAB", "--author", "Ana").code == 0
    listed = run("baseline", plan_file)
    assert listed.out.rstrip().endswith("UTC  Ana  Before CAB")
    known = json.loads(run("baseline", plan_file, "list", "--format", "json").out)
    assert [(one["name"], one["author"]) for one in known["baselines"]] == [("Before CAB", "Ana")]
    plan_file.write_text(LONGER, encoding="utf-8")
    done = run("diff", f"{plan_file}@Before CAB", plan_file)
    assert (done.code, "Test it takes 4d instead of 2d" in done.out) == (1, True)
    assert run("baseline", plan_file, "remove", known["baselines"][0]["id"]).code == 0
    assert run("baseline", plan_file).out == ""
    assert run("diff", f"{plan_file}@Before CAB", plan_file).code == 2


def test_a_baseline_needs_a_name_and_a_plan(run: Run, plan_file: Path, write: Write) -> None:
    assert "needs a name" in run("baseline", plan_file, "take").err
    assert run("baseline", write("a: 'b", "bad.yaml"), "take", "x").code == 2
    assert run("baseline", plan_file.with_name("gone.yaml"), "list").code == 2


def test_a_merge_without_conflict_is_0_and_written(
    run: Run, plan_file: Path, write: Write, tmp_path: Path
) -> None:
    ours, theirs = write(LONGER, "ours.yaml"), write(SOUND.replace("Build it", "Build"), "theirs.yaml")
    out = tmp_path / "out.relplan.yaml"
    done = run("merge", plan_file, ours, theirs, "-o", out)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert out.read_text(encoding="utf-8") == LONGER.replace("Build it", "Build")
    assert ours.read_text(encoding="utf-8") == LONGER


def test_a_merge_tells_what_theirs_does_to_the_release(
    run: Run, plan_file: Path, write: Write, tmp_path: Path
) -> None:
    ours = write(SOUND.replace("Build it", "Build"), "ours.yaml")
    done = run("merge", plan_file, ours, write(LONGER, "theirs.yaml"), "-o", tmp_path / "out.yaml")
    assert done.code == 0
    assert "out.yaml: with theirs: The release is projected 4 d later" in done.err


def test_a_conflict_is_1_and_stands_in_the_file(run: Run, plan_file: Path, write: Write) -> None:
    ours, theirs = (
        write(LONGER, "ours.yaml"),
        write(SOUND.replace("duration: 2d", "duration: 9d"), "theirs.yaml"),
    )
    done = run("merge", plan_file, ours, theirs, "-o", ours, "--label", "plan.relplan.yaml")
    assert done.code == 1
    assert "plan.relplan.yaml: conflict: activities/test.duration: 4d here, 9d there" in done.err
    assert "#   duration: 9d\n" in ours.read_text(encoding="utf-8")
    checked = run("check", ours)
    assert checked.code == 0
    assert "ours.yaml:17: warning MERGE-CONFLICT: A merge left this for a person to decide" in checked.out


def test_an_unreadable_side_is_2_and_nothing_is_written(run: Run, plan_file: Path, write: Write) -> None:
    ours = write(LONGER, "ours.yaml")
    for bad in ("a: 'b", SOUND.replace("duration: 3d", "duration: three")):
        done = run("merge", plan_file, ours, write(bad, "theirs.yaml"), "-o", ours)
        assert (done.code, done.out) == (2, "")
        assert "theirs.yaml" in done.err
        assert ours.read_text(encoding="utf-8") == LONGER


def test_a_fault_that_the_base_had_already_does_not_stop_a_merge(
    run: Run, write: Write, tmp_path: Path
) -> None:
    bad = SOUND.replace("duration: 3d", "duration: three")
    texts = {"b": bad, "o": bad.replace("Test it", "Test"), "t": bad.replace("Ship it", "Ship")}
    sides = [write(text, f"{name}.yaml") for name, text in texts.items()]
    assert run("merge", *sides, "-o", tmp_path / "out.yaml").code == 0
    text = (tmp_path / "out.yaml").read_text(encoding="utf-8")
    assert text == bad.replace("Test it", "Test").replace("Ship it", "Ship")


def test_an_empty_base_is_an_empty_plan(run: Run, write: Write, tmp_path: Path) -> None:
    out = tmp_path / "out.yaml"
    done = run("merge", write("", "b.yaml"), write(SOUND, "o.yaml"), write(SOUND, "t.yaml"), "-o", out)
    assert done.code == 0
    assert out.read_text(encoding="utf-8") == SOUND
