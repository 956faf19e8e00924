"""Frozen values that are cheap to define, and their relatives.

``dataclass`` compiles six functions for every class, about half a millisecond each time the program starts,
and the vocabulary of a plan is a hundred classes. Here the methods that are alike for all are written once,
and ``__init__`` is compiled for what is made often. To the rest of the program the classes are dataclasses as
ever: ``dataclasses.fields`` and ``dataclasses.replace`` work on them.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Hashable
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

C = TypeVar("C")
SELDOM = 12
"""A class of which so many are made gets an ``__init__`` of its own; below, compiling takes longer."""
_calls: Counter[type[Any]] = Counter()


@dataclass_transform(frozen_default=True)
def value(cls: type[C]) -> type[C]:
    """Make a class a frozen, slotted value, made from its fields in order; compared and hashed by them.

    Fields may have plain defaults, no factories: a default is shared, so it has to be immutable too.
    """
    return cast("type[C]", frozen(cls))


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(dataclasses.field,))
def entity(cls: type[C]) -> type[C]:
    """Like a value, but each is equal to itself only."""
    return cast("type[C]", frozen(cls, identity=True))


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(dataclasses.field,))
def keeping_entity(cls: type[C]) -> type[C]:
    """An entity without slots: it can keep what ``cached_property`` works out."""
    return cast("type[C]", frozen(cls, slots=False, identity=True))


@dataclass_transform(field_specifiers=(dataclasses.field,))
def record(cls: type[C]) -> type[C]:
    """Make a class a slotted record whose fields may change, so that it has no hash; compared by them."""
    made = _fielded(cls, kw_only=False, slots=True)
    return cast("type[C]", _with(made, {"__repr__": _repr, "__eq__": _eq, "__hash__": None}))


def frozen(cls: Any, *, kw_only: bool = False, slots: bool = True, identity: bool = False) -> Any:
    """The work of :func:`value` and :func:`entity`, for decorators that differ in how their classes are
    called. Without slots a value can keep what ``cached_property`` works out.
    """
    made = _fielded(cls, kw_only=kw_only, slots=slots)
    methods: dict[str, Any] = {
        "__repr__": _repr,
        "__reduce__": _reduce,
        "__setattr__": _refuse_change,
        "__delattr__": _refuse_change,
    }
    return _with(made, methods if identity else methods | {"__eq__": _eq, "__hash__": _hash})


def _fielded(cls: Any, *, kw_only: bool, slots: bool) -> Any:
    """The class with its fields, as ``dataclass`` would leave it, and no methods yet.

    ``dataclass`` reads each annotation with patterns, makes a class with slots twice and a description of one
    that has none: five times what this takes.
    """
    names = dict(cls.__dict__)
    fields = dict(getattr(cls, "__dataclass_fields__", {}))
    for name, kind in names.get("__annotations__", {}).items():
        if str(kind).startswith(("ClassVar", "typing.ClassVar")):
            continue
        given = names.pop(name, dataclasses.MISSING)
        made: Any = given if isinstance(given, dataclasses.Field) else dataclasses.field(default=given)
        made.name, made.type, made._field_type = name, kind, dataclasses._FIELD  # type: ignore[attr-defined]
        made.kw_only = kw_only
        fields[name] = made
    names["__dataclass_fields__"] = fields
    names["__match_args__"] = tuple(name for name, f in fields.items() if f.init and not f.kw_only)
    if slots:
        above = frozenset(name for base in cls.__mro__[1:] for name in base.__dict__.get("__slots__", ()))
        names["__slots__"] = tuple(name for name in fields if name not in above)
    else:
        names |= {name: f.default for name, f in fields.items() if f.default is not dataclasses.MISSING}
    for name in ("__dict__", "__weakref__"):
        names.pop(name, None)
    names["__qualname__"] = cls.__qualname__
    return type(cls)(cls.__name__, cls.__bases__, names)


def _with(made: Any, methods: dict[str, Any]) -> Any:
    names = tuple(f.name for f in dataclasses.fields(made) if f.compare)
    made.__init__ = _init
    made._values = attrgetter(*names) if names else _no_values
    for name, method in methods.items():
        setattr(made, name, method)
    return made


def _init(self: Any, *positional: Any, **named: Any) -> None:
    """Fill the first few of a class by hand; then compile its real ``__init__``, put it in this one's place
    and run it. A wrong call goes that way too, for the words of its error.
    """
    cls = type(self)
    _calls[cls] += 1
    values = _bound(cls, positional, named) if _calls[cls] <= SELDOM else None
    if values is None:
        cls.__init__ = _compiled(cls)
        self.__init__(*positional, **named)
        return
    for name, each in values.items():
        object.__setattr__(self, name, each)
    if hasattr(cls, "__post_init__"):
        self.__post_init__()


def _bound(cls: Any, positional: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any] | None:
    """A value for each field, or ``None`` when the call is wrong."""
    fields = [f for f in dataclasses.fields(cls) if f.init]
    places = [f.name for f in fields if not f.kw_only]
    values = dict(zip(places, positional, strict=False))
    if len(positional) > len(places) or values.keys() & named.keys():
        return None
    values |= named
    left = len(values)
    for f in fields:
        if f.name in values:
            left -= 1
        elif f.default is not dataclasses.MISSING:
            values[f.name] = f.default
        elif f.default_factory is not dataclasses.MISSING:
            values[f.name] = f.default_factory()
        else:
            return None
    return None if left else values


def _compiled(cls: Any) -> Callable[..., None]:
    fields = [f for f in dataclasses.fields(cls) if f.init]
    scope: dict[str, Any] = {"_set": object.__setattr__, "_missing": dataclasses.MISSING}
    for f in fields:
        scope |= {f"_default_{f.name}": f.default, f"_make_{f.name}": f.default_factory}
    parameters = ["self", *(_parameter(f) for f in fields if not f.kw_only)]
    parameters += (
        ["*", *(_parameter(f) for f in fields if f.kw_only)] if any(f.kw_only for f in fields) else []
    )
    plain = cls.__setattr__ is object.__setattr__
    body = [
        f"self.{f.name} = {_given(f)}" if plain else f"_set(self, {f.name!r}, {_given(f)})" for f in fields
    ]
    body += ["self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    exec(f"def __init__({', '.join(parameters)}): {'; '.join(body) or 'pass'}", scope)  # noqa: S102 - as dataclass does, from names only
    return cast("Callable[..., None]", scope["__init__"])


def _given(f: dataclasses.Field[Any]) -> str:
    if f.default_factory is dataclasses.MISSING:
        return f.name
    return f"_make_{f.name}() if {f.name} is _missing else {f.name}"


def maker(cls: type[C]) -> Callable[..., C]:
    """A function that makes values of a class as calling it does, three times faster.

    For the thousands of entries of a large plan. It fills a changeable twin of the same slots and then turns
    that into the value, which spares a call for every field.
    """
    return cast("Callable[..., C]", _maker(cast("Hashable", cls)))


@cache
def _maker(cls: Any) -> Callable[..., Any]:
    fields = dataclasses.fields(cls)
    names = tuple(f.name for f in fields)
    if getattr(cls, "__slots__", None) != names:
        return cast("Callable[..., Any]", cls)
    scope: dict[str, Any] = {
        "_twin": type(cls.__name__, (), {"__slots__": names}),
        "_cls": cls,
        **{f"_default_{f.name}": f.default for f in fields},
    }
    required_first = sorted(fields, key=lambda f: f.default is not dataclasses.MISSING)
    lines = ("_made = _twin()", *(f"_made.{name} = {name}" for name in names), "_made.__class__ = _cls")
    code = "\n ".join((f"def make({', '.join(map(_parameter, required_first))}):", *lines, "return _made"))
    exec(code, scope)  # noqa: S102 - from names only
    return cast("Callable[..., Any]", scope["make"])


def _parameter(f: dataclasses.Field[Any]) -> str:
    """A field in a list of parameters. One with a factory gets a default that says so: ``MISSING``."""
    needed = f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    return f.name if needed else f"{f.name}=_default_{f.name}"


def _repr(self: Any) -> str:
    fields = dataclasses.fields(self)
    shown = ", ".join(
        f"{f.name}={getattr(self, f.name)!r}" for f in fields if f.repr and getattr(self, f.name) != f.default
    )
    return f"{type(self).__name__}({shown})"


def _eq(self: Any, other: Any) -> Any:
    if self is other:
        return True
    if type(self) is not type(other):
        return NotImplemented
    values: Any = self._values
    return values(self) == values(other)


def _hash(self: Any) -> int:
    return hash((type(self), self._values(self)))


def _no_values(_self: Any) -> tuple[()]:
    return ()


def _reduce(self: Any) -> tuple[Any, ...]:
    return _rebuild, (type(self), {f.name: getattr(self, f.name) for f in dataclasses.fields(self)})


def _rebuild(cls: type[Any], values: dict[str, Any]) -> Any:
    return cls(**values)


def _refuse_change(self: Any, name: str, *_: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} cannot change: use replace()")
