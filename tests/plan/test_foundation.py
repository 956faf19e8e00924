"""Claims about the two foundations under the plan: late patterns and frozen values."""

from __future__ import annotations

import dataclasses
import re

import pytest

from relplanner.patterns import late_pattern
from relplanner.values import SELDOM, entity, maker, record, value


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


@record
class Basket:
    """A record for these tests."""

    owner: str
    fruit: list[str] = dataclasses.field(default_factory=list)
    count: int = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        self.count = len(self.fruit)


@entity
class Single:
    """An entity for these tests."""

    name: str = "one"


@pytest.mark.parametrize("many", [1, 4 * SELDOM])
def test_a_record_may_change_and_is_compared_by_its_fields(many: int) -> None:
    for _ in range(many):  # the first few are filled by hand, those after them by a function of their own
        basket, other = Basket("Mia", ["plum"]), Basket(owner="Mia")
    assert basket.count == 1
    assert basket != other
    other.fruit.append("plum")
    other.count = 1
    assert basket == other
    assert Basket("Tom").fruit is not Basket("Tom").fruit
    with pytest.raises(TypeError):
        hash(basket)
    assert dataclasses.replace(other, owner="Tom").fruit == ["plum"]


@pytest.mark.parametrize("many", [1, 4 * SELDOM])
def test_a_wrong_call_is_refused_at_first_and_later(many: int) -> None:
    for _ in range(many):
        Basket("Mia")
    make: type = Basket
    for positional, named in ((), {}), (("a", [], 3), {}), (("a",), {"owner": "b"}), (("a",), {"x": 1}):
        with pytest.raises(TypeError):
            make(*positional, **named)


def test_an_entity_is_equal_to_itself_only_and_does_not_change() -> None:
    single = Single()
    assert single == single
    assert single != Single()
    assert single.name == "one"
    with pytest.raises(AttributeError):
        single.name = "two"  # type: ignore[misc]


def test_a_class_without_a_description_has_none() -> None:
    @value
    class Bare:
        x: int

    assert Bare.__doc__ is None
    assert Bare(1) == Bare(1)
