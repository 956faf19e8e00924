"""Dates and slacks that come out of the schedule, as labelled words. No widgets here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relplanner.schedule.spelling import spell_work
from relplanner.ui.common import dates
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule import Schedule


@value
class Figure:
    label: str
    text: str
    critical: bool = False


def entry_figures(schedule: Schedule, row_id: str) -> list[Figure]:
    """Start, finish and slacks of one row of the timeline; nothing for one without dates."""
    found = schedule.dates(row_id)
    if found is None:
        return [Figure("Dates", "cannot be scheduled; see the findings", critical=True)]
    start, finish = schedule.local(found.start), schedule.local(found.finish)
    if found.start == found.finish:
        figures = [Figure("Date", dates.date_time(start))]
    else:
        figures = [Figure("Starts", dates.date_time(start)), Figure("Finishes", dates.date_time(finish))]
    day = schedule.nominal_day(row_id)
    figures.append(Figure("Total slack", spell_work(found.total_slack, day), critical=bool(found.critical)))
    if found.free_slack != found.total_slack:
        figures.append(Figure("Free slack", spell_work(found.free_slack, day)))
    return figures


def release_figures(schedule: Schedule | None) -> list[Figure]:
    """The projection of the whole release."""
    if schedule is None:
        return []
    figures = []
    for name, minute in (("Projected", schedule.projected), ("Plan starts", schedule.project_start),
                         ("Plan finishes", schedule.project_finish)):  # fmt: skip
        if minute is not None and minute > 0:
            figures.append(Figure(name, dates.date_time(schedule.local(minute))))
    slip = schedule.slip_minutes
    if slip is not None:
        words = (
            f"+{dates.stretch(slip)}" if slip > 0 else (f"{dates.stretch(slip)} early" if slip else "none")
        )
        figures.insert(1, Figure("Slip", words, critical=slip > 0))
    return figures


def chip_of(schedule: Schedule, row_id: str) -> tuple[str, str] | None:
    """The state of a row as a word and its tone."""
    found = schedule.dates(row_id)
    if found is None:
        return ("No dates", "error")
    if found.critical:
        return ("Critical", "error")
    if found.near_critical:
        return ("Near-critical", "warning")
    return None
