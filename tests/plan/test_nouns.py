"""Claims about the nouns and their field tables."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Iterator
from typing import Any

import pytest

from relplanner.plan.fields import fields_of, shorthand_of
from relplanner.plan.nouns.timeline import Activity, Calendar
from relplanner.plan.plan import Plan, entries_of, id_of, sections

KEYS = [
    "release",
    "scope",
    "change",
    "stakeholders",
    "on_call",
    "assignments",
    "environments",
    "channels",
    "components",
    "logging",
    "calendars",
    "freezes",
    "iterations",
    "anchors",
    "activities",
    "communications",
    "gates",
    "checklists",
    "runbooks",
    "flags",
    "sources",
    "metrics",
    "rollout",
    "triggers",
    "alerts",
    "risks",
    "incidents",
    "reviews",
    "training",
    "compliance",
    "feedback",
    "release_notes",
    "documents",
    "notes",
]
"""The top-level keys and their order, as the file format promises them (after ``relplan``)."""


def _nouns(cls: type[Any] = Plan, seen: set[type[Any]] | None = None) -> Iterator[type[Any]]:
    seen = set() if seen is None else seen
    for entry in fields_of(cls):
        if entry.noun is not None and entry.noun not in seen:
            seen.add(entry.noun)
            yield entry.noun
            yield from _nouns(entry.noun, seen)


ALL = sorted(_nouns(), key=lambda cls: cls.__name__)


def test_sections_stand_in_the_promised_order() -> None:
    assert [entry.key for entry in sections()] == KEYS


def test_absent_single_parts_are_their_defaults() -> None:
    plan = Plan()
    assert plan.release.status == "draft"
    assert plan.scope.features == ()
    assert plan.rollout.phases == ()


@pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)
def test_every_noun_is_frozen_slotted_and_keeps_unknown_keys(cls: type[Any]) -> None:
    assert dataclasses.is_dataclass(cls)
    assert "__slots__" in cls.__dict__
    names = {field.name for field in dataclasses.fields(cls)}
    assert "unknown" in names or cls.__name__ == "Assignment"


def test_a_noun_cannot_be_changed_only_replaced() -> None:
    first = Activity(id="qa", name="QA")
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(first, "name", "other")  # noqa: B010 - past the type checker
    with pytest.raises(dataclasses.FrozenInstanceError):
        del first.name
    second = dataclasses.replace(first, name="other")
    assert (first.name, second.name) == ("QA", "other")
    make: Any = Activity
    with pytest.raises(TypeError):
        make(name="no id")


def test_nouns_compare_hash_and_pickle_by_value() -> None:
    one, two = Activity(id="qa", tags=("a",)), Activity(id="qa", tags=("a",))
    assert one == two
    assert hash(one) == hash(two)
    assert one != Activity(id="qa")
    other: object = Calendar(id="qa")
    assert one != other
    assert pickle.loads(pickle.dumps(one)) == one
    assert repr(one) == "Activity(id='qa', tags=('a',))"


@pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)
def test_every_attribute_of_a_noun_stands_in_its_table_once(cls: type[Any]) -> None:
    table = [entry.name for entry in fields_of(cls)]
    assert table == [field.name for field in dataclasses.fields(cls) if field.name != "unknown"]
    keys = [entry.key for entry in fields_of(cls)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)
def test_a_default_survives_its_own_text_form(cls: type[Any]) -> None:
    for entry in fields_of(cls):
        if entry.shape == "one" and entry.form is not None and entry.default not in (None, ()):
            assert entry.form.parse(entry.form.format(entry.default)) == entry.default


@pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)
def test_a_shorthand_is_the_only_required_field(cls: type[Any]) -> None:
    short = shorthand_of(cls)
    if short is not None:
        assert [entry.name for entry in fields_of(cls) if entry.required] == [short.name]


def test_references_name_sections_that_exist() -> None:
    known = {entry.name for entry in sections()}
    for cls in ALL:
        for entry in fields_of(cls):
            for form in (entry.form, entry.key_form):
                assert form is None or set(form.refers_to) <= known, f"{cls.__name__}.{entry.name}"


def test_of_two_activities_with_one_id_the_first_is_found() -> None:
    plan = Plan(activities=(Activity(id="qa", name="first"), Activity(id="qa", name="second")))
    found = plan.activity("qa")
    assert found is not None
    assert found.name == "first"
    assert plan.activity_index["qa"] == 0


def test_entries_are_found_by_section_and_id() -> None:
    plan = Plan(activities=(Activity(id="qa"),))
    assert plan.entry("activities", "qa") is plan.activities[0]
    assert plan.entry("activities", "none") is None
    assert plan.ids("stakeholders") == ()
    assert [id_of(item) for item in entries_of(plan, "activities")] == ["qa"]
    with pytest.raises(KeyError):
        plan.entry("nowhere", "qa")
