"""What one would write in an afternoon: CSafeLoader, a networkx graph, two passes, a table. The yardstick.

Run as a script with a plan made by `generate`; one calendar, whole working minutes from the plan's start.
"""

import re
import sys

import networkx as nx
import yaml

MINUTES = {"m": 1, "h": 60, "d": 480, "w": 2400}
LINK = re.compile(r"(\S+)(?: (FS|SS|FF|SF)([+-]\d+[mhdw])?)?$")


def minutes(text):
    return int(text[:-1]) * MINUTES[text[-1]] if text else 0


def build(plan):
    graph = nx.DiGraph()
    activities = [activity for activity in plan["activities"] if activity.get("kind") != "phase"]
    for activity in activities:
        graph.add_node(activity["id"], name=activity["name"], duration=minutes(activity.get("duration", "")))
    for activity in activities:
        after = activity.get("after", [])
        for text in after if isinstance(after, list) else [after]:
            on, kind, lag = LINK.match(text).groups()
            graph.add_edge(on, activity["id"], kind=kind or "FS", lag=minutes(lag))
    return graph


def weight(graph, before, after, link):
    """How much later than the start of `before` the start of `after` is at least."""
    length = graph.nodes[before]["duration"] if link["kind"] in ("FS", "FF") else 0
    return length + link["lag"] - (graph.nodes[after]["duration"] if link["kind"] in ("FF", "SF") else 0)


def schedule(graph):
    order = list(nx.topological_sort(graph))
    for node in order:
        early = [
            graph.nodes[p]["start"] + weight(graph, p, node, d) for p, _, d in graph.in_edges(node, data=True)
        ]
        graph.nodes[node]["start"] = max(0, *early) if early else 0
    finish = max(data["start"] + data["duration"] for _, data in graph.nodes(data=True))
    for node in reversed(order):
        late = [
            graph.nodes[s]["late"] - weight(graph, node, s, d) for _, s, d in graph.out_edges(node, data=True)
        ]
        latest = finish - graph.nodes[node]["duration"]
        graph.nodes[node]["late"] = min(latest, *late) if late else latest


def main(path):
    with open(path, encoding="utf-8") as file:
        plan = yaml.load(file, Loader=yaml.CSafeLoader)
    graph = build(plan)
    schedule(graph)
    lines = []
    for node, data in graph.nodes(data=True):
        slack = data["late"] - data["start"]
        finish = data["start"] + data["duration"]
        lines.append(
            f"{data['name']:40} {node:20} {data['start']:8} {finish:8} {slack:8} {'*' if slack <= 0 else ''}"
        )
    print("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1])
