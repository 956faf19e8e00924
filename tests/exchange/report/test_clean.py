"""No text of a plan hides itself or turns its line round."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from relplanner.exchange.report.clean import clean

TURNING = set("\u061c\u200e\u200f") | {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


@given(st.text(st.characters(), max_size=60))
def test_what_is_clean_has_no_controls_and_can_be_written(text: str) -> None:
    shown = clean(text)
    shown.encode("utf-8")
    assert not TURNING & set(shown)
    assert not [char for char in shown if unicodedata.category(char) == "Cc" and char != "\n"]


@given(st.text("abc Ünï日本語עבריתعربي\n😀", max_size=40))
def test_ordinary_writing_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


def test_what_is_hidden_is_written_out() -> None:
    assert clean("a\u202eb\x1bc\ud800\td") == "a\\u202eb\\x1bc\\ud800    d"
