"""Frozen values that are cheap to define.

``dataclass`` compiles six functions for every class, about half a millisecond each time the program starts,
and the vocabulary of a plan is a hundred classes. Here the five methods that are alike for all are written
once, and ``__init__`` is compiled at its first call. To the rest of the program the classes are dataclasses
as ever: ``dataclasses.fields`` and ``dataclasses.replace`` work on them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

C = TypeVar("C")


@dataclass_transform(frozen_default=True)
def value(cls: type[C]) -> type[C]:
    """Make a class a frozen, slotted value, made from its fields in order; compared and hashed by them.

    Fields may have plain defaults, no factories: a default is shared, so it has to be immutable too.
    """
    return cast("type[C]", frozen(cls, kw_only=False))


def frozen(cls: Any, *, kw_only: bool) -> Any:
    """The work of :func:`value`, for decorators that differ in how their classes are called."""
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    names = tuple(f.name for f in dataclasses.fields(made))
    methods = {
        "__init__": _init_at_first_use,
        "__repr__": _repr,
        "__eq__": _eq,
        "__hash__": _hash,
        "__reduce__": _reduce,
        "__setattr__": _refuse_change,
        "__delattr__": _refuse_change,
        "_values": attrgetter(*names) if names else _no_values,
    }
    for name, method in methods.items():
        setattr(made, name, method)
    return made


def _init_at_first_use(self: Any, *positional: Any, **named: Any) -> None:
    """Compile the real ``__init__`` of this class, put it in this one's place and run it."""
    cls = type(self)
    fields = dataclasses.fields(cls)
    parameters = ["self", *(_parameter(f) for f in fields if not f.kw_only)]
    parameters += (
        ["*", *(_parameter(f) for f in fields if f.kw_only)] if any(f.kw_only for f in fields) else []
    )
    body = "; ".join(f"_set(self, {f.name!r}, {f.name})" for f in fields) or "pass"
    scope: dict[str, Any] = {"_set": object.__setattr__, **{f"_default_{f.name}": f.default for f in fields}}
    exec(f"def __init__({', '.join(parameters)}): {body}", scope)  # noqa: S102 - as dataclass does, from names only
    cls.__init__ = scope["__init__"]
    self.__init__(*positional, **named)


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
    return f.name if f.default is dataclasses.MISSING else f"{f.name}=_default_{f.name}"


def _repr(self: Any) -> str:
    fields = dataclasses.fields(self)
    shown = ", ".join(
        f"{f.name}={getattr(self, f.name)!r}" for f in fields if getattr(self, f.name) != f.default
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
