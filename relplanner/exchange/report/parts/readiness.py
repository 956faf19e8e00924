"""How far everything that can be counted has come."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.exchange.report import verdicts
from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Cell, Column, Paragraph, Section, Table, Tone
from relplanner.exchange.report.parts.gates import criterion_name
from relplanner.exchange.report.words import listed
from relplanner.plan.nouns.timeline import Activity
from relplanner.schedule import NEVER
from relplanner.values import value

NAMED = 3
"""So many of the things that are left are named."""


@value
class Count:
    """So many of one kind of thing are done; ``left`` says what is not."""

    what: str
    done: int
    of: int
    left: tuple[str, ...] = ()


def part(pack: Pack) -> Section | None:
    counts = [one for one in _counts(pack) if one.of]
    if not counts:
        return None
    rows = tuple(
        (
            Cell(one.what),
            Cell(f"{one.done} of {one.of}", _tone(one), share=one.done / one.of),
            Cell(_left(one.left)),
        )
        for one in counts
    )
    table = Table((Column("What", 1.6), Column("Done", 1.5), Column("Still open", 4)), rows, "Readiness")
    late = list(_late(pack))
    blocks: list[Table | Paragraph] = [table]
    if late:
        names = listed([pack.words.row(one.id) for one in late], 5)
        blocks.append(Paragraph(f"{names}.", "warning", f"Behind at {pack.words.local(pack.now)}:"))
    return Section("readiness", "Readiness", tuple(blocks))


def _left(names: tuple[str, ...]) -> str:
    shown = "; ".join(names[:NAMED])
    return f"{shown}; {len(names) - NAMED} more" if len(names) > NAMED else shown


def _tone(one: Count) -> Tone:
    return "ok" if one.done == one.of else ""


def _leaves(pack: Pack) -> list[Activity]:
    schedule = pack.schedule
    return [
        activity
        for row, activity in enumerate(pack.plan.activities)
        if not schedule.is_summary(row) and activity.kind not in ("meeting", "window", "external")
    ]


def _late(pack: Pack) -> Iterator[Activity]:
    """What should have ended by now and has not."""
    for row, activity in enumerate(pack.plan.activities):
        finish = pack.schedule.finish[row]
        if finish != NEVER and finish < pack.now_minute and activity in _work(pack, row):
            yield activity


def _work(pack: Pack, row: int) -> tuple[Activity, ...]:
    """The activity of a row if it is work that is not finished."""
    activity = pack.plan.activities[row]
    if pack.schedule.is_summary(row) or activity.kind in ("meeting", "window", "external", "phase"):
        return ()
    return () if pack.schedule.is_complete(row) else (activity,)


def _counts(pack: Pack) -> Iterator[Count]:
    plan, words = pack.plan, pack.words
    before = [one for one in _leaves(pack) if _before_release(pack, one.id)]
    open_work = [one for one in before if not pack.schedule.is_complete(plan.activity_index[one.id])]
    yield Count(
        "Activities before release",
        len(before) - len(open_work),
        len(before),
        tuple(one.name or one.id for one in open_work),
    )
    states = [
        (criterion_name(pack, item), verdicts.criterion_state(plan, item, pack.now).tone)
        for gate in plan.gates
        for item in gate.criteria
    ]
    yield _count("Gate criteria", [(text, tone == "ok") for text, tone in states])
    accepted = [(one.text, one.met) for activity in plan.activities for one in activity.acceptance]
    yield _count("Acceptance criteria", accepted)
    for checklist in plan.checklists:
        if checklist.event is None:
            items = [(item.text, item.done is not None) for item in checklist.items]
            yield _count(f"Checklist: {checklist.name or checklist.id}", items)
    asked = [
        (f"{words.person(one.who)} for {what}", one.verdict == "given")
        for what, one in verdicts.sign_offs(plan)
    ]
    yield _count("Sign-offs", asked)
    yield _count("Documents", [(one.name or one.id, one.state == "published") for one in plan.documents])
    due = [one for one in plan.compliance if one.status != "not applicable"]
    yield _count("Compliance", [(one.requirement or one.id, one.status == "met") for one in due])
    yield _count(
        "Training",
        [(one.name or one.id, _trained(one.trained, one.expected, one.target)) for one in plan.training],
    )


def _count(what: str, items: list[tuple[str, bool]]) -> Count:
    left = tuple(text for text, done in items if not done)
    return Count(what, len(items) - len(left), len(items), left)


def _trained(trained: int | None, expected: int | None, target: float | None) -> bool:
    if trained is None:
        return False
    return not expected or trained / expected * 100 >= (target if target is not None else 100)


def _before_release(pack: Pack, row_id: str) -> bool:
    """Whether an activity is due by the projected release."""
    projected = pack.schedule.projected
    start = pack.schedule.start[pack.schedule.index[row_id]]
    return projected is None or (start != NEVER and start <= projected)
