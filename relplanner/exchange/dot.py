"""The network in DOT, the language of Graphviz.

Critical boxes have a double border besides the colour, critical arrows are thick, soft ones dashed.
"""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.exchange.diagram import Arrow, Diagram, Node, diagram, nested
from relplanner.schedule import Schedule

HEAD = """\
  graph [rankdir=LR, charset="UTF-8", fontname="Helvetica", labelloc=t, fontsize=12]
  node [shape=box, style="rounded,filled", fillcolor="#f6f8fa", color="#57606a", fontname="Helvetica"]
  edge [color="#57606a", fontname="Helvetica", fontsize=10]
"""
CRITICAL = "#b3261e"


def plan_dot(schedule: Schedule) -> str:
    """What `relplanner export --to dot` writes."""
    drawn = diagram(schedule)
    lines = [f"digraph {quoted(drawn.title or 'plan')} {{", HEAD.rstrip("\n")]
    lines.append(f"  label={label(drawn.title)}")
    lines += [f"  // {note}" for note in drawn.left_out]
    lines += _boxes(drawn)
    lines += [f"  {_arrow(arrow)}" for arrow in drawn.arrows]
    return "\n".join([*lines, "}"]) + "\n"


def _boxes(drawn: Diagram) -> Iterator[str]:
    for mark in nested(drawn):
        indent = "  " * (mark.depth + 1)
        if mark.node is not None:
            yield indent + _box(mark.node)
        elif mark.group:
            yield f"{indent}subgraph {quoted(f'cluster {mark.group}')} {{"
            yield f"{indent}  label={label(drawn.groups[mark.group])}"
        else:
            yield indent + "}"


def _box(node: Node) -> str:
    if node.whole:
        attributes = [f"label={label(f'all of {node.name}')}", "shape=plaintext", "style=solid"]
    else:
        attributes = [f"label={label(node.name, *node.details)}"]
    if node.milestone:
        attributes += ["shape=diamond", "style=filled"]
    if node.critical:
        attributes += ["peripheries=2", "penwidth=2", f'color="{CRITICAL}"']
    return f"{quoted(node.id)} [{', '.join(attributes)}]"


def _arrow(arrow: Arrow) -> str:
    attributes = [f"label={label(arrow.label)}"] if arrow.label else []
    if arrow.soft:
        attributes.append("style=dashed")
    if arrow.critical:
        attributes += ["penwidth=3", f'color="{CRITICAL}"']
    listed = f" [{', '.join(attributes)}]" if attributes else ""
    return f"{quoted(arrow.tail)} -> {quoted(arrow.head)}{listed}"


def quoted(name: str) -> str:
    """A name that is one whatever it holds; its backslashes come out doubled, which no id has."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def label(*lines: str) -> str:
    """Lines of a label as they are: neither Graphviz's escapes nor HTML's entities in a name count."""
    escaped = (line.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(escaped) + '"'
