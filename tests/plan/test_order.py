"""Entries put elsewhere in their section, and copies of them."""

from __future__ import annotations

import pytest

from relplanner.errors import EditRefused
from relplanner.plan.edits.order import copy_of, free_id, move_entry
from relplanner.plan.nouns.rollout import Metric, Trigger
from relplanner.plan.plan import Plan

PLAN = Plan(
    triggers=tuple(Trigger(id=name) for name in ("a", "b", "c", "d")),
    metrics=(Metric(id="cpu", name="CPU"), Metric(id="cpu_2")),
)


def ids(plan: Plan) -> str:
    return "".join(one.id for one in plan.triggers)


@pytest.mark.parametrize(
    ("moved", "beside", "order"),
    [("c", "b", "acbd"), ("b", "c", "acbd"), ("a", "d", "bcda"), ("d", "a", "dabc")],
)
def test_an_entry_takes_the_place_of_another(moved: str, beside: str, order: str) -> None:
    edit = move_entry(PLAN, "triggers", moved, beside)
    assert ids(edit.run(PLAN)) == order
    assert edit.label == f"Move trigger {moved}"


def test_beside_itself_nothing_happens() -> None:
    assert move_entry(PLAN, "triggers", "b", "b").run(PLAN) is PLAN


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(EditRefused, match="no “x” in triggers"):
        move_entry(PLAN, "triggers", "x", "a")


def test_a_copy_has_a_free_id_and_says_so() -> None:
    made = copy_of(PLAN, "metrics", "cpu")
    assert (made.id, made.name) == ("cpu_3", "CPU (copy)")
    assert free_id(PLAN, "metrics", "memory") == "memory"
