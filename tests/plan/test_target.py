"""Claims about moving T0 and about the plan of the next release."""

from __future__ import annotations

import pytest

from relplanner.errors import EditRefused
from relplanner.plan import edits
from relplanner.plan.cloning import clone
from relplanner.plan.edits.target import fixed_dates
from relplanner.plan.forms.moment import Wall, parse_moment
from relplanner.plan.plan import Plan
from relplanner.resources import resource
from relplanner.storage.reader import parse, read

TEXT = """\
relplan: 1
release:
  target: 2027-03-10T09:00
  start: 2027-02-15T09:00
  status: in progress
  status_date: 2027-03-01
  version: 2.4.0
  milestone: production
freezes:
- id: winter
  from: 2027-12-20
  to: 2027-12-31
anchors:
- id: code-freeze
  at: T-14d
activities:
- id: qa
  duration: 5d
  start: 2027-02-20T09:00
  constraint: must finish on 2027-03-01
  actual_start: 2027-02-20T09:00
  progress: 40%
- id: production
  kind: deployment
  duration: 4h
  after: qa
  at: code-freeze+14d
gates:
- id: go
  activity: production
  criteria:
  - id: coverage
    measured: Coverage
    result:
      value: 83%
  votes:
  - who: cab
    vote: go
  decision: go
communications:
- id: notice
  at: 2027-03-03
  done: 2027-03-03T10:00Z
risks:
- id: late
  risk: Late
  closed: yes
"""


@pytest.fixture
def plan() -> Plan:
    return parse(TEXT).plan


def test_a_slip_moves_t0_by_days_and_keeps_its_time_of_day(plan: Plan) -> None:
    after = edits.slip_target(plan, 5).run(plan)
    assert after.release.target == parse_moment("2027-03-15T09:00")
    assert after.activities is plan.activities


def test_a_slip_by_no_days_changes_nothing(plan: Plan) -> None:
    assert edits.slip_target(plan, 0, carry_fixed=True).run(plan) is plan


def test_slips_add_up_and_go_back(plan: Plan) -> None:
    moved = edits.slip_target(plan, 40, carry_fixed=True).run(plan)
    back = edits.slip_target(moved, -40, carry_fixed=True).run(moved)
    assert back == plan


def test_fixed_dates_are_those_that_neither_follow_t0_nor_happened(plan: Plan) -> None:
    found = [(one.section, one.id, one.field) for one in fixed_dates(plan)]
    assert found == [
        ("activities", "qa", "start"), ("activities", "qa", "constraint"), ("communications", "notice", "at")
    ]  # fmt: skip


def test_carried_dates_move_as_far_as_t0_and_company_dates_stay(plan: Plan) -> None:
    after = edits.slip_target(plan, 7, carry_fixed=True).run(plan)
    qa = after.activity("qa")
    assert qa is not None
    assert qa.constraint is not None
    assert qa.start == parse_moment("2027-02-27T09:00")
    assert qa.constraint.moment == parse_moment("2027-03-08")
    assert qa.actual_start == parse_moment("2027-02-20T09:00"), "what happened stays"
    assert after.freezes == plan.freezes
    assert after.anchors == plan.anchors, "an offset follows by itself"
    assert after.communications[0].at == parse_moment("2027-03-10")


def test_a_sign_off_of_a_gate_that_is_due_on_a_day_is_carried_too() -> None:
    asked = "  sign_offs:\n  - id: lead\n    who: lead\n    due: 2027-03-08\n  criteria:\n"
    plan = parse(TEXT.replace("  criteria:\n", asked)).plan
    after = edits.slip_target(plan, 7, carry_fixed=True).run(plan)
    assert after.gates[0].sign_offs[0].due == parse_moment("2027-03-15")


def test_a_plan_without_t0_has_nothing_to_slip() -> None:
    with pytest.raises(EditRefused, match="no T0"):
        edits.slip_target(Plan(), 3)
    with pytest.raises(EditRefused, match="no T0 yet"):
        edits.move_target(Plan(), Wall(parse_moment("2027-01-01").day), carry_fixed=True)  # type: ignore[union-attr]


def test_t0_itself_cannot_hang_on_an_offset(plan: Plan) -> None:
    with pytest.raises(EditRefused, match="a date and time of its own"):
        edits.move_target(plan, parse_moment("T+3d"))


def test_a_slip_beyond_the_years_of_a_plan_is_refused(plan: Plan) -> None:
    for days in (400_000, -400_000, 10**12):
        with pytest.raises(EditRefused, match="beyond the years"):
            edits.slip_target(plan, days)


def test_a_clone_keeps_the_work_and_leaves_behind_what_happened(plan: Plan) -> None:
    target = parse_moment("2027-06-16T10:00")
    assert isinstance(target, Wall)
    new = clone(plan, target, version="2.5.0")
    assert new.release.target == target
    assert new.release.version == "2.5.0"
    assert new.release.status == "draft"
    assert new.release.status_date is None
    assert new.release.start == parse_moment("2027-05-24T09:00")
    qa, production = new.activities
    assert (qa.progress, qa.actual_start) == (0.0, None)
    assert qa.start == parse_moment("2027-05-29T09:00")
    assert production == plan.activities[1]
    assert new.anchors == plan.anchors
    assert new.freezes == plan.freezes
    gate = new.gates[0]
    assert gate.votes == ()
    assert gate.decision is None
    assert gate.criteria[0].result is None
    assert gate.criteria[0].measured == "Coverage"
    assert new.communications[0].done is None
    assert new.risks[0].closed is False


def test_a_clone_of_the_sample_release_has_no_new_faults_and_the_same_shape() -> None:
    from relplanner.plan.checks import check

    sample = read(resource("samples", "aurora.relplan.yaml")).plan
    target = parse_moment("2028-06-14T09:00")
    assert isinstance(target, Wall)
    new = clone(sample, target, version="3.0.0")
    assert [activity.id for activity in new.activities] == [activity.id for activity in sample.activities]
    before = {(finding.code, finding.id) for finding in check(sample)}
    assert {(finding.code, finding.id) for finding in check(new) if finding.severity == "error"} <= before


def test_a_clone_that_would_begin_behind_its_t0_is_refused() -> None:
    plan = parse("relplan: 1\nrelease:\n  start: 2028-01-01\n").plan
    target = parse_moment("2027-06-16T10:00")
    assert isinstance(target, Wall)
    with pytest.raises(EditRefused, match="behind the new T0"):
        clone(plan, target)
