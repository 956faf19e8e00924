"""Bookmarks and links added to what Qt wrote: found by another reader, and nothing else is lost."""

from __future__ import annotations

import re
import subprocess

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPainter, QPdfWriter

from relplanner.ui.paper.bookmarks import Bookmark, Link, with_bookmarks


def _read(path: object, *options: str) -> str:
    done = subprocess.run(
        ["pdfinfo", *options, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == ""
    return done.stdout


def test_links_of_the_contents_lead_to_the_pages_of_their_sections(printed, sample_text) -> None:
    data = printed(sample_text).path.read_bytes()
    links = re.findall(rb"/Subtype /Link /Rect \[([0-9. ]+)\] /Border \[0 0 0\] /Dest (\[[^\]]*\])", data)
    bookmarks = re.findall(rb"/Title <[0-9A-F]+> .* /Dest (\[[^\]]*\])", data)
    assert len(bookmarks) > 12
    assert [target for _, target in links] == bookmarks
    boxes = [tuple(map(float, box.split())) for box, _ in links]
    assert all(left < right <= 595 and bottom < top <= 842 for left, bottom, right, top in boxes)


@pytest.fixture
def plain(qapp) -> bytes:
    """Four pages as Qt writes them."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    for _ in range(3):
        writer.newPage()
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def test_bookmarks_hold_any_title(plain, tmp_path) -> None:
    marks = [Bookmark("Žluťoučký (kůň) \\ 日本 😀", 0, 700.0), Bookmark("Last", 3, 10.0)]
    data = with_bookmarks(plain, marks, [Link(0, (10.0, 10.0, 50.0, 20.0), 1)], "de")
    assert data.startswith(plain)
    path = tmp_path / "marked.pdf"
    path.write_bytes(data)
    assert re.search(r"Pages: +4\b", _read(path))
    assert ("\ufeff" + marks[0].title).encode("utf-16-be").hex().upper().encode() in data
    assert b"/Lang (de)" in data


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"startxref\n0\n%%EOF"])
def test_what_qt_did_not_write_is_refused(data) -> None:
    with pytest.raises(ValueError, match="PDF"):
        with_bookmarks(data, [Bookmark("x", 0, 0)])
