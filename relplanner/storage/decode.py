"""Plain trees to nouns, by the field tables, one decoder a noun; every fault is kept with its path.

A fault in one field leaves that field at its default. An entry that lacks a field it cannot do without is
left out of the plan; its text stays in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from relplanner.errors import TextError
from relplanner.plan.fields import Field, fields_of, shorthand_of
from relplanner.plan.findings import Severity
from relplanner.plan.forms.base import Form
from relplanner.plan.forms.scalars import TEXT
from relplanner.storage.yaml_text import Plain
from relplanner.values import entity, maker, record

Path = tuple[str | int, ...]
MOST_GUESSES = 500
"""For so many unknown keys the one that was meant is looked for; it takes a millisecond each."""

MANY = 60
"""From so many entries on it pays to compile what makes them."""


class Fault(NamedTuple):
    """What is wrong at a path of the plain tree. ``at_key``: its place is the key, not the value."""

    path: Path
    code: str
    severity: Severity
    message: str
    at_key: bool = False


class _Memo(dict[str, Any]):
    """Texts of one form that were read already: large plans repeat a few hundred. A miss parses."""

    __slots__ = ("_parse",)

    def __init__(self, parse: Callable[[str], Any]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, text: str) -> Any:
        value = self[text] = self._parse(text)
        return value


class _AsIs(_Memo):
    """Free text is what it is; remembering it would only cost."""

    __slots__ = ()

    def __getitem__(self, text: str) -> str:
        if text.__class__ is not str:
            raise TypeError
        return text


@entity
class _Slot:
    field: Field
    name: str
    one: _Memo | None
    """Set for a field of one text form, which is most of them."""
    each: _Memo | None
    """Set for a field of many."""
    other: Callable[[Any, Plain, Path], Any]
    """For what these two cannot read."""


@record
class _Table:
    noun: type[Any]
    make: Callable[..., Any]
    slots: Mapping[str, _Slot]
    required: tuple[_Slot, ...]
    keeps_unknown: bool
    shorthand: str | None


class Decoder:
    """Decodes one text; ``faults`` grows while it does."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.dropped: set[Path] = set()
        """Paths of entries that stand in the text but not in the plan."""
        self._guesses = 0
        self._tables: dict[type[Any], _Table] = {}
        self._memos: dict[Form[Any], _Memo] = {}

    def noun(self, noun: type[Any], plain: Plain, path: Path = ()) -> Any:
        """The noun that a mapping (or its short form, a text) stands for; ``None`` when it cannot be one."""
        table = self._tables.get(noun) or self._table(noun)
        if plain.__class__ is str and table.shorthand is not None:
            plain = {table.shorthand: plain}
        if plain.__class__ is not dict:
            self._wrong_shape(path, plain, f"the keys of {_a(noun)}")
            self.dropped.add(path)
            return None
        values = self._values(table, plain, path)
        for slot in table.required:
            if slot.name not in values:
                self._missing(slot, noun, plain, path)
                self.dropped.add(path)
                return None
        return table.make(**values)

    def _values(self, table: _Table, plain: dict[str, Plain], path: Path) -> dict[str, Any]:
        """What stands in a mapping, by the names of the fields."""
        slots = table.slots
        values: dict[str, Any] = {}
        unknown = []
        for key, value in plain.items():
            slot = slots.get(key)
            if slot is None:
                unknown.append((key, value))
                continue
            if value is None:
                continue
            try:
                if slot.one is not None:
                    if value.__class__ is str:
                        values[slot.name] = slot.one[value]
                        continue
                elif slot.each is not None:
                    texts = value if value.__class__ is list else (value,)
                    values[slot.name] = tuple(map(slot.each.__getitem__, texts))
                    continue
            except (TextError, TypeError):
                pass  # told below
            found = slot.other(slot.field, value, (*path, key))
            if found is not None:
                values[slot.name] = found
        if unknown:
            self._unknown(table, unknown, values, path)
        return values

    def _table(self, noun: type[Any]) -> _Table:
        slots = {field.key: self._slot(field) for field in fields_of(noun)}
        short = shorthand_of(noun)
        table = _Table(
            noun,
            noun,
            slots,
            tuple(slot for slot in slots.values() if slot.field.required),
            "unknown" in noun.__dataclass_fields__,
            short.key if short else None,
        )
        self._tables[noun] = table
        return table

    def _slot(self, field: Field) -> _Slot:
        shapes = {
            "one": self._not_one,
            "many": self._many,
            "part": self._part,
            "parts": self._parts,
            "map": self._map,
            "keyed": self._keyed,
        }
        memo = self._memo(field.form) if field.form is not None else None
        one = memo if field.shape == "one" else None
        each = memo if field.shape == "many" else None
        return _Slot(field, field.name, one, each, shapes[field.shape])

    def _memo(self, form: Form[Any]) -> _Memo:
        memo = self._memos.get(form)
        if memo is None:
            parse = getattr(form.parse, "__wrapped__", form.parse)  # of two memories the near one is enough
            memo = self._memos[form] = (_AsIs if form is TEXT else _Memo)(parse)
        return memo

    def _not_one(self, field: Field, plain: Plain, path: Path) -> None:
        form = _form(field)
        if not isinstance(plain, str):
            self._wrong_shape(path, plain, form.expected)
            return
        try:
            form.parse(plain)
        except TextError as error:
            self._bad_value(path, str(path[-1]), error)

    def _many(self, field: Field, plain: Plain, path: Path) -> Any:
        """The items one by one, for there is a fault in them."""
        form = _form(field)
        memo = self._memo(form)
        good = []
        for position, item in enumerate(plain if isinstance(plain, list) else [plain]):
            if not isinstance(item, str):
                self._wrong_shape((*path, position), item, form.expected)
                continue
            try:
                good.append(memo[item])
            except TextError as error:
                self._bad_value((*path, position), str(path[-1]), error)
        return tuple(good)

    def _part(self, field: Field, plain: Plain, path: Path) -> Any:
        return self.noun(_noun(field), plain, path)

    def _parts(self, field: Field, plain: Plain, path: Path) -> Any:
        noun = _noun(field)
        if isinstance(plain, str) and shorthand_of(noun) is not None:
            plain = [plain]
        if not isinstance(plain, list):
            self._wrong_shape(
                path, plain, f"a list: each entry begins with “- ” and holds the keys of {_a(noun)}"
            )
            return None
        if len(plain) >= MANY:
            (self._tables.get(noun) or self._table(noun)).make = maker(noun)
        found = [self.noun(noun, item, (*path, position)) for position, item in enumerate(plain)]
        return tuple([item for item in found if item is not None])

    def _map(self, field: Field, plain: Plain, path: Path) -> Any:
        key_form, form = field.key_form, _form(field)
        if not isinstance(plain, dict) or key_form is None:
            self._wrong_shape(path, plain, "keys, each with a text")
            return None
        keys, texts = self._memo(key_form), self._memo(form)
        pairs = []
        for key, value in plain.items():
            if value is None:
                continue
            if not isinstance(value, str):
                self._wrong_shape((*path, key), value, form.expected)
                continue
            try:
                pairs.append((keys[key], texts[value]))
            except TextError as error:
                self._bad_value((*path, key), key, error)
        return tuple(pairs)

    def _keyed(self, field: Field, plain: Plain, path: Path) -> Any:
        noun = _noun(field)
        if not isinstance(plain, dict):
            self._wrong_shape(path, plain, f"keys, each with what belongs to {_a(noun)}")
            return None
        found = [
            self.noun(noun, keyed_to_plain(noun, key, value), (*path, key)) for key, value in plain.items()
        ]
        return tuple([item for item in found if item is not None])

    def _unknown(
        self, table: _Table, pairs: list[tuple[str, Plain]], values: dict[str, Any], path: Path
    ) -> None:
        if table.keeps_unknown:
            values["unknown"] = tuple(pairs)
        import difflib  # only for a fault: start-up time

        for key, _ in pairs:
            self._guesses += 1
            known = table.slots if self._guesses <= MOST_GUESSES else ()
            near = difflib.get_close_matches(key[:60], known, n=1, cutoff=0.7)
            better = f"Perhaps {near[0]} was meant; it" if near else "It"
            wrong = f"{_a(table.noun).capitalize()} has no key “{key[:60]}”"
            message = f"{wrong}. {better} is kept in the file, unused."
            self.faults.append(Fault((*path, key), "UNKNOWN-KEY", "warning", message, at_key=True))

    def _missing(self, slot: _Slot, noun: type[Any], plain: dict[str, Plain], path: Path) -> None:
        wanted = f"{_a(noun).capitalize()} needs the key “{slot.field.key}”"
        why = "without it" if plain.get(slot.field.key) is None else "while it cannot be read,"
        message = f"{wanted}; {why} the entry is not part of the plan."
        self.faults.append(Fault(path, "MISSING-KEY", "error", message))

    def _bad_value(self, path: Path, key: str, error: TextError) -> None:
        problem = error.problems[0]
        hint = f" {problem.hint}" if problem.hint else ""
        self.faults.append(Fault(path, "BAD-VALUE", "error", f"{key}: {problem.message}{hint}"))

    def _wrong_shape(self, path: Path, plain: Plain, expected: str) -> None:
        stands = "nothing stands"
        for kind, words in ((dict, "keys stand"), (list, "a list stands"), (str, "a text stands")):
            if isinstance(plain, kind):
                stands = words
        key = next((part for part in reversed(path) if isinstance(part, str)), "the plan")
        self.faults.append(
            Fault(path, "BAD-VALUE", "error", f"{key}: {stands} here; expected was {expected}.")
        )


def keyed_to_plain(noun: type[Any], key: str, value: Plain) -> Plain:
    """A keyed entry as its noun's mapping: its key fills the first field, a lone map field takes the rest."""
    first, *rest = fields_of(noun)
    if len(rest) == 1 and rest[0].shape == "map":
        return {first.key: key, rest[0].key: value}
    if value is None:
        return {first.key: key}
    return {first.key: key, **value} if isinstance(value, dict) else value


def _form(field: Field) -> Form[Any]:
    assert field.form is not None
    return field.form


def _noun(field: Field) -> type[Any]:
    assert field.noun is not None
    return field.noun


def _a(noun: type[Any]) -> str:
    """``an activity``, ``a scope item``: how a noun is called in a sentence."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", noun.__name__).lower()
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
