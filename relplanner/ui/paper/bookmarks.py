"""Bookmarks, links and the language of a PDF: what Qt's writer leaves out, added as an update at its end.

The file that Qt wrote stays as it is; an incremental update (ISO 32000-1, 7.5.6) brings a new catalog with
the outline, and the first page again with its links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relplanner.values import value

_STARTXREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_ROOT = re.compile(rb"/Root\s+(\d+)\s+0\s+R")
_SIZE = re.compile(rb"/Size\s+(\d+)")
_KEPT = re.compile(rb"/Info\s+\d+\s+0\s+R|/ID\s*\[[^\]]*\]")
_PAGES = re.compile(rb"/Pages\s+(\d+)\s+0\s+R")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+)\s+0\s+R")


@value
class Bookmark:
    """``page`` counts from 0; ``top`` is in points from the lower edge of the page, as PDF counts."""

    title: str
    page: int
    top: float


@value
class Link:
    """A box (left, bottom, right, top in points from the lower left corner) that leads to a bookmark."""

    page: int
    box: tuple[float, float, float, float]
    to: int


def with_bookmarks(
    pdf: bytes, bookmarks: Sequence[Bookmark], links: Sequence[Link] = (), language: str = "en"
) -> bytes:
    """The PDF with them. Raises :class:`ValueError` for a file that Qt's writer did not make."""
    old = _Old(pdf)
    pages = old.pages()
    first = old.size
    fresh: dict[int, bytes] = {}
    targets = [_target(pages[mark.page], mark.top) for mark in bookmarks]
    if bookmarks:
        fresh[first] = (
            f"<< /Type /Outlines /First {first + 1} 0 R /Last {first + len(bookmarks)} 0 R "
            f"/Count {len(bookmarks)} >>"
        ).encode("ascii")
        for at, (mark, target) in enumerate(zip(bookmarks, targets, strict=True)):
            fresh[first + 1 + at] = _item(mark, target, first, at, len(bookmarks))
    more = f" /Lang ({language}) /ViewerPreferences << /DisplayDocTitle true >>"
    if bookmarks:
        more += f" /Outlines {first} 0 R"
    fresh[old.root] = old.extended(old.root, more)
    for page in {link.page for link in links}:
        boxes = " ".join(_annotation(link, targets) for link in links if link.page == page)
        fresh[pages[page]] = old.extended(pages[page], f" /Annots [{boxes}]")
    return _updated(old, fresh)


def _target(page: int, top: float) -> str:
    return f"[{page} 0 R /XYZ 0 {top:.1f} null]"


def _item(mark: Bookmark, target: str, parent: int, at: int, count: int) -> bytes:
    title = ("\ufeff" + mark.title).encode("utf-16-be", "replace").hex().upper()
    before = f" /Prev {parent + at} 0 R" if at else ""
    after = f" /Next {parent + at + 2} 0 R" if at + 1 < count else ""
    return f"<< /Title <{title}> /Parent {parent} 0 R{before}{after} /Dest {target} >>".encode("ascii")


def _annotation(link: Link, targets: Sequence[str]) -> str:
    box = " ".join(f"{edge:.1f}" for edge in link.box)
    return f"<< /Type /Annot /Subtype /Link /Rect [{box}] /Border [0 0 0] /Dest {targets[link.to]} >>"


class _Old:
    """The file as Qt wrote it: one table of places, one level of pages."""

    def __init__(self, pdf: bytes) -> None:
        self.data = pdf
        found = _STARTXREF.search(pdf)
        if found is None:
            raise ValueError("no PDF with a plain table of places")
        self.table_at = int(found[1])
        self.places = self._places()
        trailer = pdf[pdf.rindex(b"trailer") :]
        root, size = _ROOT.search(trailer), _SIZE.search(trailer)
        if root is None or size is None:
            raise ValueError("the PDF has no catalog")
        self.root, self.size = int(root[1]), int(size[1])
        self.kept = b" ".join(_KEPT.findall(trailer))

    def _places(self) -> list[int]:
        lines = self.data[self.table_at :].split(b"\n")
        if lines[0].strip() != b"xref" or not lines[1].startswith(b"0 "):
            raise ValueError("the PDF has no table of all its places")
        start, count = map(int, lines[1].split())
        return [0] * start + [int(line[:10]) for line in lines[2 : 2 + count]]

    def body(self, number: int) -> bytes:
        """The dictionary of an object."""
        text = self.data[self.places[number] :]
        return text[text.index(b"obj") + 3 : text.index(b"endobj")].strip()

    def extended(self, number: int, more: str) -> bytes:
        """The dictionary of an object with more keys."""
        body = self.body(number)
        if not body.endswith(b">>"):
            raise ValueError(f"object {number} is no dictionary")
        return body[:-2] + more.encode("ascii") + b" >>"

    def pages(self) -> list[int]:
        """The numbers of the pages' objects, in order."""
        tree = _PAGES.search(self.body(self.root))
        kids = _KIDS.search(self.body(int(tree[1]))) if tree is not None else None
        if kids is None:
            raise ValueError("the PDF has no pages")
        return [int(one) for one in _REFERENCE.findall(kids[1])]


def _updated(old: _Old, fresh: dict[int, bytes]) -> bytes:
    out = bytearray(old.data)
    if not out.endswith(b"\n"):
        out += b"\n"
    places: dict[int, int] = {}
    for number in sorted(fresh):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, fresh[number])
    table = len(out)
    out += b"xref\n"
    for number in sorted(places):
        out += b"%d 1\n%010d 00000 n \n" % (number, places[number])
    size = max(old.size, max(fresh) + 1)
    out += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d %s >>\n" % (size, old.root, old.table_at, old.kept)
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)
