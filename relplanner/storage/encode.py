"""Nouns to plain trees, by the field tables: only what differs from the default, in the table's order."""

from __future__ import annotations

from typing import Any

from relplanner.plan.fields import Field, fields_of, shorthand_of
from relplanner.plan.forms.scalars import LINE, TEXT
from relplanner.plan.plan import Plan, sections
from relplanner.storage.emit import Bare, Braces, Inline
from relplanner.storage.yaml_text import Plain


def encode(noun: Any) -> Plain:
    """The mapping of a noun; its text alone where the noun has a short form and nothing else is known."""
    table = type(noun)
    plain: dict[str, Plain] = {}
    for field in fields_of(table):
        value = getattr(noun, field.name)
        if field.required or not is_default(field, value):
            plain[field.key] = encode_field(field, value)
    for key, value in getattr(noun, "unknown", ()):
        plain.setdefault(key, bare(value))
    short = shorthand_of(table)
    if short is not None and len(plain) == 1 and isinstance(plain.get(short.key), str):
        return plain[short.key]
    return plain


def is_default(field: Field, value: Any) -> bool:
    """Whether a value is what an absent key means; such a value is not written."""
    return value is field.default or value == field.default


def encode_field(field: Field, value: Any) -> Plain:
    """The plain tree of one field's value."""
    form = field.form
    match field.shape:
        case "one":
            assert form is not None
            return _text(field, value)
        case "many":
            texts = [_text(field, item) for item in value]
            return texts if form is TEXT else Inline(texts)
        case "part":
            return encode(value)
        case "parts":
            return [encode(item) for item in value]
        case "map":
            assert field.key_form is not None
            return {field.key_form.format(key): _text(field, text) for key, text in value}
        case "keyed":
            return keyed(value)


def keyed(nouns: tuple[Any, ...]) -> dict[str, Plain]:
    """Keyed nouns by their first field."""
    plain: dict[str, Plain] = {}
    for noun in nouns:
        first, *rest = fields_of(type(noun))
        key = encode_field(first, getattr(noun, first.name))
        if len(rest) == 1 and rest[0].shape == "map":
            plain[key] = Braces(encode_field(rest[0], getattr(noun, rest[0].name)))
        else:
            inner = encode(noun)
            plain[key] = {name: value for name, value in inner.items() if name != first.key}
    return plain


def encode_plan(plan: Plan) -> dict[str, Plain]:
    """Every section of a plan that says something, in the order of the file."""
    plain: dict[str, Plain] = {}
    for section in sections():
        value = encode_field(section, getattr(plan, section.name))
        if value:
            plain[section.key] = value
    for key, value in plan.unknown:
        plain.setdefault(key, bare(value))
    return plain


def bare(plain: Plain) -> Plain:
    """A tree as it was read, whose texts may stand without quotes wherever YAML allows it."""
    if isinstance(plain, str):
        return Bare(plain)
    if isinstance(plain, list):
        return [bare(item) for item in plain]
    if isinstance(plain, dict):
        return {key: bare(value) for key, value in plain.items()}
    return plain


def encode_over(raw: Plain, old: Any, new: Any) -> Plain:
    """The tree of ``new`` where ``raw`` is what stood in the file for ``old``.

    What did not change keeps its text, also a text that could not be read and one that says the default.
    """
    plain = encode(new)
    short = shorthand_of(type(new))
    if isinstance(raw, str) and short is not None:
        raw = {short.key: raw}
    if not isinstance(raw, dict):
        return plain
    if not isinstance(plain, dict):
        assert short is not None
        plain = {short.key: plain}
    merged: dict[str, Plain] = {}
    for field in fields_of(type(new)):
        unchanged = getattr(old, field.name) == getattr(new, field.name)
        if unchanged and field.key in raw:
            merged[field.key] = bare(raw[field.key])
        elif field.key in plain:
            merged[field.key] = plain[field.key]
    known = {field.key for field in fields_of(type(new))}
    merged.update((key, value) for key, value in plain.items() if key not in known)
    return merged


def _text(field: Field, value: Any) -> str:
    form = field.form
    assert form is not None
    text = form.format(value)
    return text if form is TEXT or form is LINE else Bare(text)
