"""Changing one noun inside the text it was read from: only the lines of the fields that differ.

Works on a piece of text that is complete in itself (an entry, or a top-level key with its value). Whatever
cannot be patched safely raises :class:`Unpatchable`, and the piece is written whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from relplanner.plan.fields import Field, fields_of
from relplanner.storage import emit
from relplanner.storage.arrange import Rewriter, arrange
from relplanner.storage.composing import compose
from relplanner.storage.decode import Decoder
from relplanner.storage.emit import Style
from relplanner.storage.encode import bare, encode_field, encode_over, is_default, keyed
from relplanner.storage.layout import Layout, Piece, Unpatchable, comment_behind, content_end
from relplanner.storage.source import Chunk
from relplanner.storage.yaml_text import NULLS, Plain

_REFERENCE = re.compile(r"(?:^|[\s\[{,])[&*][^\s,\[\]{}]", re.MULTILINE)


def entry(own: str, old: Any, new: Any, dash: int, style: Style, decoder: Decoder, raw: Plain = None) -> str:
    """The text of a list entry, its ``- `` at column ``dash``, after it became ``new``. Never raises."""
    newline = "\r\n" if "\r\n" in own else "\n"
    plain = own.replace("\r\n", "\n")
    try:
        text = _patched_entry(plain, old, new, Piece(plain, style, decoder))
    except Unpatchable:
        if raw is None:
            raw = _raw_entry(plain)
        first, *rest = emit.item(encode_over(raw, old, new), dash, style)
        text = "\n".join([first + end_comment(plain), *rest]) + "\n"
    return text if newline == "\n" else text.replace("\n", newline)


def _patched_entry(own: str, old: Any, new: Any, piece: Piece) -> str:
    node = _node(own)
    if not isinstance(node, SequenceNode) or node.flow_style or len(node.value) != 1:
        raise Unpatchable
    mapping = node.value[0]
    if not isinstance(mapping, MappingNode) or mapping.flow_style or not _fields(piece, mapping, old, new):
        raise Unpatchable
    text = piece.result()
    again = _node(text)
    if not isinstance(again, SequenceNode) or len(again.value) != 1:
        raise Unpatchable
    if piece.decoder.noun(type(new), plain_of(again.value[0])) != new:
        raise Unpatchable
    return text


def _raw_entry(own: str) -> Plain:
    try:
        node = _node(own)
    except Unpatchable:
        return None
    return plain_of(node.value[0]) if isinstance(node, SequenceNode) and len(node.value) == 1 else None


def section(own: str, key: Field, old: Any, new: Any, style: Style) -> str | None:
    """The text of a top-level key after its value became ``new``; ``None`` when nothing of it is left.

    Raises :class:`Unpatchable`.
    """
    node = _node(own)
    if not isinstance(node, MappingNode) or node.flow_style or len(node.value) != 1:
        raise Unpatchable
    value = node.value[0][1]
    if not isinstance(value, MappingNode) or value.flow_style:
        raise Unpatchable
    piece = Piece(own, style, Decoder())
    if key.shape == "part":
        left = _fields(piece, value, old, new)
    else:
        left = _pairs(piece, value, encode_field(key, old), encode_field(key, new))
    if not left:
        return None
    text = piece.result()
    again = _node(text)
    if not isinstance(again, MappingNode) or len(again.value) != 1:
        raise Unpatchable
    if _decode_field(piece.decoder, key, plain_of(again.value[0][1])) != new:
        raise Unpatchable
    return text


def end_comment(own: str) -> str:
    """The comment behind an entry, or a top-level key's value, in brackets, with a blank before it; it stays
    when they are written whole.
    """
    try:
        node = _node(own)
    except Unpatchable:
        return ""
    if not isinstance(node, (MappingNode, SequenceNode)) or len(node.value) != 1:
        return ""
    found = comment_behind(own, node.value[0] if isinstance(node, SequenceNode) else node.value[0][1])
    return f" {found}" if found else ""


def raw_section(own: str) -> Plain:
    """The plain tree of a top-level key's value; ``None`` when it cannot be had from its text alone."""
    try:
        node = _node(own)
    except Unpatchable:
        return None
    return plain_of(node.value[0][1]) if isinstance(node, MappingNode) and len(node.value) == 1 else None


def _decode_field(decoder: Decoder, key: Field, plain: Plain) -> Any:
    if key.shape == "part":
        assert key.noun is not None
        return decoder.noun(key.noun, {} if plain is None else plain)
    from relplanner.plan.plan import Plan

    return getattr(decoder.noun(Plan, {key.key: plain}), key.name)


def _fields(piece: Piece, node: MappingNode, old: Any, new: Any) -> int:
    """Change every field that differs; returns how many keys are left."""
    layout = Layout(piece, node)
    left = len(layout.keys)
    previous: str | None = None
    for entry_field in fields_of(type(new)):
        before, after = getattr(old, entry_field.name), getattr(new, entry_field.name)
        present = entry_field.key in layout.keys
        if before != after:
            if is_default(entry_field, after) and not entry_field.required:
                if present:
                    layout.delete(entry_field.key)
                    left -= 1
                continue
            if not present:
                layout.insert(entry_field.key, encode_field(entry_field, after), previous)
                left += 1
                continue
            _field(piece, layout, entry_field, before, after)
        if present:
            previous = entry_field.key
    return left + _unknown(layout, old, new)


def _field(piece: Piece, layout: Layout, entry_field: Field, before: Any, after: Any) -> None:
    """Change one field that has its key: inside its value where that is in block style, else all of it."""
    value = layout.value(entry_field.key)
    inside = len(piece.changes)
    try:
        if isinstance(value, MappingNode) and not value.flow_style:
            if entry_field.shape == "part" and before is not None and _fields(piece, value, before, after):
                return
            if entry_field.shape in ("map", "keyed"):
                plain = keyed(after) if entry_field.shape == "keyed" else encode_field(entry_field, after)
                if _pairs(piece, value, encode_field(entry_field, before), plain):
                    return
        if entry_field.shape == "parts" and isinstance(value, SequenceNode) and not value.flow_style:
            _list(piece, value, entry_field, before, after)
            return
    except Unpatchable:
        pass
    del piece.changes[inside:]
    layout.replace(entry_field.key, encode_field(entry_field, after))


def _unknown(layout: Layout, old: Any, new: Any) -> int:
    """Change the keys that the noun does not know; returns by how many there are more."""
    before, after = dict(getattr(old, "unknown", ())), dict(getattr(new, "unknown", ()))
    if before == after:
        return 0
    for key in before.keys() - after.keys():
        layout.delete(key)
    previous = layout.order[-1]
    for key, value in after.items():
        if key not in before:
            layout.insert(key, bare(value), previous)
        elif before[key] != value:
            layout.replace(key, bare(value))
    return len(after) - len(before)


def _pairs(piece: Piece, node: MappingNode, before: Plain, after: Plain) -> int:
    """Change a mapping of texts key by key; returns how many keys are left."""
    layout = Layout(piece, node)
    kept = [key for key in after if key in before]
    if layout.order != list(before) or kept != [key for key in before if key in after]:
        raise Unpatchable
    for key in before:
        if key not in after:
            layout.delete(key)
    previous: str | None = None
    for key, value in after.items():
        if key not in before:
            layout.insert(key, value, previous)
        else:
            previous = key
            if before[key] != value:
                layout.replace(key, value)
    return len(after)


def _list(
    piece: Piece, node: SequenceNode, entry_field: Field, before: Sequence[Any], after: Sequence[Any]
) -> None:
    """Change a list of nouns entry by entry."""
    assert entry_field.noun is not None
    dash = node.start_mark.column
    begins = [_dash_start(piece, item, dash) for item in node.value]
    ends = [content_end(piece, item) for item in node.value]
    chunks: list[Chunk] = []
    lead = piece.lead_start(begins[0], piece.line_end(_previous_line(piece, begins[0])))
    first = lead
    known = iter(before)
    for at, item in enumerate(node.value):
        noun = piece.decoder.noun(entry_field.noun, plain_of(item))
        if noun is not None and noun != next(known, None):
            raise Unpatchable
        stop = piece.lead_start(begins[at + 1], ends[at]) if at + 1 < len(begins) else ends[at]
        own, gap = piece.text[begins[at] : ends[at]], piece.text[ends[at] : stop]
        chunks.append(Chunk(piece.text[lead : begins[at]], own, gap, noun))
        lead = stop
    if next(known, None) is not None:
        raise Unpatchable
    # The nouns were decoded anew: those of the plan take their place, to be known by identity.
    same = iter(before)
    chunks = [c if c.item is None else Chunk(c.lead, c.own, c.gap, next(same)) for c in chunks]
    rewriter = Rewriter(
        lambda c, new: entry(c.own, c.item, new, dash, piece.style, piece.decoder), dash, piece.style, "\n"
    )
    arranged = arrange(tuple(chunks), after, rewriter)
    if arranged.rest:
        raise Unpatchable
    piece.replace(first, ends[-1], "".join(chunk.text for chunk in arranged.chunks))


def _previous_line(piece: Piece, index: int) -> int:
    """An index on the last line above that is neither blank nor a comment."""
    at = index
    while at > 0:
        above = piece.line_start(at - 1)
        bare_line = piece.text[above:at].strip()
        if bare_line and not bare_line.startswith("#"):
            return above
        at = above
    return 0


def _dash_start(piece: Piece, item: Node, dash: int) -> int:
    start = piece.line_start(item.start_mark.index)
    if piece.text[start : start + dash].strip(" ") or not piece.text.startswith("- ", start + dash):
        raise Unpatchable
    return start


def _node(text: str) -> Node | None:
    if has_references(text):
        raise Unpatchable  # what looks like one may be text; writing the entry whole is right in both cases
    try:
        return compose(text)
    except yaml.YAMLError:
        raise Unpatchable from None


def has_references(text: str) -> bool:
    """Whether an anchor or an alias may stand in a text."""
    return _REFERENCE.search(text) is not None


def written_out(chunk: Chunk, dash: int, style: Style) -> str:
    """An entry with its aliases replaced by what they stand for."""
    plain = bare(chunk.raw) if chunk.item is None else encode_over(chunk.raw, chunk.item, chunk.item)
    return "\n".join(emit.item(plain, dash, style)) + "\n"


def plain_of(node: Node) -> Plain:
    """The plain tree of nodes, as reading the text yields it."""
    if isinstance(node, ScalarNode):
        return None if node.value in NULLS and not node.style else node.value
    if isinstance(node, SequenceNode):
        return [plain_of(item) for item in node.value]
    assert isinstance(node, MappingNode)
    return {key.value: plain_of(value) for key, value in node.value}
