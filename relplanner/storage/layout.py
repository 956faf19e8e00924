"""Where the fields of a piece of text stand, and changing them there.

A piece is text that is complete in itself (an entry, or a top-level key with its value); a layout knows the
lines of one block mapping inside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from relplanner.storage import emit
from relplanner.storage.decode import Decoder
from relplanner.storage.emit import Style
from relplanner.storage.source import KEEPS_BLANKS
from relplanner.storage.yaml_text import Plain


class Unpatchable(Exception):
    """The text is not laid out so that single lines of it can be changed."""


@dataclass(slots=True)
class Piece:
    """A text that is being changed: replacements are collected and made from its end to its beginning."""

    text: str
    style: Style
    decoder: Decoder
    """Reads back what was changed; one for many pieces, because making one takes longer than using it."""
    changes: list[tuple[int, int, str]] = field(default_factory=list)

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """The index after the line break that ends the line."""
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1

    def lead_start(self, line_start: int, low: int) -> int:
        """Where the comments directly above a line begin, not before ``low``."""
        at = line_start
        while at > low:
            above = self.line_start(at - 1)
            if above < low or not self.text[above:at].lstrip(" \t").startswith("#"):
                break
            at = above
        return at

    def replace(self, start: int, end: int, text: str) -> None:
        self.changes.append((start, end, text))

    def result(self) -> str:
        text = self.text
        # At one place, what was asked for first comes first.
        numbered = sorted(enumerate(self.changes), key=lambda c: (c[1][0], c[1][1], c[0]), reverse=True)
        for _, (start, end, new) in numbered:
            text = text[:start] + new + text[end:]
        return text


class Layout:
    """The keys of a block mapping and their lines."""

    def __init__(self, piece: Piece, node: MappingNode) -> None:
        self.piece = piece
        self.column = node.start_mark.column
        self.keys: dict[str, tuple[ScalarNode, Node]] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode) or (key.value == "<<" and not key.style):
                raise Unpatchable
            if key.start_mark.column != self.column:
                raise Unpatchable  # “? key”
            self.keys[key.value] = (key, value)
        self.order = list(self.keys)
        first = self.keys[self.order[0]][0].start_mark.index
        self.prefix = piece.text[piece.line_start(first) : first]
        """What stands before the first key: blanks, or ``- ``."""

    def value(self, key: str) -> Node:
        return self.keys[key][1]

    def _start(self, key: str) -> int:
        return self.piece.line_start(self.keys[key][0].start_mark.index)

    def _end(self, key: str) -> int:
        return content_end(self.piece, *self.keys[key])

    def _on_dash_line(self, key: str) -> bool:
        return key == self.order[0] and bool(self.prefix.strip())

    def delete(self, key: str) -> None:
        if self._on_dash_line(key):
            raise Unpatchable
        at = self.order.index(key)
        low = self._end(self.order[at - 1]) if at else 0
        start = self._start(key)
        self.piece.replace(self.piece.lead_start(start, low) if at else start, self._end(key), "")

    def insert(self, key: str, value: Plain, previous: str | None) -> None:
        lines = emit.pair(key, value, self.column, self.piece.style)
        if previous is None:
            if self._on_dash_line(self.order[0]):
                previous = self.order[0]
            else:
                at = self._start(self.order[0])
                self.piece.replace(at, at, "\n".join(lines) + "\n")
                return
        at = self._end(previous)
        before = "" if self.piece.text[at - 1] == "\n" else "\n"
        self.piece.replace(at, at, before + "\n".join(lines) + "\n")

    def replace(self, key: str, value: Plain) -> None:
        """Put a value in place of another; a comment at the end of its line stays."""
        piece = self.piece
        node = self.keys[key][1]
        lines = emit.pair(key, value, self.column, piece.style)
        comment = ""
        start, end = node.start_mark.index, node.end_mark.index
        if _on_one_line(piece, node, self.keys[key][0]) and len(lines) == 1:
            new = lines[0][len(f"{' ' * self.column}{emit.scalar(key)}:") :]
            if len(emit.scalar(key)) <= emit.LONGEST_KEY:
                piece.replace(start, end, new if start == end else new.lstrip(" "))
                return
        if not _is_block(node):
            comment = piece.text[end : piece.line_end(end)].strip()
        begin = self._start(key)
        indent = self.prefix if self._on_dash_line(key) else " " * self.column
        lines[0] = indent + lines[0][self.column :]
        if comment.startswith("#"):
            lines[0] += f" {comment}"
        piece.replace(begin, self._end(key), "\n".join(lines) + "\n")


def _on_one_line(piece: Piece, node: Node, key: Node) -> bool:
    """Whether key and value stand on one line."""
    line = node.start_mark.line
    return not _is_block(node) and line == node.end_mark.line and line == key.start_mark.line


def _is_block(node: Node) -> bool:
    """Whether a value ends where its indentation does, not behind its last character."""
    if isinstance(node, ScalarNode):
        return node.style in ("|", ">")
    return not _in_brackets(node)


def _in_brackets(node: Node) -> bool:
    return isinstance(node, (MappingNode, SequenceNode)) and bool(node.flow_style)


def comment_behind(text: str, node: Node) -> str:
    """The comment at the end of the line on which a value in brackets ends; empty without one."""
    if not _in_brackets(node):
        return ""
    rest = text[node.end_mark.index :].partition("\n")[0].strip()
    return rest if rest.startswith("#") else ""


def content_end(piece: Piece, *nodes: Node) -> int:
    """The index after the last line that belongs to nodes: the line break behind their last character."""
    node = nodes[-1]
    while isinstance(node, (MappingNode, SequenceNode)) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, MappingNode) else last
    end: int = node.end_mark.index
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        body = piece.text[node.start_mark.index : end]
        if not KEEPS_BLANKS.match(body):
            end = node.start_mark.index + len(body.rstrip())
    if end and piece.text[end - 1] == "\n" and isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return end
    return piece.line_end(end)
