"""The network as a flowchart in Mermaid, which many code hosts and wikis draw in their pages.

Critical boxes have a thick border besides the colour and critical arrows are thick; soft ones are dotted.
Everything in a name but letters, digits and spaces is written as a numbered entity (``#34;``), which Mermaid
takes out before it reads the flowchart: so no name ends a text, starts a comment or is taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from relplanner.exchange.diagram import Arrow, Diagram, Node, diagram, nested
from relplanner.schedule import Schedule

WIDE = '%%{init: {"flowchart": {"wrappingWidth": 280}}}%%'
"""Two dates beside each other are wider than Mermaid's own 200 pixels."""
STYLE = "  classDef critical stroke:#b3261e,stroke-width:4px"
_INSIDE = re.compile(r"(?<=[^\W_])[-.](?=[^\W_])")


def plan_mermaid(schedule: Schedule) -> str:
    """What `relplanner export --to mermaid` writes."""
    drawn = diagram(schedule)
    lines = [WIDE, "flowchart LR", STYLE]
    if drawn.title:
        lines.append(f"  %% {text(drawn.title)}")
    lines += [f"  %% {text(note)}" for note in drawn.left_out]
    lines += _boxes(drawn)
    lines += [f"  {_arrow(arrow)}" for arrow in drawn.arrows]
    critical = [name_of(node.id) for node in drawn.nodes if node.critical]
    if critical:
        lines.append(f"  class {','.join(critical)} critical")
    return "\n".join(lines) + "\n"


def _boxes(drawn: Diagram) -> Iterator[str]:
    for mark in nested(drawn):
        indent = "  " * (mark.depth + 1)
        if mark.node is not None:
            yield indent + _box(mark.node)
        elif mark.group:
            yield f'{indent}subgraph {name_of(mark.group, "g")}["{text(drawn.groups[mark.group])}"]'
        else:
            yield indent + "end"


def _box(node: Node) -> str:
    if node.whole:
        return f'{name_of(node.id)}(["{text(f"all of {node.name}")}"])'
    words = "<br/>".join(map(text, (node.name, *node.details)))
    return f'{name_of(node.id)}{{"{words}"}}' if node.milestone else f'{name_of(node.id)}["{words}"]'


def _arrow(arrow: Arrow) -> str:
    line = "-.->" if arrow.soft else "==>" if arrow.critical else "-->"
    words = f'|"{text(arrow.label)}"|' if arrow.label else ""
    return f"{name_of(arrow.tail)} {line}{words} {name_of(arrow.head)}"


def name_of(row: str, prefix: str = "n") -> str:
    """A row's name in the flowchart: different for different ids, never a word of the language."""
    return f"{prefix}_" + "".join(_letter(character) for character in row)


def _letter(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    return "_" if character == "-" else f"_{ord(character):x}_"


def text(words: str) -> str:
    """Words as they are shown, whatever they hold. A dash or a dot within a word stays."""
    kept = {match.start() for match in _INSIDE.finditer(words)}
    return "".join(
        character if character.isalnum() or character == " " or at in kept else f"#{ord(character)};"
        for at, character in enumerate(words)
    )
