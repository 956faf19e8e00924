"""An edit changes the lines of what it touches, and no other byte."""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import replace
from pathlib import Path

import pytest

from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.forms.moment import parse_moment
from relplanner.plan.nouns.timeline import Activity, Anchor
from relplanner.plan.plan import Plan
from relplanner.storage import reader, writer
from relplanner.storage.source import Source
from tests.benchmarks.generate import plan_text

EXAMPLE = (Path(__file__).parents[1] / "data" / "example.relplan.yaml").read_text(encoding="utf-8")
HAND_WRITTEN = """\
# My plan, by hand.

relplan: 1   # the format

# What we ship
release:
  version: 3.4.0
  colour: blue       # nobody knows this key
  target: 2027-03-10T09:00            # T0

  # the activity that counts
  milestone: ship

# The work.
activities:

# first of all
- name: Quality   # the name before the id
  id: qa
  duration: 5d    # guessed

  # still to be asked
  owner: ana
- {id: uat, name: Acceptance, duration: 2d}
# the day
- id: ship
  after: [qa, uat]

# free comment

- id: party
  notes: |
    Bring cake.
    # not a comment

    And forks.

# The end of the work.

risks:
  - id: rain
    risk: "Rain: all day"
    probability: low
  # indented like the list
  - id: snow
zebra:
  stripes: yes
"""


def _saved(text: str, **changes: object) -> str:
    loaded = reader.parse(text)
    plan = replace(loaded.plan, **changes)  # type: ignore[arg-type]
    saved, source = writer.write(loaded.source, plan)
    assert reader.parse(saved).plan == plan
    assert source.plan is plan
    return saved


def _diff(old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def _plan(text: str = HAND_WRITTEN) -> Plan:
    return reader.parse(text).plan


def _with(activity_id: str, text: str = HAND_WRITTEN, **changes: object) -> str:
    activities = tuple(
        replace(a, **changes) if a.id == activity_id else a  # type: ignore[arg-type]
        for a in _plan(text).activities
    )
    return _saved(text, activities=activities)


def test_a_changed_value_keeps_the_comment_behind_it() -> None:
    assert _diff(HAND_WRITTEN, _with("qa", duration=parse_duration("7d"))) == [
        "-  duration: 5d    # guessed",
        "+  duration: 7d    # guessed",
    ]


def test_an_entry_with_its_keys_in_another_order_keeps_that_order() -> None:
    assert _diff(HAND_WRITTEN, _with("qa", name="Testing")) == [
        "-- name: Quality   # the name before the id",
        "+- name: Testing   # the name before the id",
    ]


def test_a_value_set_to_its_default_goes_with_the_comment_above_it() -> None:
    assert _diff(HAND_WRITTEN, _with("qa", owner=None)) == ["-  # still to be asked", "-  owner: ana"]


def test_a_new_key_comes_behind_the_one_that_precedes_it_in_the_table() -> None:
    assert _diff(HAND_WRITTEN, _with("ship", deadline=parse_moment("T+1d"))) == ["+  deadline: T+1d"]
    saved = _with("ship", kind="deployment")
    assert "- id: ship\n  kind: deployment\n  after: [qa, uat]\n" in saved


def test_an_entry_in_braces_is_written_whole() -> None:
    assert _diff(HAND_WRITTEN, _with("uat", duration=parse_duration("3d"))) == [
        "-- {id: uat, name: Acceptance, duration: 2d}",
        "+- id: uat",
        "+  name: Acceptance",
        "+  duration: 3d",
    ]


def test_a_text_of_several_lines_becomes_a_block() -> None:
    assert _diff(HAND_WRITTEN, _with("ship", notes="At dawn.\n\nQuietly.\n")) == [
        "+  notes: |",
        "+    At dawn.",
        "+",
        "+    Quietly.",
    ]


def test_the_end_of_a_block_text_is_no_comment() -> None:
    assert _diff(HAND_WRITTEN, _with("party", owner="ana")) == ["+  owner: ana"]
    assert _diff(HAND_WRITTEN, _with("party", notes=None)) == [
        "-  notes: |", "-    Bring cake.", "-    # not a comment", "-", "-    And forks.",
    ]  # fmt: skip


def test_a_deleted_entry_takes_its_comments_along_and_leaves_free_ones() -> None:
    kept = tuple(a for a in _plan().activities if a.id != "ship")
    assert _diff(HAND_WRITTEN, _saved(HAND_WRITTEN, activities=kept)) == [
        "-# the day",
        "-- id: ship",
        "-  after: [qa, uat]",
    ]


def test_a_moved_entry_takes_its_comments_along() -> None:
    qa, uat, ship, party = _plan().activities
    saved = _saved(HAND_WRITTEN, activities=(ship, qa, uat, party))
    assert saved.index("# the day\n- id: ship") < saved.index("# first of all\n- name: Quality")
    assert sorted(saved.splitlines()) == sorted(HAND_WRITTEN.splitlines())


def test_a_new_entry_is_written_behind_its_predecessor_in_the_manner_of_the_file() -> None:
    risks = _plan().risks
    saved = _saved(HAND_WRITTEN, risks=(risks[0], replace(risks[1], id="hail", risk="Hail"), risks[1]))
    assert _diff(HAND_WRITTEN, saved) == ["+  - id: hail", "+    risk: Hail"]


def test_a_renamed_entry_changes_one_line() -> None:
    assert _diff(HAND_WRITTEN, _with("party", id="fete")) == ["-- id: party", "+- id: fete"]


def test_a_section_that_appears_stands_in_its_place() -> None:
    saved = _saved(HAND_WRITTEN, anchors=(Anchor(id="noon"),))
    assert "  milestone: ship\n\nanchors:\n- id: noon\n\n# The work.\nactivities:" in saved


def test_a_section_that_is_emptied_goes() -> None:
    saved = _saved(HAND_WRITTEN, risks=())
    assert _diff(HAND_WRITTEN, saved)[0] == "-risks:"
    assert "risks" not in saved
    assert "zebra" in saved


def test_unknown_keys_stay_where_they_are() -> None:
    release = replace(_plan().release, version="4.0.0")
    assert _diff(HAND_WRITTEN, _saved(HAND_WRITTEN, release=release)) == [
        "-  version: 3.4.0",
        "+  version: 4.0.0",
    ]


def test_a_field_that_could_not_be_read_keeps_its_text() -> None:
    text = HAND_WRITTEN.replace("duration: 2d", "duration: soon").replace("duration: 5d", "duration: 5 dayz")
    assert [f.code for f in reader.parse(text).findings].count("BAD-VALUE") == 2
    loaded = reader.parse(text)
    changed = tuple(replace(a, owner="ben") for a in loaded.plan.activities)
    saved = writer.write(loaded.source, replace(loaded.plan, activities=changed))[0]
    assert "  duration: 5 dayz    # guessed\n" in saved
    assert "  duration: soon\n  owner: ben\n" in saved
    edited = tuple(replace(a, duration=parse_duration("1d")) for a in loaded.plan.activities)
    assert "dayz" not in writer.write(loaded.source, replace(loaded.plan, activities=edited))[0]


def test_an_entry_without_an_id_stays_in_the_file() -> None:
    text = HAND_WRITTEN.replace("- id: ship", "- idd: ship")
    loaded = reader.parse(text)
    assert [a.id for a in loaded.plan.activities] == ["qa", "uat", "party"]
    changed = tuple(reversed(loaded.plan.activities))
    saved = writer.write(loaded.source, replace(loaded.plan, activities=changed))[0]
    assert "# the day\n- idd: ship\n" in saved


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_breaks_and_byte_order_mark_stay(ending: str, bom: str) -> None:
    text = bom + HAND_WRITTEN.replace("\n", ending)
    saved = _with("party", text, name="Feast", notes="a\nb")
    assert saved.startswith(bom + "# My plan")
    assert saved.count("\n") == saved.count(ending)
    assert _diff(text, _with("ship", text, name="Go")) == ["+  name: Go"]


def test_a_file_without_a_last_line_break_gets_none() -> None:
    text = HAND_WRITTEN.removesuffix("\n")
    assert not _with("qa", text, name="Testing").endswith("\n")


def test_an_edited_alias_is_written_out_and_others_keep_their_values() -> None:
    text = "relplan: 1\nactivities:\n- &base\n  id: a\n  name: One\n- <<: *base\n  id: b\n# last\n- id: c\n"
    saved = _with("a", text, name="Two")
    assert [(a.id, a.name) for a in _plan(saved).activities] == [("a", "Two"), ("b", "One"), ("c", None)]
    assert saved.endswith("# last\n- id: c\n")
    assert "&" not in _with("b", text, name="Three").split("- id: b")[1]


def test_nested_entries_are_patched_line_by_line() -> None:
    rollout = _plan(EXAMPLE).rollout
    first, second = rollout.phases
    saved = _saved(EXAMPLE, rollout=replace(rollout, phases=(replace(first, traffic=5.0), second)))
    assert _diff(EXAMPLE, saved) == ["-    traffic: 1%", "+    traffic: 5%"]
    assignments = _plan(EXAMPLE).assignments
    letters = (*assignments[1].letters[:2], ("product-owner", "A"))
    saved = _saved(EXAMPLE, assignments=(assignments[0], replace(assignments[1], letters=letters)))
    assert [line[:14] for line in _diff(EXAMPLE, saved)] == ["-  go-no-go: {", "+  go-no-go: {"]


def test_the_example_is_read_without_a_finding_and_comes_out_as_it_was() -> None:
    loaded = reader.parse(EXAMPLE)
    assert loaded.findings == ()
    assert writer.write(loaded.source, loaded.plan)[0] == EXAMPLE
    written = _saved(EXAMPLE, activities=(*loaded.plan.activities, Activity(id="tidy-up")))
    assert _diff(EXAMPLE, written) == ["+- id: tidy-up"]


def test_lines_follow_the_text_from_save_to_save() -> None:
    text = plan_text(200)
    loaded = reader.parse(text)
    plan, source = loaded.plan, loaded.source
    for number in (3, 50, 120):
        activities = list(plan.activities)
        activities[number] = replace(activities[number], notes="one\ntwo\nthree")
        plan = replace(plan, activities=tuple(activities))
        text, source = writer.write(source, plan)
    again = reader.parse(text).source
    for number in (2, 3, 51, 119, 150):
        path = f"activities[{number}].name"
        line = source.line_of(path)
        assert line is not None
        assert line == again.line_of(path)
        assert text.splitlines()[line - 1] == f"  name: {plan.activities[number].name}"


def test_a_place_names_line_and_column_of_a_key() -> None:
    source = reader.parse(EXAMPLE, "example.relplan.yaml").source
    assert (
        str(source.place("activities", "go-no-go", "after"))
        == "example.relplan.yaml:90:10 (activities[4].after)"
    )
    assert source.place("rollout", "limited").line == 170
    assert source.line_of("release.target") == 11
    assert source.line_of("assignments[1].letters") == 50
    assert source.line_of("assignments.qa") == 49
    assert source.line_of("nothing.here") is None
    assert source.place("activities", "nobody").line is None


def test_a_new_plan_has_an_empty_source() -> None:
    plan = Plan(activities=(Activity(id="a"),))
    text, source = writer.write(Source.empty(), plan)
    assert text == "relplan: 1\n\nactivities:\n- id: a\n"
    assert source.line_of("activities[0]") == 4
    dated = replace(plan, release=replace(plan.release, last_review=dt.date(2027, 1, 2)))
    assert writer.write(source, dated)[0] == (
        "relplan: 1\n\nrelease:\n  last_review: 2027-01-02\n\nactivities:\n- id: a\n"
    )


def test_json_is_yaml_too_and_becomes_a_plan_file_when_edited() -> None:
    text = '{"relplan": 1, "activities": [{"id": "a", "duration": "2d"}]}'
    loaded = reader.parse(text)
    assert loaded.plan.activities[0].duration == parse_duration("2d")
    assert writer.write(loaded.source, loaded.plan)[0] == text
    assert _with("a", text, name="A").startswith("relplan: 1\n\nactivities:\n- id: a\n")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("- {id: qa, name: Old} # why\n", "- id: qa # why\n  name: New\n"),
        ("- id: qa\n  name: Old\n    and older # why\n", "- id: qa\n  name: New # why\n"),
        ('- name: "Old\n    # no comment" # why\n  id: qa\n', "- name: New # why\n  id: qa\n"),
        ("- id: qa\n  name: # none yet\n", "- id: qa\n  name: New # none yet\n"),
    ],
)
def test_a_comment_behind_what_is_rewritten_stays(entry: str, expected: str) -> None:
    head = "relplan: 1\nactivities:\n"
    assert _with("qa", head + entry, name="New") == head + expected


def test_a_comment_behind_a_list_in_brackets_stays() -> None:
    text = "relplan: 1\nactivities: [{id: qa, name: Old}] # all\n"
    assert _with("qa", text, name="New") == "relplan: 1\nactivities: # all\n- id: qa\n  name: New\n"


MOVED = """\
relplan: 1
activities:
- id: first
  name: First
  duration: soon     # unreadable, and meant to stay
  # asked twice
- id: second
  name: Second
- id: third
  name: Third
"""


@pytest.mark.parametrize("notes", ["", "edited too"])
@pytest.mark.parametrize("to", [1, 2])
def test_an_entry_that_was_renamed_and_moved_keeps_its_lines(to: int, notes: str) -> None:
    loaded = reader.parse(MOVED)
    first, *others = loaded.plan.activities
    others.insert(to, replace(first, id="renamed", notes=notes))
    text, _ = writer.write(loaded.source, replace(loaded.plan, activities=tuple(others)))
    assert "  duration: soon     # unreadable, and meant to stay\n" in text
    assert "# asked twice" in text
    assert reader.parse(text).plan.ids("activities")[to] == "renamed"
    assert text.count("- id:") == 3
