"""Tables for spreadsheets run nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.exchange.cells import csv_text, harmless


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u00a0=1",
        "＝1",
        '=HYPERLINK("x")',
    ],
)
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Build it", "a=b", "1-2", "qa SS+1d", "'quoted"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_numbers_stay_numbers_even_below_zero() -> None:
    assert csv_text([(-480, 2.5, True, False, None, "-480")]) == "-480,2.5,yes,no,,'-480\n"


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=5)
)
def test_every_text_comes_back_from_the_cells(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_text(rows), newline="")))
    assert read == [[harmless(text) for text in row] for row in rows]


def test_a_lone_carriage_return_stays_inside_its_cell() -> None:
    text = csv_text([["a\rb", "c"]])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a\rb", "c"]]
    assert text.endswith("c\n")
