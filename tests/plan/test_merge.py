"""Claims about the three-way merge and the differences it is made of."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.plan import edits
from relplanner.plan.checks import check
from relplanner.plan.diff import diff
from relplanner.plan.fields import Field, fields_of
from relplanner.plan.forms.dependency import parse_dependencies
from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.merge import Merged, merge
from relplanner.plan.nouns.people import Stakeholder
from relplanner.plan.nouns.readiness import Gate, Risk
from relplanner.plan.nouns.timeline import Acceptance, Activity
from relplanner.plan.plan import Plan
from tests.plan.sample import changed, kestrel, plan_of, task
from tests.strategies import form_values, nouns, plans

K = kestrel()


def outcome(merged: Merged) -> tuple[Plan, list[str]]:
    return merged.plan, [conflict.path for conflict in merged.conflicts]


@given(plans(), plans())
def test_one_sided_changes_are_taken_whole(base: Plan, other: Plan) -> None:
    assert outcome(merge(base, base, other)) == (other, [])
    assert outcome(merge(base, other, base)) == (other, [])
    assert outcome(merge(base, other, other)) == (other, [])


@given(plans(most_sections=3), plans(most_sections=3), plans(most_sections=3))
def test_a_merge_never_raises_and_loses_no_entry_that_somebody_added(
    base: Plan, ours: Plan, theirs: Plan
) -> None:
    merged = merge(base, ours, theirs)
    names = {activity.name for activity in merged.plan.activities} | {
        value.name
        for conflict in merged.conflicts
        for value in (conflict.ours, conflict.theirs)
        if isinstance(value, Activity)
    }
    plain = {
        value
        for conflict in merged.conflicts
        for value in (conflict.ours, conflict.theirs)
        if isinstance(value, str)
    }
    for side in (ours, theirs):
        for activity in side.activities:
            if base.activity(activity.id) is None:
                assert activity.name in names | plain
    for conflict in merged.conflicts:
        assert str(conflict)


FIELDS = [
    field for field in fields_of(Activity) if field.form is not None and field.name not in ("id", "after")
]


def field_values(field: Field) -> st.SearchStrategy[Any]:
    assert field.form is not None
    one = form_values(field.form)
    return one if field.shape == "one" else st.lists(one, max_size=2).map(tuple)


@st.composite
def disjoint(draw: st.DrawFn) -> tuple[Plan, Plan, Plan]:
    """A base and two sides that changed different fields of its activities and different sections."""
    base = list(draw(st.lists(nouns(Activity), min_size=1, max_size=3, unique_by=lambda a: a.id)))
    sides = [list(base), list(base)]
    for at in range(len(base)):
        chosen = draw(st.lists(st.sampled_from(FIELDS), min_size=2, max_size=4, unique=True))
        for number, field in enumerate(chosen):
            value = draw(field_values(field))
            side = sides[number % 2]
            side[at] = replace(side[at], **{field.name: value})
    plan = Plan(activities=tuple(base))
    ours, theirs = (replace(plan, activities=tuple(side)) for side in sides)
    risks, gates = (
        draw(st.lists(nouns(noun), max_size=2, unique_by=lambda n: n.id)) for noun in (Risk, Gate)
    )
    return plan, replace(ours, risks=tuple(risks)), replace(theirs, gates=tuple(gates))


@given(disjoint())
def test_changes_of_different_fields_commute_and_never_conflict(sides: tuple[Plan, Plan, Plan]) -> None:
    base, ours, theirs = sides
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.conflicts == other.conflicts == ()
    assert one.plan == other.plan
    assert {str(d) for d in diff(base, one.plan)} == {
        str(d) for d in (*diff(base, ours), *diff(base, theirs))
    }


def test_both_sides_keep_their_fields_of_one_entry() -> None:
    ours = changed(K, "qa", duration=parse_duration("8d"))
    theirs = changed(K, "qa", owner="ana", tags=("x",))
    both = changed(K, "qa", duration=parse_duration("8d"), owner="ana", tags=("x",))
    assert outcome(merge(K, ours, theirs)) == (both, [])


def test_the_same_field_changed_differently_stays_ours_and_tells_all_three_values() -> None:
    ours, theirs = (changed(K, "qa", duration=parse_duration(text)) for text in ("8d", "9d"))
    merged = merge(K, ours, theirs)
    assert outcome(merged) == (ours, ["activities/qa.duration"])
    conflict = merged.conflicts[0]
    assert (conflict.base, conflict.ours, conflict.theirs) == tuple(map(parse_duration, ("5d", "8d", "9d")))
    assert str(conflict) == "activities/qa.duration: 8d here, 9d there (was 5d); kept: ours"


def test_a_link_that_both_sides_retyped_is_told_in_its_text_form() -> None:
    ours, theirs = (changed(K, "uat", after=parse_dependencies(text)) for text in ("qa SS+1d", "qa FF"))
    conflict = merge(K, ours, theirs).conflicts[0]
    assert str(conflict) == "activities/uat.after[qa]: qa SS+1d here, qa FF there (was qa); kept: ours"
    gone = changed(K, "uat", after=())
    assert "nothing here, qa FF there (was qa); kept: theirs" in str(merge(K, gone, theirs).conflicts[0])


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    ours = changed(changed(K, "qa", owner="ana"), "uat", name="UAT")
    theirs = changed(K, "qa", owner="ana")
    assert outcome(merge(K, ours, theirs)) == (ours, [])


@pytest.mark.parametrize("ours_deletes", [True, False])
def test_a_deletion_against_an_edit_keeps_the_edited_one_as_a_conflict(ours_deletes: bool) -> None:
    deleted = replace(K, risks=())
    edited = replace(K, risks=(replace(K.risks[0], impact="high"),))
    sides = (deleted, edited) if ours_deletes else (edited, deleted)
    merged = merge(K, *sides)
    assert outcome(merged) == (edited, ["risks/token"])
    assert merged.conflicts[0].kept == ("theirs" if ours_deletes else "ours")


def test_a_deletion_of_what_nobody_edited_is_taken() -> None:
    ours = changed(K, "qa", owner="ana")
    theirs = edits.delete_entries(K, "risks", ["token"]).run(K)
    assert outcome(merge(K, ours, theirs)) == (replace(ours, risks=()), [])


def test_additions_stand_behind_what_they_stood_behind_ours_first() -> None:
    base = plan_of(task("a"), task("b"))
    ours = plan_of(task("a"), task("o1"), task("o2"), task("b"))
    theirs = plan_of(task("t0"), task("a"), task("t1"), task("b"), task("t2"))
    assert merge(base, ours, theirs).plan.ids("activities") == ("t0", "a", "o1", "o2", "t1", "b", "t2")


def test_a_new_order_of_one_side_and_an_edit_of_the_other_are_both_taken() -> None:
    base = plan_of(task("a"), task("b"), task("c"))
    ours = plan_of(task("a"), task("b", name="B"), task("c"), task("d"))
    theirs = plan_of(task("c"), task("a"), task("b"))
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    assert merged.plan.activities == (task("c"), task("d"), task("a"), task("b", name="B"))


def test_two_new_orders_are_a_conflict_that_keeps_ours() -> None:
    base = plan_of(task("a"), task("b"), task("c"))
    ours, theirs = plan_of(task("b"), task("a"), task("c")), plan_of(task("c"), task("b"), task("a"))
    assert outcome(merge(base, ours, theirs)) == (ours, ["activities (order)"])


def test_links_merge_by_predecessor() -> None:
    def after(text: str) -> Plan:
        return changed(K, "production", after=parse_dependencies(text))

    base, ours, theirs = after("qa, uat"), after("qa SS+1d, uat, testing"), after("qa, code-freeze")
    assert merge(base, ours, theirs).plan == after("qa SS+1d, testing, code-freeze")
    merged = merge(base, ours, after("qa FF, uat"))
    assert outcome(merged) == (ours, ["activities/production.after[qa]"])


def test_nested_entries_merge_by_what_names_them() -> None:
    base = changed(K, "qa", acceptance=(Acceptance(text="a"), Acceptance(text="b")))
    ours = changed(K, "qa", acceptance=(Acceptance(text="a", met=True), Acceptance(text="b")))
    theirs = changed(K, "qa", acceptance=(Acceptance(text="a", evidence="log"), Acceptance(text="c")))
    both = (Acceptance(text="a", met=True, evidence="log"), Acceptance(text="c"))
    assert merge(base, ours, theirs).plan.activities[2].acceptance == both


def test_letters_and_unknown_keys_merge_pair_by_pair() -> None:
    def with_letters(*letters: tuple[str, str], unknown: tuple[tuple[str, object], ...] = ()) -> Plan:
        return replace(K, assignments=(replace(K.assignments[0], letters=letters),), unknown=unknown)

    ours = with_letters(("tom", "R"), ("ana", "A"), ("li", "I"), unknown=(("x", "1"),))
    theirs = with_letters(("tom", "R A"), ("ana", "A"), unknown=(("y", ["2"]),))
    merged = merge(K, ours, theirs)
    both = with_letters(("tom", "R A"), ("ana", "A"), ("li", "I"), unknown=(("x", "1"), ("y", ["2"])))
    assert outcome(merged) == (both, [])


NEW: list[tuple[Callable[[], Any], Callable[[], Any], tuple[str, ...]]] = [
    (
        lambda: task("review", name="Our review"),
        lambda: task("review", name="Their review"),
        ("review", "review-2"),
    ),
    (lambda: task("review", name="Review"), lambda: task("review", name="Review"), ("review",)),
]


@pytest.mark.parametrize(("ours", "theirs", "expected"), NEW)
def test_what_both_sides_added_under_one_id_stays_apart_unless_it_is_the_same(
    ours: Callable[[], Activity], theirs: Callable[[], Activity], expected: tuple[str, ...]
) -> None:
    base = plan_of(task("a"))
    merged = merge(base, plan_of(task("a"), ours()), plan_of(task("a"), theirs(), task("z", "review")))
    assert merged.plan.ids("activities") == ("a", *expected, "z")
    assert merged.plan.activities[-1].after == parse_dependencies(expected[-1])
    assert merged.conflicts == ()


def test_a_gate_added_there_under_the_id_of_an_activity_added_here_takes_another() -> None:
    merged = merge(
        K,
        replace(K, activities=(*K.activities, task("rc", "qa", name="RC"))),
        replace(K, gates=(*K.gates, Gate(id="rc"))),
    )
    assert merged.plan.ids("gates") == ("go", "rc-2")
    assert not [f for f in check(merged.plan) if f.code == "DUPLICATE-ID"]


def test_an_entry_added_twice_alike_but_for_one_field_is_one_with_a_conflict() -> None:
    def li(contact: str) -> Plan:
        return replace(
            K, stakeholders=(*K.stakeholders, Stakeholder(id="li", name="Li Wei", contact=contact))
        )

    merged = merge(K, li("a@example.com"), li("b@example.com"))
    assert outcome(merged) == (li("a@example.com"), ["stakeholders/li.contact"])


def test_differences_are_told_by_entry_and_field() -> None:
    new = changed(K, "qa", duration=parse_duration("8d"), after=())
    new = replace(new, risks=(), release=replace(K.release, version="1.0.0"))
    new = edits.add_activity(new, "Pen test", after_row=None).run(new)
    new = edits.set_field(new, "rollout", "canary", "traffic", 5.0).run(new)
    assert [str(each) for each in diff(K, new)] == [
        "release version: nothing → 1.0.0",
        "activities/qa duration: 5d → 8d",
        "activities/qa after: code-freeze → nothing",
        "activities/pen-test added",
        "rollout/canary traffic: nothing → 5%",
        "risks/token removed",
    ]


def test_a_plan_does_not_differ_from_itself_and_moved_rows_are_told() -> None:
    assert diff(K, kestrel()) == []
    moved = edits.move_up(K, ["uat"]).run(K)
    assert [(d.what, d.section) for d in diff(K, moved)] == [("moved", "activities")]


def test_thousands_of_one_name_are_told_apart_in_one_pass() -> None:
    base = replace(K, activities=tuple(Activity(id="same", name=str(at)) for at in range(10_000)))
    ours, theirs = (changed_at(base, at, name) for at, name in ((0, "ours"), (9_999, "theirs")))
    began = time.perf_counter()
    merged = merge(base, ours, theirs)
    assert time.perf_counter() - began < 5, "counting anew for each takes a minute"
    names = [activity.name for activity in merged.plan.activities]
    assert (names[0], names[1], names[-1], len(names)) == ("ours", "1", "theirs", 10_000)
    assert [(each.section, each.id, each.new) for each in diff(base, theirs)] == [
        ("activities", "same", "theirs")
    ]


def changed_at(plan: Plan, at: int, name: str) -> Plan:
    activities = list(plan.activities)
    activities[at] = replace(activities[at], name=name)
    return replace(plan, activities=tuple(activities))
