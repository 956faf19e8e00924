"""Claims about edits: what they make of a plan, what they are called, what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from relplanner.errors import EditRefused, TextError
from relplanner.plan import edits
from relplanner.plan.edits import Edit
from relplanner.plan.forms.constraint import parse_constraint
from relplanner.plan.forms.dependency import format_dependencies, parse_dependencies
from relplanner.plan.forms.duration import Duration, parse_duration, parse_lag
from relplanner.plan.forms.moment import parse_moment
from relplanner.plan.nouns.people import Stakeholder
from relplanner.plan.nouns.readiness import Environment, Gate, Risk
from relplanner.plan.nouns.rollout import Phase
from relplanner.plan.outline import rows
from relplanner.plan.plan import Plan
from tests.plan.sample import changed, kestrel, plan_of, task

K = kestrel()


def outline(plan: Plan) -> str:
    """``a(b c) d``: the rows with their parts."""
    text, depth = "", 0
    for row in rows(plan):
        text += "(" if row.depth > depth else ")" * (depth - row.depth) + " " if text else ""
        text, depth = text + row.id, row.depth
    return text + ")" * depth


def after(plan: Plan, activity_id: str) -> str:
    activity = plan.activity(activity_id)
    assert activity is not None
    return format_dependencies(activity.after)


LABELS: list[tuple[Callable[[Plan], Edit], str]] = [
    (lambda p: edits.set_field(p, "activities", "qa", "name", "Tests"), "Rename QA testing to Tests"),
    (lambda p: edits.set_field(p, "activities", "qa", "owner", "ana"), "Set owner of QA testing to ana"),
    (lambda p: edits.set_field(p, "activities", "uat", "owner", None), "Clear owner of User acceptance"),
    (lambda p: edits.set_field(p, "activities", "qa", "tags", ["a", "b"]), "Set tags of QA testing to a, b"),
    (lambda p: edits.set_field(p, "risks", "token", "impact", "high"), "Set impact of Tokens change to high"),
    (lambda p: edits.set_field(p, "scope", "", "summary", "x"), "Set summary of scope to x"),
    (lambda p: edits.set_field(p, "rollout", "canary", "traffic", 1.0), "Set traffic of canary to 1%"),
    (lambda p: edits.set_release(p, "version", "1.2.3"), "Set version of release to 1.2.3"),
    (lambda p: edits.add_entry(p, "risks", Risk(id="r", risk="Rain")), "Add risk Rain"),
    (lambda p: edits.delete_entries(p, "risks", ["token"]), "Delete risk Tokens change"),
    (
        lambda p: edits.delete_entries(p, "stakeholders", ["tom"]),
        "Delete stakeholder Tom Okafor and 4 mentions of it",
    ),
    (lambda p: edits.rename_id(p, "activities", "qa", "tests"), "Change id qa to tests"),
    (lambda p: edits.rename_id(p, "metrics", "latency", "p95"), "Change id metric latency to p95"),
    (lambda p: edits.add_activity(p, "Pen test", after_row="qa", parent="testing"), "Add Pen test"),
    (lambda p: edits.delete_activities(p, ["qa"]), "Delete QA testing, 1 link and 2 mentions"),
    (lambda p: edits.delete_activities(p, ["qa", "uat"]), "Delete 2 activities and 3 mentions"),
    (lambda p: edits.delete_activities(p, ["testing"]), "Delete Testing with 2 parts, 1 link and 3 mentions"),
    (lambda p: edits.move_rows(p, ["uat"], "qa", "testing"), "Move User acceptance into Testing"),
    (lambda p: edits.move_rows(p, ["production"], "testing", None), "Move Production before Testing"),
    (lambda p: edits.outdent(p, ["uat"]), "Outdent User acceptance"),
    (lambda p: edits.move_up(p, ["uat"]), "Move User acceptance up"),
    (lambda p: edits.pin_start(p, "code-freeze", parse_moment("2027-02-26")), "Move Code freeze to 26 Feb"),
    (lambda p: edits.pin_start(p, "qa", parse_moment("2027-02-26T14:30")), "Move QA testing to 26 Feb 14:30"),
    (lambda p: edits.resize(p, "qa", parse_duration("8d")), "Make QA testing 8d long"),
    (lambda p: edits.set_progress(p, ["qa", "uat"], 50), "Set progress of 2 activities to 50%"),
    (lambda p: edits.link(p, "code-freeze", "uat"), "Link Code freeze → User acceptance"),
    (lambda p: edits.unlink(p, "qa", "uat"), "Unlink QA testing → User acceptance"),
    (
        lambda p: edits.retype_link(p, "qa", "uat", "SS", parse_lag("+1d")),
        "Make QA testing → User acceptance SS+1d",
    ),
    (lambda p: edits.set_predecessors(p, "uat", ()), "Remove predecessors of User acceptance"),
    (lambda p: edits.duplicate(p, ["qa"]), "Duplicate QA testing"),
]


@pytest.mark.parametrize(("make", "label"), LABELS, ids=[label for _, label in LABELS])
def test_a_label_says_in_plan_words_what_happened(make: Callable[[Plan], Edit], label: str) -> None:
    edit = make(K)
    assert edit.label == label
    assert edit.run(K) != K
    assert edit.run(K) == edit.run(kestrel()), "an edit is a pure function of the plan it is given"


NOTHING: list[Callable[[Plan], Edit]] = [
    lambda p: edits.set_field(p, "activities", "qa", "name", "QA testing"),
    lambda p: edits.set_field(p, "risks", "token", "owner", "tom"),
    lambda p: edits.set_release(p, "product", "Kestrel"),
    lambda p: edits.rename_id(p, "activities", "qa", "qa"),
    lambda p: edits.move_rows(p, ["uat"], None, "testing"),
    lambda p: edits.move_up(p, ["qa"]),
    lambda p: edits.move_down(p, ["qa", "uat"]),
    lambda p: edits.unpin(p, ["qa"]),
    lambda p: edits.resize(p, "qa", parse_duration("5d")),
    lambda p: edits.set_progress(p, "qa", 0),
    lambda p: edits.link(p, "qa", "uat"),
    lambda p: edits.unlink(p, "code-freeze", "uat"),
    lambda p: edits.delete_activities(p, []),
]


@pytest.mark.parametrize("make", NOTHING)
def test_the_same_plan_comes_back_when_nothing_happens(make: Callable[[Plan], Edit]) -> None:
    assert make(K).run(K) is K


REFUSED: list[tuple[Callable[[Plan], Edit], str]] = [
    (lambda p: edits.link(p, "uat", "qa"), "circle: QA testing → User acceptance → QA testing"),
    (
        lambda p: edits.link(p, "production", "code-freeze"),
        "Code freeze → QA testing → Testing → Production → Code freeze",
    ),
    (lambda p: edits.link(p, "production", "testing"), "Testing → Production → Testing"),
    (
        lambda p: edits.link(p, "rollout/canary", "qa"),
        "QA testing → Testing → Production → canary → QA testing",
    ),
    (lambda p: edits.link(p, "qa", "qa"), "QA testing cannot wait for itself"),
    (lambda p: edits.link(p, "testing", "qa"), "QA testing is part of Testing"),
    (lambda p: edits.link(p, "qa", "testing"), "its own part QA testing"),
    (lambda p: edits.link(p, "nobody", "qa"), "no “nobody” in activities"),
    (lambda p: edits.link(p, "rollout/x", "qa"), "no phase “x”"),
    (lambda p: edits.link(p, "code-freeze", "qa", "XX"), "no type of link"),
    (lambda p: edits.retype_link(p, "production", "qa"), "does not wait for"),
    (lambda p: edits.set_predecessors(p, "qa", parse_dependencies("code-freeze, uat")), "circle"),
    (lambda p: edits.set_field(p, "activities", "qa", "after", parse_dependencies("uat")), "circle"),
    (lambda p: edits.set_field(p, "activities", "testing", "parent", "testing"), "part of itself"),
    (lambda p: edits.set_field(p, "activities", "testing", "parent", "qa"), "cannot be part of QA testing"),
    (lambda p: edits.set_field(p, "activities", "qa", "parent", "gone"), "no “gone”"),
    (lambda p: edits.set_field(p, "risks", "gone", "risk", "x"), "no “gone” in risks"),
    (lambda p: edits.set_field(p, "risks", "", "risk", "x"), "Name the risk"),
    (lambda p: edits.add_entry(p, "risks", Risk(id="token")), "already taken"),
    (lambda p: edits.add_entry(p, "gates", Gate(id="qa")), "taken in activities, by QA testing"),
    (lambda p: edits.delete_entries(p, "risks", ["gone"]), "no “gone”"),
    (lambda p: edits.rename_id(p, "activities", "qa", "canary"), "taken in rollout, by canary"),
    (lambda p: edits.rename_id(p, "stakeholders", "ana", "tom"), "by Tom Okafor"),
    (lambda p: edits.move_rows(p, ["testing"], None, "uat"), "part of it"),
    (lambda p: edits.move_rows(p, ["testing"], "testing", None), "before itself"),
    (lambda p: edits.indent(p, ["code-freeze"]), "no row above Code freeze"),
    (lambda p: edits.indent(p, ["production"]), "Production waits for Testing: one cannot be part"),
    (
        lambda p: edits.move_rows(p, ["code-freeze"], None, "production"),
        "QA testing → Testing → Production → Code freeze → QA testing",
    ),
    (
        lambda p: edits.set_field(p, "activities", "production", "parent", "testing"),
        "Production waits for Testing: one cannot be part",
    ),
    (lambda p: edits.outdent(p, ["production"]), "at the top level"),
    (lambda p: edits.pin_start(p, "testing", parse_moment("T0")), "Testing is a summary"),
    (lambda p: edits.resize(p, "code-freeze", parse_duration("1d")), "a milestone: an instant"),
    (lambda p: edits.set_progress(p, "qa", 101), "0% to 100%"),
]


@pytest.mark.parametrize(("make", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_cannot_be_meant_is_refused_in_a_sentence(make: Callable[[Plan], Edit], reason: str) -> None:
    with pytest.raises(EditRefused, match=r"[.]$") as caught:
        make(K)
    assert reason in str(caught.value)


def test_an_id_in_a_wrong_form_is_refused_with_what_was_expected() -> None:
    with pytest.raises(TextError, match="small letters"):
        edits.rename_id(K, "activities", "qa", "Q A!")


def test_a_renamed_activity_is_followed_everywhere() -> None:
    plan = edits.set_field(K, "activities", "uat", "start", parse_moment("qa+1d")).run(K)
    plan = edits.set_field(
        plan, "activities", "uat", "constraint", parse_constraint("must finish on qa+9d")
    ).run(plan)
    plan = replace(plan, release=replace(plan.release, milestone="qa"))
    plan = edits.set_field(plan, "anchors", "freeze-day", "activity", "qa").run(plan)
    renamed = edits.rename_id(plan, "activities", "qa", "tests").run(plan)
    uat = renamed.activity("uat")
    assert uat is not None
    assert (uat.start, uat.constraint) == (
        parse_moment("tests+1d"),
        parse_constraint("must finish on tests+9d"),
    )
    assert after(renamed, "uat") == "tests"
    assert renamed.release.milestone == "tests"
    assert renamed.assignments[0].subject == "tests"
    assert renamed.anchors[0].activity == "tests"
    assert renamed.risks[0].activity == "tests"
    assert edits.rename_id(renamed, "activities", "tests", "qa").run(renamed) == plan


def test_a_renamed_phase_is_followed_with_its_section_and_without() -> None:
    plan = _with_hypercare(K)
    renamed = edits.rename_id(plan, "rollout", "canary", "first").run(plan)
    assert after(renamed, "hypercare") == "rollout/first SS"
    assert renamed.triggers[0].phases == ("first",)


def _with_hypercare(plan: Plan) -> Plan:
    return replace(plan, activities=(*plan.activities, task("hypercare", "rollout/canary SS")))


def test_a_renamed_metric_is_followed_into_conditions_and_criteria() -> None:
    plan = edits.rename_id(K, "metrics", "latency", "p95").run(K)
    plan = edits.rename_id(plan, "metrics", "error_rate", "errors").run(plan)
    assert plan.triggers[0].when == edits_condition("p95 > 5x baseline for 10m")
    assert plan.rollout.phases[0].criteria[0].metric == "errors"


def edits_condition(text: str) -> object:
    from relplanner.plan.forms.condition import parse_condition

    return parse_condition(text)


def test_a_renamed_stakeholder_is_followed_into_letters_and_backups() -> None:
    plan = edits.rename_id(K, "stakeholders", "tom", "thomas").run(K)
    assert plan.assignments[0].letters == (("thomas", "R"), ("ana", "A"))
    assert plan.stakeholders[0].backup == "thomas"
    assert plan.activities[1].owner == "thomas"


def test_an_id_that_means_another_section_is_not_followed() -> None:
    plan = replace(K, anchors=(replace(K.anchors[0], id="uat", activity="uat"),))
    plan = edits.set_field(plan, "activities", "production", "start", parse_moment("uat+1d")).run(plan)
    renamed = edits.rename_id(plan, "activities", "uat", "acceptance").run(plan)
    production = renamed.activity("production")
    assert production is not None
    assert production.start == parse_moment("uat+1d"), "the anchor uat comes first"
    assert renamed.anchors[0].activity == "acceptance"


def test_of_two_with_one_id_a_rename_touches_only_the_first() -> None:
    plan = plan_of(task("a", name="First"), task("a", name="Second"), task("b", "a"))
    renamed = edits.rename_id(plan, "activities", "a", "c").run(plan)
    assert [each.id for each in renamed.activities] == ["c", "a", "b"]
    assert after(renamed, "b") == "a"


def test_deleted_activities_take_their_parts_links_and_mentions_along() -> None:
    plan = edits.delete_activities(K, ["testing"]).run(K)
    assert plan.ids("activities") == ("code-freeze", "production")
    assert after(plan, "production") == ""
    assert plan.assignments == ()
    assert plan.gates[0].activity is None
    assert plan.risks[0].activity is None


def test_a_deleted_stakeholder_leaves_no_owner_behind_where_none_is_needed() -> None:
    plan = edits.delete_entries(K, "stakeholders", ["tom"]).run(K)
    assert plan.activities[1].owner is None
    assert plan.assignments[0].letters == (("ana", "A"),)


def test_a_new_activity_takes_an_id_from_its_name_and_stands_below_the_row_and_its_parts() -> None:
    edit = edits.add_activity(K, "QA", after_row="testing")
    assert edit.touched == frozenset({"qa-2"})
    assert edit.run(K).ids("activities") == ("code-freeze", "testing", "qa", "uat", "qa-2", "production")


MOVES: list[tuple[str, Callable[[Plan], Edit], str]] = [
    ("a b c", lambda p: edits.indent(p, ["b", "c"]), "a(b c)"),
    ("a b c", lambda p: edits.indent(p, ["c"]), "a b(c)"),
    ("a(b c) d", lambda p: edits.outdent(p, ["b"]), "a(c) b d"),
    ("a(b c) d", lambda p: edits.outdent(p, ["b", "c"]), "a b c d"),
    ("a(b(c)) d", lambda p: edits.outdent(p, ["b"]), "a b(c) d"),
    ("a b c d", lambda p: edits.move_up(p, ["b", "c"]), "b c a d"),
    ("a b c d", lambda p: edits.move_down(p, ["b", "c"]), "a d b c"),
    ("a b(c) d", lambda p: edits.move_down(p, ["a"]), "b(c) a d"),
    ("a b(c) d", lambda p: edits.move_up(p, ["d"]), "a d b(c)"),
    ("a b c d", lambda p: edits.move_rows(p, ["d", "a"], "c", None), "b a d c"),
    ("a b(c) d", lambda p: edits.move_rows(p, ["b"], None, "d"), "a d(b(c))"),
    ("a b(c) d", lambda p: edits.move_rows(p, ["b", "c"], "a", None), "b(c) a d"),
    ("a b(c) d", lambda p: edits.move_rows(p, ["c"], None, None), "a b d c"),
]


def tree(text: str) -> Plan:
    """The inverse of :func:`outline`, for names of one letter."""
    found, above = [], []
    last = ""
    for letter in text:
        if letter == "(":
            above.append(last)
        elif letter == ")":
            above.pop()
        elif letter != " ":
            found.append(task(letter, parent=above[-1] if above else None))
            last = letter
    return plan_of(*found)


@pytest.mark.parametrize(("before", "make", "expected"), MOVES)
def test_rows_move_with_all_their_parts(before: str, make: Callable[[Plan], Edit], expected: str) -> None:
    plan = tree(before)
    assert outline(plan) == before
    assert outline(make(plan).run(plan)) == expected


def test_a_row_may_become_part_of_what_waits_for_nothing_of_it() -> None:
    plan = plan_of(task("a"), task("b", "c", name="Build"), task("c"))
    edit = edits.indent(plan, ["b"])
    assert edit.label == "Indent Build"
    assert outline(edit.run(plan)) == "a(b) c"
    circle = changed(plan, "c", after=parse_dependencies("b"))
    assert edits.indent(circle, ["b"]).run(circle) != circle, "a circle that was there before stops nobody"


def test_a_pinned_target_stays_a_target_and_a_pinned_task_gets_a_start() -> None:
    moment = parse_moment("2027-02-26")
    freeze = edits.pin_start(K, "code-freeze", moment).run(K).activity("code-freeze")
    qa = edits.pin_start(K, "qa", moment).run(K).activity("qa")
    assert freeze is not None
    assert qa is not None
    assert (freeze.at, freeze.start) == (moment, None)
    assert (qa.at, qa.start) == (None, moment)


def test_unpinning_takes_start_and_dated_constraint_away_but_no_wish() -> None:
    plan = changed(K, "qa", start=parse_moment("T-9d"), constraint=parse_constraint("must start on T-9d"))
    plan = changed(plan, "uat", constraint=parse_constraint("as late as possible"))
    free = edits.unpin(plan, ["qa", "uat"]).run(plan)
    assert free.activities[2] == K.activities[2]
    assert free.activities[3] == plan.activities[3]


def test_a_second_link_to_the_same_predecessor_replaces_the_first_and_stays_soft() -> None:
    plan = changed(K, "uat", after=parse_dependencies("qa soft, code-freeze"))
    linked = edits.link(plan, "qa", "uat", "SS", Duration(1, "d")).run(plan)
    assert after(linked, "uat") == "qa SS+1d soft, code-freeze"


def test_of_two_links_to_one_predecessor_the_one_of_that_type_is_meant() -> None:
    plan = changed(K, "uat", after=parse_dependencies("qa SS, qa FF"))
    assert after(edits.link(plan, "qa", "uat", "FF", Duration(1, "d")).run(plan), "uat") == "qa SS, qa FF+1d"
    assert after(edits.retype_link(plan, "qa", "uat", "FS", was="FF").run(plan), "uat") == "qa SS, qa"
    assert after(edits.retype_link(plan, "qa", "uat", "SS", was="FF").run(plan), "uat") == "qa SS"


def test_a_link_named_twice_is_one_after_it_was_changed() -> None:
    plan = changed(K, "uat", after=parse_dependencies("qa, qa"))
    assert after(edits.link(plan, "qa", "uat", "SS").run(plan), "uat") == "qa SS"
    assert after(edits.retype_link(plan, "qa", "uat", "SS").run(plan), "uat") == "qa SS"


def test_a_soft_link_of_a_circle_cannot_be_made_hard() -> None:
    plan = changed(K, "qa", after=parse_dependencies("code-freeze, uat soft"))
    with pytest.raises(EditRefused, match="circle: QA testing → User acceptance → QA testing"):
        edits.retype_link(plan, "uat", "qa")
    assert after(edits.retype_link(plan, "uat", "qa", "SS", soft=True).run(plan), "qa") == (
        "code-freeze, uat SS soft"
    )


def test_copies_hang_together_and_have_not_happened_yet() -> None:
    plan = changed(K, "qa", progress=50.0)
    copied = edits.duplicate(plan, ["testing"]).run(plan)
    assert outline(copied) == "code-freeze testing(qa uat) testing-2(qa-2 uat-2) production"
    assert after(copied, "uat-2") == "qa-2"
    assert after(copied, "qa-2") == "code-freeze"
    assert copied.activities[4].name == "Testing (copy)"
    assert [each.progress for each in copied.activities[4:7]] == [0, 0, 0]


def test_many_fields_are_one_step() -> None:
    edit = edits.set_fields(
        K,
        [
            ("activities", "qa", "owner", "ana"),
            ("activities", "uat", "owner", "tom"),
            ("release", "", "version", "2.0.0"),
        ],
        "Hand over",
    )
    new = edit.run(K)
    assert edit.label == "Hand over"
    assert edit.touched == {"qa", "uat", "release"}
    assert (new.activities[2].owner, new.activities[3].owner, new.release.version) == ("ana", "tom", "2.0.0")


def test_many_fields_are_refused_where_only_together_they_make_a_circle() -> None:
    parents = [("activities", "code-freeze", "parent", "qa"), ("activities", "qa", "parent", "code-freeze")]
    free = changed(K, "qa", after=())
    with pytest.raises(EditRefused, match="parts of each other: Code freeze → QA testing → Code freeze"):
        edits.set_fields(free, parents, "Nest")
    links = [
        ("activities", one, "after", parse_dependencies(on)) for one, on in (("qa", "uat"), ("uat", "qa"))
    ]
    apart = changed(free, "uat", after=())
    with pytest.raises(EditRefused, match="circle"):
        edits.set_fields(apart, links, "Link")
    assert edits.set_fields(apart, links[:1], "Link").run(apart) != apart


def test_many_fields_never_give_many_entries_one_id() -> None:
    with pytest.raises(EditRefused, match="a step of its own"):
        edits.set_fields(K, [("activities", "qa", "id", "uat")], "Name alike")


def test_many_fields_that_tell_what_happened_are_no_step() -> None:
    plan = edits.add_entry(K, "environments", Environment(id="prod")).run(K)
    happened = ("environments", "prod", "version", "1.0.0")
    assert edits.set_fields(plan, [happened], "Deploy").record
    assert not edits.set_fields(plan, [happened, ("activities", "qa", "owner", "ana")], "Deploy").record


def test_an_entry_is_added_where_it_is_wanted_and_phases_too() -> None:
    plan = edits.add_entry(K, "stakeholders", Stakeholder(id="li"), 0).run(K)
    assert plan.ids("stakeholders") == ("li", "ana", "tom")
    plan = edits.add_entry(K, "rollout", Phase(id="full")).run(K)
    assert plan.ids("rollout") == ("canary", "full")
    assert edits.delete_entries(plan, "rollout", ["full"]).run(plan) == K


def test_an_edit_keeps_index_and_outline_of_what_it_leaves_alone() -> None:
    rows(K)
    new = edits.resize(K, "qa", parse_duration("9d")).run(K)
    assert new.activity_index is K.activity_index
    assert rows(new) is rows(K)
    moved = edits.move_up(K, ["uat"]).run(K)
    assert moved.activity_index["uat"] == 2


def test_keys_tell_which_edits_are_one_burst_of_typing() -> None:
    one = edits.set_field(K, "activities", "qa", "name", "T")
    two = edits.set_field(K, "activities", "qa", "name", "Te")
    other = edits.set_field(K, "activities", "uat", "name", "Te")
    assert one.key == two.key != other.key
