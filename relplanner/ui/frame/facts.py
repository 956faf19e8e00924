"""What header, status bar and inspector say about a release, as plain values; no widgets here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from relplanner.ui.common import dates
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.plan.nouns.release import Release
    from relplanner.schedule import Schedule

STATUS_TONES = {
    "draft": "", "in planning": "info", "approved": "ok", "in progress": "info", "completed": "ok",
    "rolled back": "error", "cancelled": "",
}  # fmt: skip


@value
class Target:
    """T0 as the header writes it; empty texts when the plan names none."""

    local: str = ""
    utc: str = ""
    countdown: str = ""
    tip: str = ""


@value
class Slip:
    """How far the projection is from T0, in a few words with a tone and a whole sentence."""

    text: str
    tone: str
    tip: str


def title(release: Release) -> tuple[str, str]:
    """The product, and version with code name."""
    code = f"“{release.code_name}”" if release.code_name else ""
    return release.product or "Unnamed release", " ".join(part for part in (release.version, code) if part)


def target(schedule: Schedule | None, now: dt.datetime) -> Target:
    """T0 in the plan's zone and in UTC, and how far away it is at ``now`` (aware)."""
    if schedule is None or schedule.target is None or schedule.target < 0:
        return Target(tip="The release has no target date-time. Set “Target (T0)” in the inspector.")
    local = schedule.local(schedule.target)
    utc = local.astimezone(dt.UTC)
    away = (local - now).total_seconds() / 60
    day = "" if utc.date() == local.date() else f"{dates.day(utc, year=False)} "
    return Target(
        local=dates.date_time(local, zone=True),
        utc=f"{day}{dates.clock(utc)} UTC" if local.utcoffset() else "",
        countdown=dates.countdown(away),
        tip=f"T0, the promised date: {dates.date_time(local)} in {schedule.zone.key}",
    )


def slip(schedule: Schedule | None) -> Slip | None:
    """The chip of the slip; None when there is nothing to compare."""
    if schedule is None or schedule.slip_minutes is None or schedule.projected is None:
        return None
    projected = dates.date_time(schedule.local(schedule.projected), zone=True)
    minutes = schedule.slip_minutes
    if minutes > 0:
        return Slip(f"Slip +{dates.stretch(minutes)}", "error", f"Projected {projected}, after T0.")
    if minutes < 0:
        return Slip(f"{dates.stretch(minutes)} early", "ok", f"Projected {projected}, before T0.")
    return Slip("On T0", "ok", f"Projected {projected}.")
