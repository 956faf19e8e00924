"""CSV of metrics: a column ``time``, a column a metric id, a row an instant; an empty cell is no sample.

Times are ISO 8601 or Unix seconds; cells are numbers, ``NaN``, ``Inf``, ``stale`` or
``failed``. What is odd is read as
far as it can be meant and said, with its line; what cannot be meant is refused. A file that takes part in a
decision about a rollback must not be guessed at in silence.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
from numpy.typing import NDArray

from relplanner.errors import Cancelled, DataUnreadable, Place, Problem, StorageError
from relplanner.exchange.series_cells import Column, Floats, Ints, Mask, Table
from relplanner.exchange.series_heading import Heading, heading_of, listed, separator_line, shortened
from relplanner.exchange.series_lines import Chunk, chunks, table_of
from relplanner.exchange.series_notes import EACH, Notes
from relplanner.exchange.series_times import SCALES, Times, times_of
from relplanner.plan.findings import Finding
from relplanner.plan.nouns.rollout import Metric
from relplanner.rollout.series import Series
from relplanner.schedule.zone import clock_of
from relplanner.values import value

T = TypeVar("T", bound=np.generic)
_READING = 0.9
"""The share of the work that is reading; the rest is putting in order."""


@value
class Recorded:
    """Series by metric, and what was odd. ``rows`` is how many lines held a time and all their cells."""

    series: Mapping[str, Series]
    findings: tuple[Finding, ...]
    rows: int


def read(
    source: Path | str,
    metrics: Mapping[str, Metric],
    *,
    zone: str = "UTC",
    on_progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Recorded:
    """Read a file (a path) or a text (a string). ``zone`` is that of times without an offset.

    ``on_progress`` is told the share that is done. Raises :class:`DataUnreadable`, :class:`StorageError`, and
    :class:`Cancelled` once ``cancelled`` says so.
    """
    reading = _Reading(metrics, zone, os.fspath(source) if isinstance(source, Path) else "the text")
    with _opened(source) as (stream, size):
        for chunk in chunks(stream, reading.place):
            if cancelled is not None and cancelled():
                raise Cancelled("Reading the data was cancelled.")
            reading.take(chunk)
            if on_progress is not None:
                on_progress(_READING * min(1.0, chunk.end / size))
    found = reading.result()
    if on_progress is not None:
        on_progress(1.0)
    return found


@contextmanager
def _opened(source: Path | str) -> Iterator[tuple[BinaryIO, int]]:
    if isinstance(source, str):
        data = source.encode("utf-8", "replace")
        yield io.BytesIO(data), max(1, len(data))
        return
    try:
        if not stat.S_ISREG(source.stat().st_mode):  # opening a pipe would wait for its other end
            raise StorageError(
                Problem("This is no file, but a folder, a pipe or a device.", Place(str(source)))
            )
        with source.open("rb") as stream:
            yield stream, max(1, os.fstat(stream.fileno()).st_size)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageError(Problem(f"The data could not be read: {reason}.", Place(str(source)))) from error


class _Reading:
    """One table under way."""

    def __init__(self, metrics: Mapping[str, Metric], zone: str, place: str) -> None:
        self.metrics, self.place = metrics, place
        self.zone_name = zone
        self.clock = clock_of(zone)
        self.notes = Notes()
        self.heading: Heading | None = None
        self._delimiter = ""
        self._lines: list[Ints] = []
        self._times: list[Times] = []
        self._columns: dict[str, list[Column]] = {}

    def take(self, chunk: Chunk) -> None:
        if self.heading is None:
            chunk = self._head(chunk)
        if self.heading is None or not chunk.text:
            return
        table, lines = table_of(chunk, self.heading, self.notes)
        if not len(table):
            return
        times = times_of(table, self.heading.time, self.clock)
        if times.bad.any():
            self._note_times(table, lines, times.bad)
        self._lines.append(lines)
        self._times.append(times)
        for at, metric in self.heading.columns:
            column = table.numbers(at)
            if column.bad.any():
                self._note_cells(table, lines, at, metric, column.bad & ~times.bad)
                column = replace(column, missing=column.missing | column.bad)
            self._columns.setdefault(metric, []).append(column)

    def _head(self, chunk: Chunk) -> Chunk:
        """Take the heading off the first lines of the file."""
        text, line = chunk.text, chunk.line
        while text and self.heading is None:
            written, _, text = text.partition(b"\n")
            plain = written.decode("utf-8", "replace")
            place = Place(self.place, line)
            line += 1
            sign = separator_line(plain)
            if sign:
                self._delimiter = sign
            elif b"\0" in written:
                message = "The file begins with bytes that are no text."
                raise DataUnreadable(Problem(message, place, "Save it as CSV in UTF-8."))
            elif plain.strip() and not plain.startswith("#"):
                self.heading = heading_of(plain, place, self.metrics, self._delimiter)
        return Chunk(text, line, chunk.end)

    def _note_times(self, table: Table, lines: Ints, bad: Mask) -> None:
        assert self.heading is not None
        rows = [row for row in np.flatnonzero(bad).tolist() if not table.begins(row, b"#")]
        for row in rows[:EACH]:
            written = shortened(table.cell(row, self.heading.time))
            self.notes.row(int(lines[row]), _time_fault(written))
        self.notes.more("DATA-ROW", len(rows[EACH:]))

    def _note_cells(self, table: Table, lines: Ints, at: int, metric: str, bad: Mask) -> None:
        rows = np.flatnonzero(bad).tolist()
        for row in rows[:EACH]:
            self.notes.cell(int(lines[row]), metric, shortened(table.cell(row, at)))
        self.notes.more("DATA-CELL", len(rows[EACH:]))

    def result(self) -> Recorded:
        if self.heading is None:
            message, hint = "The file is empty.", "Its first line names the columns: time,error_rate."
            raise DataUnreadable(Problem(message, Place(self.place), hint))
        _note_heading(self.heading, self.notes)
        good = self._good()
        if not good.any():
            raise self._nothing()
        lines = _joined(self._lines, np.int64)[good]
        ms = _joined([times.ms for times in self._times], np.int64)[good]
        self._note_times_read(lines, good)
        if self.notes.commas:
            self.notes.say("DATA-COMMA", "info", "Decimal commas were read as decimal points.")
        order = _order(ms, lines, self.notes)
        series = {}
        for metric, parts in self._columns.items():
            values = _joined([part.values for part in parts], np.float64)[good]
            stale, failed, none = (
                _joined([getattr(part, name) for part in parts], np.bool_)[good]
                for name in ("stale", "failed", "missing")
            )
            samples = _Samples(ms, values, stale, failed, lines)
            series[metric] = _series(metric, samples, ~none, order, self.notes)
        return Recorded(series, self.notes.all(), len(ms))

    def _good(self) -> Mask:
        """Rows with a time. Small numbers are times where all are: recordings that begin at 0."""
        good = ~_joined([times.bad for times in self._times], np.bool_)
        early = _joined([times.early for times in self._times], np.bool_)
        if not early.any():
            return good
        seconds = _joined([times.ms for times in self._times], np.int64)[early] / 1000
        if not (good & ~early).any() and not _days_of_a_spreadsheet(seconds):
            message = "All times are before 1973; they were taken as seconds since 1970."
            self.notes.say("DATA-EARLY", "warning", message)
            return good
        lines = _joined(self._lines, np.int64)[early]
        for line, second in zip(lines[:EACH].tolist(), seconds[:EACH].tolist(), strict=True):
            self.notes.row(line, _time_fault(f"{second:.10g}"))
        self.notes.more("DATA-ROW", len(lines[EACH:]))
        found: Mask = good & ~early
        return found

    def _nothing(self) -> DataUnreadable:
        faults = [
            Problem(finding.message, Place(self.place, finding.line))
            for finding in self.notes.all()
            if finding.code == "DATA-ROW"
        ]
        message = (
            "No line below the heading could be read." if faults else "There is no line below the heading."
        )
        hint = "Each has a time and a cell for each column."
        return DataUnreadable(Problem(message, Place(self.place), hint), *faults)

    def _note_times_read(self, lines: Ints, good: Mask) -> None:
        scale = _joined([times.scale for times in self._times], np.int64)[good]
        _note_units(scale, lines, self.notes)
        local = _joined([times.local for times in self._times], np.bool_)[good]
        if not local.any():
            return
        message = f"{_times(int(local.sum()))} without an offset; read as {self.zone_name}."
        self.notes.say("DATA-LOCAL", "info", message, int(lines[local.argmax()]))
        hint = "Write times with an offset, such as +01:00, or as Unix seconds."
        for name, what in (
            ("ambiguous", "come twice when the clocks go back; the first was taken."),
            ("skipped", "do not exist, for the clocks went forward; they were moved forward."),
        ):
            odd = _joined([getattr(times, name) for times in self._times], np.bool_)[good]
            if odd.any():
                message = f"{int(odd.sum()):,} local times of {self.zone_name} {what} {hint}"
                self.notes.say("DATA-LOCAL", "warning", message, int(lines[odd.argmax()]))


@value
class _Samples:
    times: Ints
    values: Floats
    stale: Mask
    failed: Mask
    lines: Ints

    def at(self, places: Ints) -> _Samples:
        return _Samples(
            self.times[places], self.values[places], self.stale[places], self.failed[places],
            self.lines[places],
        )  # fmt: skip

    def same_as_before(self) -> Mask:
        """For each but the first whether it says what the one before says."""
        values = self.values
        same = (values[1:] == values[:-1]) | (np.isnan(values[1:]) & np.isnan(values[:-1]))
        for marks in (self.stale, self.failed):
            same &= marks[1:] == marks[:-1]
        found: Mask = same
        return found


def _joined(parts: list[NDArray[T]], kind: type[T]) -> NDArray[T]:
    return np.concatenate(parts) if parts else np.empty(0, kind)


def _times(count: int) -> str:
    return "One time is" if count == 1 else f"{count:,} times are"


def _time_fault(written: str) -> str:
    if not written:
        return "has no time"
    plain = written.replace(".", "", 1).lstrip("-")
    if plain.isdigit() and plain.isascii():
        hint = "they count seconds since 1970"
        if 20_000 < float(written) < 80_000:
            hint += "; this looks like the day number of a spreadsheet"
        return f"has the time {written}, which is no Unix time: {hint}"
    return f"has the time “{written}”, which is neither ISO 8601 nor Unix seconds"


def _days_of_a_spreadsheet(numbers: Floats) -> bool:
    """Days since 1900, with the time of day as a fraction."""
    return bool(((numbers > 20_000) & (numbers < 80_000)).all() and (numbers % 1 != 0).any())


def _note_heading(heading: Heading, notes: Notes) -> None:
    if heading.time_name.lower() != "time":
        message = f"The times were taken from the column “{shortened(heading.time_name)}”."
        notes.say("DATA-TIME-COLUMN", "info", message)
    if heading.unknown:
        message = f"Columns that are no metric of the plan were left out: {listed(heading.unknown)}."
        notes.say("DATA-COLUMN", "warning", f"{message} {heading.unlike}".rstrip())
    if heading.repeated:
        message = f"Columns that come twice were left out, but for the first: {listed(heading.repeated)}."
        notes.say("DATA-COLUMN", "warning", message)


def _note_units(scale: Ints, lines: Ints, notes: Notes) -> None:
    """Units of Unix times that are not seconds; mixed ones are doubtful enough for a warning."""
    counts = np.bincount(scale + 1, minlength=5)[1:]
    used = [at for at in range(4) if counts[at]]
    if len(used) < 2:
        if used and used[0]:
            message = f"The times are Unix {SCALES[used[0]]}; they were converted."
            notes.say("DATA-UNIT", "info", message)
        return
    first = int(scale[scale >= 0][0])
    change = (scale >= 0) & (scale != first)
    parts = " and ".join(f"{counts[at]:,} in {SCALES[at]}" for at in used)
    message = (
        f"Unix times of different units stand in one column ({parts}); each was converted by its size. "
        f"The first other unit stands here."
    )
    notes.say("DATA-UNIT", "warning", message, int(lines[change.argmax()]))


def _order(ms: Ints, lines: Ints, notes: Notes) -> Ints | None:
    """How to sort the rows, ``None`` when they are in order."""
    late = ms < np.maximum.accumulate(ms)
    if not late.any():
        return None
    count = int(late.sum())
    rows = "One row was" if count == 1 else f"{count:,} rows were"
    message = f"{rows} out of order and sorted by time, from this line on."
    notes.say("DATA-ORDER", "info", message, int(lines[late.argmax()]))
    return np.argsort(ms, kind="stable")


def _series(metric: str, samples: _Samples, there: Mask, order: Ints | None, notes: Notes) -> Series:
    """The samples of one metric, sorted, one an instant: the last in the file."""
    found = samples.at(np.flatnonzero(there) if order is None else order[there[order]])
    if not len(found.times):
        notes.say("DATA-EMPTY", "warning", f"There is no sample of {metric}.", id=metric)
    again = found.times[1:] == found.times[:-1]
    if again.any():
        differ = again & ~found.same_as_before()
        count = int(again.sum())
        other = f", {int(differ.sum()):,} of them with another value" if differ.any() else ""
        instants = "one time" if count == 1 else f"{count:,} times"
        message = f"{metric} has more than one sample at {instants}{other}; the last in the file counts."
        line = int(found.lines[1:][differ if differ.any() else again][0])
        notes.say("DATA-TWICE", "warning" if differ.any() else "info", message, line, metric)
    return Series.of(metric, found.times, found.values, stale=found.stale, failed=found.failed)
