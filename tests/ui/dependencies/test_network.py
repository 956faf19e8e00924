from __future__ import annotations

from relplanner.plan.plan import Plan
from relplanner.storage.reader import parse
from relplanner.ui.dependencies.network import Looking, Network, Way, network_of
from tests.ui.dependencies.conftest import PLAN


def plan_of(activities: str) -> Plan:
    return parse(f"relplan: 1\nactivities:\n{activities}").plan


def look(plan: Plan, way: Way = "all", **how: object) -> Network:
    return network_of(plan, Looking(way, **how))  # type: ignore[arg-type]


def pairs(network: Network) -> set[tuple[str, str]]:
    return {(network.ids[edge.before], network.ids[edge.after]) for edge in network.edges}


def test_the_whole_network_shows_every_activity_once_and_no_summary() -> None:
    network = look(parse(PLAN).plan)
    assert set(network.ids) == {
        "build", "qa", "performance", "freeze", "docs", "production", "alone", "rollout/canary",
        "rollout/wide",
    }  # fmt: skip


def test_a_link_on_a_summary_is_drawn_from_the_parts_that_end_it() -> None:
    network = look(parse(PLAN).plan)
    assert {("qa", "production"), ("performance", "production")} <= pairs(network)
    assert all(edge.derived for edge in network.edges if network.ids[edge.before] == "qa")


def test_the_rollout_follows_the_release_milestone_phase_by_phase() -> None:
    assert {("production", "rollout/canary"), ("rollout/canary", "rollout/wide")} <= pairs(
        look(parse(PLAN).plan)
    )


def test_a_link_between_large_summaries_goes_through_one_card() -> None:
    text = "- {id: a, kind: phase}\n- {id: b, kind: phase, after: a}\n"
    text += "".join(f"- {{id: a{n}, parent: a}}\n- {{id: b{n}, parent: b}}\n" for n in range(6))
    network = look(plan_of(text))
    assert ("a0", "a") in pairs(network)
    assert ("a", "b0") in pairs(network)
    assert len(network.edges) == 12


def test_milestones_alone_are_joined_by_the_ways_between_them_without_the_needless_ones() -> None:
    plan = plan_of(
        "- {id: m1, kind: milestone}\n- {id: t1, after: m1}\n- {id: m2, kind: milestone, after: [t1, m1]}\n"
        "- {id: t2, after: m2}\n- {id: m3, kind: gate, after: [t2, m1, t1]}\n"
    )
    network = look(plan, "milestones")
    assert network.ids == ("m1", "m2", "m3")
    assert pairs(network) == {("m1", "m2"), ("m2", "m3")}


def test_milestones_in_a_circle_are_shown_as_one() -> None:
    plan = plan_of(
        "- {id: m1, kind: milestone, after: m2}\n- {id: m2, kind: milestone, after: m1}\n"
        "- {id: m3, kind: milestone, after: m2}\n"
    )
    assert {("m1", "m2"), ("m2", "m1")} <= pairs(look(plan, "milestones"))


def test_folded_phases_stand_for_their_parts() -> None:
    network = look(parse(PLAN).plan, "phases")
    assert set(network.ids) == {"build", "testing", "freeze", "docs", "production", "alone", "rollout/"}
    assert network.folded == {"testing": 2, "rollout/": 2}
    assert {("build", "testing"), ("testing", "production"), ("production", "rollout/")} <= pairs(network)


def test_an_unfolded_phase_gives_way_to_its_parts() -> None:
    network = look(parse(PLAN).plan, "phases", unfolded=frozenset({"testing"}))
    assert {"qa", "performance"} <= set(network.ids)
    assert "testing" not in network.ids


def test_the_neighbourhood_ends_after_so_many_steps() -> None:
    plan = plan_of(
        "- {id: a}\n" + "".join(f"- {{id: {x}, after: {y}}}\n" for x, y in ("ba", "cb", "dc", "ed"))
    )
    assert look(plan, "near", centre=("c",), steps=1).ids == ("b", "c", "d")
    assert look(plan, "near", centre=("c",), steps=2).ids == ("a", "b", "c", "d", "e")


def test_a_circle_is_found_with_its_cards_in_order() -> None:
    network = look(
        plan_of("- {id: a, after: c}\n- {id: b, after: a}\n- {id: c, after: b}\n- {id: d, after: c}\n")
    )
    assert [[network.ids[card] for card in circle] for circle in network.circles] == [["a", "b", "c"]]
    assert len(network.in_circle) == 3


def test_a_soft_link_makes_no_circle() -> None:
    assert not look(plan_of("- {id: a, after: b soft}\n- {id: b, after: a}\n")).circles


def test_two_links_between_the_same_cards_are_one_line_with_both_labels() -> None:
    network = look(plan_of("- {id: a}\n- {id: b, after: [a SS+1d, a FF]}\n"))
    assert [edge.label for edge in network.edges] == ["SS+1d · FF"]


def test_a_plain_link_has_no_label() -> None:
    network = look(plan_of("- {id: a}\n- {id: b, after: a}\n- {id: c, after: a FS+2d soft}\n"))
    assert [edge.label for edge in network.edges] == ["", "FS+2d soft"]


def test_reach_is_all_that_comes_before_and_after() -> None:
    network = look(parse(PLAN).plan)
    cards, edges = network.reach(network.index["qa"])
    assert {network.ids[card] for card in cards} == {
        "build", "qa", "production", "rollout/canary", "rollout/wide",
    }  # fmt: skip
    assert len(edges) == 4


def test_a_chain_of_twenty_thousand_is_walked_without_recursion() -> None:
    text = "- {id: a0}\n" + "".join(f"- {{id: a{n}, after: a{n - 1}}}\n" for n in range(1, 20_000))
    plan = plan_of(text)
    network = look(plan)
    assert len(network.reach(0)[0]) == 20_000
    assert network.circles == ()
