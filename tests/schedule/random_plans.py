"""Seeded random plans with every feature of the schedule, and seeded random edits of them."""

from __future__ import annotations

import random
from dataclasses import replace

from relplanner.plan.forms.constraint import parse_constraint
from relplanner.plan.forms.dependency import parse_dependency
from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.forms.moment import parse_moment, parse_span
from relplanner.plan.forms.week import parse_week
from relplanner.plan.nouns.rollout import Phase, Rollout
from relplanner.plan.nouns.timeline import Activity, Calendar
from relplanner.plan.plan import Plan
from tests.schedule.builders import freeze, plan_of

CALENDARS = (
    Calendar(id="office", week=parse_week("Mon-Fri 09:00-12:00,13:00-17:00"), holidays=("DE-BE",)),
    Calendar(id="always", week=parse_week("24x7")),
    Calendar(id="early", week=parse_week("Mon-Sat 06:00-14:00")),
    Calendar(id="night", week=parse_week("Mon-Fri 22:00-06:00")),
)
CONSTRAINTS = (
    "as late as possible", "must start on 2027-03-08T10:00", "must finish on 2027-04-02T13:00",
    "start no earlier than 2027-03-09", "start no later than 2027-03-03T10:00",
    "finish no earlier than 2027-03-20T12:00", "finish no later than 2027-03-25",
)  # fmt: skip


def random_plan(seed: int, count: int, wide: bool) -> Plan:
    """``wide``: several calendars, elapsed lags and lengths, freezes, actuals; otherwise one calendar and
    links."""
    draw = random.Random(f"{seed} {count} {wide}")
    activities = [random_activity(draw, at, wide) for at in range(count)]
    groups: list[Activity] = []
    for first in range(0, count, 12):
        if draw.random() < 0.6:
            groups.append(
                Activity(
                    id=f"g{first}",
                    kind="phase",
                    parent=groups[-1].id if groups and wide and draw.random() < 0.2 else None,
                )
            )
            for at in range(first, min(count, first + 12)):
                activities[at] = replace(activities[at], parent=groups[-1].id)
    rows = groups + activities
    if wide and groups:
        rows.append(
            Activity(
                id="tail", duration=parse_duration("2d"), after=(parse_dependency(f"{groups[0].id} FS+1d"),)
            )
        )
        rows.append(
            Activity(
                id="head", duration=parse_duration("1d"), after=(parse_dependency(f"{groups[-1].id} SS"),)
            )
        )
    draw.shuffle(rows)
    return plan_of(
        *rows,
        start="2027-02-15T09:00",
        zone="Europe/Berlin",
        target="2027-04-15T09:00",
        milestone=f"a{draw.randrange(count)}" if draw.random() < 0.7 else None,
        status="2027-02-18T12:00" if wide and draw.random() < 0.5 else "2027-02-15T09:00",
        calendars=CALENDARS,
        freezes=(freeze("2027-03-29", "2027-04-02"),) if wide and draw.random() < 0.5 else (),
        rollout=Rollout(
            phases=(Phase(id="canary", duration=parse_duration("24eh")), Phase(id="all", ongoing=True))
        ) if wide and draw.random() < 0.3 else Rollout(),
    )  # fmt: skip


def random_activity(draw: random.Random, at: int, wide: bool) -> Activity:
    kind = draw.choices(
        ("task", "milestone", "deployment", "meeting"), (75, 12, 8, 5) if wide else (85, 15, 0, 0)
    )[0]
    fields: dict[str, object] = {"kind": kind, "after": random_links(draw, at, wide)}
    if kind != "milestone":
        elapsed = wide and draw.random() < 0.1
        fields["duration"] = parse_duration(
            f"{draw.randint(1, 9)}ed" if elapsed else f"{draw.randint(1, 60)}h"
        )
    if wide and draw.random() < 0.3:
        fields["calendar"] = draw.choice(CALENDARS).id
    if draw.random() < 0.06:
        fields["deadline"] = parse_moment(draw.choice(("2027-04-10T12:00", "T-20d", "T-5wd")))
    if draw.random() < 0.06:
        fields["start"] = parse_moment(draw.choice(("2027-03-10T11:00", "T-30d")))
    if draw.random() < 0.06:
        fields["constraint"] = parse_constraint(draw.choice(CONSTRAINTS))
    if wide:
        fields |= _happened(draw, kind)
    return Activity(id=f"a{at}", **fields)  # type: ignore[arg-type]


def _happened(draw: random.Random, kind: str) -> dict[str, object]:
    roll = draw.random()
    if roll < 0.03:
        return {"actual_start": parse_moment("2027-02-15T10:00"), "progress": float(draw.randint(0, 90))}
    if roll < 0.05:
        return {
            "actual_start": parse_moment("2027-02-15T10:00"),
            "actual_finish": parse_moment("2027-02-17T15:00"),
        }
    if roll < 0.07:
        return {"at": parse_moment(draw.choice(("T-3d", "2027-03-20", "2027-03-11T10:00")))}
    if roll < 0.08:
        return {"kind": "window", "when": parse_span(draw.choice(("T-20d..T-10d", "T+3d..", "ongoing")))}
    if roll < 0.09:
        return {"progress": 100.0}
    return {}


def random_links(draw: random.Random, at: int, wide: bool) -> tuple:  # type: ignore[type-arg]
    if not at:
        return ()
    lags = ["", "", "", "+1d", "-4h", "+50%"] + (["+24eh", "-2eh"] if wide else [])
    sources = {draw.randrange(max(0, at - 25), at) for _ in range(draw.choice((0, 1, 2, 2, 3)))}
    kinds = draw.choices(("FS", "SS", "FF", "SF"), (70, 15, 10, 5), k=len(sources))
    return tuple(
        parse_dependency(f"a{source} {kind}{draw.choice(lags)}")
        for source, kind in zip(sources, kinds, strict=True)
    )


def random_edit(draw: random.Random, plan: Plan, wide: bool) -> Plan:
    """One activity changed: length, pin, deadline, links, name, or everything."""
    places = [at for at, activity in enumerate(plan.activities) if activity.id.startswith("a")]
    place = draw.choice(places)
    old = plan.activities[place]
    number = int(old.id[1:])
    fresh = random_activity(draw, number, wide)
    what = draw.randrange(6)
    if what == 0 and old.duration is not None:
        new = replace(old, duration=parse_duration(f"{draw.randint(1, 90)}h"))
    elif what == 1:
        new = replace(old, start=parse_moment(f"2027-03-{draw.randint(1, 28):02}T10:00"))
    elif what == 2:
        new = replace(old, deadline=parse_moment(f"2027-03-{draw.randint(1, 28):02}T16:00"))
    elif what == 3:
        new = replace(old, after=fresh.after)
    elif what == 4:
        new = replace(old, name=f"Number {draw.random()}")
    else:
        new = replace(fresh, parent=old.parent)
    activities = list(plan.activities)
    activities[place] = new
    return replace(plan, activities=tuple(activities))
