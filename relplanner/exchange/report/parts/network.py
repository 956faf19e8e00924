"""How the milestones lead to each other: the network without the work between them."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import PictureSlot, Section
from relplanner.exchange.report.words import count, listed
from relplanner.plan.nouns.timeline import MILESTONE_KINDS
from relplanner.schedule import NEVER

PICTURE = "network"
FEWEST, MOST = 3, 40
"""Fewer milestones make no network, more no picture that a page can show."""


def part(pack: Pack) -> Section | None:
    rows = [
        row
        for row, activity in enumerate(pack.plan.activities)
        if activity.kind in MILESTONE_KINDS and pack.schedule.start[row] != NEVER
    ]
    if not FEWEST <= len(rows) <= MOST:
        return None
    rows.sort(key=lambda row: pack.schedule.start[row])
    names = [
        f"{pack.words.row(pack.schedule.ids[row])} ({pack.words.when(pack.schedule.start[row])})"
        for row in rows
    ]
    alt = f"{count(len(rows), 'milestone')} by date: {listed(names, MOST)}."
    caption = "From left to right: what has to be reached before what. Double red: critical."
    slot = PictureSlot(PICTURE, caption, alt, wide=True)
    return Section("network", "How the milestones depend on each other", (slot,))
