"""What a card tells: name, dates, owner, slack, state. Worked out when a card is first drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from relplanner.plan import outline
from relplanner.plan.edits.edit import count
from relplanner.plan.edits.links import ROLLOUT
from relplanner.plan.nouns.timeline import MILESTONE_KINDS, Activity
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule
from relplanner.ui.common import activity_words as words
from relplanner.ui.dependencies.network import ROLLOUT_GROUP, Network
from relplanner.values import value


@value
class Facts:
    """The words of one card. ``near`` is 0 for enough slack, up to 1 for hardly any."""

    name: str
    dates: str
    owner: str
    slack: str
    state: words.State
    kind: str
    critical: bool
    near: float
    parts: int = 0
    """How many activities a folded card stands for; 0 for one that stands for itself."""
    phase: str = ""
    """The summary it is part of."""


class FactBook:
    """Facts of the cards of a network, each made once."""

    def __init__(self, plan: Plan, schedule: Schedule, dates: words.Dates, now: int) -> None:
        self.plan, self.schedule, self.dates, self.now = plan, schedule, dates, now
        self._found: dict[str, Facts] = {}
        columns = schedule.arrays()
        near = columns.total_slack[columns.near_critical]
        self._most_near = max(1, int(near.max())) if len(near) else 1

    def of(self, network: Network, card: int) -> Facts:
        one = network.ids[card]
        found = self._found.get(one)
        if found is None:
            made = self._group if one == ROLLOUT_GROUP else self._row
            found = made(one, network.folded.get(one, 0))
            if found.state is words.NO_DATES and not found.parts:
                circling = any(card in circle for circle in network.circles)
                found = replace(found, dates="Waits in a circle" if circling else "Cannot be scheduled")
            self._found[one] = found
        return found

    def flags(self, network: Network) -> tuple[np.ndarray, np.ndarray, list[str]]:
        """From afar: which cards are critical, which nearly so, and the colour of each one's state."""
        columns, index = self.schedule.arrays(), self.schedule.index
        rows = np.array([index.get(one, -1) for one in network.ids], dtype=np.int64)
        critical = np.where(rows >= 0, columns.critical[rows], False) if len(rows) else np.zeros(0, bool)
        near = np.where(rows >= 0, columns.near_critical[rows], False) if len(rows) else np.zeros(0, bool)
        for card in np.flatnonzero(rows < 0).tolist():
            critical[card] = self.of(network, card).critical
        for one in network.folded:
            card = network.index[one]
            critical[card] = self.of(network, card).critical
        return critical, near & ~critical, [self._state(one).colour for one in network.ids]

    def _state(self, one: str) -> words.State:
        row = self.schedule.index.get(one, -1)
        if row < 0:
            return words.PLANNED
        finish = int(self.schedule.finish[row])
        return words.state_of(self.plan.activity(one), finish > words.NO_DATE, finish, self.now)

    def _row(self, one: str, parts: int) -> Facts:
        row = self.schedule.index.get(one, -1)
        dates = self.schedule.dates(one)
        activity = self.plan.activity(one)
        leaves = self._leaves(one) if parts else []
        critical = bool(dates is not None and dates.critical)
        if parts:
            critical = any(self.schedule.critical[each] for each in leaves)
        near = 0.0
        if dates is not None and dates.near_critical and not critical:
            near = 1.0 - 0.7 * max(0, dates.total_slack) / self._most_near
        state = self._state(one)
        slack = ""
        if dates is not None and not parts and state is not words.DONE:
            slack = words.amount(dates.total_slack, self.schedule.nominal_day(one))
        return Facts(
            name=self._name(one, activity),
            dates=self._between(dates.start, dates.finish) if dates is not None and row >= 0 else "No dates",
            owner=words.short_owner_of(self.plan, activity.owner) if activity is not None else "",
            slack=slack,
            state=state,
            kind=activity.kind if activity is not None else "rollout",
            critical=critical,
            near=near,
            parts=parts,
            phase=self._phase(one, activity),
        )

    def _group(self, one: str, parts: int) -> Facts:
        """All phases of the rollout on one card."""
        rows = [self.schedule.index[ROLLOUT + phase.id] for phase in self.plan.rollout.phases]
        dated = [row for row in rows if self.schedule.start[row] > words.NO_DATE]
        dates = "No dates"
        if dated:
            dates = self._between(
                min(int(self.schedule.start[row]) for row in dated),
                max(int(self.schedule.finish[row]) for row in dated),
            )
        critical = any(self.schedule.critical[row] for row in dated)
        return Facts("Rollout phases", dates, "", "", words.PLANNED, "rollout", critical, 0.0, parts)

    def _leaves(self, one: str) -> list[int]:
        below = outline.children(self.plan)
        ids = [each for each in outline.descendants(self.plan, [one]) if each not in below]
        index = self.schedule.index
        return [index[each] for each in ids if each in index]

    def _between(self, start: int, finish: int) -> str:
        if start == finish:
            return self.dates.clock(start)
        first, last = self.dates.day(start), self.dates.day(finish)
        return first if first == last else f"{first} – {last}"

    def _name(self, one: str, activity: Activity | None) -> str:
        if activity is not None:
            return activity.name or activity.id
        phase = self.plan.entry("rollout", one.removeprefix(ROLLOUT))
        return one if phase is None else str(phase.name or phase.id)

    def _phase(self, one: str, activity: Activity | None) -> str:
        if activity is None:
            return "Rollout phases"
        parent = self.plan.activity(activity.parent) if activity.parent is not None else None
        return (parent.name or parent.id) if parent is not None else ""


def is_instant(facts: Facts) -> bool:
    return facts.kind in MILESTONE_KINDS


def sentence(facts: Facts) -> str:
    """A card read out."""
    parts = [facts.name]
    if facts.kind not in ("task", "phase", "rollout"):
        parts.append(facts.kind)
    if facts.parts:
        parts.append(count(facts.parts, "activity"))
    parts.append(facts.dates)
    if facts.owner:
        parts.append(facts.owner)
    if facts.critical:
        parts.append("critical")
    if facts.slack:
        parts.append(f"slack {facts.slack}")
    parts.append(facts.state.word.lower())
    return ", ".join(parts)
