"""What both sides of a merge changed differently, as comments above what it concerns."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

from relplanner.plan.fields import fields_of
from relplanner.plan.merge import Conflict
from relplanner.plan.plan import Plan, entries_of, id_of, sections
from relplanner.storage import emit, reader
from relplanner.storage.encode import bare, encode, encode_field
from relplanner.storage.source import Part, Source
from relplanner.storage.yaml_text import BOM

MARK = reader.CONFLICT_MARK
_PATH = re.compile(r"(?P<section>[a-z_]*)(?:/(?P<rest>.*))?", re.DOTALL)


def with_parts(source: Source, parts: Sequence[Part]) -> Source:
    made = tuple(parts)
    text = "".join(part.text for part in made)
    if source.ends_bare and source.text == text.removesuffix(source.newline):
        text = source.text
    return dataclasses.replace(source, text=text, cut=lambda: made)


def noted(source: Source, conflicts: Sequence[Conflict]) -> Source:
    """Each conflict as a comment above what it concerns."""
    parts = list(source.parts)
    if not parts:
        return headed(source, conflicts)
    for conflict in conflicts:
        section, entry_id, inside = _place(source.plan, conflict.path)
        at = next((at for at, part in enumerate(parts) if part.key == section), None)
        if at is None:
            first = parts[0]
            head = _lines(conflict, conflict.path, 0, source.newline)
            parts[0] = dataclasses.replace(first, own=first.own + head)
            continue
        parts[at] = _noted_part(parts[at], conflict, entry_id, inside, source)
    return with_parts(source, parts)


def _noted_part(part: Part, conflict: Conflict, entry_id: str, inside: str, source: Source) -> Part:
    chunks = list(part.chunks or ())
    number = next((n for n, c in enumerate(chunks) if c.item is not None and id_of(c.item) == entry_id), None)
    if not entry_id or number is None:
        lines = _lines(conflict, conflict.path, source.column, source.newline)
        return dataclasses.replace(part, lead=part.lead + lines)
    lines = _lines(conflict, inside, part.dash, source.newline)
    chunks[number] = chunks[number]._replace(lead=chunks[number].lead + lines)
    return dataclasses.replace(part, chunks=tuple(chunks))


def headed(source: Source, conflicts: Sequence[Conflict]) -> Source:
    """All conflicts on top of the file, where comments are safe whatever follows."""
    head = "".join(_lines(conflict, conflict.path, 0, source.newline) for conflict in conflicts)
    bom = BOM if source.text.startswith(BOM) else ""
    return reader.parse(f"{bom}{head}{source.text.removeprefix(BOM)}", source.name).source


def _place(plan: Plan, path: str) -> tuple[str, str, str]:
    """A conflict's section, the entry in it, and the way on inside the entry."""
    found = _PATH.match(path)
    section, rest = (found["section"], found["rest"] or "") if found is not None else ("", "")
    field = next((each for each in sections() if each.key == section), None)
    if field is None or field.shape != "parts":
        return section, "", path
    names = [id_of(each) for each in entries_of(plan, field.name)]
    fitting = [name for name in names if rest == name or rest.startswith((f"{name}.", f"{name}["))]
    entry_id = max(fitting, key=len, default="")
    return section, entry_id, rest.removeprefix(entry_id).lstrip(".")


def _lines(conflict: Conflict, where: str, indent: int, newline: str) -> str:
    """A conflict as lines of comment: what happened, which side stands, and the other's value as YAML."""
    name = plain_line(where) or "this entry"
    blank = " " * indent
    kept, other = ("ours", "theirs") if conflict.kept == "ours" else ("theirs", "ours")
    lost = conflict.theirs if kept == "ours" else conflict.ours
    if lost is None or lost == ():
        said = [f"{MARK} {kept} changed {name}, {other} removed it. Kept: {kept}."]
    else:
        said = [f"{MARK} both sides changed {name}. Kept: {kept}. In {other}:", *_value(conflict, lost)]
    if conflict.base is not None and conflict.base != () and not _is_noun(conflict.base):
        said += ["Before:", *_value(conflict, conflict.base)]
    return "".join(f"{blank}# {_printable(line)}".rstrip() + newline for line in said)


def _value(conflict: Conflict, value: Any) -> list[str]:
    return [f"  {line}" for line in _yaml(conflict, value)]


def _yaml(conflict: Conflict, value: Any) -> list[str]:
    """A value as lines that may be pasted into the file."""
    field, style = conflict.field, emit.Style()
    if _is_noun(value):
        return emit.item(encode(value), 0, style)
    if field is not None and field.form is not None:
        if field.shape == "one":
            return emit.pair(field.key, encode_field(field, value), 0, style)
        if field.shape == "map":
            return emit.pair(str(value[0]), field.form.format(value[1]), 0, style)
        if field.shape == "many" and not conflict.path.endswith("(order)"):
            return emit.pair(field.key, encode_field(field, (value,)), 0, style)
    if isinstance(value, tuple) and len(value) == 2 and not conflict.path.endswith("(order)"):
        return emit.pair(str(value[0]), bare(value[1]), 0, style)
    if isinstance(value, tuple):
        return [plain_line(", ".join(map(str, value)))]
    return [plain_line(str(value))]


def _printable(line: str) -> str:
    """Comments stand between complete pieces, so what a line holds is all that could break a file."""
    return line if line.isprintable() else emit.quoted(line)


def _is_noun(value: Any) -> bool:
    return dataclasses.is_dataclass(value) and bool(fields_of(type(value)))


def plain_line(text: str) -> str:
    line = " ".join(text.split())
    return line if line.isprintable() else emit.quoted(line)
