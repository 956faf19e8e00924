"""`relplanner export --to mermaid`, read back by Mermaid's own parser."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given

from relplanner.exchange.mermaid import name_of, plan_mermaid
from relplanner.plan.nouns.timeline import MILESTONE_KINDS
from relplanner.plan.plan import Plan
from relplanner.resources import resource
from relplanner.schedule import compute
from relplanner.storage import reader
from tests.exchange.flowchart import Mermaid
from tests.exchange.hostile import IDS, links, plans, shown


@pytest.fixture(scope="module")
def mermaid(qapp) -> Mermaid:
    return Mermaid()


@pytest.fixture(scope="module")
def aurora() -> Plan:
    return reader.read(resource("samples", "aurora.relplan.yaml")).plan


@given(plan=plans())
def test_mermaid_reads_exactly_the_plans_links_whatever_the_names_hold(mermaid: Mermaid, plan: Plan) -> None:
    met = mermaid.read(plan_mermaid(compute(plan)))
    expected = Counter({(name_of(tail), name_of(head)): n for (tail, head), n in links(plan).items()})
    assert Counter((tail, head) for tail, head, _, _ in met.links) == expected


@given(plan=plans())
def test_mermaid_shows_every_name_as_it_is_written(mermaid: Mermaid, plan: Plan) -> None:
    met = mermaid.read(plan_mermaid(compute(plan)))
    parents = {activity.parent for activity in plan.activities}
    for activity in plan.activities:
        name = shown(activity.name, activity.id)
        if activity.id in parents:
            assert met.groups[name_of(activity.id, "g")][0] == name
        else:
            node = met.nodes[name_of(activity.id)]
            assert node["text"].split("<br/>" if "<br/>" not in name else "\0")[0].startswith(name)
            assert (node["shape"] == "diamond") == (activity.kind in MILESTONE_KINDS)


@given(plan=plans())
def test_mermaid_puts_every_activity_into_its_phase(mermaid: Mermaid, plan: Plan) -> None:
    met = mermaid.read(plan_mermaid(compute(plan)))
    parents = {activity.parent for activity in plan.activities}
    for activity in plan.activities:
        name = name_of(activity.id, "g" if activity.id in parents else "n")
        inside = {group for group, (_, members) in met.groups.items() if name in members}
        assert inside == ({name_of(activity.parent, "g")} if activity.parent else set())


def test_the_sample_marks_its_critical_path_by_thick_borders_and_thick_arrows(mermaid, aurora) -> None:
    schedule = compute(aurora)
    text = plan_mermaid(schedule)
    met = mermaid.read(text)
    critical = {name for name, node in met.nodes.items() if "critical" in node["classes"]}
    rows = [key for row, key in enumerate(schedule.ids) if schedule.critical[row]]
    assert critical == {name_of(key) for key in rows} & set(met.nodes)
    chain = [name_of(key) for key in schedule.critical_path]
    thick = {(tail, head) for tail, head, _, stroke in met.links if stroke == "thick"}
    assert set(itertools.pairwise(chain)) <= thick
    assert "stroke-width:4px" in text


def test_the_sample_says_types_and_lags_on_its_arrows(mermaid, aurora) -> None:
    labels = {
        (tail, head): label for tail, head, label, _ in mermaid.read(plan_mermaid(compute(aurora))).links
    }
    assert labels["n_qa", "n_performance"] == "SS+2d"
    assert labels["n_code_freeze", "n_qa"] == ""


def test_names_in_the_flowchart_are_as_many_as_ids() -> None:
    ids = [*IDS, "rollout/a-b", "rollout-a/b", "rollout-a-b", "a_b", "A-b", "ä"]
    assert len({name_of(key) for key in ids}) == len(ids)
    assert all(name_of(key).isascii() for key in ids)


def test_a_link_that_leads_nowhere_is_said_in_a_comment() -> None:
    plan = reader.parse("relplan: 1\nactivities:\n- id: qa\n  after: [ghost, qa]\n").plan
    text = plan_mermaid(compute(plan))
    assert "  %% qa waits for ghost" in text
    assert "  %% qa waits for itself" in text
    assert "-->" not in text


def test_arrows_to_a_phase_end_at_a_box_for_all_of_it(mermaid) -> None:
    plan = reader.parse(
        "relplan: 1\nactivities:\n- id: test\n  kind: phase\n- id: qa\n  parent: test\n"
        "- id: ship\n  after: test\n"
    ).plan
    met = mermaid.read(plan_mermaid(compute(plan)))
    assert met.nodes["n_test"]["text"] == "all of test"
    assert met.groups["g_test"][1] == {"n_test", "n_qa"}
    assert [link[:2] for link in met.links] == [("n_test", "n_ship")]
