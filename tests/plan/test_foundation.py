"""Claims about the two foundations under the plan: late patterns and frozen values."""

from __future__ import annotations

import re

import pytest

from relplanner.patterns import late_pattern
from relplanner.values import maker, value


@value
class Pair:
    """A value for these tests."""

    left: int
    right: int = 2


def test_a_late_pattern_answers_as_a_compiled_one() -> None:
    late, compiled = late_pattern("([a-z]+)[0-9]", re.IGNORECASE), re.compile("([a-z]+)[0-9]", re.IGNORECASE)
    for text in ("Ab1", "x", "9", "zz9 yy8"):
        assert bool(late.match(text)) == bool(compiled.match(text))
        assert late.findall(text) == compiled.findall(text)
        assert late.sub("-", text) == compiled.sub("-", text)
    assert late.groups == 1


def test_a_faulty_late_pattern_says_so_at_its_first_use() -> None:
    late = late_pattern("(")
    with pytest.raises(re.error):
        late.match("x")


def test_a_value_is_made_in_order_and_compared_by_its_fields() -> None:
    assert Pair(1) == Pair(1, 2) == Pair(left=1, right=2)
    assert Pair(1) != Pair(2)
    assert len({Pair(1), Pair(1, 2)}) == 1
    assert repr(Pair(1, 3)) == "Pair(left=1, right=3)"


def test_a_value_refuses_too_few_and_too_many_fields() -> None:
    make: type = Pair
    with pytest.raises(TypeError):
        make()
    with pytest.raises(TypeError):
        make(1, 2, 3)


def test_a_maker_makes_the_same_values_as_the_class() -> None:
    make = maker(Pair)
    assert make(1) == make(left=1) == Pair(1)
    assert type(make(1)) is Pair
    assert hash(make(1, 3)) == hash(Pair(1, 3))
    with pytest.raises(AttributeError):
        make(1).left = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        make()
