"""Rows pasted from a spreadsheet, another planner or this program: all of them, or none and what is wrong
with each.

Dates come out of the network here, so a pasted start pins an activity only where nothing leads to it; start
and finish without a duration give the duration. Owners that the plan does not know become stakeholders.
Columns that mean nothing here are kept in the notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from relplanner.errors import EditRefused, Place, Problem, TextError
from relplanner.plan.edits.activities import end_of
from relplanner.plan.edits.cells import TITLES, days_between, read_duration, read_moment, read_percent
from relplanner.plan.edits.circles import refuse_new_circles
from relplanner.plan.edits.edit import Edit, count
from relplanner.plan.edits.links import ROLLOUT, target
from relplanner.plan.edits.rename import taken_ids
from relplanner.plan.fields import Field, field_of, fields_of
from relplanner.plan.forms.base import unreadable
from relplanner.plan.forms.dependency import Dependency, parse_dependency
from relplanner.plan.forms.scalars import slug
from relplanner.plan.nouns.people import Stakeholder
from relplanner.plan.nouns.timeline import MILESTONE_KINDS, Activity
from relplanner.plan.plan import Plan
from relplanner.plan.rebuild import replace_plan

_LINK = re.compile(r"(?P<on>.+?)\s*(?P<rest>(?:FS|SS|FF|SF)\s*(?:[+-].*)?|[+-]\s*\d.*)?\Z", re.IGNORECASE)
_READERS: Mapping[str, Callable[[str], Any]] = {
    "start": read_moment,
    "finish": read_moment,
    "at": read_moment,
    "deadline": read_moment,
    "duration": read_duration,
    "progress": read_percent,
}
DEEPEST_DIGITS = 4
"""A depth of more digits is none that an outline has."""
_SHOWN = {"after": "Predecessors", "progress": "%"}


def paste_rows(plan: Plan, rows: Sequence[Mapping[str, str]], after_row: str | None) -> Edit:
    """Insert rows, each a mapping from a column's title to its cell, below ``after_row`` at its level.

    Predecessors and parents are named by id, name or number of a pasted row. A ``depth`` column makes rows
    parts of those above. Raises :class:`EditRefused` with one problem for every cell that cannot be read.
    """
    made = _Paste(plan, rows, after_row).plan()

    def run(before: Plan) -> Plan:
        return made if before is plan else _Paste(before, rows, after_row).plan()

    new = [each.id for each in made.activities if each.id not in plan.activity_index]
    people = len(made.stakeholders) - len(plan.stakeholders)
    label = f"Paste {count(len(new), 'activity')}"
    if people:
        label += f" and {count(people, 'stakeholder')}"
    return Edit(label, run, touched=frozenset(new))


@dataclass(slots=True)
class _Row:
    """One row while it is read: its number as people count, its cells by meaning, its new id."""

    number: int
    cells: dict[str, str]
    id: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether it is an entry of a plan, copied with its id, rather than a line that somebody typed."""
        return "id" in self.cells


class _Paste:
    """Reads all rows, gathers every fault, then builds the plan."""

    def __init__(self, plan: Plan, rows: Sequence[Mapping[str, str]], after_row: str | None) -> None:
        self.before = plan
        self.at = end_of(plan, after_row)
        above = plan.activity(after_row) if after_row is not None else None
        self.parent = above.parent if above is not None else None
        self.faults: list[Problem] = []
        self.people: dict[str, Stakeholder] = {}
        self.rows = [_row(number, row) for number, row in enumerate(rows, 1)]
        self.rows = [row for row in self.rows if row.cells]
        self._give_ids()
        self.by_name = _names((row.id, row.cells.get("name")) for row in self.rows)
        self.by_old_id = {row.cells["id"].strip().lower(): row.id for row in self.rows if "id" in row.cells}
        self.by_number = {str(row.number): row.id for row in self.rows}
        self.plan_names = _names((each.id, each.name) for each in plan.activities)

    def plan(self) -> Plan:
        """The plan with the rows in it. Raises :class:`EditRefused`."""
        for row in self.rows:
            self._read(row)
        self._nest()
        if self.faults:
            raise EditRefused(*self.faults)
        if not self.rows:
            return self.before
        new = tuple(Activity(id=row.id, **row.fields) for row in self.rows)
        old = self.before.activities
        made = replace_plan(self.before, activities=(*old[: self.at], *new, *old[self.at :]))
        if self.people:
            made = replace_plan(made, stakeholders=(*made.stakeholders, *self.people.values()))
        refuse_new_circles(self.before, made)
        return made

    def _give_ids(self) -> None:
        taken = taken_ids(self.before)
        for row in self.rows:
            wanted = row.cells.get("id") or row.cells.get("name") or ""
            if not wanted.strip():
                self._fault(row, "name", "The row has no name.")
            row.id = slug(wanted, taken)
            taken.add(row.id)

    def _fault(self, row: _Row, key: str, message: str, hint: str = "") -> None:
        title = _SHOWN.get(key, key.capitalize())
        self.faults.append(Problem(f"Row {row.number}, {title}: {message}", Place(), hint))

    def _read(self, row: _Row) -> None:
        values = row.fields
        for key, text in row.cells.items():
            if key in ("id", "depth"):
                continue
            try:
                self._cell(row, key, text)
            except TextError as error:
                self._fault(row, key, str(error))
        start, finish = values.pop("start", None), values.pop("finish", None)
        if start is not None and finish is not None and values.get("duration") is None:
            values["duration"] = days_between(start, finish)
        duration = values.get("duration")
        if duration is not None and not duration.amount and "kind" not in values:
            values["kind"] = "milestone"
        if values.get("kind") in MILESTONE_KINDS and (duration is None or not duration.amount):
            values.pop("duration", None)
        if start is not None and row.is_whole and finish is None:
            values["start"] = start
        elif start is not None and not values.get("after"):
            values["at" if values.get("kind") in MILESTONE_KINDS else "start"] = start
        if row.notes:
            values["notes"] = "\n".join([*([values["notes"]] if values.get("notes") else []), *row.notes])

    def _cell(self, row: _Row, key: str, text: str) -> None:
        values = row.fields
        if key == "after":
            links = (self._link(row, part) for part in re.split(r"[,;\n]", text) if part.strip())
            values["after"] = tuple(dict.fromkeys(link for link in links if link is not None))
        elif key == "owner":
            values["owner"] = self._owner(text)
        elif key == "parent":
            values["parent"] = self.by_old_id.get(text.lower()) if row.is_whole else self._named(text)
            if values["parent"] is None and not row.is_whole:
                self._fault(row, key, f"“{text}” is neither a row nor an activity of the plan.")
        elif key in _READERS:
            values[key] = _READERS[key](text)
        else:
            known = _field(key)
            if known is None or known.form is None or known.shape not in ("one", "many"):
                row.notes.append(f"{key.capitalize()}: {text}")
            elif known.shape == "one":
                values[known.name] = known.form.parse(text)
            else:
                values[known.name] = tuple(
                    known.form.parse(part.strip()) for part in text.split(",") if part.strip()
                )

    def _link(self, row: _Row, text: str) -> Dependency | None:
        """A predecessor: ``3``, ``3FS+2d``, ``qa SS+1d``, ``QA testing``; the whole text may be a name."""
        plain = text.strip()
        on, rest = self._named(plain), ""
        if on is None:
            soft = re.search(r"\s+(soft|hard)\Z", plain, re.IGNORECASE)
            found = _LINK.match(plain[: soft.start()] if soft else plain)
            on = self._named(found["on"]) if found else None
            rest = f"{(found['rest'] or '') if found else ''} {soft[1] if soft else ''}".strip()
        if on is None:
            self._fault(row, "after", f"“{plain}” is neither a row nor an activity of the plan.")
            return None
        if on == row.id:
            self._fault(row, "after", "The row waits for itself.")
        try:
            return replace(parse_dependency(f"x {rest}".strip()), on=on)
        except TextError:
            raise unreadable(plain, "a predecessor such as 3, qa SS+1d or QA testing FS-2d") from None

    def _named(self, text: str) -> str | None:
        """The id of a pasted row by its number, old id or name, else of an activity of the plan by id or
        name.
        """
        plain = text.strip()
        lowered = plain.casefold()
        if lowered in self.by_old_id:
            return self.by_old_id[lowered]
        if plain.isascii() and plain.isdigit():
            return self.by_number.get(plain)
        if lowered in self.by_name:
            return self.by_name[lowered]
        bare = target(lowered)
        if bare in self.before.activity_index:
            return bare
        if bare.startswith(ROLLOUT) and self.before.entry("rollout", bare.removeprefix(ROLLOUT)) is not None:
            return bare
        return self.plan_names.get(lowered)

    def _owner(self, text: str) -> str:
        """The id of a stakeholder by id, name or role; one that nobody knows is added."""
        wanted = text.strip().casefold()
        for each in (*self.before.stakeholders, *self.people.values()):
            if wanted in (each.id, (each.name or "").casefold(), (each.role or "").casefold()):
                return each.id
        taken = {*self.before.ids("stakeholders"), *self.people}
        new = Stakeholder(id=slug(text, taken), name=" ".join(text.split()))
        self.people[new.id] = new
        return new.id

    def _nest(self) -> None:
        """Rows without a parent of their own hang below the last row of a smaller depth, else beside the
        row above.
        """
        above: list[tuple[int, str]] = []
        for row in self.rows:
            written = row.cells.get("depth", "")
            depth = int(written) if written.isdecimal() and len(written) <= DEEPEST_DIGITS else 0
            while above and above[-1][0] >= depth:
                above.pop()
            if row.fields.get("parent") is None:
                row.fields["parent"] = above[-1][1] if above else self.parent
            above.append((depth, row.id))


def _row(number: int, row: Mapping[str, str]) -> _Row:
    cells: dict[str, str] = {}
    for title, text in row.items():
        key = title.strip().casefold()
        meaning = TITLES.get(key, key.replace(" ", "_"))
        if meaning and text.strip():
            cells.setdefault(meaning, text.strip())
    return _Row(number, {} if set(cells) <= {"depth"} else cells)


def _names(pairs: Any) -> dict[str, str]:
    """Ids by name in small letters; of two with one name the first counts."""
    found: dict[str, str] = {}
    for entry_id, name in pairs:
        if name:
            found.setdefault(name.strip().casefold(), entry_id)
    return found


def _field(key: str) -> Field | None:
    names = {each.key: each.name for each in fields_of(Activity)}
    return field_of(Activity, names[key]) if key in names else None
