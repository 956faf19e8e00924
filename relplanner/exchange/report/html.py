"""A report as one HTML file that opens anywhere and loads nothing: style and pictures are inside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any, Literal

from relplanner.exchange.report.clean import clean
from relplanner.exchange.report.html_style import style
from relplanner.exchange.report.model import (
    Bullets,
    Cell,
    Column,
    Facts,
    Heading,
    Paragraph,
    PictureSlot,
    Report,
    Section,
    Table,
    Verdict,
)

Scheme = Literal["auto", "light", "dark"]
_PNG = b"\x89PNG\r\n\x1a\n"
DENSITY = 2
"""Pixels of a PNG for each of the page's."""
DARK = "@dark"
"""Added to a picture's id: the same picture for the dark scheme."""
_TAGS = (("\u2003", "&emsp;"), ("\n", "<br>"))


def as_html(report: Report, pictures: Mapping[str, bytes], theme: Scheme = "auto") -> str:
    """``pictures`` are SVG or PNG by slot; a slot without one shows its words. ``theme`` auto follows the
    reader's system.
    """
    sections = [section for section in report.sections if section.media != "paper"]
    css = style(theme)
    parts = [
        _head(report, css),
        f'<header><p class="eyebrow">{_text(report.subtitle)}</p><h1>{_text(report.title)}</h1>',
        f'<p class="prepared">{_text(_made(report))}</p></header>',
        _contents(sections),
        "<main>",
    ]
    for number, section in enumerate(sections, 1):
        parts += _section(report, section, number, pictures, theme)
    parts += ["</main>", "</body>", "</html>", ""]
    return "\n".join(parts)


def _made(report: Report) -> str:
    return " · ".join(filter(None, (report.prepared, report.source)))


def _text(text: str) -> str:
    """Plan text as HTML: escaped, what would turn lines round written out, line ends kept."""
    shown = escape(clean(text), quote=True)
    for plain, tag in _TAGS:
        shown = shown.replace(plain, tag)
    return shown


def _head(report: Report, css: str) -> str:
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{escape(report.language, quote=True)}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="generator" content="relplanner">',
            f"<title>{escape(clean(f'{report.title}: {report.subtitle}')).replace(chr(10), ' ')}</title>",
            f"<style>{css}</style>",
            "</head>",
            "<body>",
        )
    )


def _contents(sections: list[Section]) -> str:
    items = "".join(
        f'<li><a href="#{escape(one.id, quote=True)}">{_text(one.title)}</a></li>' for one in sections
    )
    return f'<nav aria-label="Contents"><h2>Contents</h2><ol>{items}</ol></nav>'


def _section(
    report: Report, section: Section, number: int, pictures: Mapping[str, bytes], theme: Scheme
) -> Iterator[str]:
    key = escape(section.id, quote=True)
    yield f'<section id="{key}" aria-labelledby="{key}-title">'
    yield f'<h2 id="{key}-title"><span class="number">{number}</span> {_text(section.title)}</h2>'
    for block in section.blocks:
        if isinstance(block, PictureSlot):
            yield _picture(block, pictures, theme)
        else:
            yield _BLOCKS[type(block)](block)
    if number == 1:
        yield "<h3>The release</h3>"
        yield _facts(report.facts)
    yield "</section>"


def _verdict(block: Verdict) -> str:
    reasons = "".join(f"<li{_tone_class(one)}>{_text(one.text)}</li>" for one in block.reasons)
    listed = f"<ul>{reasons}</ul>" if reasons else ""
    return f'<div class="verdict {block.tone}"><p class="headline">{_text(block.headline)}</p>{listed}</div>'


def _heading(block: Heading) -> str:
    return f"<h3>{_text(block.text)}</h3>"


def _paragraph(block: Paragraph) -> str:
    lead = f"<strong>{_text(block.title)}</strong> " if block.title else ""
    tone = f' class="callout {block.tone}"' if block.tone and block.tone != "muted" else ""
    tone = ' class="muted"' if block.tone == "muted" else tone
    return f"<p{tone}>{lead}{_text(block.text)}</p>"


def _facts(block: Facts) -> str:
    rows = "".join(f"<div><dt>{_text(name)}</dt><dd>{_cell(cell)}</dd></div>" for name, cell in block.rows)
    return f'<dl class="facts columns-{2 if block.columns > 1 else 1}">{rows}</dl>'


def _table(block: Table) -> str:
    head = "".join(
        f'<th scope="col"{_class(column)}>{_text(column.title) or _UNNAMED}</th>' for column in block.columns
    )
    rows = "".join(f"<tr>{''.join(_cells(block, row))}</tr>" for row in block.rows)
    caption = f"<caption>{_text(block.caption)}</caption>" if block.caption else ""
    table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    name = f' aria-label="{_text(block.caption)}"' if block.caption else ""
    return f'<div class="scroll" tabindex="0" role="region"{name}>{table}</div>'


_UNNAMED = '<span class="unseen">Number or state</span>'


def _cells(block: Table, row: tuple[Cell, ...]) -> Iterator[str]:
    named = next((at for at, cell in enumerate(row) if cell.strong), -1)
    for at, (column, cell) in enumerate(zip(block.columns, row, strict=True)):
        kind, scope = ("th", ' scope="row"') if at == named else ("td", "")
        yield f"<{kind}{scope}{_class(column)}>{_cell(cell)}</{kind}>"


def _class(column: Column) -> str:
    names = [name for name, on in (("right", column.align == "right"), ("whole", column.whole)) if on]
    return f' class="{" ".join(names)}"' if names else ""


def _bullets(block: Bullets) -> str:
    tag = "ol" if block.numbered else "ul"
    items = "".join(f"<li>{_cell(item)}</li>" for item in block.items)
    return f"<{tag}>{items}</{tag}>"


def _cell(cell: Cell) -> str:
    text = _text(cell.text)
    if cell.chip and text:
        text = f'<span class="chip {cell.tone}">{text}</span>'
    elif cell.strong:
        text = f"<strong{_tone_class(cell)}>{text}</strong>"
    elif cell.tone:
        text = f"<span{_tone_class(cell)}>{text}</span>"
    if cell.share is not None:
        share = min(1.0, max(0.0, cell.share))
        text += f' <progress max="1" value="{share:.3f}" aria-hidden="true"></progress>'
    return f'{text}<span class="note">{_text(cell.note)}</span>' if cell.note else text


def _tone_class(cell: Cell) -> str:
    return f' class="{cell.tone}"' if cell.tone else ""


def _picture(slot: PictureSlot, pictures: Mapping[str, bytes], theme: Scheme) -> str:
    light, dark = pictures.get(slot.id), pictures.get(slot.id + DARK)
    if theme == "dark" and dark is not None:
        light, dark = dark, None
    if light is None:
        return f"<p>{_text(slot.alt)}</p>"
    other = (
        f'<source srcset="{_data_uri(dark)}" media="(prefers-color-scheme: dark)">'
        if dark is not None and theme == "auto"
        else ""
    )
    image = f'<img src="{_data_uri(light)}"{_size(light)} alt="{_text(slot.alt)}">'
    picture = f"<picture>{other}{image}</picture>"
    if slot.wide:
        picture = f'<div class="scroll" tabindex="0" role="region" aria-label="Picture">{picture}</div>'
    wide = ' class="wide"' if slot.wide else ""
    return f"<figure{wide}>{picture}<figcaption>{_text(slot.caption)}</figcaption></figure>"


def _size(picture: bytes) -> str:
    """The size of a PNG in the page's pixels, so that nothing jumps while it is read."""
    if not picture.startswith(_PNG) or len(picture) < 24:
        return ""
    width, height = (int.from_bytes(picture[at : at + 4], "big") // DENSITY for at in (16, 20))
    return f' width="{width}" height="{height}"'


def _data_uri(picture: bytes) -> str:
    kind = "image/png" if picture.startswith(_PNG) else "image/svg+xml"
    return f"data:{kind};base64,{base64.b64encode(picture).decode('ascii')}"


_BLOCKS: Mapping[type, Callable[[Any], str]] = {
    Verdict: _verdict,
    Heading: _heading,
    Paragraph: _paragraph,
    Facts: _facts,
    Table: _table,
    Bullets: _bullets,
}
