"""Claims about the list of dates that a moved T0 moves."""

from __future__ import annotations

from relplanner.plan import edits
from relplanner.schedule import compute
from relplanner.session.moved import MovedDate, moved_dates
from relplanner.storage.reader import parse

TEXT = """\
relplan: 1
release:
  target: 2027-03-10T09:00
  start: 2027-02-15T09:00
  milestone: production
anchors:
- id: code-freeze
  at: T-14d
activities:
- id: qa
  duration: 5d
- id: production
  name: Production
  kind: milestone
  after: qa
  at: T0
communications:
- id: notice
  message: We go live
  at: code-freeze+1d
- id: poster
  at: 2027-03-01T09:00
training:
- id: hands-on
  when: T-7d..T-5d
"""
DAY = 24 * 60


def test_a_slip_lists_activities_anchors_communications_and_windows_that_follow_t0() -> None:
    before = compute(parse(TEXT).plan)
    after = compute(edits.slip_target(before.plan, 2).run(before.plan))
    found = moved_dates(before, after)
    assert [(one.section, one.id, one.field) for one in found] == [
        ("activities", "production", ""), ("anchors", "code-freeze", "at"),
        ("communications", "notice", "at"),
        ("training", "hands-on", "when"), ("training", "hands-on", "when 2"),
    ]  # fmt: skip
    assert {one.moved_by for one in found} == {2 * DAY}
    assert found[0].name == "Production"


def test_what_is_asked_for_by_dates_of_t0_is_listed_wherever_it_stands() -> None:
    text = TEXT.replace(
        "  start: 2027-02-15T09:00\n", "  start: 2027-02-15T09:00\n  status_date: T-20d\n"
    ).replace(
        "  duration: 5d\n",
        "  duration: 5d\n  deadline: T-1d\n  sign_offs:\n  - id: so\n    who: cab\n    due: T-2d\n",
    ) + (
        "gates:\n- id: go\n  sign_offs:\n  - id: so\n    who: cab\n    due: T-3d\n"
        "freezes:\n- id: quiet\n  from: T+1d\n  to: T+3d\n"
    )
    before = compute(parse(text).plan)
    after = compute(edits.slip_target(before.plan, 2).run(before.plan))
    found = {(one.section, one.id, one.field) for one in moved_dates(before, after)}
    assert found >= {
        ("activities", "qa", "deadline"), ("activities", "qa", "due"), ("gates", "go", "due"),
        ("freezes", "quiet", "from"), ("freezes", "quiet", "to"), ("release", "", "status_date"),
    }  # fmt: skip
    assert ("release", "", "target") not in found
    moves = [one for one in moved_dates(before, after) if one.is_activity]
    assert [(one.id, one.field) for one in moves] == [("qa", ""), ("production", "")], (
        "deadlines are no moves"
    )


def test_a_slip_over_the_change_to_summer_time_keeps_the_hour_on_the_wall() -> None:
    before = compute(parse(TEXT.replace("release:\n", "release:\n  time_zone: Europe/Berlin\n")).plan)
    after = compute(edits.slip_target(before.plan, 21).run(before.plan))
    notice = next(one for one in moved_dates(before, after) if one.id == "production")
    assert notice.moved_by == 21 * DAY - 60


def test_the_same_plan_moves_nothing_and_new_entries_are_no_moves() -> None:
    before = compute(parse(TEXT).plan)
    assert moved_dates(before, before) == ()
    more = compute(parse(TEXT + "documents:\n- id: guide\n  due: T-2d\n").plan)
    assert moved_dates(before, more) == ()


def test_a_date_that_goes_missing_is_a_move_to_nowhere() -> None:
    before = compute(parse(TEXT).plan)
    broken = compute(parse(TEXT.replace("- id: qa\n", "- id: qa\n  after: production\n")).plan)
    found = {one.id: one for one in moved_dates(before, broken)}
    assert found["production"] == MovedDate(
        "activities", "production", "Production", "", before.start[1], None
    )
    assert found["production"].moved_by is None
