"""`relplanner export --to dot`, read back by Graphviz."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings

from relplanner.exchange.dot import label, plan_dot, quoted
from relplanner.plan.nouns.timeline import MILESTONE_KINDS
from relplanner.plan.plan import Plan
from relplanner.resources import resource
from relplanner.schedule import compute
from relplanner.storage import reader
from tests.conftest import LONG
from tests.exchange.hostile import NAMES, links, plans, shown

EXAMPLES = 400 if LONG else 40
"""Each starts Graphviz."""


@dataclass(frozen=True)
class Drawn:
    """What Graphviz read: nodes and groups by name, with their attributes, links with theirs."""

    nodes: dict[str, dict[str, Any]]
    groups: dict[str, dict[str, Any]]
    links: list[tuple[str, str, dict[str, Any]]]

    def members(self, group: str) -> set[str]:
        names = list(self.groups) + list(self.nodes)
        return {names[number] for number in self.groups[group].get("nodes", ())}


def words(thing: dict[str, Any]) -> list[str]:
    """The lines of text that are drawn."""
    return [operation["text"] for operation in thing.get("_ldraw_", ()) if operation["op"] == "T"]


def drawn(text: str) -> Drawn:
    done = subprocess.run(["dot", "-Tjson"], input=text.encode(), capture_output=True, check=False)
    assert (done.returncode, _complaints(done.stderr)) == (0, []), done.stderr.decode() + text
    read = json.loads(done.stdout)
    objects = read.get("objects", [])
    return Drawn(
        {each["name"]: each for each in objects if "nodes" not in each and "subgraphs" not in each},
        {each["name"]: each for each in objects if "nodes" in each or "subgraphs" in each},
        [
            (objects[each["tail"]]["name"], objects[each["head"]]["name"], each)
            for each in read.get("edges", [])
        ],
    )


def _complaints(stderr: bytes) -> list[str]:
    """What Graphviz says about the text, not about this machine's fonts."""
    return [line for line in stderr.decode().splitlines() if "syntax" in line or "rror" in line]


@pytest.fixture(scope="module")
def aurora() -> Plan:
    return reader.read(resource("samples", "aurora.relplan.yaml")).plan


@settings(max_examples=EXAMPLES)
@given(plan=plans())
def test_graphviz_reads_exactly_the_plans_links_and_names(plan: Plan) -> None:
    met = drawn(plan_dot(compute(plan)))
    assert Counter((tail, head) for tail, head, _ in met.links) == links(plan)
    parents = {activity.parent for activity in plan.activities}
    for activity in plan.activities:
        name = shown(activity.name, activity.id)
        group = met.groups.get(f"cluster {activity.parent}", {})
        if activity.id in parents:
            own = met.groups[f"cluster {activity.id}"]
            assert words(own) == ([name] if name else [])
            continue
        node = met.nodes[activity.id]
        assert words(node)[0] == name
        assert (node["shape"] == "diamond") == (activity.kind in MILESTONE_KINDS)
        if activity.parent:
            assert node["_gvid"] in group["nodes"]


@pytest.mark.parametrize("name", NAMES)
def test_a_label_is_drawn_as_the_name_is_written(name: str) -> None:
    line = shown(name, "id")
    met = drawn(f"digraph {{ n [label={label(line, 'second')}] {quoted(line)} }}")
    assert words(met.nodes["n"]) == [line, "second"]


def test_the_sample_marks_its_critical_path_by_a_second_border_and_thick_arrows(aurora) -> None:
    schedule = compute(aurora)
    met = drawn(plan_dot(schedule))
    double = {name for name, node in met.nodes.items() if node.get("peripheries") == "2"}
    assert double == {key for row, key in enumerate(schedule.ids) if schedule.critical[row]} & set(met.nodes)
    thick = {(tail, head) for tail, head, link in met.links if link.get("penwidth") == "3"}
    assert set(pairwise(schedule.critical_path)) <= thick


def test_the_sample_says_types_and_lags_on_its_arrows(aurora) -> None:
    met = drawn(plan_dot(compute(aurora)))
    labels = {(tail, head): link.get("label", "") for tail, head, link in met.links}
    assert labels["qa", "performance"] == "SS+2d"
    assert labels["code-freeze", "qa"] == ""
    assert {name for name in met.groups if name.startswith("cluster ")} >= {
        "cluster testing",
        "cluster rollout/",
    }


def test_a_link_that_leads_nowhere_is_said_in_a_comment() -> None:
    plan = reader.parse("relplan: 1\nactivities:\n- id: qa\n  after: [ghost, qa]\n").plan
    text = plan_dot(compute(plan))
    assert "  // qa waits for ghost, which is not in the plan: left out.\n" in text
    assert drawn(text).links == []


def test_soft_links_are_dashed_and_a_circle_is_drawn_as_it_is() -> None:
    plan = reader.parse(
        "relplan: 1\nactivities:\n- id: a\n  after: c\n- id: b\n  after: a soft\n- id: c\n  after: b\n"
    ).plan
    met = drawn(plan_dot(compute(plan)))
    styles = {(tail, head): link.get("style", "") for tail, head, link in met.links}
    assert styles == {("c", "a"): "", ("a", "b"): "dashed", ("b", "c"): ""}
