"""Pieces of YAML as libyaml's nodes, whose marks say where in a text a thing stands."""

from __future__ import annotations

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from relplanner.storage.decode import Path


def compose(text: str) -> Node | None:
    """The nodes of a text with their marks; ``None`` for an empty text. Raises yaml's errors."""
    node: Node | None = _Composer(text).get_single_node()
    return node


def composed(text: str) -> Node | None:
    """The same; ``None`` also for a text that is not complete in itself."""
    try:
        return compose(text)
    except yaml.YAMLError:
        return None


class _Composer(CParser):
    """libyaml's composer without a look at what each scalar may mean, which takes most of its time."""

    def descend_resolver(self, *_: object) -> None:
        """Called for each collection."""

    def ascend_resolver(self) -> None:
        """Called behind each collection."""

    def resolve(self, *_: object) -> str:
        return ""


def walk(node: Node, path: Path, at_key: bool = False) -> tuple[int, int]:
    """The 0-based line and column of what a path leads to, as far as it can be followed."""
    mark = node.start_mark
    for depth, part in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(node, MappingNode):
            pair = _pair(node, part)
            if pair is None:
                continue  # a keyed noun's only map stands for itself: the file lacks its key
            node = pair[1]
            mark = pair[0].start_mark if last and at_key else node.start_mark
            if last and _is_empty(node):
                mark = pair[0].start_mark
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            mark = node.start_mark
        else:
            break
    return mark.line, mark.column


def _pair(node: MappingNode, part: str | int) -> tuple[Node, Node] | None:
    """A key with its value: by its text, or by its number where the plan keeps a list of pairs."""
    if isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    return next((p for p in node.value if isinstance(p[0], ScalarNode) and p[0].value == part), None)


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value == "" and node.start_mark.index == node.end_mark.index


def parses(text: str) -> bool:
    """Whether a piece of a file is complete in itself."""
    parser = CParser(text)
    try:
        while parser.check_event():
            parser.get_event()
    except yaml.YAMLError:
        return False
    return True
