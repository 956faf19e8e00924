"""The rollout in words: what a step is, how it is guarded, and whether the way back fits its window."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from relplanner.plan.edits.edit import count
from relplanner.plan.forms.condition import format_condition
from relplanner.plan.nouns.rollout import Trigger
from relplanner.schedule.spelling import spell
from relplanner.ui.common.activity_words import Dates
from relplanner.ui.rollout.ladder import SAID, Ladder, Rung
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.plan.plan import Plan

STRATEGIES = ("canary", "blue-green", "rolling", "phased program", "big bang")
MEANING = {
    "canary": "A small share of traffic first, more as it proves itself.",
    "blue-green": "Both environments stand; traffic moves in steps, and back at once if need be.",
    "rolling": "Instance after instance is replaced.",
    "phased program": "Named sites, regions or customers one after the other.",
    "big bang": "Everyone at once.",
}


@value
class WayBack:
    """How long a rollback takes against what it may take, in minutes; None where nobody knows."""

    id: str
    name: str
    takes: float | None
    rehearsed: dt.datetime | None
    budget: float | None

    @property
    def tone(self) -> str:
        if self.takes is not None and self.budget is not None and self.takes > self.budget:
            return "error"
        return "ok" if self.rehearsed is not None else "warning"


def ways_back(plan: Plan) -> list[WayBack]:
    """Runbooks that lead back, with the time of their last rehearsal, else the sum of their steps."""
    from relplanner.exchange.report import verdicts

    found = []
    for book in verdicts.rollback_runbooks(plan):
        done = verdicts.rehearsed(book)
        takes = done[1] if done is not None else verdicts.planned(book)
        budget = verdicts.budget_of(plan, book)
        found.append(WayBack(book.id, book.name or book.id, takes, done[0] if done else None, budget))
    return found


def told_way_back(way: WayBack) -> str:
    """``rehearsed 3 min 40 s of 5 min``."""
    from relplanner.exchange.report.verdicts import in_minutes_text

    how = "rehearsed" if way.rehearsed is not None else "never rehearsed, planned"
    took = in_minutes_text(way.takes) if way.takes is not None else ""
    if not took:
        return "never rehearsed, its steps have no times"
    return f"{how} {took}" + (
        f" of {in_minutes_text(way.budget)}" if way.budget is not None else ", no budget"
    )


def fits(way: WayBack, rung: Rung) -> str:
    """Why a rollback could not end before a step does; empty when it can."""
    from relplanner.exchange.report.verdicts import in_minutes_text

    if way.takes is None or rung.open_ended or way.takes <= rung.finish - rung.start:
        return ""
    took, room = in_minutes_text(way.takes), in_minutes_text(rung.finish - rung.start)
    return f"{way.name} takes {took}; {rung.name} is over after {room}."


def trigger_text(plan: Plan, trigger: Trigger) -> tuple[str, str]:
    """A trigger's name, and its condition or who pulls it."""
    if trigger.when is not None:
        return trigger.name or trigger.id, format_condition(trigger.when)
    who = plan.entry("stakeholders", trigger.who) if trigger.who else None
    person = (who.name or who.role) if who is not None else trigger.who
    return trigger.name or trigger.manual or trigger.id, f"pulled by {person}" if person else "pulled by hand"


def headline(ladder: Ladder, words: Dates) -> str:
    """One line about all of it: how many steps, from when, until everyone has it."""
    if not ladder.rungs:
        return ""
    what = count(len(ladder.rungs), "phase" if ladder.rungs[0].is_phase else "step")
    first = ladder.rungs[0].start
    told = f"{what} from {words.zoned(first)}"
    full = next((rung for rung in ladder.rungs if rung.share == 100.0), None)
    if full is not None and full.start > first:
        told += f", everyone after {spell(full.start - first)}"
    return told


def sentence(rung: Rung, words: Dates) -> str:
    """What is read out for a step."""
    parts = [rung.name, rung.told or "no exposure"]
    if rung.open_ended:
        parts.append(f"from {words.clock(rung.start)}, ongoing")
    else:
        parts.append(f"{words.clock(rung.start)} to {words.clock(rung.finish)}")
    parts += [SAID[rung.state]] if SAID[rung.state] else []
    parts.append(count(rung.criteria, "criterion", "criteria") if rung.criteria else "no criteria")
    parts.append(count(len(rung.triggers), "trigger") if rung.triggers else "no trigger")
    if rung.hold:
        parts.append(f"held for {rung.hold}")
    if rung.no_return:
        parts.append("point of no return")
    return ", ".join(parts)


def explain(rung: Rung, words: Dates) -> str:
    """The tooltip's lines, plain text."""
    lines = [rung.name]
    end = "ongoing" if rung.open_ended else words.zoned(rung.finish)
    lines.append(f"{words.clock(rung.start)} – {end}")
    lines.append(
        " · ".join(part for part in (rung.told or "no exposure", rung.long, SAID[rung.state]) if part)
    )
    if rung.audience:
        lines.append(rung.audience)
    if rung.sites:
        lines.append(", ".join(rung.sites))
    lines += [f"{one.text}, judged {words.clock(one.closes)}" for one in rung.windows]
    lines.append(f"Guarded by {', '.join(rung.triggers)}" if rung.triggers else "No trigger is armed here")
    if rung.hold:
        lines.append(f"Waits for {rung.hold} to say go")
    if rung.no_return:
        lines.append("Point of no return: from here on there is no way back")
    lines += [f"Runs into the freeze “{name}”" for name in rung.freezes]
    return "\n".join(lines)
