"""The release in facts: what, when, how far away, who answers for it."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Cell, Facts
from relplanner.exchange.report.words import NONE, listed, percent
from relplanner.schedule.spelling import spell


def facts(pack: Pack) -> Facts:
    """The facts of the first page."""
    plan, words, schedule = pack.plan, pack.words, pack.schedule
    release = plan.release
    rows: list[tuple[str, Cell]] = [
        ("Release", Cell(" ".join(filter(None, (release.product, release.version))) or "unnamed")),
        ("Type and status", Cell(", ".join(filter(None, (release.type, release.status))))),
        ("T0, the promise", _promise(pack)),
        ("Projected release", _projected(pack)),
        (
            "Countdown",
            Cell(
                f"T0 is {words.away(schedule.target - pack.now_minute)}"
                if schedule.target is not None
                else NONE
            ),
        ),
        ("Chance to meet T0", _chance(pack)),
        ("Release manager", Cell(words.person(release.manager))),
        ("Business sponsor", Cell(words.person(release.sponsor))),
        ("Change", Cell(", ".join(filter(None, (plan.change.kind, plan.change.request))))),
        ("CAB", _members(pack)),
    ]
    rows += [(name, Cell(text)) for name, text in release.facts[:6]]
    return Facts(tuple(row for row in rows if row[1].text not in ("", NONE)))


def _promise(pack: Pack) -> Cell:
    target = pack.schedule.target
    if target is None:
        return Cell("not set", "error")
    local = pack.words.when(target, year=True, zone=True)
    utc = pack.words.utc(target)
    return Cell(local, strong=True, note="" if local == utc else utc)


def _projected(pack: Pack) -> Cell:
    schedule = pack.schedule
    if schedule.projected is None:
        return Cell("cannot be scheduled", "error")
    when = pack.words.when(schedule.projected, year=True, zone=True)
    slip = schedule.slip_minutes
    if slip is None:
        return Cell(when)
    if slip > 0:
        return Cell(when, "error", strong=True, note=f"{spell(slip)} after T0")
    return Cell(when, strong=True, note=f"{spell(slip)} before T0" if slip else "on T0")


def _chance(pack: Pack) -> Cell:
    probability = pack.risk.on_time_probability if pack.risk is not None else None
    return Cell(NONE) if probability is None else Cell(percent(probability))


def _members(pack: Pack) -> Cell:
    seats = [one for one in pack.plan.stakeholders if one.cab]
    names = [
        pack.words.stakeholder(one) + (" (chair)" if one.cab == "chair" else "")
        for one in sorted(seats, key=lambda one: one.cab != "chair")
    ]
    return Cell(listed(names, 8) if names else NONE)
