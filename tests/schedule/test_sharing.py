"""A schedule may be read by several threads: what it fills in late is never seen half done."""

from __future__ import annotations

from dataclasses import replace

from relplanner.plan.forms.moment import parse_moment
from relplanner.schedule import compute
from tests.schedule.builders import act, plan_of


def test_resolving_a_moment_leaves_the_surroundings_of_the_schedule_alone() -> None:
    plan = plan_of(act("a", "2d"), act("b", "1d", "a"), target="2025-04-20T09:00")
    first = compute(plan, engine="arrays")
    moments = first._network.setting.moments
    asked = moments.activity_finish
    assert first.resolve(parse_moment("b+1d")) == first.finish[1] + 1440
    assert moments.activity_finish is asked
    assert not moments.uses_activities
    longer = replace(plan, activities=(act("a", "3d"), plan.activities[1]))
    assert compute(longer, first)._engine is first._engine
