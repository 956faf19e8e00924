"""Claims about the outline."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.outline import ancestors, children, descendants, rows
from relplanner.plan.plan import Plan
from tests.plan.sample import kestrel, plan_of, task


def test_children_follow_their_parent_and_siblings_keep_the_order_of_the_file() -> None:
    plan = plan_of(task("b", parent="p"), task("x"), task("p"), task("a", parent="p"), task("y", parent="b"))
    shown = [(row.id, row.depth, row.parent, row.has_children) for row in rows(plan)]
    assert shown == [
        ("x", 0, None, False),
        ("p", 0, None, True),
        ("b", 1, "p", True),
        ("y", 2, "b", False),
        ("a", 1, "p", False),
    ]


def test_an_unknown_parent_puts_an_activity_at_the_top_level() -> None:
    plan = plan_of(task("a", parent="gone"), task("b", parent="a"))
    assert [(row.id, row.depth, row.parent) for row in rows(plan)] == [("a", 0, None), ("b", 1, "a")]


def test_parents_in_a_circle_are_all_shown_at_the_top_level_with_what_hangs_on_them() -> None:
    plan = plan_of(task("a", parent="b"), task("b", parent="a"), task("c", parent="b"), task("d", parent="d"))
    assert [(row.id, row.parent) for row in rows(plan)] == [("a", None), ("b", None), ("c", "b"), ("d", None)]


@given(st.lists(st.tuples(st.integers(0, 6), st.one_of(st.none(), st.integers(0, 7))), max_size=14))
def test_every_activity_is_shown_exactly_once_whatever_the_file_says(
    drawn: list[tuple[int, int | None]],
) -> None:
    activities = [Activity(id=f"a{n}", parent=None if p is None else f"a{p}") for n, p in drawn]
    plan = Plan(activities=tuple(activities))
    assert sorted(row.position for row in rows(plan)) == list(range(len(activities)))
    depth = -1
    for row in rows(plan):
        assert row.depth <= depth + 1
        assert (row.parent is None) == (row.depth == 0)
        depth = row.depth


def test_descendants_hold_the_given_ones_and_all_below_them_once() -> None:
    plan = plan_of(task("p"), task("q", parent="p"), task("r", parent="q"), task("s"))
    assert descendants(plan, ["q", "p"]) == ("q", "r", "p")
    assert descendants(plan, ["s"]) == ("s",)


def test_ancestors_are_named_from_the_nearest_and_end_in_a_circle() -> None:
    plan = plan_of(
        task("p"), task("q", parent="p"), task("r", parent="q"), task("x", parent="y"), task("y", parent="x")
    )
    assert ancestors(plan, "r") == ("q", "p")
    assert ancestors(plan, "x") == ("y",)


def test_children_of_nobody_are_the_top_level() -> None:
    assert children(kestrel())[None] == ("code-freeze", "testing", "production")
    assert children(kestrel())["testing"] == ("qa", "uat")


def test_a_chain_of_parents_five_thousand_deep_is_walked_without_recursion() -> None:
    deep = [Activity(id=f"a{n}", parent=f"a{n - 1}" if n else None) for n in range(5000)]
    assert rows(Plan(activities=tuple(deep)))[-1].depth == 4999


def test_ids_stand_in_the_order_of_the_file_and_of_two_the_first_counts() -> None:
    plan = plan_of(task("b"), task("a"), task("b"), task("c"))
    assert plan.ids("activities") == ("b", "a", "c")
    assert plan.activity_index["b"] == 0
