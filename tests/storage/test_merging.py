"""Claims about the text of a merged plan: whose lines it takes, and where conflicts stand."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from relplanner.plan.merge import merge
from relplanner.plan.plan import Plan
from relplanner.storage.conflict_notes import MARK
from relplanner.storage.merging import merged_source
from relplanner.storage.reader import Loaded, parse
from relplanner.storage.source import Source
from relplanner.storage.writer import format_new
from tests.strategies import plans

HEAD = "relplan: 1\n"
BASE = """\
# The plan of the shop.
relplan: 1
release:
  product: Shop      # as customers know it
  target: 2027-03-10T09:00

activities:
# Frozen means frozen.
- id: freeze
  name: Code freeze
- id: qa
  name: QA testing
  duration: 5d       # was 8d once
  after: freeze

# --- after the tests ---
- id: ship
  name: Ship it
  after: qa
risks:
- id: late
  risk: It gets late
"""


def merged(ours: str, theirs: str, base: str = BASE) -> tuple[str, list[str]]:
    """The merged text and the paths in conflict; the text must say what the merge of the plans says."""
    three = [parse(text) if text else Loaded(Plan(), Source.empty(), ()) for text in (base, ours, theirs)]
    outcome = merge(*(each.plan for each in three))
    source = merged_source(*three, outcome.plan, outcome.conflicts)
    assert parse(source.text).plan == outcome.plan
    assert "".join(part.text for part in source.parts).startswith(source.text)
    return source.text, [conflict.path for conflict in outcome.conflicts]


def edited(*pairs: tuple[str, str], text: str = BASE) -> str:
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_edits_of_different_entries_give_the_text_that_both_hands_would_have_written() -> None:
    ours = ("  duration: 5d       # was 8d once\n", "  duration: 6d       # was 8d once\n")
    theirs = ("  risk: It gets late\n", '  risk: "It gets late"   # quoted by theirs\n  impact: high\n')
    assert merged(edited(ours), edited(theirs)) == (edited(ours, theirs), [])


def test_comments_come_along_with_the_entries_that_theirs_added() -> None:
    ours = ("  name: Ship it\n", "  name: Ship it now\n")
    theirs = (
        "# --- after the tests ---\n",
        "# --- after the tests ---\n# Security asked for it.\n- id: review\n"
        "  name: Review   # two days at most\n  after: qa\n",
    )
    text, conflicts = merged(edited(ours), edited(theirs))
    assert conflicts == []
    assert "# Security asked for it.\n- id: review\n  name: Review   # two days at most\n" in text
    assert "name: Ship it now" in text
    assert text.count("# --- after the tests ---") == 1


def test_comments_that_only_theirs_changed_are_taken_and_those_of_both_are_kept() -> None:
    ours = (
        ("# Frozen means frozen.\n", "# Frozen means frozen. Really.\n"),
        ("name: QA testing", "name: QA"),
    )
    theirs = (
        ("# Frozen means frozen.\n", "# Frozen means frozen.\n# Ask Ana.\n"),
        ("# The plan of the shop.\n", "# The plan of the web shop.\n"),
        ("# was 8d once", "# was 9d once"),
        ("after: freeze\n", "after: freeze\n  owner: ana\n"),
    )
    text, conflicts = merged(edited(*ours), edited(*theirs))
    assert conflicts == []
    assert text.startswith("# The plan of the web shop.\nrelplan: 1\n")
    assert "# Frozen means frozen. Really.\n# Ask Ana.\n- id: freeze\n" in text
    assert "# was 9d once\n- id: qa\n  name: QA\n" in text
    assert "  owner: ana\n" in text


def test_a_section_that_theirs_added_comes_as_theirs_wrote_it() -> None:
    block = "# Who does what\nstakeholders:\n  - id: ana\n    name: 'Ana Ruiz'\n\n"
    ours = ("  name: Ship it\n", "  name: Ship it now\n")
    text, conflicts = merged(edited(ours), edited(("activities:\n", f"{block}activities:\n")))
    assert conflicts == []
    assert block in text


def test_a_conflict_stands_above_its_entry_with_the_other_value_ready_to_paste() -> None:
    ours, theirs = (edited(("duration: 5d", f"duration: {text}")) for text in ("8d", "9d"))
    text, conflicts = merged(ours, theirs)
    assert conflicts == ["activities/qa.duration"]
    note = (
        f"# {MARK} both sides changed duration. Kept: ours. In theirs:\n#   duration: 9d\n"
        "# Before:\n#   duration: 5d\n"
    )
    assert text == ours.replace("- id: qa\n", f"{note}- id: qa\n")


def test_a_conflict_of_the_release_stands_above_the_release() -> None:
    ours, theirs = (edited(("product: Shop ", f"product: {text} ")) for text in ("Store", "Market"))
    text, conflicts = merged(ours, theirs)
    assert conflicts == ["release.product"]
    assert (
        f"# {MARK} both sides changed release.product. Kept: ours. In theirs:\n#   product: Market\n" in text
    )
    assert text.index("product: Market") < text.index("\nrelease:") < text.index("product: Store")


def test_an_entry_that_one_side_deleted_and_the_other_edited_stays_with_a_note() -> None:
    gone = edited(("- id: late\n  risk: It gets late\n", "- id: other\n  risk: Another\n"))
    text, conflicts = merged(gone, edited(("It gets late", "It gets later")))
    assert conflicts == ["risks/late"]
    assert f"# {MARK} theirs changed this entry, ours removed it. Kept: theirs.\n- id: late\n" in text


def test_line_ends_and_the_byte_order_mark_of_ours_stay() -> None:
    ours = "\ufeff" + edited(("duration: 5d", "duration: 8d")).replace("\n", "\r\n")
    theirs = edited(("duration: 5d", "duration: 9d"), ("  risk: It gets late\n", "  risk: Late\n"))
    text, _ = merged(ours, theirs)
    assert text.startswith("\ufeff# The plan")
    assert text.count("\n") == text.count("\r\n")
    assert "#   duration: 9d\r\n" in text
    assert "  risk: Late\r\n" in text


def test_values_that_yaml_or_git_would_trip_over_stay_inside_their_comment() -> None:
    odd = '"a\\u0085b\\u2028c\\x1b[31m\\n<<<<<<< ours\\n- id: evil\\n"'
    base = edited(("  risk: It gets late\n", "  risk: Late\n  notes: x\n"))
    ours, theirs = (base.replace("notes: x", f"notes: {text}") for text in ("y", odd))
    text, conflicts = merged(ours, theirs, base)
    assert conflicts == ["risks/late.notes"]
    assert "evil" in text
    assert len(parse(text).plan.risks) == 1


def test_files_in_brackets_and_with_aliases_merge_too() -> None:
    flow = "{relplan: 1, release: {product: X}, activities: [{id: a, duration: 1d}, {id: b}]}"
    text, conflicts = merged(
        flow.replace("1d", "2d"), flow.replace("1d", "3d").replace("{id: b}", "{id: b, name: B}"), flow
    )
    assert conflicts == ["activities/a.duration"]
    assert "duration: 3d" in text
    alias = f"{HEAD}activities:\n- id: a\n  tags: &t [x, y]\n- id: b\n  tags: *t\n"
    ours, theirs = (alias + f"- id: {name}\n" for name in ("o", "p"))
    assert "*t" in merged(ours, theirs, alias)[0]


def test_without_a_base_both_plans_are_in_the_merged_one() -> None:
    text, conflicts = merged(
        f"{HEAD}release:\n  product: A\nactivities:\n- id: a\n  name: One\n",
        f"{HEAD}release:\n  product: B\nactivities:\n- id: a\n  name: Two   # theirs\n",
        "",
    )
    assert conflicts == ["release.product"]
    assert [activity.name for activity in parse(text).plan.activities] == ["One", "Two"]


@given(
    plans(most_sections=3), plans(most_sections=3), plans(most_sections=3), st.sampled_from(["\n", "\r\n"])
)
def test_any_three_plans_merge_into_a_file_that_says_what_the_merge_says(
    base: Plan, ours: Plan, theirs: Plan, newline: str
) -> None:
    three = [parse(format_new(plan).replace("\n", newline)) for plan in (base, ours, theirs)]
    outcome = merge(*(each.plan for each in three))
    source = merged_source(*three, outcome.plan, outcome.conflicts)
    assert parse(source.text).plan == outcome.plan
    assert source.text.count(MARK) >= len(outcome.conflicts)


@given(plans(most_sections=4), plans(most_sections=4))
def test_taking_over_theirs_lines_never_changes_what_a_plan_says(base: Plan, theirs: Plan) -> None:
    """The third side is the base with one more risk, so that nearly all of theirs is adopted."""
    more = parse(f"{HEAD}risks:\n- id: zz-more\n  risk: More\n").plan.risks
    ours = dataclasses.replace(base, risks=(*base.risks, *more))
    test = [parse(format_new(plan)) for plan in (base, ours, theirs)]
    outcome = merge(*(each.plan for each in test))
    assert parse(merged_source(*test, outcome.plan, outcome.conflicts).text).plan == outcome.plan
