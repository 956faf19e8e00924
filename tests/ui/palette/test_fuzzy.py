from __future__ import annotations

import pytest

from relplanner.ui.palette.fuzzy import best, score


def test_letters_that_do_not_occur_in_order_do_not_fit() -> None:
    assert score("qt", "testing qa") == 0
    assert score("zz", "testing") == 0


@pytest.mark.parametrize(
    ("letters", "better", "worse"),
    [
        ("test", "testing", "latest news"),
        ("qt", "qa testing", "quite a lot of it"),
        ("free", "code freeze", "carefree days"),
        ("save", "save", "save as"),
        ("gn", "go no go", "signing"),
    ],
)
def test_starts_of_words_fit_better_than_letters_inside(letters: str, better: str, worse: str) -> None:
    assert score(letters, better) > score(letters, worse)


def test_the_best_come_first_and_equals_keep_their_order() -> None:
    names = [("latest", 1), ("test plan", 2), ("test plan", 3), ("nothing", 4)]
    assert best("test", names, 10) == [2, 3, 1]


def test_nothing_typed_finds_everything_in_order() -> None:
    assert best("", [("b", 1), ("a", 2)], 10) == [1, 2]


def test_words_may_be_typed_apart() -> None:
    assert best("qa test", [("qa testing", 1), ("other", 2)], 5) == [1]
