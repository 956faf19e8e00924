"""The printed pack, read back: words can be found, fonts are inside, heads come again, pages are counted."""

from __future__ import annotations

import re

import pytest

from relplanner.exchange.report.model import (
    Bullets,
    Cell,
    Column,
    Facts,
    Heading,
    Paragraph,
    Report,
    Section,
    Table,
    plain,
)
from tests.benchmarks.generate import plan_text

SMALL = "relplan: 1\nrelease:\n  product: Aurora\n  time_zone: Europe/Berlin\n"


def _report(*blocks: object, title: str = "Aurora") -> Report:
    section = Section("one", "First", tuple(blocks))  # type: ignore[arg-type]
    return Report(
        title, "Board pack", "Prepared today", "plan", Facts((("Name", Cell("Aurora")),)), (section,)
    )


def _words(text: str) -> str:
    return " ".join(text.split())


def test_the_words_of_the_pack_can_be_found_and_copied(printed, sample_text) -> None:
    told = _words(printed(sample_text).text())
    for words in (
        "Aurora Checkout 3.4.0 “Kestrel”",
        "Decision asked for",
        "Wed 10 Mar 2027 09:00 CET",
        "Fri 12 Mar 2027 13:00 CET",
        "2 d 4 h after T0",
        "The rollback has not been rehearsed.",
        "make traffic NEW=0",
        "Quarter-end close",
    ):
        assert words in told, words


def test_every_font_is_inside_the_file_and_maps_to_characters(printed, sample_text) -> None:
    fonts = printed(sample_text).fonts
    assert {font["name"].split("+")[-1] for font in fonts} >= {
        "RelplannerSans-Regular",
        "RelplannerSans-SemiBold",
    }
    for font in fonts:
        assert (font["embedded"], font["unicode"]) == ("yes", "yes"), font


def test_figures_in_the_timelines_picture_can_be_found_too(printed, sample_text) -> None:
    page = next(page for page in printed(sample_text).pages if "All 30 rows." in page)
    told = _words(page)
    for words in ("QA testing", "Sprint 12", "slip +2 d 4 h", "T0"):
        assert words in told, words
    assert re.search(r"Thu 25 Feb", told)


def test_names_in_other_scripts_are_printed_with_a_font_that_has_them(printed) -> None:
    names = "Привет мир, Ελληνικά, Žluťoučký kůň, ĳsselmeer, Ünïcødé → ✓"
    found = printed(SMALL, _report(Paragraph(names)))
    assert names in _words(found.text())
    assert all(font["embedded"] == "yes" for font in found.fonts)


def test_plan_text_is_words_and_never_markup_or_a_turned_line(printed) -> None:
    found = printed(SMALL, _report(Paragraph("<b>bold</b> &amp; \u202etxet\u202c"), title="</title><x>"))
    told = _words(found.text())
    assert "<b>bold</b> &amp; \\u202etxet\\u202c" in told
    assert "</title><x>" in told


@pytest.mark.parametrize(
    ("size", "orientation", "points"),
    [("A4", "portrait", (595, 842)), ("A4", "landscape", (842, 595)), ("Letter", "auto", (612, 792)),
     ("A3", "auto", (842, 1191))],
)  # fmt: skip
def test_the_page_has_the_size_and_orientation_that_were_chosen(
    printed, sample_text, size, orientation, points
) -> None:
    assert set(printed(sample_text, size=size, orientation=orientation).sizes) == {points}


def test_each_page_says_which_it_is_of_how_many_and_of_what(printed, sample_text) -> None:
    pages = printed(sample_text).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Aurora Checkout 3.4.0" in page
        assert "plan.relplan.yaml" in page


def test_the_head_of_a_table_comes_again_on_each_page_it_reaches(printed) -> None:
    rows = tuple(plain(f"Row {number}", f"{number * 7} of it") for number in range(200))
    pages = printed(SMALL, _report(Table((Column("Left head"), Column("Right head")), rows))).pages
    assert len(pages) > 3
    for page in pages:
        assert page.count("Left head") == page.count("Right head") == 1
    told = " ".join(pages)
    assert all(f"Row {number} " in told for number in range(200))


def test_no_row_is_lost_however_high_it_is(printed) -> None:
    words = [f"word{number}" for number in range(4000)]
    table = Table(
        (Column("Short"), Column("Long")),
        (plain("before", "a"), plain("x", " ".join(words)), plain("after", "b")),
    )
    pages = printed(SMALL, _report(table)).pages
    told = set(" ".join(pages).split())
    assert told >= {*words, "before", "after"}
    assert all("Short" in page for page in pages[1:])


def test_a_heading_is_never_the_last_thing_on_a_page(printed) -> None:
    blocks: list[object] = []
    for number in range(60):
        blocks += [Heading(f"Head {number}"), Paragraph(f"Text {number}. " + "word " * (number * 3))]
    for page in printed(SMALL, _report(*blocks)).pages:
        lines = [line for line in page.splitlines() if line.strip()]
        assert not re.match(r"\s*Head \d+\s*\Z", lines[-2]), lines[-3:]


def test_long_words_and_long_lists_stay_on_the_page(printed) -> None:
    word = "x" * 3000
    found = printed(SMALL, _report(Paragraph(word), Bullets(tuple(Cell(f"Point {n}") for n in range(150)))))
    told = "".join(found.text().split())
    assert told.count("x") >= 3000
    assert "Point149" in told


def test_the_contents_tell_the_pages_on_which_sections_begin(printed, sample_text) -> None:
    found = printed(sample_text)
    first = found.text(1)
    for title in ("Timeline", "Rollback", "Findings"):
        page = int(re.search(rf"\d+\s+{title}\s+(\d+)", first)[1])
        assert re.search(rf"^ *\d+\s+{title}\s*$", found.text(page), re.MULTILINE), (title, page)


def test_a_large_timeline_is_tiled_with_columns_and_dates_on_every_sheet(printed) -> None:
    found = printed(plan_text(415))
    sheets = [page for page in found.pages if re.search(r"Sheet \d+ of \d+", page)]
    count = int(re.search(r"Sheet 1 of (\d+)", sheets[0])[1])
    assert len(sheets) == count <= 24
    rows: list[int] = []
    for sheet in sheets:
        for head in ("Activity", "Start", "Finish", "Slack", "T−"):
            assert head in sheet, head
        first, last = map(int, re.search(r"rows (\d+) to (\d+) of 415", sheet).groups())
        rows += range(first, last + 1)
    assert sorted(set(rows)) == list(range(1, 416))
    turned = [size for size in found.sizes if size[0] > size[1]]
    assert len(turned) == count, "the tiles alone lie on their side"


def test_an_empty_plan_prints(printed) -> None:
    assert "No gates are written yet." in _words(printed("relplan: 1\n").text())
