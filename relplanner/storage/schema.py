"""The JSON Schema (2020-12) of the plan file, from the field tables."""

from __future__ import annotations

from typing import Any

from relplanner.plan.fields import Field, fields_of, shorthand_of
from relplanner.plan.forms.base import Form
from relplanner.plan.plan import FORMAT, Plan

ID = "urn:relplanner:plan:1"


def json_schema() -> dict[str, Any]:
    """The schema of a whole file. Unknown keys are allowed, as the reader allows them."""
    definitions: dict[str, Any] = {}
    properties: dict[str, Any] = {
        "relplan": {"description": "The format's version", "enum": [FORMAT, str(FORMAT)]}
    }
    for field in fields_of(Plan):
        properties[field.key] = _field(field, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Release plan",
        "description": "NAME.relplan.yaml, the plan of one software release",
        "type": "object",
        "properties": properties,
        "required": ["relplan"],
        "$defs": dict(sorted(definitions.items())),
    }


def _field(field: Field, definitions: dict[str, Any]) -> dict[str, Any]:
    schema = _or_null(_shape(field, definitions))
    schema["title"] = field.label
    if field.help:
        schema["description"] = field.help
    if field.shape == "one" and field.form is not None and field.default is not None and not field.required:
        schema["default"] = field.form.format(field.default)
    return schema


def _shape(field: Field, definitions: dict[str, Any]) -> dict[str, Any]:
    match field.shape:
        case "one":
            return _text(field.form)
        case "many":
            one = _text(field.form)
            return {"anyOf": [one, {"type": "array", "items": one}]}
        case "part":
            return _reference(field.noun, definitions)
        case "parts":
            entry = _reference(field.noun, definitions)
            several: dict[str, Any] = {"type": "array", "items": entry}
            assert field.noun is not None
            return {"anyOf": [{"type": "string"}, several]} if shorthand_of(field.noun) else several
        case "map":
            return {"type": "object", "additionalProperties": _or_null(_text(field.form))}
        case "keyed":
            return {"type": "object", "additionalProperties": _keyed(field.noun, definitions)}


def _keyed(noun: type[Any] | None, definitions: dict[str, Any]) -> dict[str, Any]:
    assert noun is not None
    _, *rest = fields_of(noun)
    if len(rest) == 1 and rest[0].shape == "map":
        return _field(rest[0], definitions)
    return {"type": "object", "properties": {field.key: _field(field, definitions) for field in rest}}


def _reference(noun: type[Any] | None, definitions: dict[str, Any]) -> dict[str, Any]:
    assert noun is not None
    name = f"{noun.__module__.rpartition('.')[2]}.{noun.__name__}"
    if name not in definitions:
        definitions[name] = {}  # a noun may hold itself
        definitions[name] = _noun(noun, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _noun(noun: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    table = fields_of(noun)
    schema: dict[str, Any] = {"type": "object", "properties": {f.key: _field(f, definitions) for f in table}}
    required = [field.key for field in table if field.required]
    if required:
        schema["required"] = required
    short = shorthand_of(noun)
    if short is not None:
        schema = {"anyOf": [_text(short.form), schema]}
    if noun.__doc__:
        schema["description"] = " ".join(noun.__doc__.split())
    return schema


def _text(form: Form[Any] | None) -> dict[str, Any]:
    """A text form once YAML has read it: many texts are numbers, dates or truth values to YAML."""
    assert form is not None
    schema = dict(form.schema)
    if "enum" in schema:
        return {"enum": schema["enum"]}
    if schema.get("type") == "string" and "pattern" not in schema:
        return {"type": ["string", "number", "boolean"]}
    if schema.get("type") == "string":
        return {"anyOf": [schema, {"type": ["number", "boolean"]}]}
    return schema


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A key without a value is an absent key."""
    return {"anyOf": [schema, {"type": "null"}]}
