"""What the mouse resting on something tells: dates, slack, and what holds it where it is."""

from __future__ import annotations

from relplanner.ui.common import activity_words as wording
from relplanner.ui.common.text_cache import Style
from relplanner.ui.timeline import columns, reference, rows
from relplanner.ui.timeline.hit import Hit
from relplanner.ui.timeline.view import View


def explain(view: View, found: Hit) -> str:
    """The tooltip as rich text with the plan's words escaped; empty for none."""
    if found.kind in ("title", "column-edge") and found.slot is not None:
        return escape(found.slot.column.tip)
    if found.place < 0 or found.place >= len(view.sheet):
        return ""
    if (
        found.kind == "cell"
        and found.slot is not None
        and found.slot.column.key not in ("name", "slack", "status")
    ):
        return _whole_text(view, found)
    if found.kind == "link-handle":
        return "Drag to the activity that waits for this one"
    if found.kind in ("cell", "bar", "bar-end", "progress"):
        return _row(view, found.place)
    return ""


def _whole_text(view: View, found: Hit) -> str:
    """The text of a cell that had to be cut."""
    assert found.slot is not None
    text = found.slot.column.text(view, found.place)
    room = found.slot.width - 2 * columns.PAD
    return escape(text) if view.texts.is_cut(Style.NOTE, text, room) else ""


def _row(view: View, place: int) -> str:
    lines = [f"<b>{escape(columns.name_of(view, place))}</b>"]
    if view.row_of(place) == rows.GROUP:
        lines.append("Derived from the rollout's phases.")
        return "<br>".join(lines)
    dates = view.dates_at(place)
    if dates is None:
        lines += [escape(text) for text in problems_of(view, place)]
        return "<br>".join(lines)
    if dates[0] == dates[1]:
        lines.append(escape(view.dates.zoned(dates[0])))
    else:
        lines.append(escape(f"{view.dates.clock(dates[0])} to {view.dates.zoned(dates[1])}"))
    lines += [escape(text) for text in facts_of(view, place)]
    return "<br>".join(lines)


def problems_of(view: View, place: int) -> list[str]:
    """Why a row has no dates."""
    line_id = view.sheet.lines[place].id
    found = [problem.message for problem in view.schedule.problems if problem.id == line_id]
    return found[:3] or ["It could not be scheduled: something it waits for has no dates."]


def facts_of(view: View, place: int) -> list[str]:
    """Slack, driver, deadline and progress of a row, a sentence each."""
    row = view.row_of(place)
    activity = view.sheet.activity(place)
    found: list[str] = []
    if not columns.is_parent(view, place):
        slack = wording.amount(int(view.dates_of.total_slack[row]), view.day_of(place))
        free = wording.amount(int(view.dates_of.free_slack[row]), view.day_of(place))
        kind = "critical" if view.dates_of.critical[row] else f"{free} before it delays what follows"
        found.append(f"Slack {slack}, {kind}")
    drivers = [_name(view, each) for each in view.schedule.driving(view.schedule.ids[row])][:3]
    if drivers:
        found.append(f"Driven by {' and '.join(drivers)}")
    elif activity is not None and activity.start is not None:
        found.append("Held by its pinned start")
    if (due := view.deadline(place)) is not None:
        late = view.dates_at(place)
        missed = late is not None and late[1] > due
        found.append(f"Deadline {view.dates.clock(due)}{', missed' if missed else ''}")
    if compared := reference.told(view, place):
        found.append(compared)
    if activity is not None and activity.progress:
        found.append(f"{activity.progress:.0f}% done")
    return found


def _name(view: View, row_id: str) -> str:
    activity = view.sheet.plan.activity(row_id)
    return (activity.name or activity.id) if activity is not None else row_id


def escape(text: str) -> str:
    """The text as it is within rich text."""
    import html  # with the names of 2,000 characters

    return html.escape(text)
