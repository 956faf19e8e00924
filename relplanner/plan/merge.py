"""Three-way merge of plans, by id and field.

What one side changed is taken; what both changed alike is taken once; what both changed differently stays
as *ours* says and becomes a :class:`Conflict` that holds all three values. Lists merge by what names their
entries. An entry that one side deleted and the other edited stays, edited, as a conflict: nothing anybody
wrote is lost without a word.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from relplanner.plan.diff import in_order, keyed_entries, numbered, text_of
from relplanner.plan.edits.edit import name_of, replace_entries
from relplanner.plan.edits.rename import SHARED
from relplanner.plan.fields import Field, fields_of
from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.forms.scalars import IDENT, METRIC_ID, slug
from relplanner.plan.plan import Plan, entries_of, id_of, sections
from relplanner.plan.references import retarget
from relplanner.values import value

Key = Hashable


@value
class Conflict:
    """Both sides changed the same thing differently. ``None`` stands for a value that is not there.

    ``path`` is like ``activities/qa.duration``; ``kept`` says which side the merged plan shows.
    """

    path: str
    base: Any
    ours: Any
    theirs: Any
    kept: str
    field: Field | None = None

    def __str__(self) -> str:
        ours, theirs, base = (self._text(value) for value in (self.ours, self.theirs, self.base))
        return f"{self.path}: {ours} here, {theirs} there (was {base}); kept: {self.kept}"

    def _text(self, value: Any) -> str:
        if value is None:
            return "nothing"
        if self.field is not None and self.field.form is not None:
            if self.field.shape == "many":  # one of its items
                return self.field.form.format(value)
            if self.field.shape == "map":  # one of its pairs
                return self.field.form.format(value[1])
            return text_of(self.field, value) or "nothing"
        return name_of(value) if dataclasses.is_dataclass(value) else str(value)


@value
class Merged:
    """The merged plan and what both sides changed differently."""

    plan: Plan
    conflicts: tuple[Conflict, ...]


def merge(base: Plan, ours: Plan, theirs: Plan) -> Merged:
    """Bring the changes from ``base`` to ``theirs`` into ``ours``."""
    if theirs in (ours, base):
        return Merged(ours, ())
    if base == ours:
        return Merged(theirs, ())
    conflicts: list[Conflict] = []
    theirs = _with_own_ids(base, ours, theirs)
    plan = _noun(base, ours, theirs, "", conflicts.append)
    return Merged(plan, tuple(conflicts))


Note = Callable[[Conflict], None]


def _with_own_ids(base: Plan, ours: Plan, theirs: Plan) -> Plan:
    """Theirs with new ids for what both sides added under one id but with different names."""
    taken: dict[str, set[str]] = {}
    for section in sections():
        if not _has_ids(section.name):
            continue
        space = SHARED if section.name in SHARED else (section.name,)
        mine = {one: (name, ours.entry(name, one)) for name in space for one in ours.ids(name)}
        old = {one for name in space for one in base.ids(name)}
        renamed: dict[str, str | None] = {}
        for entry in entries_of(theirs, section.name):
            entry_id = id_of(entry)
            if (
                entry_id in mine
                and entry_id not in old
                and not _same_thing(section.name, entry, mine[entry_id])
            ):
                used = taken.setdefault(
                    space[0], {*mine, *old, *(one for n in space for one in theirs.ids(n))}
                )
                renamed[entry_id] = slug(entry_id, used)
                used.add(str(renamed[entry_id]))
        if renamed:
            theirs = _renamed(theirs, section.name, renamed)
    return theirs


def _same_thing(section: str, theirs: Any, mine: tuple[str, Any]) -> bool:
    return mine[0] == section and (mine[1] == theirs or name_of(mine[1]) == name_of(theirs))


def _renamed(plan: Plan, section: str, renamed: Mapping[str, str | None]) -> Plan:
    entries = [
        dataclasses.replace(entry, id=renamed[entry.id]) if entry.id in renamed else entry
        for entry in entries_of(plan, section)
    ]
    return retarget(replace_entries(plan, section, entries), section, renamed, known=plan)[0]


def _has_ids(section: str) -> bool:
    for entry in sections():
        if entry.name == section and entry.noun is not None:
            noun = entry.noun
            if entry.shape == "part":
                inner = [
                    f
                    for f in fields_of(noun)
                    if (section, f.name) in (("rollout", "phases"), ("incidents", "log"))
                ]
                if not inner or inner[0].noun is None:
                    return False
                noun = inner[0].noun
            first = fields_of(noun)[0]
            return first.name == "id" and first.form in (IDENT, METRIC_ID)
    return False


def _noun(base: Any, ours: Any, theirs: Any, path: str, note: Note) -> Any:
    """One noun, field by field; ``base`` may be ``None`` where both sides added it."""
    changed: dict[str, Any] = {}
    for field in fields_of(type(ours)):
        mine, other = getattr(ours, field.name), getattr(theirs, field.name)
        old = field.default if base is None else getattr(base, field.name)
        if old is None and field.shape in ("many", "parts", "keyed", "map"):
            old = ()
        at = f"{path}.{field.key}" if path else field.key
        merged = _field(field, (old, mine, other), at, note)
        if merged is not mine:
            changed[field.name] = merged
    if hasattr(ours, "unknown"):
        old = () if base is None else base.unknown
        merged = _pairs(old, ours.unknown, theirs.unknown, path, None, note)
        if merged is not ours.unknown:
            changed["unknown"] = merged
    return dataclasses.replace(ours, **changed) if changed else ours


def _field(field: Field, three: tuple[Any, Any, Any], path: str, note: Note) -> Any:
    old, mine, other = three
    if mine is other or mine == other or old is other or old == other:
        return mine
    if old == mine:
        return other
    if field.shape == "map":
        return _pairs(old, mine, other, path, field, note)
    if field.shape == "many":
        return tuple(_merged([_numbered(value) for value in three], path, field, note))
    if field.shape in ("parts", "keyed"):
        return tuple(_merged([keyed_entries(value) for value in three], path, field, note))
    if field.shape == "part" and mine is not None and other is not None:
        return _noun(old, mine, other, path, note)
    kept = other if mine is None else mine
    note(Conflict(path, old, mine, other, "theirs" if kept is other else "ours", field))
    return kept


def _numbered(items: Sequence[Any]) -> dict[tuple[Key, int], Any]:
    """Items of a list by name and number: a dependency is named by its predecessor, anything else by
    itself.
    """
    return numbered((item.on if isinstance(item, Dependency) else item, item) for item in items)


def _pairs(old: Any, mine: Any, other: Any, path: str, field: Field | None, note: Note) -> Any:
    if other in (mine, old):
        return mine
    if old == mine:
        return other
    three = [{(key, 0): (key, value) for key, value in pairs} for pairs in (old, mine, other)]
    return tuple(_merged(three, path, field, note))


def _merged(
    three: Sequence[Mapping[tuple[Key, int], Any]], path: str, field: Field | None, note: Note
) -> list[Any]:
    """Entries of a list by name, in merged order."""
    old, mine, other = three
    kept: dict[Key, Any] = {}
    for key in {**mine, **other}:
        at = f"{path}/{key[0]}" if field is not None and field.noun is not None else f"{path}[{key[0]}]"
        a, b, o = mine.get(key, _GONE), other.get(key, _GONE), old.get(key, _GONE)
        if b in (a, o):
            chosen = a
        elif o == a:
            chosen = b
        elif a is _GONE or b is _GONE:
            chosen = b if a is _GONE else a
            kept_side = "theirs" if a is _GONE else "ours"
            note(Conflict(at, _plain(o), _plain(a), _plain(b), kept_side, _of_items(field)))
        else:
            chosen = _item(o, a, b, at, field, note)
        if chosen is not _GONE:
            kept[key] = chosen
    return [kept[key] for key in _order(list(old), list(mine), list(other), kept, path, note)]


def _item(old: Any, mine: Any, other: Any, path: str, field: Field | None, note: Note) -> Any:
    if field is not None and field.noun is not None:
        return _noun(None if old is _GONE else old, mine, other, path, note)
    note(Conflict(path, _plain(old), mine, other, "ours", _of_items(field)))
    return mine


def _of_items(field: Field | None) -> Field | None:
    """The field whose form says what an item of a list is; nouns and unknown keys say it themselves."""
    return field if field is not None and field.noun is None else None


def _plain(value: Any) -> Any:
    return None if value is _GONE else value


class _Gone:
    def __repr__(self) -> str:
        return "gone"


_GONE = _Gone()


Keys = list[tuple[Key, int]]


def _order(old: Keys, mine: Keys, other: Keys, kept: Mapping[Any, Any], path: str, note: Note) -> Keys:
    """The order of the side that moved something, with what only the other has behind what it stood behind
    there.
    """
    i_moved, they_moved = not in_order(old, mine), not in_order(old, other)
    if i_moved and they_moved and not in_order(mine, other):
        names = [tuple(key[0] for key in keys) for keys in (old, mine, other)]
        note(Conflict(f"{path} (order)", names[0], names[1], names[2], "ours"))
    first, second = (other, mine) if they_moved and not i_moved else (mine, other)
    frame = [key for key in first if key in kept]
    framed, known = set(frame), {*old, *second}
    added: dict[tuple[Key, int] | None, Keys] = {}
    behind: tuple[Key, int] | None = None
    for key in second:
        if key in framed:
            behind = key
        elif key in kept:
            added.setdefault(behind, []).append(key)
    pending = added.get(None, [])
    result: Keys = []
    for key in frame:
        if key in known:  # not one of the frame's own additions, which come first
            result.extend(pending)
            pending = []
        result.append(key)
        pending = pending + added.get(key, [])
    return result + pending
