"""A plan as text: patched into the text it came from, or written anew.

What an edit did not touch comes out byte for byte. The new :class:`Source` is made of the pieces of the old
one, so that a save costs what was edited, not what the plan holds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from relplanner.errors import PlanUnreadable
from relplanner.patterns import late_pattern
from relplanner.plan.fields import Field
from relplanner.plan.plan import FORMAT, Plan, sections
from relplanner.storage import patch, reader
from relplanner.storage.arrange import Rewriter, arrange
from relplanner.storage.decode import Decoder
from relplanner.storage.emit import Style, pair
from relplanner.storage.encode import bare, encode_field, encode_over, encode_plan, is_default
from relplanner.storage.layout import Unpatchable
from relplanner.storage.source import Chunk, Part, Source
from relplanner.storage.yaml_text import BOM, Plain

CANONICAL = Style()


def format_new(plan: Plan) -> str:
    """The whole plan as a new file."""
    parts = [f"relplan: {FORMAT}\n"]
    for key, value in encode_plan(plan).items():
        parts.append("\n" + "\n".join(pair(key, value, 0, CANONICAL)) + "\n")
    return "".join(parts)


_LITERAL_HEAD = late_pattern(r"(?:^|[:\s])[|>][+-]?[0-9]?[+-]?\s*(?:#.*)?$")


def write(source: Source, plan: Plan) -> tuple[str, Source]:
    """The text of a plan and its :class:`Source`; only the lines of entries that differ change."""
    if source.text and not source.outdated and (plan is source.plan or plan == source.plan):
        return source.text, source
    if not source.block:
        return _write_anew(source, plan)
    new = _patched(source, plan)
    if source.aliases and not _says(new.text, plan):
        new = _patched(source, plan, whole=True)
        if not _says(new.text, plan):
            return _write_anew(source, plan)
    return new.text, new


def _write_anew(source: Source, plan: Plan) -> tuple[str, Source]:
    text = format_new(plan)
    if source.newline != "\n":
        text = text.replace("\n", source.newline)
    if source.text.startswith(BOM):
        text = BOM + text
    loaded = reader.parse(text, source.name)
    made = loaded.source
    return text, reader.source_of(text, plan, source.name) if loaded.plan == plan else made


def _says(text: str, plan: Plan) -> bool:
    try:
        return reader.parse(text).plan == plan
    except PlanUnreadable:
        return False


def _patched(source: Source, plan: Plan, *, whole: bool = False) -> Source:
    parts = list(source.parts)
    for section in sections():
        old, new = getattr(source.plan, section.name), getattr(plan, section.name)
        if whole:
            _expand(parts, section, old, source)
        if old is not new and old != new:
            _change(parts, section, old, new, source)
        elif old is not new:
            _adopt(parts, section, new)
    _change_unknown(parts, source, plan)
    text = "".join([part.text for part in parts])
    if source.ends_bare and not _ends_in_literal(text):
        text = text.removesuffix(source.newline)
    made = tuple(parts)
    return replace(source, plan=plan, text=text, cut=lambda: made, aliases=source.aliases and not whole)


def _ends_in_literal(text: str) -> bool:
    """Whether the last line is of a block text, which would lose its last line break with the file."""
    depth: int | None = None
    for line in reversed(text.rstrip("\r\n").splitlines()):
        content = line.lstrip(" ")
        indent = len(line) - len(content)
        if not content or (depth is not None and indent >= depth):
            continue
        if depth is not None and _LITERAL_HEAD.search(content):
            return True
        depth = indent
        if depth == 0:
            return False
    return False


def _change(parts: list[Part], section: Field, old: Any, new: Any, source: Source) -> None:
    at = _index(parts, section.key)
    if at is None:
        _insert(parts, section.key, encode_field(section, new), source)
        return
    part = parts[at]
    if part.chunks is not None and section.shape == "parts":
        changed = _change_list(part, new, source)
    else:
        changed = _change_whole(part, section, old, new, source)
    if changed is None:
        _remove(parts, at)
    else:
        parts[at] = changed


def _change_list(part: Part, new: tuple[Any, ...], source: Source) -> Part | None:
    """``None`` when no entry is left."""
    assert part.chunks is not None
    style, decoder = source.style, Decoder()

    def change(chunk: Chunk, noun: Any) -> str:
        return patch.entry(chunk.own, chunk.item, noun, part.dash, style, decoder, chunk.raw)

    arranged = arrange(part.chunks, new, Rewriter(change, part.dash, style, source.newline))
    if not any(chunk.own for chunk in arranged.chunks):
        return None
    return replace(part, own=part.own + arranged.rest, chunks=arranged.chunks)


def _change_whole(part: Part, section: Field, old: Any, new: Any, source: Source) -> Part | None:
    """Patch a key that is no block list; where that cannot be done, write its value anew."""
    own = part.own.replace("\r\n", "\n")
    newline = "\r\n" if "\r\n" in part.own else "\n"
    text: str | None
    try:
        text = patch.section(own, section, old, new, source.style)
        if text is None:
            return None
    except Unpatchable:
        raw = part.raw if part.raw is not None else patch.raw_section(own)
        value = encode_over(raw, old, new) if section.shape == "part" else encode_field(section, new)
        if not value or (section.shape != "part" and is_default(section, new)):
            return None
        first, *rest = pair(section.key, value, source.column, source.style)
        text = "\n".join([first + patch.end_comment(own), *rest]) + "\n"
        return _recut(replace(part, own=_lines(text, source)), section, new, source)
    return replace(part, own=text.replace("\n", newline))


def _recut(part: Part, section: Field, new: Any, source: Source) -> Part:
    """A list that was written anew, cut into its entries."""
    if section.shape != "parts":
        return part
    made = reader.source_of(f"relplan: {FORMAT}\n" + part.own, replace(Plan(), **{section.name: new}), "")
    cut = next((p for p in made.parts if p.key == section.key), None)
    return part if cut is None else replace(cut, lead=part.lead, gap=part.gap)


def _lines(text: str, source: Source) -> str:
    return text if source.newline == "\n" else text.replace("\n", source.newline)


def _insert(parts: list[Part], key: str, value: Plain, source: Source) -> None:
    """A key that is new, after the last one that comes before it in the order of the file."""
    after = _last_before(key, parts)
    last = len(parts) - 1  # what ends the document stays last
    text = _lines("\n".join(pair(key, value, source.column, source.style)) + "\n", source)
    before = parts[after]
    follows = after + 1 < last
    if after and not before.gap:
        parts[after] = replace(before, gap=source.newline)
    part = Part(key, "", text, source.newline if follows else "")
    section = next((s for s in sections() if s.key == key), None)
    if section is not None and source.column == 0 and section.shape == "parts":
        made = reader.parse(f"relplan: {FORMAT}\n" + text).source
        cut = next((p for p in made.parts if p.key == key), None)
        part = part if cut is None else replace(cut, gap=part.gap)
    parts.insert(after + 1, part)


def _last_before(key: str, parts: list[Part]) -> int:
    """The part behind which a key belongs; keys that no plan knows come last."""
    order = ["relplan", *[section.key for section in sections()]]
    if key not in order:
        return len(parts) - 2
    before = set(order[: order.index(key)])
    return max((at for at, part in enumerate(parts) if part.key in before), default=0)


def _remove(parts: list[Part], at: int) -> None:
    """Take a key away; free comments behind it stay."""
    gone = parts.pop(at)
    free = "".join(chunk.gap for chunk in gone.chunks or () if chunk.gap.strip())
    if gone.gap.strip():
        free += gone.gap
    before = parts[at - 1]
    if free:
        parts[at - 1] = replace(before, gap=before.gap + free)
    elif at == len(parts) - 1 and not before.gap.strip() and at - 1 > 0:
        parts[at - 1] = replace(before, gap="")  # the last key needs no blank line


def _adopt(parts: list[Part], section: Field, new: Any) -> None:
    """Equal nouns that are other objects: the next save shall know them by identity."""
    for at, part in enumerate(parts):
        if part.key == section.key and part.chunks is not None and section.shape == "parts":
            items = iter(new)
            chunks = [c if c.item is None else c._replace(item=next(items)) for c in part.chunks]
            parts[at] = replace(part, chunks=tuple(chunks))


def _change_unknown(parts: list[Part], source: Source, plan: Plan) -> None:
    before, after = dict(source.plan.unknown), dict(plan.unknown)
    if before == after:
        return
    for key in before.keys() - after.keys():
        at = _index(parts, key)
        if at is not None:
            _remove(parts, at)
    for key, value in after.items():
        at = _index(parts, key)
        if at is None:
            _insert(parts, key, bare(value), source)
        elif before[key] != value:
            text = _lines("\n".join(pair(key, bare(value), source.column, source.style)) + "\n", source)
            parts[at] = replace(parts[at], own=text, chunks=None)
    slots = [at for at, part in enumerate(parts) if part.key in after]
    if [parts[at].key for at in slots] != list(after):
        ordered = [parts[slots[[parts[at].key for at in slots].index(key)]] for key in after]
        for at, part in zip(slots, ordered, strict=True):
            parts[at] = replace(part, gap=parts[at].gap)


def _index(parts: list[Part], key: str) -> int | None:
    return next((at for at, part in enumerate(parts) if part.key == key), None)


def _expand(parts: list[Part], section: Field, old: Any, source: Source) -> None:
    """Write out whatever holds an alias or what one refers to: an edit would break what they share."""
    for at, part in enumerate(parts):
        if part.key != section.key:
            continue
        if part.chunks is None or section.shape != "parts":
            if patch.has_references(part.own):
                value = (
                    encode_over(part.raw, old, old) if section.shape == "part" else encode_field(section, old)
                )
                text = "\n".join(pair(section.key, value, source.column, source.style)) + "\n"
                parts[at] = replace(part, own=_lines(text, source))
            continue
        chunks = tuple(
            chunk._replace(own=_lines(patch.written_out(chunk, part.dash, source.style), source))
            if patch.has_references(chunk.own) else chunk
            for chunk in part.chunks
        )  # fmt: skip
        parts[at] = replace(part, chunks=chunks)
