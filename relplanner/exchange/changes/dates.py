"""Sentences on dates: T0, the projected release, the critical path, what moved and because of what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from relplanner.exchange.changes.activities import DATE_FIELDS, Both
from relplanner.exchange.changes.model import DATES, Sentence
from relplanner.exchange.changes.wording import called, later, listed, moment, moved_to, safe, span
from relplanner.plan.diff import Difference
from relplanner.plan.edits.edit import count
from relplanner.schedule import NEVER, Schedule
from relplanner.schedule.spelling import spell

KEY_KINDS = frozenset({"milestone", "gate", "deployment", "external"})
"""Kinds whose dates people know by heart: each that moved has a sentence of its own."""
MOST_OWN = 40
"""So many activities that moved by logic alone have a sentence of their own; the others are told together."""


def release_sentences(both: Both) -> Iterator[Sentence]:
    """T0, the projection and what could no longer be scheduled."""
    before, after = both.before, both.after
    yield from _target(before, after)
    yield from _projected(before, after)
    known = {problem.message for problem in before.problems}
    for problem in after.problems:
        if problem.severity == "error" and problem.message not in known:
            yield Sentence(safe(problem.message), "release", "", 98)


def _target(before: Schedule, after: Schedule) -> Iterator[Sentence]:
    old, new = before.target, after.target
    if old == new:
        return
    if new is None or old is None:
        text = f"T0 is gone (was {moment(before, old)})" if old is not None else ""
        yield Sentence(text or f"T0 is set: {moment(after, new or 0)}", "release", "", 100)
    else:
        to, was = moment(after, new), moment(before, old)
        if before.zone.key != after.zone.key:  # the same words may mean another moment
            to, was = f"{to} {safe(after.zone.key)}", f"{was} {safe(before.zone.key)}"
        text = f"T0 moved {later(new - old)}, to {to} (was {was})"
        yield Sentence(text, "release", "", 100)


def _projected(before: Schedule, after: Schedule) -> Iterator[Sentence]:
    old, new = before.projected, after.projected
    if new is None:
        if old is not None:
            yield Sentence("The release cannot be projected any more", "release", "", 99)
        return
    at = f"{moment(after, new)}: {_slip(after)}" if after.target is not None else moment(after, new)
    if old is None:
        yield Sentence(f"The release is projected on {at}", "release", "", 95)
    elif old != new:
        yield Sentence(f"The release is projected {later(new - old)}, on {at}", "release", "", 96)
    elif before.slip_minutes != after.slip_minutes and after.target is not None:
        yield Sentence(f"The release is still projected on {at}", "release", "", 95)


def _slip(schedule: Schedule) -> str:
    slip = schedule.slip_minutes or 0
    return "on time" if not slip else f"{spell(slip)} {'after' if slip > 0 else 'before'} T0"


def critical_sentences(both: Both) -> Iterator[Sentence]:
    """Whether another chain drives the release now."""
    old, new = both.before.critical_path, both.after.critical_path
    driven, drove = set(new), set(old)
    came = [row for row in new if row not in drove]
    went = [row for row in old if row not in driven and row in both.after.index]
    if came and old:
        names = [_row_name(both.after, row) for row in came]
        text = f"New critical path through {listed(names)}"
        if went:
            text += f", no longer through {listed([_row_name(both.after, row) for row in went])}"
        yield Sentence(text, "release", "", 90)
    elif went:
        names = [_row_name(both.after, row) for row in went]
        yield Sentence(f"The critical path no longer runs through {listed(names)}", "release", "", 89)


def _row_name(schedule: Schedule, row_id: str) -> str:
    row = schedule.index.get(row_id)
    return safe(row_id) if row is None else called(schedule.activity(row))


class Moves:
    """The rows that both schedules have and that have other dates now."""

    def __init__(self, both: Both, differences: tuple[Difference, ...], added: frozenset[str]) -> None:
        self.before, self.after = both.before, both.after
        self._added = added
        self._changed = {
            difference.id
            for difference in differences
            if difference.section == "activities" and difference.field in DATE_FIELDS
        } | {f"rollout/{d.id}" for d in differences if d.section == "rollout" and d.id}
        self._touched = {difference.section for difference in differences}
        self._causes: dict[int, str] = {}

    @cached_property
    def rows(self) -> dict[int, tuple[int, int]]:
        """By row of the later schedule: how far its start and its finish moved, in minutes."""
        old_start, old_finish = self.before.start, self.before.finish
        new_start, new_finish = self.after.start, self.after.finish
        found: dict[int, tuple[int, int]] = {}
        find = self.before.index.get
        for row, row_id in enumerate(self.after.ids):
            at = find(row_id)
            if at is None or old_start[at] == new_start[row] == NEVER:
                continue
            starts, ends = new_start[row] - old_start[at], new_finish[row] - old_finish[at]
            if starts or ends:
                found[row] = (int(starts), int(ends))
        return found

    def sentences(self) -> Iterator[Sentence]:
        """Own sentences of what was edited and of key dates; the rest in groups by what moved it."""
        told = 0
        groups: dict[tuple[str, bool], list[int]] = {}
        for row, (starts, ends) in sorted(self.rows.items(), key=lambda item: -abs(item[1][1])):
            row_id = self.after.ids[row]
            if row == self.after.milestone:
                continue  # the release's own sentence
            undated = NEVER in (self.after.start[row], self.before.start[self.before.index[row_id]])
            own = row_id in self._changed or undated
            key_date = self.after.activity(row).kind in KEY_KINDS and told < MOST_OWN
            if own or key_date:
                told += not own
                yield self._own(row, starts, ends, key_date=key_date, undated=undated)
            elif not self.after.is_summary(row):
                groups.setdefault((self._cause(row), (ends or starts) > 0), []).append(row)
        for (cause, is_later), rows in groups.items():
            yield self._group(cause, rows, is_later=is_later)

    def _own(self, row: int, starts: int, ends: int, *, key_date: bool, undated: bool) -> Sentence:
        after, name = self.after, called(self.after.activity(row))
        start, finish = int(after.start[row]), int(after.finish[row])
        weight = 75 if key_date else 55
        if undated:
            text = f"{name} has dates now" if start != NEVER else f"{name} has no dates any more"
            weight = 92
        elif start == finish:
            word = f"slipped {spell(ends)}" if ends > 0 else f"came forward {spell(ends)}"
            text = f"{name} {word}, to {moved_to(after, finish, ends)}"
        elif starts == ends:
            text = f"{name} moved {later(ends)}, to {span(after, start, finish, ends)}"
        elif not ends:
            text = f"{name} starts {later(starts)}, on {moved_to(after, start, starts)}"
        elif not starts:
            text = f"{name} ends {later(ends)}, on {moved_to(after, finish, ends)}"
        else:
            text = f"{name} starts {later(starts)} and ends {later(ends)}, on {moved_to(after, finish, ends)}"
        return Sentence(text, "activities", after.ids[row], weight + min(4, abs(ends) // 1440))

    def _group(self, cause: str, rows: list[int], *, is_later: bool) -> Sentence:
        spans = sorted(abs(self.rows[row][1] or self.rows[row][0]) for row in rows)
        low, high = spell(spans[0]), spell(spans[-1])
        by = low if low == high else f"{low} to {high}"
        who = called(self.after.activity(rows[0])) if len(rows) == 1 else count(len(rows), "activity")
        because = f" because of {cause}" if cause else ""
        text = f"{who} moved {'later' if is_later else 'earlier'} by {by}{because}"
        weight = 30 + min(9, len(rows).bit_length())
        return Sentence(text, DATES, self.after.ids[rows[0]] if len(rows) == 1 else "", weight)

    def _cause(self, row: int) -> str:
        """What a row moved for: the first thing up its driving chain that was edited, added or removed."""
        way: dict[int, None] = {}
        at: int | None = row
        cause = ""
        while at is not None and at not in way:
            if at in self._causes:
                cause = self._causes[at]
                break
            way[at] = None
            at, cause = self._step(at)
        for each in way:
            self._causes[each] = cause
        return cause

    def _step(self, row: int) -> tuple[int | None, str]:
        """The driver to look at next, or what is to blame."""
        row_id = self.after.ids[row]
        for schedule in (self.after, self.before):  # what went earlier may have had another driver
            for name in schedule.driving(row_id):
                at = self.after.index.get(name)
                if at is None or name in self._added or name in self._changed:
                    return None, _row_name(self.after if at is not None else self.before, name)
                if at in self.rows:
                    return self._ending_part(at), ""
        return None, self._common_cause()

    def _ending_part(self, row: int) -> int:
        """A summary is where it is because of the part that ends it."""
        while self.after.is_summary(row):
            parts = [part for part in self._parts.get(self.after.ids[row], ()) if part in self.rows]
            if not parts:
                break
            row = max(parts, key=lambda part: int(self.after.finish[part]))
        return row

    @cached_property
    def _parts(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for position, activity in enumerate(self.after.plan.activities):
            if activity.parent is not None:
                found.setdefault(activity.parent, []).append(position)
        return found

    def _common_cause(self) -> str:
        """What moves many at once, where no predecessor is to blame."""
        old, new = self.before.plan.release, self.after.plan.release
        if self.before.target != self.after.target:
            return "T0"
        for field, name in (("start", "the plan's start"), ("status_date", "the status date")):
            if getattr(old, field) != getattr(new, field):
                return name
        if old.calendar != new.calendar or "calendars" in self._touched or old.time_zone != new.time_zone:
            return "the calendars"
        for section, name in (("freezes", "the freezes"), ("anchors", "the anchors")):
            if section in self._touched:
                return name
        return ""
