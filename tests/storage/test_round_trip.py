"""Any plan survives the file; what an edit leaves alone survives byte for byte."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.errors import PlanUnreadable
from relplanner.plan.fields import fields_of
from relplanner.plan.plan import Plan, sections
from relplanner.storage import reader, writer
from relplanner.storage.source import Source
from tests.strategies import nouns, plans


@given(plans())
def test_any_plan_survives_being_written_and_read(plan: Plan) -> None:
    loaded = reader.parse(writer.format_new(plan))
    assert loaded.plan == plan
    assert {finding.code for finding in loaded.findings} <= {"UNKNOWN-KEY"}


@pytest.mark.parametrize("section", [section.name for section in sections()])
@given(data=st.data())
def test_every_section_survives_being_written_and_read(section: str, data: st.DataObject) -> None:
    field = next(field for field in sections() if field.name == section)
    assert field.noun is not None
    value = data.draw(nouns(field.noun))
    plan = Plan(**{section: value if field.shape == "part" else (value,)})
    assert reader.parse(writer.format_new(plan)).plan == plan


@given(plans(), plans(), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_any_edit_of_any_plan_is_in_the_text_that_is_saved(
    old: Plan, new: Plan, newline: str, bom: bool, ends_bare: bool
) -> None:
    text = writer.format_new(old).replace("\n", newline)
    text = ("\ufeff" if bom else "") + (text.removesuffix(newline) if ends_bare else text)
    loaded = reader.parse(text)
    saved, source = writer.write(loaded.source, new)
    assert reader.parse(saved).plan == new
    assert "".join(part.text for part in source.parts).rstrip("\r\n") == saved.rstrip("\r\n")
    assert saved.startswith("\ufeff") == bom


@given(st.data(), plans(most_sections=6))
def test_a_random_walk_of_edits_never_loses_the_plan(data: st.DataObject, plan: Plan) -> None:
    _, source = writer.write(Source.empty(), plan)
    for _ in range(4):
        plan = _edited(data, plan)
        text, source = writer.write(source, plan)
        assert reader.parse(text).plan == plan
        assert source.plan == plan


def _edited(data: st.DataObject, plan: Plan) -> Plan:
    """One field of one noun changed, or a list of nouns reordered, cut or added to."""
    field = data.draw(st.sampled_from(sections()))
    value = getattr(plan, field.name)
    noun: Any = field.noun
    if field.shape == "part":
        return replace(plan, **{field.name: _mixed(data, value)})
    items = list(value)
    action = data.draw(st.sampled_from(["change", "delete", "add", "reorder"]))
    if action == "change" and items:
        at = data.draw(st.integers(0, len(items) - 1))
        items[at] = _mixed(data, items[at])
    elif action == "delete" and items:
        items.pop(data.draw(st.integers(0, len(items) - 1)))
    elif action == "reorder":
        items = data.draw(st.permutations(items))
    else:
        items.insert(data.draw(st.integers(0, len(items))), data.draw(nouns(noun)))
    names = [str(getattr(item, fields_of(noun)[0].name)) for item in items]
    return replace(plan, **{field.name: tuple(items)}) if len(set(names)) == len(names) else plan


def _mixed(data: st.DataObject, noun: Any) -> Any:
    """A noun that takes some fields of another."""
    other = data.draw(nouns(type(noun)))
    names = [field.name for field in fields_of(type(noun))]
    taken = data.draw(st.sets(st.sampled_from(names), max_size=3))
    return replace(noun, **{name: getattr(other, name) for name in taken})


@given(plans())
def test_saving_without_an_edit_changes_no_byte(plan: Plan) -> None:
    text = writer.format_new(plan)
    loaded = reader.parse(text)
    assert writer.write(loaded.source, loaded.plan)[0] == text
    assert writer.write(loaded.source, plan)[0] == text


@given(plans(), st.data())
def test_a_text_cut_into_pieces_is_the_same_text(plan: Plan, data: st.DataObject) -> None:
    lines = writer.format_new(plan).split("\n")
    extra = st.sampled_from(["", "# a comment", "  # further in", "      ", "#"])
    for _ in range(data.draw(st.integers(0, 5))):
        lines.insert(data.draw(st.integers(0, len(lines))), data.draw(extra))
    text = "\n".join(lines)
    with contextlib.suppress(PlanUnreadable):
        loaded = reader.parse(text)
        pieces = "".join(part.text for part in loaded.source.parts)
        assert pieces.removesuffix("\n") == text.removesuffix("\n")


@given(plans(most_sections=6), st.data())
def test_entries_that_an_edit_leaves_alone_keep_every_byte_whatever_comments_stand_between(
    plan: Plan, data: st.DataObject
) -> None:
    lines = writer.format_new(plan).split("\n")
    extra = st.sampled_from(["", "# a comment", "  # further in", "# one\n# two", "\n# free\n"])
    for _ in range(data.draw(st.integers(0, 8))):
        lines.insert(data.draw(st.integers(0, len(lines))), data.draw(extra))
    try:
        loaded = reader.parse("\n".join(lines))
    except PlanUnreadable:
        return
    edited = _edited(data, loaded.plan)
    saved, source = writer.write(loaded.source, edited)
    assert reader.parse(saved).plan == edited
    before = {id(c.item): c.lead + c.own for part in loaded.source.parts for c in part.chunks or () if c.item}
    after = {id(c.item): c.lead + c.own for part in source.parts for c in part.chunks or () if c.item}
    for item, text in after.items():
        assert before.get(item, text) == text
    old_parts = {part.key: part.lead + part.own for part in loaded.source.parts}
    changed = {
        field.key for field in sections() if getattr(edited, field.name) != getattr(loaded.plan, field.name)
    }
    for part in source.parts:
        if part.key is not None and part.key not in changed:
            assert part.lead + part.own == old_parts[part.key]
