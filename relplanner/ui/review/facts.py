"""What the page tells about a release, as plain values; no widgets here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from relplanner.plan.findings import Finding
from relplanner.schedule.spelling import spell
from relplanner.ui.common.activity_words import Dates, names_of, owner_of, slip
from relplanner.values import value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relplanner.plan.plan import Plan
    from relplanner.schedule import Schedule

NONE = "–"
FREEZE_CODES = frozenset({"FREEZE"})


@value
class Tile:
    """One figure of the verdict: ``tone`` is "", ok, warning or error; ``note`` is the quiet second line."""

    name: str
    figure: str
    note: str = ""
    tone: str = ""


@value
class OpenSignOff:
    """A signature that is asked for and not given; ``section`` and ``id`` say where it stands."""

    who: str
    what: str
    due: str
    overdue: bool
    refused: bool
    section: str
    id: str


def percent(share: float) -> str:
    """``72 %``; what is nearly none or all is not said to be."""
    if 0 < share < 0.005:
        return "< 1 %"
    return f"{min(share * 100, 99) if share < 1 else 100:.0f} %"


def words_of(schedule: Schedule) -> Dates:
    """Dates in the plan's zone; the year is said where it is not the release's."""
    about = schedule.target if schedule.target is not None else schedule.projected
    year = schedule.local(about).year if about is not None else dt.datetime.now(schedule.zone).year
    return Dates(schedule.zone, names_of(), year)


def headline(schedule: Schedule, words: Dates) -> tuple[str, str]:
    """The sentence that stands first, and its tone."""
    if schedule.projected is None:
        broken = len(schedule.problems)
        why = f" {broken:,} {'problem keeps' if broken == 1 else 'problems keep'} it from being scheduled."
        return f"The release has no projected date.{why if broken else ''}", "error"
    when, late = words.zoned(schedule.projected), schedule.slip_minutes
    if late is None:
        return f"Projected {when}. There is no T0 to compare it with.", "warning"
    if late > 0:
        return f"Projected {when}, {spell(late)} after T0.", "error"
    return f"Projected {when}, {f'{spell(late)} before T0' if late else 'on T0'}.", "ok"


def tiles(schedule: Schedule, words: Dates, now: dt.datetime) -> tuple[Tile, ...]:
    """Projected date, T0 and slip: what is known without waiting for anything."""
    made = [_projected(schedule, words), _target(schedule, words, now)]
    late = schedule.slip_minutes
    if late is not None:
        tone = "error" if late > 0 else "ok"
        word = "late" if late > 0 else ("early" if late else "")
        made.append(Tile("Slip", slip(late), word, tone))
    else:
        made.append(Tile("Slip", NONE, "no T0 or no date"))
    return tuple(made)


def _projected(schedule: Schedule, words: Dates) -> Tile:
    if schedule.projected is None:
        return Tile("Projected", NONE, "cannot be scheduled", "error")
    row = schedule.milestone
    name = schedule.activity(row).name or schedule.ids[row] if row >= 0 else "end of the whole plan"
    return Tile("Projected", words.clock(schedule.projected), name)


def _target(schedule: Schedule, words: Dates, now: dt.datetime) -> Tile:
    if schedule.target is None or schedule.target < 0:
        return Tile("T0", NONE, "not set", "warning")
    away = schedule.target - int(now.timestamp() // 60)
    return Tile("T0", words.clock(schedule.target), f"in {spell(away)}" if away > 0 else f"{spell(away)} ago")


def readiness(plan: Plan, now: dt.datetime) -> Tile:
    """How many of the gates' criteria are met at ``now`` (aware)."""
    from relplanner.exchange.report.verdicts import criterion_state

    criteria = [criterion for gate in plan.gates for criterion in gate.criteria]
    if not criteria:
        return Tile("Readiness", NONE, "no gate has criteria")
    met = sum(criterion_state(plan, one, now).tone == "ok" for one in criteria)
    tone = "ok" if met == len(criteria) else "warning"
    return Tile("Readiness", percent(met / len(criteria)), f"{met} of {len(criteria)} criteria met", tone)


def open_sign_offs(schedule: Schedule, words: Dates, now: dt.datetime) -> tuple[OpenSignOff, ...]:
    """Sign-offs still to be given, the refused and the overdue ones first."""
    plan, at = schedule.plan, int(now.timestamp() // 60)
    found: list[tuple[int, OpenSignOff]] = []
    places = [("release", "", "the release", plan.release.sign_offs)]
    places += [("gates", gate.id, gate.name or gate.id, gate.sign_offs) for gate in plan.gates]
    places += [("activities", one.id, one.name or one.id, one.sign_offs) for one in plan.activities]
    for section, entry_id, name, asked in places:
        for one in asked:
            if one.verdict == "given":
                continue
            due = schedule.resolve(one.due, finish=True)
            late, refused = due is not None and due < at, one.verdict == "refused"
            said = "" if due is None else words.clock(due)
            who = owner_of(plan, one.who)
            rank = 0 if refused else (1 if late else 2)
            found.append((rank, OpenSignOff(who, name, said, late, refused, section, entry_id)))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def sign_offs_asked(plan: Plan) -> int:
    """How many sign-offs the plan asks for, given or not."""
    from relplanner.exchange.report.verdicts import sign_offs

    return sum(1 for _ in sign_offs(plan))


def risk_tiles(risk: Any, words: Dates, note: str, *, running: bool) -> tuple[Tile, ...]:
    """The chance to meet T0 and the date that four plans in five keep."""
    if risk is None:
        figure = "…" if running else NONE
        return Tile("Chance to meet T0", figure, note), Tile("P80", figure, note)
    chance = risk.on_time_probability
    share = NONE if chance is None else percent(chance)
    tone = "" if chance is None else ("ok" if chance >= 0.8 else ("warning" if chance >= 0.5 else "error"))
    p80 = int(risk.percentile(80))
    late = _after(p80 - risk.target) if risk.target is not None else ""
    trials = note or f"of {risk.trials:,} trials"
    return Tile("Chance to meet T0", share, trials, tone), Tile("P80", words.clock(p80), note or late)


def _after(minutes: int) -> str:
    return f"{spell(minutes)} {'after' if minutes > 0 else 'before'} T0" if minutes else "on T0"


def row_name(schedule: Schedule | None, row_id: str) -> str:
    """What people call a row."""
    row = schedule.index.get(row_id) if schedule is not None else None
    return row_id if row is None or schedule is None else str(schedule.activity(row).name or row_id)


def no_path(schedule: Schedule | None) -> str:
    """Why there is no critical path, and what to do."""
    if schedule is not None and schedule.milestone >= 0:
        name = row_name(schedule, schedule.ids[schedule.milestone])
        return f"“{name}” cannot be scheduled, so no path leads to it. The findings say what is in its way."
    return "Nothing in the plan has dates yet. The findings say what is in the way."


def split(findings: Sequence[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Freeze conflicts, and all others."""
    freezes = tuple(one for one in findings if one.code in FREEZE_CODES)
    return freezes, tuple(one for one in findings if one.code not in FREEZE_CODES)


def has_spread(plan: Plan) -> bool:
    """Whether anything in the plan may take longer or shorter than it says."""
    return any(one.estimate is not None for one in plan.activities) or any(
        risk.delay is not None and risk.activity and not risk.closed for risk in plan.risks
    )
