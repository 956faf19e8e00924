"""Claims about many rows moved at once: as if one by one, and in about the time of one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from relplanner.errors import EditRefused
from relplanner.plan import edits
from relplanner.plan.edits import Edit
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.outline import children, rows
from relplanner.plan.plan import Plan

Make = Callable[[Plan, Sequence[str]], Edit]


@st.composite
def forests(draw: st.DrawFn) -> tuple[Plan, list[str]]:
    """A plan of up to a dozen rows in any order of the file, and some of them."""
    count = draw(st.integers(2, 12))
    parents = [draw(st.one_of(st.none(), st.integers(0, at - 1))) if at else None for at in range(count)]
    made = [Activity(id=f"a{at}", parent=None if p is None else f"a{p}") for at, p in enumerate(parents)]
    plan = Plan(activities=tuple(draw(st.permutations(made))))
    chosen = draw(st.lists(st.sampled_from([each.id for each in made]), min_size=1, unique=True))
    return plan, chosen


def shape(plan: Plan) -> list[tuple[str, str | None]]:
    return [(row.id, row.parent) for row in rows(plan)]


def tops(plan: Plan, chosen: Sequence[str]) -> list[str]:
    """The chosen rows that are not part of another, from the last to the first."""
    parent = {row.id: row.parent for row in rows(plan)}

    def free(each: str | None) -> bool:
        return each is None or (each not in chosen and free(parent[each]))

    return [row.id for row in rows(plan) if row.id in chosen and free(row.parent)][::-1]


@given(forests())
def test_many_rows_go_out_of_their_parents_as_one_by_one(drawn: tuple[Plan, list[str]]) -> None:
    plan, chosen = drawn
    expected = plan
    try:
        new = edits.outdent(plan, chosen).run(plan)
    except EditRefused:
        top = set(children(plan)[None])
        assert top.intersection(tops(plan, chosen))
        return
    for each in tops(plan, chosen):
        expected = edits.outdent(expected, [each]).run(expected)
    assert shape(new) == shape(expected)


@given(forests())
def test_many_rows_go_into_the_row_above_that_stays(drawn: tuple[Plan, list[str]]) -> None:
    plan, chosen = drawn
    moved = tops(plan, chosen)[::-1]
    try:
        new = edits.indent(plan, chosen).run(plan)
    except EditRefused:
        firsts = {siblings[0] for siblings in children(plan).values()}
        assert firsts.intersection(moved)
        return
    expected = plan
    for each in moved:
        expected = (
            edits.indent(expected, [each]).run(expected)
            if _alone(plan, each, moved)
            else (edits.move_rows(expected, [each], None, dict(shape(new))[each]).run(expected))
        )
    assert shape(new) == shape(expected)


def _alone(plan: Plan, row: str, moved: Sequence[str]) -> bool:
    """Whether the sibling above a row stays where it is."""
    siblings = next(each for each in children(plan).values() if row in each)
    return siblings[siblings.index(row) - 1] not in moved


@given(forests(), st.booleans())
def test_many_rows_change_places_with_what_stands_in_their_way(
    drawn: tuple[Plan, list[str]], up: bool
) -> None:
    plan, chosen = drawn
    moved = set(tops(plan, chosen))
    new = (edits.move_up if up else edits.move_down)(plan, chosen).run(plan)
    assert {row.id: row.parent for row in rows(new)} == {row.id: row.parent for row in rows(plan)}
    for parent, siblings in children(plan).items():
        expected = list(siblings) if up else list(siblings)[::-1]
        for at in range(1, len(expected)):
            if expected[at] in moved and expected[at - 1] not in moved:
                expected[at - 1], expected[at] = expected[at], expected[at - 1]
        assert list(children(new)[parent]) == (expected if up else expected[::-1])


@given(forests())
def test_moving_rows_up_and_down_never_touches_a_parent_that_the_file_names_wrongly(
    drawn: tuple[Plan, list[str]],
) -> None:
    plan, chosen = drawn
    orphan = Activity(id="orphan", parent="nobody")
    plan = Plan(activities=(*plan.activities, orphan))
    for move in (edits.move_up, edits.move_down):
        new = move(plan, ["orphan", *chosen]).run(plan)
        assert new.activity("orphan") == orphan


def test_thousands_of_rows_move_in_the_time_of_a_few_looks_at_the_plan() -> None:
    phases = [Activity(id=f"p{at}") for at in range(1000)]
    tasks = [Activity(id=f"t{at}", parent=f"p{at // 4}") for at in range(4000)]
    plan = Plan(activities=(*phases, *tasks))
    every = [each.id for each in tasks]
    some = every[1::2]
    began = time.perf_counter()
    for make, ids in (
        (edits.outdent, every),
        (edits.indent, some),
        (edits.move_up, some),
        (edits.move_down, some),
    ):
        assert make(plan, ids).run(plan) != plan
    assert time.perf_counter() - began < 5, "row by row this takes minutes"
