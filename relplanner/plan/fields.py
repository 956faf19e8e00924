"""One table a noun: what may stand in it, under which key, in which text form.

The table *is* the noun's definition. The file's reader and writer, the JSON Schema, the inspector and the
three-way merge all walk it, so a field added to a noun is readable, writable, editable and mergeable at once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable
from functools import cache
from typing import Any, Literal, TypeVar, cast, dataclass_transform

from relplanner.plan.forms.base import Form
from relplanner.values import entity, frozen

Shape = Literal["one", "many", "part", "parts", "map", "keyed"]
"""``one`` text form; ``many`` a list of them (a single scalar is read as a list of one); ``part`` one nested
noun; ``parts`` a list of nested nouns; ``map`` text form by text form, kept as pairs; ``keyed`` nested
nouns in a mapping whose key is the noun's first field."""

N = TypeVar("N")


@entity
class Field:
    """One field of a noun: ``name`` its attribute, ``key`` its word in the file, ``label`` as shown."""

    name: str
    key: str
    shape: Shape
    form: Form[Any] | None
    noun: type[Any] | None
    key_form: Form[Any] | None
    default: Any
    required: bool
    label: str
    help: str
    record: bool
    """True for what *happened* (ticks, votes, actuals of phases): outside approvals and the undo stack."""


@dataclass_transform(kw_only_default=True, frozen_default=True)
def noun(cls: type[N]) -> type[N]:
    """Make a class a noun: a frozen value, made by keywords, whose fields carry their table entries."""
    return cast("type[N]", frozen(cls, kw_only=True))


def _field(shape: Shape, default: Any, required: bool, **entry: Any) -> Any:
    metadata = {"shape": shape, "required": required, **entry}
    if required:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def key(
    form: Form[Any],
    default: Any = None,
    *,
    required: bool = False,
    label: str = "",
    help: str = "",
    record: bool = False,
) -> Any:
    """A field with one text form. Without ``default`` it may be absent and is then ``None``."""
    return _field("one", default, required, form=form, label=label, help=help, record=record)


def keys(form: Form[Any], *, label: str = "", help: str = "", record: bool = False) -> Any:
    """A field with any number of one text form, kept as a tuple."""
    return _field("many", (), False, form=form, label=label, help=help, record=record)


def part(of: type[Any], *, label: str = "", help: str = "", record: bool = False) -> Any:
    """A nested noun or ``None``; a noun all of whose fields have defaults stands for itself when absent."""
    return _field("part", None, False, noun=of, label=label, help=help, record=record)


def parts(of: type[Any], *, label: str = "", help: str = "", record: bool = False) -> Any:
    """A list of nested nouns, kept as a tuple."""
    return _field("parts", (), False, noun=of, label=label, help=help, record=record)


def keyed(of: type[Any], *, label: str = "", help: str = "", record: bool = False) -> Any:
    """A mapping in the file whose keys become the first field of the nested nouns; a tuple in file order."""
    return _field("keyed", (), False, noun=of, label=label, help=help, record=record)


def mapping(
    key_form: Form[Any],
    form: Form[Any],
    *,
    label: str = "",
    help: str = "",
    record: bool = False,
) -> Any:
    """A mapping of text form by text form, kept as a tuple of pairs in file order."""
    return _field("map", (), False, key_form=key_form, form=form, label=label, help=help, record=record)


def unknown() -> Any:
    """Where a noun keeps keys it does not know, as ``(key, plain value)`` pairs: reported, never dropped."""
    return dataclasses.field(default=(), metadata={"unknown": True})


def fields_of(cls: type[Any]) -> tuple[Field, ...]:
    """The table of a noun, in file order."""
    return _table(cast("Hashable", cls))


@cache
def _table(cls: Hashable) -> tuple[Field, ...]:
    noun_fields: Any = dataclasses.fields(cast("Any", cls))
    return tuple(_entry(f) for f in noun_fields if "shape" in f.metadata)


def _entry(f: dataclasses.Field[Any]) -> Field:
    meta = f.metadata
    file_key = f.name.rstrip("_")
    return Field(
        name=f.name,
        key=file_key,
        shape=meta["shape"],
        form=meta.get("form"),
        noun=meta.get("noun"),
        key_form=meta.get("key_form"),
        default=None if meta["required"] else f.default,
        required=meta["required"],
        label=meta["label"] or file_key.replace("_", " ").capitalize(),
        help=meta["help"],
        record=meta["record"],
    )


def field_of(cls: type[Any], name: str) -> Field:
    """The table entry of one attribute. Raises :class:`KeyError` when the noun has none of that name."""
    for entry in fields_of(cls):
        if entry.name == name:
            return entry
    raise KeyError(f"{cls.__name__}.{name}")


def shorthand_of(cls: type[Any]) -> Field | None:
    """The field that a noun written as one scalar fills (``- Saved cards``), if it has one."""
    name: str | None = getattr(cls, "SHORTHAND", None)
    return field_of(cls, name) if name else None
