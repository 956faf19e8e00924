"""The timeline: one picture of what matters in the body, the whole of it at the end."""

from __future__ import annotations

from relplanner.exchange.report.inputs import Pack
from relplanner.exchange.report.model import Paragraph, PictureSlot, Section
from relplanner.exchange.report.words import count, listed
from relplanner.schedule import NEVER, Schedule

PICTURE = "timeline"
TILES = "timeline-tiles"
ROWS_IN_BODY = 40
"""As many rows of a timeline can be read on one page."""
_MARKS = frozenset({"phase", "milestone", "gate", "deployment"})


def part(pack: Pack) -> Section:
    schedule = pack.schedule
    if all(start == NEVER for start in schedule.start):
        return Section(
            "timeline", "Timeline", (Paragraph("The plan has no dated activities yet.", "warning"),)
        )
    shown = chosen_rows(pack.schedule)
    total = len(schedule.ids)
    what = f"All {count(total, 'row')}."
    if len(shown) < total:
        what = (
            f"{len(shown)} of {count(total, 'row')}: phases, milestones, gates, deployments and "
            "critical work; the whole plan stands at the end."
        )
    caption = f"{what} Hatched: freeze. Red with an outline: critical."
    return Section("timeline", "Timeline", (PictureSlot(PICTURE, caption, _told(pack)),))


def appendix(pack: Pack) -> Section | None:
    """Every row, on as many pages as it takes; only needed where the body leaves rows out."""
    if len(chosen_rows(pack.schedule)) == len(pack.schedule.ids) or not pack.plan.activities:
        return None
    slot = PictureSlot(TILES, "The whole timeline", _told(pack), tiled=True)
    return Section("timeline-tiles", "The whole timeline", (slot,), media="paper")


def chosen_rows(schedule: Schedule) -> tuple[str, ...]:
    """The rows of the picture: all when they fit on a page, else the outline, the marks and what is critical,
    in this order, the longest first, until the page is full.
    """
    if len(schedule.ids) <= ROWS_IN_BODY:
        return schedule.ids
    driving = set(schedule.critical_path)
    ranks: dict[str, tuple[int, int]] = {}
    for row, row_id in enumerate(schedule.ids):
        rank = _rank(schedule, row, row_id in driving)
        if rank is not None:
            ranks[row_id] = (rank, int(schedule.start[row] - schedule.finish[row]))
    best = sorted(ranks, key=lambda row_id: ranks[row_id])[:ROWS_IN_BODY]
    chosen = set(best)
    return tuple(row_id for row_id in schedule.ids if row_id in chosen)


def _rank(schedule: Schedule, row: int, driving: bool) -> int | None:
    """How much a row matters to a board, 0 most; None: only on the whole timeline."""
    activity = schedule.activity(row)
    if row >= len(schedule.plan.activities) or row == schedule.milestone:
        return 0
    if schedule.is_summary(row):
        return 0 if activity.parent is None else 3
    if activity.kind in _MARKS:
        return 1 if schedule.critical[row] else 3
    if driving:
        return 2
    return 4 if schedule.critical[row] else None


def _told(pack: Pack) -> str:
    """The picture in words, for those who do not see it."""
    schedule, words = pack.schedule, pack.words
    path = listed([words.row(row_id) for row_id in schedule.critical_path], 8)
    return (
        f"Gantt chart of {count(len(schedule.ids), 'activity', 'activities')} from "
        f"{words.when(schedule.project_start)} to {words.when(schedule.project_finish)}. "
        f"T0 is {words.when(schedule.target)}, the release is projected for "
        f"{words.when(schedule.projected)}. "
        f"Critical path: {path or 'none'}."
    )
