"""Hypothesis strategies for whole plans, derived from the field tables: a new field is drawn without being
named here.

``plans()`` draws any value that the program may hold, not only sensible plans: references may lead nowhere.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from relplanner.plan.fields import Field, fields_of
from relplanner.plan.forms.base import Form
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan, sections
from tests.plan.forms import values

characters = st.characters(exclude_categories=["Cs"])
texts = st.one_of(
    st.text(characters, max_size=40),
    st.sampled_from(
        ["NO", "yes", "1:30", "1e3", "~", "null", "", "a: b", "a #b", "- x", "# x", "2027-03-10", "0x1F",
         "=", "<<",
         "*a", "&a", "!t", "@x", "%x", "'q'", '"q"', "a\nb", "a\n\n  b\n", " lead", "trail ", "\tx",
         "x\t", "a\\b",
         "{a: b}", "[a]", "a, b", "? x", ": x", "-", "---", "...", "|", ">", "1.0", "é", "\u2028",
         "\u0085", "\ufeffx",
         "<<<<<<< x", "a\n=======\nb", "x:", "a\r\nb", "\n", "a\n\n", "`x`", "😀", "\x00", "a\t#b",
         "x\n ", "x \ny"]
    ),
)  # fmt: skip
lines = texts.map(str.strip).filter(lambda text: len(text.splitlines()) <= 1)
idents = st.one_of(st.sampled_from(["qa", "code-freeze", "uat", "no", "1", "1-30", "0e1"]), values.idents)
plain_trees = st.recursive(
    st.one_of(st.none(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)

_FORMS: dict[str, st.SearchStrategy[Any]] = {
    "text": texts,
    "line": lines,
    "id": idents,
    "metric id": values.metrics,
    "reference": idents,
    "number": st.floats(-1e6, 1e6).map(lambda number: number + 0.0),
    "whole number": st.integers(-(10**12), 10**12),
    "percentage": st.integers(0, 100).map(float),
    "yes or no": st.booleans(),
    "version": values.versions,
    "time zone": st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]),
    "web address": st.sampled_from(["https://prometheus.example.com", "http://localhost:9090/x?y=1#z"]),
    "secret": st.sampled_from(["keyring:production", "env:RELPLANNER_TOKEN"]),
    "moment": values.moments,
    "span": values.spans,
    "date": values.days,
    "time stamp": values.timestamps,
    "duration": values.durations,
    "elapsed": values.elapsed,
    "estimate": values.estimates,
    "dependency": values.dependencies,
    "constraint": values.constraints,
    "repetition": values.recurrences,
    "week": values.weeks(),
    "hours": values.hours(),
    "quantity": values.quantities,
    "baseline": values.baselines,
    "condition": values.conditions,
    "target": values.targets,
    "criterion": values.criteria,
}


def activities() -> st.SearchStrategy[Activity]:
    """Single activities; their ids are drawn from few, so that lists of them should be made unique by id."""
    return nouns(Activity)


@cache
def nouns(noun: type[Any]) -> st.SearchStrategy[Any]:
    """Any value of a noun, with any of its fields set."""
    table = fields_of(noun)
    required = {field.name: _value(field) for field in table if field.required}
    optional = {field.name: _value(field) for field in table if not field.required}
    if "unknown" in noun.__dataclass_fields__:
        known = {field.key for field in table}
        optional["unknown"] = unknown(known)
    return st.fixed_dictionaries(required, optional=optional).map(lambda drawn: noun(**drawn))


def unknown(known: set[str]) -> st.SearchStrategy[tuple[tuple[str, object], ...]]:
    """Keys that nobody knows, with plain trees of any shape."""
    keys = texts.filter(lambda key: key not in known)
    return st.dictionaries(keys, plain_trees, max_size=2).map(lambda pairs: tuple(pairs.items()))


@st.composite
def plans(draw: st.DrawFn, most_sections: int = 4) -> Plan:
    """Any plan in which a few sections say something; ids are unique in their section."""
    chosen = draw(st.lists(st.sampled_from(sections()), max_size=most_sections, unique=True))
    drawn = {field.name: draw(_value(field)) for field in chosen}
    if draw(st.booleans()):
        drawn["unknown"] = draw(unknown({"relplan", *[field.key for field in sections()]}))
    return Plan(**drawn)


def form_values(form: Form[Any]) -> st.SearchStrategy[Any]:
    """Any value of a text form. Raises :class:`KeyError` for a form that has no strategy yet."""
    if form.choices and form.name != "yes or no":
        return st.sampled_from(form.choices)
    if form.refers_to == ("metrics",):
        return values.metrics
    return _FORMS[form.name]


def _value(field: Field) -> st.SearchStrategy[Any]:
    match field.shape:
        case "one":
            return form_values(_form(field))
        case "many":
            return st.lists(form_values(_form(field)), max_size=3).map(tuple)
        case "part":
            return nouns(_noun(field))
        case "parts" | "keyed":
            return st.lists(nouns(_noun(field)), max_size=3, unique_by=_name).map(tuple)
        case "map":
            assert field.key_form is not None
            pairs = st.tuples(form_values(field.key_form), form_values(_form(field)))
            return st.lists(pairs, max_size=3, unique_by=lambda pair: pair[0]).map(tuple)


def _name(item: Any) -> object:
    name = getattr(item, fields_of(type(item))[0].name)
    return name if isinstance(name, str) else repr(name)


def _form(field: Field) -> Form[Any]:
    assert field.form is not None
    return field.form


def _noun(field: Field) -> type[Any]:
    assert field.noun is not None
    return field.noun
