"""YAML of other programs: documents apart, and trees that every reader reads alike."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from relplanner.errors import PlanUnreadable
from relplanner.storage import other_yaml
from tests.strategies import texts

_keys = st.text("abcdefgh", min_size=1, max_size=5)
_leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.floats(-1e9, 1e9), texts.filter(str.strip)
)
_trees = st.recursive(
    _leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_keys, inner, max_size=3)),
    max_leaves=8,
)


@given(tree=st.dictionaries(_keys, _trees, min_size=1, max_size=4))
def test_another_reader_gets_the_very_values_that_were_written(tree: dict[str, object]) -> None:
    read = yaml.safe_load(other_yaml.written(tree))
    assert _plain(read) == _plain(tree)


def _plain(tree: object) -> object:
    """Lines end alike for all readers, and a whole number is a number."""
    if isinstance(tree, dict):
        return {key: _plain(each) for key, each in tree.items()}
    if isinstance(tree, list):
        return [_plain(each) for each in tree]
    return tree


def test_documents_are_parted_at_their_marks_and_know_their_lines() -> None:
    text = "# one\na: 1\n---\n---  # three\nb: |\n  ---\n  x\n--- \nc: [yes, 0x1F]\n"
    found = other_yaml.documents(text)
    assert [document.root for document in found] == [{"a": "1"}, {"b": "---\nx\n"}, {"c": ["yes", "0x1F"]}]
    assert [document.line for document in found] == [1, 4, 8]


def test_a_fault_in_a_later_document_names_its_line() -> None:
    with pytest.raises(PlanUnreadable, match=r"rules\.yml:4"):
        other_yaml.documents("a: 1\n---\nb: 1\nb: 2\n", "rules.yml")


def test_an_alias_bomb_and_too_many_documents_are_refused() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
    )
    with pytest.raises(PlanUnreadable):
        other_yaml.documents(bomb)
    with pytest.raises(PlanUnreadable, match="documents"):
        other_yaml.documents("---\na: 1\n" * 1200)
