"""A report as plain values. All texts are plain text, never markup, and untrusted: renderers escape them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from relplanner.values import value

Tone = Literal["", "ok", "warning", "error", "info", "muted"]
"""What a text means beside its words. Never the only sign: the words say it too."""
Align = Literal["left", "right"]
Media = Literal["all", "paper", "screen"]


@value
class Cell:
    """A text. ``chip`` draws it as a small label of its tone; ``share`` (0 to 1) draws a bar of that length
    beside it; ``note`` is a second, quieter line.
    """

    text: str
    tone: Tone = ""
    strong: bool = False
    chip: bool = False
    share: float | None = None
    note: str = ""


@value
class Column:
    """``share`` is the column's weight in the width of the table."""

    title: str
    share: float = 1.0
    align: Align = "left"
    whole: bool = False
    """Its texts are short and read best on one line: dates, figures."""


@value
class Verdict:
    """The sentence that a CAB reads first, and what it rests on."""

    headline: str
    tone: Tone
    reasons: tuple[Cell, ...] = ()


@value
class Heading:
    """A heading inside a section."""

    text: str


@value
class Paragraph:
    text: str
    tone: Tone = ""
    title: str = ""
    """Said in bold before the text."""


@value
class Facts:
    """Names and values, set in ``columns`` columns where there is room."""

    rows: tuple[tuple[str, Cell], ...]
    columns: int = 2


@value
class Table:
    """``columns`` head every page that the table reaches."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    """What the table holds, for those who do not see it."""
    fixed: bool = False
    """Its columns keep to their shares, so that those of tables that follow each other stand alike."""


@value
class Bullets:
    items: tuple[Cell, ...]
    numbered: bool = False


@value
class PictureSlot:
    """A place for a picture that another room draws. ``tiled``: over as many pages as it needs; ``wide``: it
    may be wider than the page, and is then scrolled on a screen and cut into strips on paper.
    """

    id: str
    caption: str
    alt: str
    tiled: bool = False
    wide: bool = False


Block: TypeAlias = Verdict | Heading | Paragraph | Facts | Table | Bullets | PictureSlot


@value
class Section:
    """A numbered part of the report; ``media`` tells where it is shown."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    media: Media = "all"


@value
class Report:
    """``facts`` stand on the first page, below what the first section says."""

    title: str
    subtitle: str
    prepared: str
    """When it was made, and from what."""
    source: str
    """File and hash of the plan, for the foot of each page; may be empty."""
    facts: Facts
    sections: tuple[Section, ...]
    language: str = "en"


def slots(report: Report) -> tuple[PictureSlot, ...]:
    """The pictures that a report asks for, in order."""
    return tuple(
        block for section in report.sections for block in section.blocks if isinstance(block, PictureSlot)
    )


def plain(*texts: str) -> tuple[Cell, ...]:
    """A row of plain cells."""
    return tuple(Cell(text) for text in texts)
