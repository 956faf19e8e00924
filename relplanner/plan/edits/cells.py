"""Cells as spreadsheets and other planners write them, read more kindly than a plan's own text forms."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from relplanner.plan.forms.base import unreadable
from relplanner.plan.forms.duration import Duration, parse_duration
from relplanner.plan.forms.moment import Moment, Wall, parse_moment
from relplanner.plan.forms.scalars import parse_percent

TITLES: Mapping[str, str] = {
    **dict.fromkeys(("name", "activity", "task", "task name", "title", "summary"), "name"),
    **dict.fromkeys(("start", "start date", "begin"), "start"),
    **dict.fromkeys(("finish", "finish date", "end", "end date", "due"), "finish"),
    **dict.fromkeys(("duration", "dur", "days", "length"), "duration"),
    **dict.fromkeys(("predecessors", "predecessor", "after", "depends on", "dependencies"), "after"),
    **dict.fromkeys(
        ("owner", "responsible", "resource", "resource names", "assignee", "assigned to"), "owner"
    ),
    **dict.fromkeys(("%", "progress", "% complete", "complete", "% done"), "progress"),
    **dict.fromkeys(("kind", "type"), "kind"),
    **dict.fromkeys(("parent", "part of"), "parent"),
    **dict.fromkeys(("depth", "outline level"), "depth"),
    **dict.fromkeys(("slack", "total slack", "status", "#", "no", "no.", "row", "wbs"), ""),
}
"""What a column's title means, in small letters; the empty meaning is a column that the plan works out
itself.
"""
COLUMNS = ("name", "start", "finish", "duration", "after", "owner", "progress", "kind")
"""What columns mean when no line names them."""

_DATE = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})(?:[ T]+(\d{1,2}:\d{2}))?\Z", re.ASCII)


def rows_of_table(table: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The lines of a table as rows by title. A first line that holds known titles only names the columns."""
    lines = [line for line in table if any(cell.strip() for cell in line)]
    if not lines:
        return []
    titles = [cell.strip().casefold() for cell in lines[0]]
    named = [title for title in titles if title]
    if len([title for title in named if title in TITLES]) * 2 > len(named):
        return [dict(zip(titles, line, strict=False)) for line in lines[1:]]
    return [dict(zip(COLUMNS, line, strict=False)) for line in lines]


def read_moment(text: str) -> Moment:
    """A moment; days may be written as spreadsheets do where that is not ambiguous. Raises
    :class:`TextError`.
    """
    found = _DATE.match(text.strip())
    if found is None:
        return parse_moment(text)
    first, mark, second, year, clock = found.groups()
    day, month = int(first), int(second)
    if mark == "/" and day <= 12 and month <= 12 and day != month:
        raise unreadable(text, "a clear date", f"Day or month first? Write {year}-{second:0>2}-{first:0>2}.")
    if mark == "/" and month > 12:
        day, month = month, day
    return parse_moment(f"{year}-{month:02d}-{day:02d}" + (f"T{clock:0>5}" if clock else ""))


def read_duration(text: str) -> Duration:
    """A duration; a bare number counts days, a question mark (an estimate) is passed over."""
    plain = text.strip().rstrip("?").strip()
    return parse_duration(f"{plain}d" if re.fullmatch(r"\d+(\.\d+)?", plain) else plain)


def read_percent(text: str) -> float:
    """A percentage; shares such as 0.5, as spreadsheets keep them, are meant as 50%."""
    plain = text.strip()
    if re.fullmatch(r"0?\.\d+|1\.0+", plain):
        return round(float(plain) * 100, 6)
    return parse_percent(plain)


def days_between(start: Moment, finish: Moment) -> Duration | None:
    """How many days from Monday to Friday two dates span, both counted; ``None`` where nobody can say."""
    if not isinstance(start, Wall) or not isinstance(finish, Wall) or finish.day < start.day:
        return None
    span = (finish.day - start.day).days + 1
    weeks, rest = divmod(span, 7)
    days = weeks * 5 + sum((start.day + dt.timedelta(days=n)).weekday() < 5 for n in range(rest))
    return Duration(float(days), "d") if days else None
