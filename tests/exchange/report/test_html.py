"""The HTML pack, read by a parser of its own: hostile plans stay text, nothing is loaded from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from relplanner.exchange.report import as_html
from relplanner.exchange.report.clean import clean
from tests.exchange.report.plans import READY

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "javascript:alert(3)",
    "</style><script>alert(4)</script>",
    "\u202egnp.exe\u202c",
    "&lt;b&gt; &amp;",
    "'; DROP TABLE x; --",
    "<!-- --!> <![CDATA[",
    "https://evil.example.com/track.gif",
)
VOID = {"meta", "br", "img", "source", "link", "input"}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "p", "h1", "h2", "h3", "nav", "ol", "ul",
    "li", "a", "main", "section", "div", "dl", "dt", "dd", "strong", "span", "table", "caption", "thead",
    "tbody", "tr", "th", "td", "progress", "figure", "figcaption", "picture", "source", "img", "br",
}  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)


class Reader(HTMLParser):
    """Elements with their attributes and the text, and what was not closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.faults: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data}")

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return "".join(self.words)


@pytest.fixture
def hostile(packed) -> str:
    """A plan whose every name is an attack."""
    text = READY
    for number, plain in enumerate(
        ("Aurora", "Ana Ruiz", "Build it", "Test it", "Ship it", "Way back", "line coverage")
    ):
        text = text.replace(f": {plain}\n", f": {_quoted(HOSTILE[number])}\n", 1)
    text = text.replace(
        "name: Too many errors", f"name: {_quoted(HOSTILE[7])}\n  notes: {_quoted(HOSTILE[8])}"
    )
    text += f"risks:\n- id: one\n  risk: {_quoted(' '.join(HOSTILE))}\n  mitigation: {_quoted(HOSTILE[8])}\n"
    return as_html(packed(text, source=HOSTILE[0]), {"timeline": PNG})


def _quoted(text: str) -> str:
    return (
        '"'
        + text.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\u202e", "\\u202E")
        .replace("\u202c", "\\u202C")
        + '"'
    )


def test_hostile_names_stay_words(hostile) -> None:
    page = Reader(hostile)
    assert page.faults == []
    assert page.open == []
    assert {tag for tag, _ in page.elements} <= ALLOWED
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
    for attack in HOSTILE:
        assert clean(attack) in page.text, attack


def test_no_text_turns_the_line_round(hostile) -> None:
    assert "\u202e" not in hostile
    assert "\\u202egnp.exe" in hostile


def test_nothing_is_loaded_from_elsewhere(hostile) -> None:
    page = Reader(hostile)
    for tag, attributes in page.elements:
        for name in ("src", "srcset", "href", "action", "data", "background"):
            value = attributes.get(name, "#")
            assert value.startswith(("#", "data:image/png;base64,")), (tag, name, value[:60])
    assert "url(" not in hostile
    assert "@import" not in hostile


def test_the_policy_allows_only_the_style_that_is_there(hostile) -> None:
    page = Reader(hostile)
    policy = next(
        meta["content"] for meta in page.of("meta") if meta.get("http-equiv") == "Content-Security-Policy"
    )
    style = re.search("<style>(.*?)</style>", hostile, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_tables_have_heads_pictures_words_and_the_page_a_language(sample_pack) -> None:
    page = Reader(as_html(sample_pack, {"timeline": PNG, "timeline@dark": PNG}))
    assert page.of("html")[0]["lang"] == "en"
    tables = as_html(sample_pack, {}).split("<table>")[1:]
    assert len(tables) > 10
    for table in tables:
        assert "<caption>" in table
        heads = table.split("</thead>")[0]
        assert heads.count('<th scope="col"') == heads.count("<th") - 1 > 0
    assert [image["alt"][:12] for image in page.of("img")] == ["Gantt chart "]
    assert page.of("source")[0]["media"] == "(prefers-color-scheme: dark)"


def test_the_contents_lead_to_sections_that_are_there(sample_pack) -> None:
    page = Reader(as_html(sample_pack, {}))
    places = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    links = [link["href"].removeprefix("#") for link in page.of("a")]
    assert links
    assert set(links) <= places
    assert len(places) == len([1 for _, attributes in page.elements if "id" in attributes])


def test_a_slot_without_a_picture_says_it_in_words(sample_pack) -> None:
    page = Reader(as_html(sample_pack, {}))
    assert page.of("img") == []
    assert "Gantt chart of 30 activities" in page.text


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_each_scheme_is_one_file_with_its_colours(sample_pack, theme) -> None:
    page = as_html(sample_pack, {}, theme)
    assert ("prefers-color-scheme:dark" in page) == (theme == "auto")
    assert page.startswith("<!DOCTYPE html>")


def test_printed_pages_keep_table_heads_and_whole_rows(sample_pack) -> None:
    page = as_html(sample_pack, {})
    for rule in (
        "thead{display:table-header-group}",
        "tr{break-inside:avoid}",
        "break-after:avoid",
        "@page{",
    ):
        assert rule in page
