"""Claims about two states of a plan side by side."""

from __future__ import annotations

from relplanner.plan import edits
from relplanner.plan.findings import Finding
from relplanner.plan.forms.duration import parse_duration
from relplanner.schedule import Schedule, compute
from relplanner.session.impact import ImpactLine, impact
from relplanner.storage.reader import parse

TEXT = """\
relplan: 1
release:
  target: 2027-03-10T09:00
  start: 2027-02-22T09:00
  milestone: go-live
stakeholders:
- id: ana
  name: Ana Ruiz
  role: Tester
activities:
- id: qa
  duration: 5d
  owner: ana
- id: review
  name: Go/no-go
  kind: gate
  after: qa
- id: go-live
  name: Go live
  kind: milestone
  after: review
"""
DAY = 1440


def schedules(text: str = "9d") -> tuple[Schedule, Schedule]:
    plan = parse(TEXT).plan
    return compute(plan), compute(edits.resize(plan, "qa", parse_duration(text)).run(plan))


def by_name(lines: tuple[ImpactLine, ...]) -> dict[str, ImpactLine]:
    return {line.name: line for line in lines}


def test_a_longer_test_moves_release_and_gates_and_loads_its_owner() -> None:
    found = impact(*schedules())
    release, gates, people = by_name(found.release), by_name(found.gates), by_name(found.people)
    assert release["Projected release"].change == 6 * DAY
    assert release["Projected release"].better is False
    assert release["Slip"].change == 6 * DAY
    assert not release["T0"].is_changed
    assert gates["Go/no-go"].change == 6 * DAY
    assert people["Ana Ruiz"].change == 4 * 480
    assert found.moved == 3


def test_a_shorter_test_is_for_the_better() -> None:
    found = by_name(impact(*schedules("2d")).release)
    assert found["Slip"].better is True


def test_the_same_plan_changes_nothing() -> None:
    before, _ = schedules()
    found = impact(before, before)
    assert found.moved == 0
    assert not any(line.is_changed for line in (*found.release, *found.gates, *found.people))
    assert found.findings == ()


def test_findings_that_come_and_go_are_told_apart_by_code_and_entry() -> None:
    late = Finding("T0-SLIP", "warning", "It slips.", id="go-live")
    owner = Finding("NO-OWNER", "warning", "Nobody owns it.", id="review")
    note = Finding("NOTE", "info", "By the way.", id="qa")
    before, after = schedules()
    found = impact(before, after, [owner, late], [late, note])
    assert [(line.name, line.after, line.better) for line in found.findings] == [
        ("Nobody owns it.", "Gone", True)
    ]
    assert impact(before, after, [], [late]).findings[0].id == "go-live"


def test_a_gate_that_was_added_or_removed_has_one_side() -> None:
    before, _ = schedules()
    without = compute(edits.delete_activities(before.plan, ["review"]).run(before.plan))
    line = by_name(impact(before, without).gates)["Go/no-go"]
    assert line.after is None
    assert line.before is not None
    assert by_name(impact(without, before).gates)["Go/no-go"].before is None


def test_what_cannot_be_scheduled_has_no_dates_and_is_no_failure() -> None:
    before, _ = schedules()
    circle = compute(parse(TEXT.replace("- id: qa\n", "- id: qa\n  after: go-live\n")).plan)
    found = by_name(impact(before, circle).release)
    assert found["Projected release"].after is None
    assert found["Projected release"].better is None
