"""Trees of texts, faults and offers, without a window."""

from __future__ import annotations

import pytest
from hypothesis import given

from relplanner.plan.forms.condition import Condition, format_condition, parse_condition
from relplanner.plan.nouns.rollout import Metric
from relplanner.plan.plan import Plan
from relplanner.ui.triggers import offers, place, tree
from relplanner.ui.triggers.fires import holds, scale_of
from relplanner.ui.triggers.tree import Group, Line
from tests.plan.forms.values import conditions

PLAN = Plan(
    metrics=(
        Metric(id="error_rate", name="Error rate", unit="%", series=(("stable", "q"),)),
        Metric(id="latency", unit="ms"),
    )
)


@given(conditions)
def test_what_the_form_says_means_what_it_was_given(condition: Condition) -> None:
    assert parse_condition(tree.text_of(*tree.parts_of(condition))) == condition


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("error_rate > 1 %% for 5m", "%%"),
        ("error rate > 1%", "error rate > 1%"),
        ("a > 1 and b >> 2", "b >> 2"),
        ("a > 1 for 5 parsecs", "5 parsecs"),
        ("a > 1 and 9b > 2", "9b"),
    ],
)
def test_a_fault_is_found_where_it_stands(text: str, marked: str) -> None:
    found = place.fault(text)
    assert found is not None
    assert text[slice(*found[0])] == marked


def test_what_can_be_read_has_no_fault() -> None:
    assert place.fault("error_rate > 1% for 5m") is None


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        ("", "error_rate"),
        ("latency > 1ms and er", "error_rate"),
        ("error_rate ", "drops > 20% vs 1w ago"),
        ("latency > 200", "200s"),
        ("error_rate rises > 5% vs ", "stable"),
        ("error_rate > 5x ", "baseline"),
        ("error_rate > 1% for ", "5m"),
    ],
)
def test_what_may_come_next_is_offered(before: str, offered: str) -> None:
    assert offered in [text for text, _ in offers.at(before, PLAN)[1]]


def test_a_quantity_is_offered_in_the_metrics_own_unit_first() -> None:
    assert offers.amounts("200", PLAN.entry("metrics", "latency"))[0][0] == "200ms"


def test_a_line_taken_out_of_a_group_of_two_leaves_the_other() -> None:
    node = Group("and", (Line("a"), Group("or", (Line("b"), Line("c")))))
    assert tree.changed(node, (1, 0), lambda _: None) == Group("and", (Line("a"), Line("c")))


def test_a_line_in_a_group_of_its_own_is_joined_the_other_way() -> None:
    node, where = tree.grouped(Group("or", (Line("a"), Line("b"))), (0,), Line("c"))
    assert node == Group("or", (Group("and", (Line("a"), Line("c"))), Line("b")))
    assert where == (0, 1)


def test_nothing_typed_yet_is_no_text() -> None:
    assert tree.text_of(Line(), "5m") == ""


def test_the_slider_reaches_what_was_seen_and_stops_at_round_numbers() -> None:
    from relplanner.rollout.tuning import Knob

    knob = Knob(0, "latency", ">", "level", 1.0, "s")
    scale = scale_of(knob, PLAN.entry("metrics", "latency"), 100.0, 4000.0)
    assert scale.number(scale.count) >= 4.4
    assert scale.number(scale.at(1.0)) == 1.0
    assert scale.number(7) == 0.35


def test_the_present_duration_is_a_stop_of_its_slider() -> None:
    condition = parse_condition("a > 1 for 6m")
    assert condition.hold in holds(condition.hold)
    assert format_condition(condition).endswith("6m")
