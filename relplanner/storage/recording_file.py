"""The file of a recording: blocks that are only ever added, each with its length and a checksum.

::

    mark ∙ kind ∙ length ∙ checksum      sixteen bytes, little-endian
    JSON: what was recorded              kind 1: name, metrics, origins, clock skew
    samples of 24 bytes                  kind 2: time, value, metric, origin, flags

A block that is torn by a power cut or still being written is no block yet: readers stop before it, the next
writer cuts it off. Damage in the middle costs the blocks that it hits. The file may come from anybody; a
database's file would let whoever wrote it drive a large parser.
"""

from __future__ import annotations

import dataclasses
import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relplanner.values import value

MARK = b"\xabRB\n"
FACTS, SAMPLES = 1, 2
STALE, FAILED = 1, 2
SAMPLE = np.dtype(
    [("time", "<i8"), ("value", "<f8"), ("metric", "<u2"), ("origin", "<u2"), ("flags", "<u2"), ("", "<u2")]
)
LARGEST_BLOCK = 1 << 24
MOST_NAMES = 65_000
_HEAD = struct.Struct("<4sB3xII")
LATEST_MS = 253_000_000_000_000
"""In the year 9987: beyond lies damage, or mischief."""
_BATCH = 1 << 16

Samples = NDArray[np.void]


@value
class MetricFacts:
    """Where the samples of a metric come from. ``raw``: as measured, not the steps of a query's answer.

    ``valid_ms`` is how long a number typed by hand counts.
    """

    id: str
    source: str = ""
    query: str = ""
    step_ms: int | None = None
    unit: str = ""
    raw: bool = True
    valid_ms: int | None = None


@value
class Skew:
    """How far a source's clock was ahead of this machine's, milliseconds, measured at ``time_ms``."""

    source: str
    time_ms: int
    ms: int


def plain(one: MetricFacts | Skew) -> dict[str, Any]:
    """As it stands in a block of facts."""
    return {field.name: getattr(one, field.name) for field in dataclasses.fields(one)}


def facts_block(facts: dict[str, Any]) -> bytes:
    return _block(FACTS, json.dumps(facts, ensure_ascii=True, separators=(",", ":")).encode("ascii"))


def sample_blocks(samples: Samples) -> bytes:
    parts = (samples[at : at + _BATCH] for at in range(0, len(samples), _BATCH))
    return b"".join(_block(SAMPLES, part.tobytes()) for part in parts)


def _block(kind: int, payload: bytes) -> bytes:
    return _HEAD.pack(MARK, kind, len(payload), zlib.crc32(payload, kind)) + payload


def samples_of(rows: Iterable[tuple[int, float, int, int, int]]) -> Samples:
    """Samples from time, value, metric, origin and flags; metric and origin as numbers."""
    found: Samples = np.array([(*row, 0) for row in rows], SAMPLE)
    return found


class Scan:
    """What a file says so far; :meth:`feed` goes on where it stopped, so that one can follow a
    writer."""

    def __init__(self) -> None:
        self.name = ""
        self.created = ""
        self.version = ""
        self.metrics: list[MetricFacts] = []
        self.origins: list[str] = []
        self.skews: list[Skew] = []
        self.end = 0
        """The place behind the last sound block."""
        self.lost = 0
        """Bytes between sound blocks that are none."""

    def feed(self, data: bytes) -> Samples:
        """Read the ``data`` that follows :attr:`end` in the file; the new samples."""
        parts = []
        view = memoryview(data)
        for kind, begin, end in self._blocks(data):
            if kind == SAMPLES:
                parts.append(view[begin : end - (end - begin) % SAMPLE.itemsize])
            elif kind == FACTS:
                self._take(data[begin:end])
        found: Samples = np.frombuffer(b"".join(parts), SAMPLE)
        times = found["time"]
        return found[(found["metric"] < len(self.metrics)) & (times >= 0) & (times < LATEST_MS)]

    def _blocks(self, data: bytes) -> Iterator[tuple[int, int, int]]:
        at = sound_end = 0
        while True:
            found = _sound(data, at)
            if found is not None:
                self.lost += at - sound_end
                self.end += found[2] - sound_end
                at = sound_end = found[2]
                yield found
                continue
            at = data.find(MARK, at + 1)
            if at < 0:
                return

    def _take(self, payload: bytes) -> None:
        try:
            facts = json.loads(payload)
        except (ValueError, RecursionError):
            return
        if not isinstance(facts, dict):
            return
        for key in ("name", "created", "version"):
            if isinstance(facts.get(key), str):
                setattr(self, key, " ".join(facts[key].split())[:200])
        for one in _entries(facts, "metrics"):
            if len(self.metrics) < MOST_NAMES:
                self.metrics.append(_metric(one))
        for one in _entries(facts, "skews"):
            time, ms = one.get("time_ms"), one.get("ms")
            if isinstance(time, int) and isinstance(ms, int):
                self.skews.append(Skew(_word(one.get("source")), time, ms))
        origins = facts.get("origins")
        if isinstance(origins, list) and len(self.origins) + len(origins) <= MOST_NAMES:
            self.origins += [_word(origin) for origin in origins]


def _sound(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Kind and span of the block's payload at a place, ``None`` when there is no whole one."""
    begin = at + _HEAD.size
    if begin > len(data):
        return None
    mark, kind, length, checksum = _HEAD.unpack_from(data, at)
    end = begin + length
    if mark != MARK or length > LARGEST_BLOCK or end > len(data):
        return None
    return (kind, begin, end) if zlib.crc32(memoryview(data)[begin:end], kind) == checksum else None


def _entries(facts: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = facts.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _metric(facts: dict[str, Any]) -> MetricFacts:
    return MetricFacts(
        _word(facts.get("id")), _word(facts.get("source")), _word(facts.get("query"), 10_000),
        _span(facts.get("step_ms")), _word(facts.get("unit")),
        facts.get("raw") is not False, _span(facts.get("valid_ms")),
    )  # fmt: skip


def _span(found: object) -> int | None:
    return found if isinstance(found, int) and 0 < found < 1 << 53 else None


def _word(found: object, longest: int = 200) -> str:
    return found[:longest] if isinstance(found, str) else ""
