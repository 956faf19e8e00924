"""Lines of a table of samples, some ten thousand at a time, and where their cells are.

Nearly all tables are regular: the same number of cells in each line, no quotes, no empty lines. Such a chunk
is cut by looking at its bytes at once; any other is first made regular line by line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from relplanner.errors import DataUnreadable, Place, Problem
from relplanner.exchange.series_cells import Ints, Table
from relplanner.exchange.series_heading import Heading, shortened
from relplanner.exchange.series_notes import Notes
from relplanner.values import value

CHUNK = 1 << 19
LONGEST = 1 << 20
_NEWLINE, _RETURN = 10, 13


@value
class Chunk:
    """Whole lines that end in ``\\n``; ``line`` is the number of the first, ``end`` the bytes read so far."""

    text: bytes
    line: int
    end: int


def chunks(stream: BinaryIO, place: str) -> Iterator[Chunk]:
    """Raises :class:`DataUnreadable` for a line that no table has, and for UTF-16."""
    rest, line, end = b"", 1, 0
    ending = b"\n"
    while True:
        read = stream.read(CHUNK)
        if not end:
            read = _without_mark(read, place)
            ending = b"\r" if b"\r" in read and b"\n" not in read else b"\n"
        end += len(read)
        text = rest + read
        cut = text.rfind(ending) + 1 if read else len(text)
        text, rest = text[:cut], text[cut:]
        if len(rest) > LONGEST:
            message = f"The line is longer than {LONGEST:,} bytes; this is no table of samples."
            raise DataUnreadable(Problem(message, Place(place, line + text.count(ending)), "Choose a CSV."))
        if text:
            if b"\r" in text:
                text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            if not text.endswith(b"\n"):
                text += b"\n"
            yield Chunk(text, line, end)
            line += text.count(b"\n")
        if not read:
            return


def _without_mark(read: bytes, place: str) -> bytes:
    if read[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "The file is written in UTF-16."
        raise DataUnreadable(Problem(message, Place(place, 1), "Save it as CSV in UTF-8."))
    return read.removeprefix(b"\xef\xbb\xbf")


def table_of(chunk: Chunk, heading: Heading, notes: Notes) -> tuple[Table, Ints]:
    """The cells of a chunk and the number of each row's line. Lines that are no rows are noted."""
    text = chunk.text
    if heading.delimiter != "," and b"," in text:
        text = text.replace(b",", b".")
        notes.commas = True
    plain = text if b'"' not in text else _unquoted(text, heading.delimiter)
    if plain:
        found = _regular(plain, heading)
        if found is not None:
            return found, np.arange(chunk.line, chunk.line + len(found))
    text, lines = _mended(chunk.text, chunk.line, heading, notes)
    found = _regular(text, heading)
    if found is None:
        raise AssertionError("a mended chunk is regular")
    return found, np.array(lines, np.int64)


def _unquoted(text: bytes, delimiter: str) -> bytes:
    """The text without quotes, where each goes round a whole cell and no cell holds one; else nothing."""
    buffer = np.frombuffer(text, np.uint8)
    quotes = np.flatnonzero(buffer == ord('"'))
    if len(quotes) % 2:
        return b""
    edge = (buffer == ord(delimiter)) | (buffer == _NEWLINE)
    opening, closing = quotes[::2], quotes[1::2]
    if not (edge[opening - 1] | (opening == 0)).all() or not edge[closing + 1].all():
        return b""
    before = np.cumsum(edge)
    return text.replace(b'"', b"") if bool((before[opening] == before[closing]).all()) else b""


def _regular(text: bytes, heading: Heading) -> Table | None:
    """The table, when each line has the heading's number of cells."""
    buffer = np.frombuffer(text, np.uint8)
    places = np.flatnonzero((buffer == ord(heading.delimiter)) | (buffer == _NEWLINE))
    if len(places) % heading.width:
        return None
    ends = places.reshape(-1, heading.width)
    is_end = buffer[ends] == _NEWLINE
    if is_end[:, :-1].any() or not is_end[:, -1].all():
        return None
    if heading.width == 1 and bool((np.diff(places, prepend=-1) == 1).any()):
        return None  # empty lines
    starts = np.empty_like(places)
    if len(places):
        starts[0] = 0
        starts[1:] = places[:-1] + 1
    return Table(text, starts.reshape(-1, heading.width), ends)


def _mended(text: bytes, line: int, heading: Heading, notes: Notes) -> tuple[bytes, list[int]]:
    """The rows of a chunk as regular lines, without quotes, and the numbers of their lines."""
    rows, lines = [], []
    for number, written in enumerate(text.decode("utf-8", "replace").split("\n")[:-1], line):
        if not written.strip() or written.startswith("#"):
            continue
        try:
            cells = next(csv.reader([written], delimiter=heading.delimiter, strict=True))
        except (csv.Error, StopIteration) as error:
            notes.row(number, f"cannot be parted into cells ({error})")
            continue
        if len(cells) != heading.width:
            notes.row(number, _count_fault(len(cells), heading, written))
            continue
        if any("," in cell for cell in cells):
            notes.commas = True
            cells = [cell.replace(",", ".") for cell in cells]
        signs = {ord(heading.delimiter): "?", _NEWLINE: "?"}
        rows.append(heading.delimiter.join(cell.translate(signs).strip() for cell in cells))
        lines.append(number)
    return "".join(f"{row}\n" for row in rows).encode("utf-8"), lines


def _count_fault(count: int, heading: Heading, written: str) -> str:
    have = f"has {count:,} cell{'' if count == 1 else 's'} where the heading has {heading.width:,}"
    if heading.delimiter == "," and count > heading.width and '"' not in written:
        return f"{have}; decimal commas need “;” between the cells"
    return f"{have}: {shortened(written)}"
