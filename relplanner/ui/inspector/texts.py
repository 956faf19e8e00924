"""Fields as text and back: what an editor shows, what a person may type, what it offers. No widgets here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from relplanner.errors import Problem, TextError
from relplanner.plan.fields import Field, field_of, fields_of, shorthand_of
from relplanner.plan.forms.dependency import DEPENDENCY
from relplanner.plan.forms.scalars import TEXT, TIME_ZONE
from relplanner.plan.plan import Plan, entries_of, id_of

MIXED = object()
"""What several entries have when they do not have the same."""
Offer = tuple[str, str]
"""What is typed, and what people call it."""


def common(values: Sequence[Any]) -> Any:
    """The value that all have, else `MIXED`."""
    first = values[0]
    return first if all(value == first for value in values[1:]) else MIXED


def is_long(field: Field) -> bool:
    """Whether it wants several lines: free text, lists of texts, mappings."""
    return field.shape == "map" or field.form is TEXT


def is_text(field: Field) -> bool:
    """Whether it is written as text; the others hold nested nouns."""
    return field.shape in ("one", "many", "map")


def text_of(field: Field, value: Any) -> str:
    """The text of a field. Lists of short forms stand between commas, of texts on lines of their own."""
    form, key_form = field.form, field.key_form
    if value is None or value is MIXED or form is None:
        return ""
    if field.shape == "map" and key_form is not None:
        return "\n".join(f"{key_form.format(key)}: {form.format(item)}" for key, item in value)
    if field.shape == "many":
        return ("\n" if is_long(field) else ", ").join(form.format(item) for item in value)
    return str(form.format(value))


def value_of(field: Field, text: str) -> Any:
    """Read a field's text; an empty one is the field's default. Raises :class:`TextError`."""
    form = field.form
    plain = text.strip()
    if form is None:
        raise TextError(Problem(f"{field.label} has no text form."))
    if not plain:
        if field.required:
            raise TextError(Problem(f"{field.label} cannot be empty.", hint=f"Expected {form.expected}."))
        return field.default
    if field.shape == "map":
        return tuple(_pair(field, line) for line in plain.splitlines() if line.strip())
    if field.shape == "many":
        pieces = plain.splitlines() if is_long(field) else re.split("[,;]", plain)
        return tuple(form.parse(piece.strip()) for piece in pieces if piece.strip())
    return form.parse(plain)


def _pair(field: Field, line: str) -> tuple[Any, Any]:
    key, colon, item = line.partition(":")
    if not colon or field.key_form is None or field.form is None:
        raise TextError(
            Problem(f"“{line[:60]}” is not a name and a value.", hint="Write name: value on each line.")
        )
    return field.key_form.parse(key.strip()), field.form.parse(item.strip())


def offers(field: Field, plan: Plan) -> list[Offer]:
    """What can be chosen for a field: its fixed words, or the entries it may name."""
    form = field.form
    if form is None or field.shape == "map":
        return []
    if form.choices:
        return [(word, word.capitalize()) for word in form.choices]
    if form is TIME_ZONE:
        import zoneinfo

        return [(name, name) for name in sorted(zoneinfo.available_timezones())]
    sections = ("activities",) if form is DEPENDENCY else form.refers_to
    return [(id_of(entry), name_of(entry)) for section in sections for entry in entries_of(plan, section)]


def by_name(field: Field, plan: Plan | None, text: str) -> str:
    """What was typed, or the id of the one entry that is called so: people know things by their names."""
    if plan is not None and field.form is DEPENDENCY:
        return ", ".join(_by_name_of_one(plan, piece.strip()) for piece in re.split("[,;]", text))
    if plan is None or field.shape != "one" or field.form is None or not field.form.refers_to:
        return text
    wanted = text.strip().lower()
    ids = [one for one, name in offers(field, plan) if name.lower() == wanted]
    return ids[0] if len(ids) == 1 else text


def _by_name_of_one(plan: Plan, text: str) -> str:
    """``Code freeze FS+1d`` as ``freeze FS+1d``, where just one activity has that name."""
    words = text.split()
    for count in range(len(words), 0, -1):
        if count == 1 and words[0].lower() in plan.activity_index:
            break  # an id comes before a name of one word
        wanted = " ".join(words[:count]).casefold()
        ids = [
            one.id for one in plan.activities if one.name and " ".join(one.name.split()).casefold() == wanted
        ]
        if len(ids) == 1:
            return " ".join([ids[0], *words[count:]])
    return text


def name_of(entry: Any) -> str:
    """What people call an entry."""
    for name in ("name", "role", "text", "title", "who"):
        said = getattr(entry, name, None)
        if said:
            return str(said)
    return id_of(entry)


def summary(entry: Any) -> str:
    """One line for a nested entry: its first fields that say something."""
    short = shorthand_of(type(entry))
    if short is not None:
        return str(getattr(entry, short.name))
    said = [text_of(field, getattr(entry, field.name)) for field in fields_of(type(entry)) if is_text(field)]
    return " · ".join(text.splitlines()[0] for text in said if text)[:120]


def tick_of(noun: type[Any]) -> Field | None:
    """The yes-or-no field that is ticked on a nested entry's line, if it has one (acceptance criteria)."""
    return next(
        (field for field in fields_of(noun) if field.form is not None and field.form.name == "yes or no"),
        None,
    )


def draft(noun: type[Any], texts: dict[str, str]) -> Any:
    """A new nested entry from the texts of its fields. Raises :class:`TextError`."""
    return noun(**{name: value_of(field_of(noun, name), text) for name, text in texts.items()})


def wanted(noun: type[Any]) -> tuple[Field, ...]:
    """The fields that a new nested entry cannot do without."""
    return tuple(field for field in fields_of(noun) if field.required) or fields_of(noun)[:1]


def error_sentence(error: TextError) -> str:
    """What an editor writes below itself."""
    return " ".join(f"{problem.message} {problem.hint}".strip() for problem in error.problems)
