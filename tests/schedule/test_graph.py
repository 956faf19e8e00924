"""What is walked on the graph: paths, drivers, and networkx as a second opinion on the numbers."""

from __future__ import annotations

import random

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from relplanner.schedule import compute
from relplanner.schedule.graph import between, critical_links, milestone_links
from tests.schedule.builders import act, critical, plan_of, scheduled


def test_the_driving_chain_leads_to_the_milestone() -> None:
    s = scheduled(
        act("a", "1d"), act("b", "3d"), act("c", "1d", "a, b"), act("go", after="c"),
        act("later", "9d", "go"),
        milestone="go",
    )  # fmt: skip
    assert s.critical_path == ("b", "c", "go")
    assert s.driving("c") == ("b",)
    assert s.driving("b") == ()


def test_of_thousands_of_critical_paths_the_first_are_listed() -> None:
    layers = 12
    activities = [act("x0", "1d")]
    for layer in range(layers):
        activities += [act(f"{side}{layer}", "1d", f"x{layer}") for side in "ab"]
        activities.append(act(f"x{layer + 1}", "1d", f"a{layer}, b{layer}"))
    s = scheduled(*activities)
    assert len(s.critical_paths()) == 20
    assert len(s.critical_paths(limit=3)) == 3
    assert all(path[0] == "x0" and path[-1] == f"x{layers}" for path in s.critical_paths())


def test_a_driver_counts_its_lag_and_a_summary_drives_through_its_last_part() -> None:
    s = scheduled(
        act("s", kind="phase"), act("a", "1d", parent="s"), act("b", "2d", parent="s"),
        act("x", "1d", "s FS+1d, b FS"),
    )  # fmt: skip
    assert s.driving("x") == ("s",)
    assert s.critical_paths() == (("b", "x"),)


def test_dates_of_one_row_come_together_and_unknown_ones_are_none() -> None:
    s = scheduled(act("a", "1d"), act("b", "1d", "a"), act("loop", "1d", "pool"), act("pool", "1d", "loop"))
    dates = s.dates("b")
    assert dates is not None
    assert dates.driving == ("a",)
    assert dates.critical
    assert dates.total_slack == 0
    assert s.dates("loop") is None
    assert s.dates("nobody") is None


@given(st.integers(0, 10**6))
def test_networkx_agrees_on_the_length_of_the_longest_way_and_on_redundant_links(seed: int) -> None:
    draw = random.Random(seed)
    count = draw.randrange(2, 25)
    links = {
        at: sorted({draw.randrange(at) for _ in range(draw.randrange(3))}) if at else []
        for at in range(count)
    }
    plan = plan_of(
        *(
            act(f"a{at}", f"{draw.randint(1, 9)}h", ", ".join(f"a{s}" for s in links[at]) or None)
            for at in range(count)
        )
    )
    s = compute(plan)
    graph = nx.DiGraph()
    for activity in plan.activities:
        assert activity.duration is not None
        graph.add_edge(("in", activity.id), ("out", activity.id), weight=activity.duration.amount * 60)
        for link in activity.after:
            graph.add_edge(("out", link.on), ("in", activity.id), weight=0)
    assert s.project_finish is not None
    assert s.project_start is not None
    worked = s.axis("office").work_between(s.project_start, s.project_finish)
    assert worked == nx.dag_longest_path_length(graph)
    assert set(s.graph.edges) == {
        (f"a{source}", f"a{at}") for at, sources in links.items() for source in sources
    }
    assert nx.transitive_reduction(s.graph).number_of_edges() <= s.graph.number_of_edges()
    assert set(s.critical_path) <= critical(s)


def test_a_window_without_an_end_drives_by_where_it_begins() -> None:
    s = scheduled(
        act("w", kind="window", when="2025-04-15T08:00.."),
        act("x", "1d", "w"),
        act("y", "20d"),
        milestone="x",
    )
    assert s.driving("x") == ("w",)
    assert s.critical_path == ("w", "x")


def test_critical_links_run_only_from_drivers() -> None:
    s = scheduled(
        act("a", "1d"), act("b", "3d"), act("c", "1d", "a, b"), act("go", after="c"), milestone="go"
    )  # fmt: skip
    assert critical_links(s) == {("b", "c"), ("c", "go")}


ARROWS = st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40)


@given(ARROWS, st.sets(st.integers(0, 11), min_size=2))
def test_milestone_links_keep_who_reaches_whom_and_nothing_needless(
    arrows: set[tuple[int, int]], chosen: set[int]
) -> None:
    links = [(f"n{low}", f"n{high}") for low, high in arrows if low < high]
    marks = [f"n{number}" for number in sorted(chosen)]
    whole = nx.DiGraph(links)
    whole.add_nodes_from(marks)
    found = nx.DiGraph(milestone_links(links, marks))
    found.add_nodes_from(marks)
    reach = {(a, b) for a in marks for b in nx.descendants(whole, a) if b in marks}
    assert {(a, b) for a in marks for b in nx.descendants(found, a)} == reach
    assert set(nx.transitive_reduction(found).edges) == set(found.edges)


def test_a_circle_among_milestones_stays_and_what_leaves_it_stays() -> None:
    links = [("a", "x"), ("x", "b"), ("b", "a"), ("b", "c")]
    assert set(milestone_links(links, ["a", "b", "c"])) == {("a", "b"), ("b", "a"), ("b", "c")}


def test_between_two_milestones_lie_the_rows_on_the_ways_that_pass_no_other() -> None:
    links = [("m", "a"), ("a", "b"), ("b", "n"), ("a", "o"), ("o", "c"), ("c", "n"), ("m", "d")]
    assert between(links, "m", "n", ["m", "n", "o"]) == {"a", "b"}
