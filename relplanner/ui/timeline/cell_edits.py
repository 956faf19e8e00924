"""What a cell says when it is edited, and the edit that typed text stands for."""

from __future__ import annotations

from collections.abc import Callable

from relplanner.errors import Problem, TextError
from relplanner.plan import edits
from relplanner.plan.edits.edit import Edit, name_in, shorten
from relplanner.plan.edits.rename import taken_ids
from relplanner.plan.fields import field_of
from relplanner.plan.forms.dependency import format_dependencies, parse_dependencies
from relplanner.plan.forms.duration import format_duration, parse_duration
from relplanner.plan.forms.moment import format_moment, parse_moment
from relplanner.plan.forms.scalars import LINE, PERCENT, slug
from relplanner.plan.nouns.people import Stakeholder
from relplanner.plan.nouns.timeline import MILESTONE_KINDS, Activity
from relplanner.plan.plan import Plan
from relplanner.ui.inspector import texts
from relplanner.ui.timeline import columns
from relplanner.ui.timeline.snapping import duration_between, wall
from relplanner.ui.timeline.view import View

PHASE_FIELDS = {"name": "name", "duration": "duration"}
"""What a derived row of the rollout can be given here; the rest belongs to its own page."""


def can_edit(view: View, place: int, key: str) -> bool:
    """Whether a cell takes typing."""
    if key not in columns.EDITABLE or not 0 <= place < len(view.sheet):
        return False
    activity = view.sheet.activity(place)
    if activity is None:
        return view.row_of(place) >= 0 and key in PHASE_FIELDS
    if key in ("start", "finish", "duration") and columns.is_parent(view, place):
        return False
    return not (
        activity.kind in MILESTONE_KINDS
        and (key == "finish" or (key == "duration" and activity.kind != "gate"))
    )


def why_not(view: View, place: int, key: str) -> str:
    """Why a cell takes no typing, as a sentence."""
    if not 0 <= place < len(view.sheet):
        return ""
    if view.sheet.activity(place) is None:
        return "Rollout phases are planned on the Rollout page; here their name and duration can be changed."
    if key in ("slack", "status"):
        return f"{columns.BY_KEY[key].title} is worked out from the plan."
    if columns.is_parent(view, place):
        return "A summary takes its dates from its parts."
    return "A milestone is an instant: it has a start and no duration."


def text_of(view: View, place: int, key: str) -> str:
    """The text an editor begins with: what the plan says, in the text form that it is read in."""
    activity = view.sheet.activity(place)
    if activity is None:
        return columns.BY_KEY[key].text(view, place)
    if key == "name":
        return activity.name or ""
    if key == "start":
        return _start_text(view, place, activity)
    if key == "finish":
        dates = view.dates_at(place)
        return format_moment(wall(view, dates[1])) if dates is not None else ""
    if key == "duration":
        return format_duration(activity.duration) if activity.duration is not None else ""
    if key == "predecessors":
        return format_dependencies(activity.after)
    if key == "owner":
        return activity.owner or ""
    return PERCENT.format(activity.progress)


def _start_text(view: View, place: int, activity: Activity) -> str:
    given = activity.at if activity.at is not None else activity.start
    if given is not None:
        return format_moment(given)
    dates = view.dates_at(place)
    return format_moment(wall(view, dates[0])) if dates is not None else ""


def edit_of(view: View, place: int, key: str, text: str) -> Edit | None:
    """The edit for typed text; ``None`` when it says what was there. Raises :class:`RelplannerError`."""
    text = text.strip()
    if text == text_of(view, place, key).strip():
        return None
    line_id = view.sheet.lines[place].id
    if view.sheet.activity(place) is None:
        phase = line_id.partition("/")[2]
        value: object = parse_duration(text) if key == "duration" else text
        return edits.set_field(view.sheet.plan, "rollout", phase, PHASE_FIELDS[key], value or None)
    return _MAKERS[key](view, place, text)


def _name(view: View, place: int, text: str) -> Edit:
    if not text:
        raise TextError(Problem("A name is expected here.", hint="Delete the row if it is not wanted."))
    return edits.set_field(view.sheet.plan, "activities", view.sheet.lines[place].id, "name", text)


def with_id_of_name(plan: Plan, row_id: str, name: str, rename: Edit) -> tuple[Edit, str]:
    """A renaming that makes the id too, for a row that nobody has named before: files are read by people."""
    new_id = slug(name, taken_ids(plan) - {row_id})
    if new_id == row_id:
        return rename, row_id
    follow = edits.rename_id(plan, "activities", row_id, new_id)
    return Edit(rename.label, lambda before: follow.run(rename.run(before))), new_id


def _start(view: View, place: int, text: str) -> Edit:
    line_id = view.sheet.lines[place].id
    if not text:
        return edits.unpin(view.sheet.plan, [line_id])
    return edits.pin_start(view.sheet.plan, line_id, parse_moment(text))


def _finish(view: View, place: int, text: str) -> Edit:
    """A typed finish sets the duration that ends there: the start stays what the network makes it."""
    line_id = view.sheet.lines[place].id
    finish = view.schedule.resolve(parse_moment(text), finish=True)
    dates = view.dates_at(place)
    if finish is None or dates is None:
        raise TextError(Problem("This moment hangs on a date that the plan does not have."))
    if finish <= dates[0]:
        raise TextError(
            Problem(
                f"It starts {view.dates.clock(dates[0])} and cannot finish before.",
                hint="Move its start, or give a later finish.",
            )
        )
    return edits.resize(view.sheet.plan, line_id, duration_between(view, place, dates[0], finish))


def _duration(view: View, place: int, text: str) -> Edit:
    line_id = view.sheet.lines[place].id
    if not text:
        return edits.set_field(view.sheet.plan, "activities", line_id, "duration", None)
    return edits.resize(view.sheet.plan, line_id, parse_duration(text))


def _predecessors(view: View, place: int, text: str) -> Edit:
    plan = view.sheet.plan
    named = texts.by_name(field_of(Activity, "after"), plan, text)
    return edits.set_predecessors(plan, view.sheet.lines[place].id, parse_dependencies(named))


def _owner(view: View, place: int, text: str) -> Edit:
    if text.startswith("+") and text[1:].strip():
        return _new_owner(view.sheet.plan, view.sheet.lines[place].id, text[1:].strip())
    return edits.set_field(
        view.sheet.plan,
        "activities",
        view.sheet.lines[place].id,
        "owner",
        _stakeholder(view, text) if text else None,
    )


def _new_owner(plan: Plan, row_id: str, role: str) -> Edit:
    """Somebody the plan does not know yet becomes a stakeholder and the owner, in one step."""
    person = Stakeholder(id=slug(role, plan.ids("stakeholders")), role=LINE.parse(role))
    add = edits.add_entry(plan, "stakeholders", person)
    give = edits.set_field(plan, "activities", row_id, "owner", person.id)
    touched = (add.touched or frozenset()) | (give.touched or frozenset())
    label = f"Add {shorten(role)} as owner of {name_in(plan, 'activities', row_id)}"
    return Edit(label, lambda before: give.run(add.run(before)), touched=touched)


def _stakeholder(view: View, text: str) -> str:
    """A stakeholder by id, name or role, whatever the case."""
    wanted = text.casefold()
    people = view.sheet.plan.stakeholders
    for person in people:
        if wanted in (person.id.casefold(), (person.name or "").casefold(), (person.role or "").casefold()):
            return person.id
    known = ", ".join(person.id for person in people[:6])
    hint = f"It knows {known}{' and more' if len(people) > 6 else ''}. " if known else ""
    hint += f"Write +{text} to add them."
    raise TextError(Problem(f"The plan has no stakeholder “{text}”.", hint=hint))


def _progress(view: View, place: int, text: str) -> Edit:
    return edits.set_progress(view.sheet.plan, [view.sheet.lines[place].id], PERCENT.parse(text or "0%"))


_MAKERS: dict[str, Callable[[View, int, str], Edit]] = {
    "name": _name,
    "start": _start,
    "finish": _finish,
    "duration": _duration,
    "predecessors": _predecessors,
    "owner": _owner,
    "progress": _progress,
}
