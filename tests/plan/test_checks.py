"""One planted fault for every code: the check finds it, at its place, in its words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from relplanner.plan.checks import check
from relplanner.plan.findings import CODES, Finding
from relplanner.plan.forms.condition import parse_condition
from relplanner.plan.forms.dependency import parse_dependencies
from relplanner.plan.forms.duration import parse_duration, parse_estimate
from relplanner.plan.forms.moment import T0, Wall, parse_moment, parse_span
from relplanner.plan.forms.quantity import parse_baseline
from relplanner.plan.forms.target import parse_criterion, parse_target
from relplanner.plan.nouns.people import Absence, Assignment, Shift, Stakeholder
from relplanner.plan.nouns.readiness import Criterion, Document, Gate
from relplanner.plan.nouns.release import Scope, SuccessMetric
from relplanner.plan.nouns.rollout import Alert, Flag, Metric, Phase, Rollout, Trigger
from relplanner.plan.nouns.timeline import Acceptance, Anchor, Freeze
from relplanner.plan.plan import Plan
from tests.plan.sample import changed, kestrel, plan_of, task
from tests.strategies import plans

TODAY = dt.date(2027, 1, 15)
K = kestrel()


def _activity(activity_id: str, **fields: Any) -> Plan:
    return changed(K, activity_id, **fields)


def _plus(*activities: Any) -> Plan:
    return replace(K, activities=(*K.activities, *activities))


def _release(**fields: Any) -> Plan:
    return replace(K, release=replace(K.release, **fields))


def _after(text: str) -> dict[str, Any]:
    return {"after": parse_dependencies(text)}


def _trigger(when: str) -> Plan:
    return replace(K, triggers=(Trigger(id="t", when=parse_condition(when)),))


def _assigned(*letters: tuple[str, str]) -> Plan:
    return replace(K, assignments=(Assignment(subject="qa", letters=letters),))


PLANTED: list[tuple[str, Plan, str, str, str]] = [
    # code, plan, id, path, a piece of the message
    (
        "DUPLICATE-ID",
        _plus(task("qa", "code-freeze", name="Again", owner="ana")),
        "qa",
        "activities[5].id",
        "“Again”",
    ),
    (
        "DUPLICATE-ID",
        replace(K, gates=(Gate(id="qa"),)),
        "gates/qa",
        "gates[0].id",
        "by activity “QA testing”",
    ),
    (
        "DUPLICATE-ID",
        replace(K, stakeholders=(*K.stakeholders, Stakeholder(id="tom"))),
        "stakeholders/tom",
        "stakeholders[2].id",
        "“Tom Okafor”",
    ),
    (
        "RESERVED-ID",
        replace(K, anchors=(*K.anchors, Anchor(id="t6mo", name="Half a year", at=parse_moment("T+6mo")))),
        "anchors/t6mo",
        "anchors[1].id",
        "never “Half a year”",
    ),
    ("UNKNOWN-ID", _activity("uat", **_after("qaa")), "uat", "activities[3].after[0]", "Did you mean “qa”?"),
    ("UNKNOWN-ID", _activity("uat", owner="anna"), "uat", "activities[3].owner", "Did you mean “ana”?"),
    (
        "UNKNOWN-ID",
        _activity("uat", parent="tests"),
        "uat",
        "activities[3].parent",
        "Did you mean “testing”?",
    ),
    (
        "UNKNOWN-ID",
        _activity("uat", start=parse_moment("code-freze+2d")),
        "uat",
        "activities[3].start",
        "code-freeze",
    ),
    ("UNKNOWN-ID", _release(manager="nobody"), "release", "release.manager", "“nobody”"),
    (
        "UNKNOWN-ID",
        _assigned(("nobody", "R"), ("ana", "A")),
        "assignments/qa",
        "assignments.qa.letters.nobody",
        "nobody",
    ),
    (
        "UNKNOWN-ID",
        replace(K, rollout=Rollout(phases=(Phase(id="canary", hold="xy"),))),
        "rollout/canary",
        "rollout.phases[0].hold",
        "stakeholder",
    ),
    (
        "CYCLE",
        _activity("qa", **_after("uat")),
        "qa",
        "activities[2].after",
        "QA testing → User acceptance → QA testing",
    ),
    (
        "CYCLE",
        _activity("code-freeze", **_after("production")),
        "code-freeze",
        "activities[0].after",
        "Code freeze → QA testing → Testing → Production → Code freeze",
    ),
    (
        "CYCLE",
        _activity("testing", parent="uat"),
        "testing",
        "activities[1].parent",
        "Testing → User acceptance → Testing",
    ),
    ("CYCLE", _activity("testing", parent="testing"), "testing", "activities[1].parent", "part of itself"),
    (
        "CYCLE",
        _activity("production", **_after("testing, rollout/canary")),
        "production",
        "activities[4].after",
        "Production → canary → Production",
    ),
    (
        "SELF-LINK",
        _activity("qa", **_after("code-freeze, qa")),
        "qa",
        "activities[2].after[1]",
        "waits for itself",
    ),
    (
        "DUPLICATE-LINK",
        _activity("uat", **_after("qa, qa+1d")),
        "uat",
        "activities[3].after[1]",
        "“qa FS+1d”",
    ),
    (
        "SUMMARY-FIELDS",
        _activity("testing", duration=parse_duration("3d")),
        "testing",
        "activities[1].duration",
        "duration",
    ),
    (
        "SUMMARY-FIELDS",
        _activity("testing", **_after("uat")),
        "testing",
        "activities[1].after[0]",
        "is part of it",
    ),
    (
        "SUMMARY-FIELDS",
        _activity("uat", **_after("testing")),
        "uat",
        "activities[3].after[0]",
        "it is part of",
    ),
    ("NO-T0", _release(target=None), "release", "release.target", "no target date"),
    ("NO-T0", _release(target=T0), "release", "release.target", "counts from T0"),
    (
        "TARGET-HANGS",
        _release(target=parse_moment("freeze-day+2w")),
        "release",
        "release.target",
        "hangs on “Code freeze”",
    ),
    ("NO-MILESTONE", _release(milestone=None), "release", "release.milestone", "names no milestone"),
    (
        "MILESTONE-DURATION",
        _activity("code-freeze", duration=parse_duration("2d")),
        "code-freeze",
        "activities[0].duration",
        "cannot last 2d",
    ),
    (
        "NO-OWNER",
        _activity("production", owner=None),
        "production",
        "activities[4].owner",
        "“Production” has no owner",
    ),
    ("NO-OWNER", plan_of(task("a"), task("b", "a")), "", "activities", "None of the 2 activities"),
    (
        "DANGLING",
        _plus(task("loose", name="Loose end", owner="ana")),
        "loose",
        "activities[5].after",
        "tied to nothing",
    ),
    (
        "DANGLING",
        _plus(task("side", "qa", name="Side", owner="ana")),
        "side",
        "activities[5].after",
        "does not lead to the release milestone “Production”",
    ),
    (
        "DATE-BY-HAND",
        _activity("code-freeze", at=None, start=parse_moment("2027-02-20")),
        "code-freeze",
        "activities[0].start",
        "2027-02-20 by hand",
    ),
    (
        "ESTIMATE-ORDER",
        _activity("qa", estimate=parse_estimate("5d / 4d / 9d")),
        "qa",
        "activities[2].estimate",
        "5d / 4d / 9d",
    ),
    (
        "BAD-RANGE",
        replace(
            K, freezes=(Freeze(id="f", from_=parse_moment("2027-03-02"), to=parse_moment("2027-03-01")),)
        ),
        "freezes/f",
        "freezes[0].to",
        "not after its start on 2027-03-02",
    ),
    (
        "BAD-RANGE",
        replace(K, on_call=(Shift(id="s", who="ana", from_=parse_moment("T+2h"), to=parse_moment("T+1h")),)),
        "on_call/s",
        "on_call[0].to",
        "T+1h",
    ),
    (
        "BAD-RANGE",
        replace(
            K,
            stakeholders=(
                replace(
                    K.stakeholders[0], absences=(Absence(from_=dt.date(2027, 3, 9), to=dt.date(2027, 3, 8)),)
                ),
                K.stakeholders[1],
            ),
        ),
        "stakeholders/ana",
        "stakeholders[0].absences[0].to",
        "2027-03-08",
    ),
    (
        "BAD-RANGE",
        _activity("qa", when=parse_span("T+4d..2027-03-11")),
        "qa",
        "activities[2].when",
        "not after its start",
    ),
    (
        "EXTERNAL-DATE",
        _plus(task("vendor", name="Vendor key", kind="external")),
        "vendor",
        "activities[5].at",
        "expected",
    ),
    (
        "OPEN-CRITERIA",
        _activity(
            "qa", progress=100.0, acceptance=(Acceptance(text="No P1"), Acceptance(text="x", met=True))
        ),
        "qa",
        "activities[2].acceptance[0]",
        "1 acceptance criterion open: “No P1”.",
    ),
    (
        "REVIEW-OVERDUE",
        _release(next_review=dt.date(2027, 1, 14)),
        "release",
        "release.next_review",
        "2027-01-14",
    ),
    (
        "REVIEW-OVERDUE",
        replace(K, documents=(Document(id="guide", name="Guide", next_review=dt.date(2026, 1, 1)),)),
        "documents/guide",
        "documents[0].next_review",
        "“Guide”",
    ),
    (
        "RACI-NO-A",
        _assigned(("tom", "R")),
        "assignments/qa",
        "assignments.qa",
        "accountable (A) for “QA testing”",
    ),
    (
        "RACI-MANY-A",
        _assigned(("tom", "R A"), ("ana", "A")),
        "assignments/qa",
        "assignments.qa",
        "Tom Okafor and Ana Ruiz",
    ),
    ("RACI-NO-R", _assigned(("ana", "A")), "assignments/qa", "assignments.qa", "Nobody is responsible"),
    (
        "BACKUP-MISSING",
        replace(K, triggers=(Trigger(id="t", manual="x", who="tom"),)),
        "stakeholders/tom",
        "stakeholders[1].backup",
        "Tom Okafor decides",
    ),
    (
        "METRIC-NO-BASELINE",
        _trigger("error_rate > 2x baseline"),
        "triggers/t",
        "triggers[0].when",
        "“error_rate”",
    ),
    (
        "METRIC-NO-BASELINE",
        replace(
            K,
            scope=Scope(
                success_metrics=(SuccessMetric(metric="error_rate", target=parse_target("-33% vs baseline")),)
            ),
        ),
        "scope",
        "scope.success_metrics[0].target",
        "baseline",
    ),
    ("UNKNOWN-METRIC", _trigger("latncy > 5ms"), "triggers/t", "triggers[0].when", "Did you mean “latency”?"),
    (
        "UNKNOWN-METRIC",
        replace(K, rollout=Rollout(phases=(Phase(id="canary", criteria=(parse_criterion("cpu < 5%"),)),))),
        "rollout/canary",
        "rollout.phases[0].criteria[0]",
        "“cpu”",
    ),
    (
        "UNIT-MISMATCH",
        _trigger("latency > 1%"),
        "triggers/t",
        "triggers[0].when",
        "cannot be compared with “ms”",
    ),
    (
        "UNIT-MISMATCH",
        replace(
            K,
            gates=(
                Gate(id="g", criteria=(Criterion(id="c", metric="latency", target=parse_target("< 5%")),)),
            ),
        ),
        "gates/g",
        "gates[0].criteria[0].target",
        "“ms”",
    ),
    (
        "UNIT-MISMATCH",
        replace(K, alerts=(Alert(id="a", when=parse_condition("error_rate > 5ms")),)),
        "alerts/a",
        "alerts[0].when",
        "“%”",
    ),
    (
        "UNIT-MISMATCH",
        replace(K, flags=(Flag(id="f", limits=(parse_condition("error_rate > 5ms"),)),)),
        "flags/f",
        "flags[0].limits[0]",
        "“%”",
    ),
    (
        "UNIT-MISMATCH",
        replace(K, metrics=(*K.metrics, Metric(id="m", unit="%", baseline=parse_baseline("3s")))),
        "metrics/m",
        "metrics[2].baseline",
        "another unit",
    ),
    (
        "SECRET-IN-FILE",
        replace(K, documents=(Document(id="d", link="https://ana:hunter2@example.com/x"),)),
        "documents/d",
        "documents[0].link",
        "keyring:NAME",
    ),
    (
        "SECRET-IN-FILE",
        _activity("qa", notes="use password: hunter2hunter2"),
        "qa",
        "activities[2].notes",
        "“QA testing”",
    ),
    (
        "SECRET-IN-FILE",
        _release(notes="-----BEGIN RSA PRIVATE KEY-----"),
        "release",
        "release.notes",
        "release",
    ),
]

ELSEWHERE = {
    "BAD-VALUE",
    "UNKNOWN-KEY",
    "MERGE-CONFLICT",
    "MISSING-KEY",  # the reader's, tests/storage
    "T0-SLIP",
    "DEADLINE",
    "FREEZE",
    "PIN-AGAINST-LOGIC",  # the schedule's, tests/schedule
}


@pytest.mark.parametrize(
    ("code", "plan", "entry", "path", "piece"), PLANTED, ids=lambda value: str(value)[:40]
)
def test_a_planted_fault_is_found(code: str, plan: Plan, entry: str, path: str, piece: str) -> None:
    found = [finding for finding in check(plan, TODAY) if finding.code == code]
    assert [(f.id, f.path) for f in found] == [(entry, path)]
    assert piece in found[0].message
    assert found[0].message[0].isupper() or found[0].message[0] == "“"
    assert found[0].message.endswith((".", "?")), "a sentence"


def test_every_code_of_the_structure_has_a_planted_fault() -> None:
    assert {planted[0] for planted in PLANTED} == set(CODES) - ELSEWHERE


def test_nothing_is_found_in_a_sound_plan() -> None:
    assert check(K, TODAY) == []


def test_nothing_is_found_in_an_empty_plan() -> None:
    assert check(Plan(), TODAY) == []


def test_without_today_nothing_is_overdue() -> None:
    assert check(_release(next_review=dt.date(1990, 1, 1))) == []


def test_a_secret_is_never_repeated() -> None:
    plan = replace(K, documents=(Document(id="d", name="https://ana:hunter2@example.com/x"),))
    assert all(
        "hunter2" not in finding.message for finding in check(plan) if finding.code == "SECRET-IN-FILE"
    )


@pytest.mark.parametrize("field", ["tags", "deliverables"])
def test_a_secret_is_found_in_a_list_of_many_texts(field: str) -> None:
    texts = ("harmless", "key AKIAIOSFODNN7EXAMPLE", "harmless too")
    found = [each for each in check(_activity("qa", **{field: texts})) if each.code == "SECRET-IN-FILE"]
    assert [(each.id, each.path) for each in found] == [("qa", f"activities[2].{field}[1]")]


def test_a_soft_link_closes_no_circle() -> None:
    assert not _codes(_activity("qa", **_after("code-freeze, uat soft")))


def test_two_knots_are_two_findings_and_one_knot_is_one() -> None:
    plan = plan_of(
        task("a", "b", owner="o"),
        task("b", "a"),
        task("c", "d"),
        task("d", "c, e"),
        task("e", "d"),
        task("f", "a"),
    )
    assert [f.id for f in check(plan) if f.code == "CYCLE"] == ["a", "c"]


def test_a_circle_of_twenty_thousand_is_named_in_few_words_without_recursion() -> None:
    plan = plan_of(*[task(f"a{n}", f"a{(n - 1) % 20_000}") for n in range(20_000)])
    found = [f for f in check(plan) if f.code == "CYCLE"]
    assert len(found) == 1
    assert "… 19,990 more …" in found[0].message


def test_an_activity_below_a_linked_summary_does_not_dangle() -> None:
    plan = _plus(task("extra", name="Extra", parent="testing"))
    assert not _codes(plan)


def test_what_follows_the_release_need_not_lead_to_it() -> None:
    assert not _codes(_plus(task("hypercare", "production", name="Hypercare", owner="ana")))


def test_a_moment_hangs_on_an_anchor_or_an_activity() -> None:
    assert not _codes(_activity("uat", start=parse_moment("freeze-day+1d")))
    assert not _codes(_activity("uat", start=parse_moment("qa+1d")))


def test_equal_days_are_a_range_and_equal_instants_are_none() -> None:
    one_day = Freeze(id="f", from_=Wall(dt.date(2027, 3, 2)), to=Wall(dt.date(2027, 3, 2)))
    no_time = Freeze(id="f", from_=Wall(dt.date(2027, 3, 2), 60), to=Wall(dt.date(2027, 3, 2), 60))
    assert not _codes(replace(K, freezes=(one_day,)))
    assert _codes(replace(K, freezes=(no_time,))) == ["BAD-RANGE"]


def test_an_offset_beyond_every_calendar_is_before_or_after_all_dates() -> None:
    far = {"past": parse_moment("T-100000mo"), "future": parse_moment("T+100000mo")}
    day = Wall(dt.date(2027, 3, 2))
    for first, last, codes in (
        (far["past"], day, []),
        (day, far["future"], []),
        (far["future"], day, ["BAD-RANGE"]),
    ):
        plan = replace(K, freezes=(Freeze(id="f", from_=first, to=last),))
        assert _codes(plan) == codes


def test_an_open_or_single_window_is_no_bad_range() -> None:
    for text in ("ongoing", "T18mo..", "T+1d", "T+10wd..T+9d"):
        assert not _codes(_activity("qa", when=parse_span(text)))


@given(plans())
def test_a_check_never_raises_and_always_says_where(plan: Plan) -> None:
    for finding in check(plan, TODAY):
        assert isinstance(finding, Finding)
        assert finding.code in CODES
        assert finding.path


def _codes(plan: Plan) -> list[str]:
    return [finding.code for finding in check(plan, TODAY)]


def test_who_is_assigned_owns_it() -> None:
    plan = replace(_activity("production", owner=None), assignments=K.assignments)
    assert _codes(plan) == ["NO-OWNER"]
    letters = (("tom", "R"), ("ana", "A"))
    assert not _codes(
        replace(plan, assignments=(*K.assignments, Assignment(subject="production", letters=letters)))
    )
