"""Everything there is to say about a document, in one list: its file, structure, dates and rollout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from relplanner.plan.checks import check
from relplanner.plan.findings import Finding, in_order, unsaid
from relplanner.plan.plan import Plan, entries_of, id_of
from relplanner.session.carrying import STEP, carried
from relplanner.session.file import PlanFile

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.session.document import Document

MOST_LINES = 300
"""Beyond so many findings a line is not looked up any more: nobody reads them one by one."""


def review(document: Document, today: dt.date | None = None) -> tuple[Finding, ...]:
    """Findings of a document's file, structure, dates and rollout: errors first, then by line; each once."""
    return review_of(document.plan, document.schedule, document.file, today)


def review_of(
    plan: Plan, schedule: Schedule, file: PlanFile, today: dt.date | None = None
) -> tuple[Finding, ...]:
    """As :func:`review`. ``today`` is a date in the plan's zone; by default the one it is there now."""
    from relplanner.rollout.coverage import findings as uncovered
    from relplanner.schedule.findings import findings as dated

    day = today if today is not None else dt.datetime.now(schedule.zone).date()
    structure = check(plan, day)
    own = [*structure, *unsaid(structure, schedule.problems), *dated(schedule), *uncovered(plan)]
    return in_order([*still_true(plan, file), *_with_lines(own, plan, file)])


def still_true(plan: Plan, file: PlanFile) -> Iterator[Finding]:
    """The file's own findings, without those whose field has been edited since it was read."""
    if plan is file.saved_plan:
        yield from file.findings
    else:
        yield from carried(file.findings, file.saved_plan, plan)


def _with_lines(findings: list[Finding], plan: Plan, file: PlanFile) -> Iterator[Finding]:
    places = _Places(plan, file)
    for number, finding in enumerate(findings):
        if finding.line is not None or number >= MOST_LINES:
            yield finding
        else:
            line = places.line(finding.path)
            yield finding if line is None else replace(finding, line=line)


class _Places:
    """Lines of the file for paths of the plan in hand, whose entries may stand elsewhere by now."""

    def __init__(self, plan: Plan, file: PlanFile) -> None:
        self._plan = plan
        self._source = file.source
        self._positions: dict[str, dict[str, int]] = {}

    def line(self, path: str) -> int | None:
        """The line that a path has in the file; of a field that is not written there, the line of its
        entry.
        """
        step = STEP.fullmatch(path)
        if step is None or not path:
            return None
        head = step["head"]
        if step["at"] is None:
            return self._source.line_of(path) or self._source.line_of(step["section"])
        at = self._at(step["section"], int(step["at"]))
        if at is None:
            return None
        return self._source.line_of(f"{head}[{at}]{step['rest']}") or self._source.line_of(f"{head}[{at}]")

    def _at(self, name: str, position: int) -> int | None:
        now, then = entries_of(self._plan, name), entries_of(self._source.plan, name)
        if now is then:
            return position
        if position >= len(now):
            return None
        table = self._positions.get(name)
        if table is None:
            table = self._positions[name] = {}
            for at, entry in enumerate(then):
                table.setdefault(id_of(entry), at)
        return table.get(id_of(now[position]))
