"""Structure and schedule are two opinions on one network: they agree on which plans go round in circles."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from relplanner.errors import EditRefused
from relplanner.plan import edits
from relplanner.plan.checks import check
from relplanner.plan.forms.dependency import TYPES, Dependency
from relplanner.plan.forms.moment import Wall
from relplanner.plan.nouns.release import Release
from relplanner.plan.nouns.rollout import Phase, Rollout
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.schedule import compute
from tests.plan.sample import changed

ids = st.sampled_from([*"abcdefg", "rollout/x", "rollout/y"])
links = st.builds(
    Dependency, ids, st.sampled_from(TYPES), st.none(), st.sampled_from([False, False, False, True])
)


@st.composite
def networks(draw: st.DrawFn) -> Plan:
    """Small networks with summaries, phases and links of any kind, many of them in circles."""
    names = "abcdefg"[: draw(st.integers(2, 7))]
    activities = [
        Activity(
            id=name,
            parent=draw(st.one_of(st.none(), st.sampled_from(names[:at]))) if at else None,
            after=tuple(draw(st.lists(links, max_size=2))),
        )
        for at, name in enumerate(names)
    ]
    chosen = draw(st.sampled_from(["", "x", "xy"]))
    phases = [Phase(id=name, after=tuple(draw(st.lists(links, max_size=1)))) for name in chosen]
    milestone = draw(st.one_of(st.none(), st.sampled_from(names)))
    release = Release(start=Wall(dt.date(2027, 3, 1)), milestone=milestone)
    order = draw(st.permutations(activities))
    return Plan(release=release, activities=tuple(order), rollout=Rollout(phases=tuple(phases)))


def hangs_on_first_parts(plan: Plan) -> bool:
    """Whether something waits for the start of a summary: of which part, only the schedule knows."""
    summaries = {activity.parent for activity in plan.activities}
    waiting = [d for each in (*plan.activities, *plan.rollout.phases) for d in each.after]
    return any(d.on in summaries and d.type[0] == "S" for d in waiting)


def circles(plan: Plan) -> bool:
    return any(finding.code == "CYCLE" for finding in check(plan))


@given(networks())
@settings(max_examples=max(150, settings().max_examples))
def test_the_check_finds_a_circle_exactly_where_the_schedule_does(plan: Plan) -> None:
    scheduled = any(finding.code == "CYCLE" for finding in compute(plan).problems)
    assert scheduled or not circles(plan)
    assert circles(plan) or not scheduled or hangs_on_first_parts(plan)


@given(networks(), ids, ids, st.sampled_from(TYPES))
@settings(max_examples=max(150, settings().max_examples))
def test_a_link_is_refused_exactly_where_it_would_close_a_circle(
    plan: Plan, one: str, two: str, type_: str
) -> None:
    if circles(plan) or plan.activity(two) is None or plan.activity(one) is None or one == two:
        return
    try:
        linked = edits.link(plan, one, two, type_).run(plan)
    except EditRefused as error:
        if "circle" in str(error):
            after = (*plan.activities[plan.activity_index[two]].after, Dependency(one, type_))
            forced = changed(plan, two, after=after)
            assert circles(forced) or hangs_on_first_parts(forced)
    else:
        assert not circles(linked)
