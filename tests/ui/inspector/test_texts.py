from __future__ import annotations

import pytest

from relplanner.errors import TextError
from relplanner.plan.fields import field_of, fields_of
from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.nouns.release import Release
from relplanner.plan.nouns.timeline import Acceptance, Activity
from relplanner.plan.plan import sections
from relplanner.ui.inspector import texts
from relplanner.ui.inspector.groups import groups_of, is_main

AFTER = field_of(Activity, "after")
FACTS = field_of(Release, "facts")


def test_lists_of_short_forms_stand_between_commas() -> None:
    value = (Dependency("qa"), Dependency("uat", "FF"))
    assert texts.text_of(AFTER, value) == "qa, uat FF"
    assert texts.value_of(AFTER, "qa, uat FF") == value
    assert texts.value_of(AFTER, "  ") == ()


def test_lists_of_texts_stand_on_lines_of_their_own() -> None:
    deliverables = field_of(Activity, "deliverables")
    assert texts.text_of(deliverables, ("a, b", "c")) == "a, b\nc"
    assert texts.value_of(deliverables, "a, b\n\nc\n") == ("a, b", "c")


def test_mappings_are_lines_of_name_and_value() -> None:
    value = (("Change window", "Tuesday: 05:00"), ("Downtime", "none"))
    assert texts.value_of(FACTS, texts.text_of(FACTS, value)) == value
    with pytest.raises(TextError, match="name: value"):
        texts.value_of(FACTS, "no colon here")


def test_an_empty_text_is_the_default_unless_the_field_is_required() -> None:
    assert texts.value_of(field_of(Activity, "progress"), "") == 0.0
    assert texts.value_of(field_of(Activity, "owner"), " ") is None
    with pytest.raises(TextError, match="cannot be empty"):
        texts.value_of(field_of(Activity, "id"), "")


def test_several_entries_have_in_common_what_all_of_them_have() -> None:
    assert texts.common(["a", "a"]) == "a"
    assert texts.common(["a", "b"]) is texts.MIXED
    assert texts.text_of(AFTER, texts.MIXED) == ""


def test_every_field_of_every_noun_stands_in_exactly_one_group() -> None:
    nouns = {field.noun for field in sections() if field.noun is not None}
    for noun in nouns:
        shown = [name for group in groups_of(noun) for name in (*group.main, *group.rest)]
        assert sorted(shown) == sorted(field.name for field in fields_of(noun)), noun


def test_a_field_that_says_something_is_always_shown() -> None:
    group = next(one for one in groups_of(Activity) if "tags" in one.rest)
    tags = field_of(Activity, "tags")
    assert not is_main(group, tags, [Activity(id="a")])
    assert is_main(group, tags, [Activity(id="a"), Activity(id="b", tags=("x",))])


def test_instants_show_a_date_where_work_shows_a_duration() -> None:
    group = next(one for one in groups_of(Activity) if "duration" in one.main)
    duration, at = field_of(Activity, "duration"), field_of(Activity, "at")
    milestone, task = Activity(id="m", kind="milestone"), Activity(id="t")
    assert (is_main(group, duration, [task]), is_main(group, at, [task])) == (True, False)
    assert (is_main(group, duration, [milestone]), is_main(group, at, [milestone])) == (False, True)


def test_a_new_nested_entry_is_made_of_its_required_fields() -> None:
    assert [field.name for field in texts.wanted(Acceptance)] == ["text"]
    assert texts.draft(Acceptance, {"text": "All cases run"}) == Acceptance(text="All cases run")
    assert texts.summary(Acceptance(text="All cases run")) == "All cases run"
