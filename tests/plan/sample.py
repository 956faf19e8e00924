"""A small release plan that the tests of this folder edit, merge and spoil."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from relplanner.plan.forms.condition import parse_condition
from relplanner.plan.forms.dependency import parse_dependencies
from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.forms.moment import Wall, parse_moment
from relplanner.plan.forms.quantity import parse_baseline
from relplanner.plan.forms.target import parse_criterion
from relplanner.plan.nouns.people import Assignment, Stakeholder
from relplanner.plan.nouns.readiness import Criterion, Gate, Risk
from relplanner.plan.nouns.release import Release
from relplanner.plan.nouns.rollout import Metric, Phase, Rollout, Trigger
from relplanner.plan.nouns.timeline import Activity, Anchor
from relplanner.plan.plan import Plan


def task(activity_id: str, after: str = "", **fields: Any) -> Activity:
    """An activity from the text forms: ``task("qa", "code-freeze FS+1d", duration="5d")``."""
    for name, parse in (("duration", parse_duration), ("at", parse_moment), ("start", parse_moment)):
        if isinstance(fields.get(name), str):
            fields[name] = parse(fields[name])
    return Activity(id=activity_id, after=parse_dependencies(after), **fields)


def plan_of(*activities: Activity, **fields: Any) -> Plan:
    return Plan(activities=activities, **fields)


def kestrel() -> Plan:
    """A plan in which no check finds anything."""
    return Plan(
        release=Release(
            product="Kestrel",
            target=Wall(dt.date(2027, 3, 10), 540),
            milestone="production",
            manager="ana",
            next_review=dt.date(2027, 4, 1),
        ),
        stakeholders=(
            Stakeholder(id="ana", role="Release manager", name="Ana Ruiz", backup="tom"),
            Stakeholder(id="tom", role="Engineering lead", name="Tom Okafor"),
        ),
        assignments=(Assignment(subject="qa", letters=(("tom", "R"), ("ana", "A"))),),
        anchors=(Anchor(id="freeze-day", activity="code-freeze"),),
        activities=(
            task("code-freeze", name="Code freeze", kind="milestone", at="T-10wd", owner="ana"),
            task("testing", name="Testing", kind="phase", owner="tom"),
            task("qa", "code-freeze", name="QA testing", parent="testing", duration="5d"),
            task("uat", "qa", name="User acceptance", parent="testing", duration="3d", owner="ana"),
            task("production", "testing", name="Production", kind="deployment", duration="4h", owner="ana"),
        ),
        gates=(
            Gate(id="go", activity="uat", criteria=(Criterion(id="uat-ok", manual="Accepted", role="ana"),)),
        ),
        metrics=(
            Metric(id="error_rate", unit="%", better="lower"),
            Metric(id="latency", unit="ms", better="lower", baseline=parse_baseline("120ms (load test)")),
        ),
        rollout=Rollout(
            phases=(
                Phase(
                    id="canary",
                    duration=parse_duration("24eh"),
                    criteria=(parse_criterion("error_rate < 1%"),),
                ),
            )
        ),
        triggers=(
            Trigger(
                id="slow",
                when=parse_condition("latency > 5x baseline for 10m"),
                who="ana",
                phases=("canary",),
            ),
        ),
        risks=(Risk(id="token", risk="Tokens change", activity="qa", owner="tom"),),
    )


def changed(plan: Plan, activity_id: str, **fields: Any) -> Plan:
    """The plan with fields of one activity replaced, unchecked."""
    new = tuple(replace(each, **fields) if each.id == activity_id else each for each in plan.activities)
    return replace(plan, activities=new)
