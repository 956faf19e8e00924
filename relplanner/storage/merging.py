"""The text of a merged plan: that of ours, with theirs' lines wherever only theirs changed something.

Comments merge with the entry that they stand above. What both sides changed differently is written as
comments above the entry that it concerns, so that the file stays a plan and holds what everybody wrote.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from relplanner.errors import PlanUnreadable
from relplanner.plan.diff import first_field, numbered
from relplanner.plan.merge import Conflict
from relplanner.plan.plan import Plan, sections
from relplanner.storage import reader
from relplanner.storage.conflict_notes import headed, noted, plain_line, with_parts
from relplanner.storage.reader import Loaded
from relplanner.storage.source import Chunk, Part, Source
from relplanner.storage.writer import write

_COMMENT = re.compile(r"(?:^|\s)(#[^\r\n]*)")
Key = tuple[Any, int]


def merged_source(
    base: Loaded, ours: Loaded, theirs: Loaded, plan: Plan, conflicts: Sequence[Conflict]
) -> Source:
    """The text of the merged plan with its places."""
    plain = write(ours.source, plan)[1]
    if not plain.block:  # a file in brackets
        return headed(plain, conflicts) if conflicts else plain
    source = plain
    if _has_own_lines(base.source) and _has_own_lines(ours.source) and _has_own_lines(theirs.source):
        source = with_parts(
            plain, _Adoption(base.source, ours.source, theirs.source, plan).parts(plain.parts)
        )
    if source.text != plain.text and not _says(source.text, plan):
        source = plain
    return noted(source, conflicts) if conflicts else source


def _has_own_lines(source: Source) -> bool:
    """Whether each entry is complete in its own lines: no aliases, no brackets, not an older format."""
    return not source.aliases and (source.block or not source.text)


def _says(text: str, plan: Plan) -> bool:
    try:
        return reader.parse(text).plan == plan
    except PlanUnreadable:
        return False


class _Adoption:
    """Takes over theirs' own lines and comments where ours has what stood in the base."""

    def __init__(self, base: Source, ours: Source, theirs: Source, plan: Plan) -> None:
        self._base, self._ours, self._theirs = (_by_key(source) for source in (base, ours, theirs))
        self._newline = ours.newline
        self._plan, self._their_plan = plan, theirs.plan

    def parts(self, parts: Sequence[Part]) -> list[Part]:
        found = []
        for key, part in _numbered_parts(parts):
            theirs = self._theirs.get(key)
            found.append(part if theirs is None else self._part(part, key, theirs))
        return self._with_orphans(found)

    def _with_orphans(self, parts: list[Part]) -> list[Part]:
        """Comments that one side wrote at what the other deleted stay, behind the section or on top."""
        text = "".join(part.text for part in parts)
        at = {key: number for number, (key, _) in enumerate(_numbered_parts(parts))}
        for side in (self._ours, self._theirs):
            for key, part in side.items():
                base = self._base.get(key)
                if base is None or part is base or part.text == base.text:
                    continue
                number = at.get(key, 0)
                left = parts[number].chunks if key in at else ()
                lines = [
                    f"# At “{plain_line(str(name[0] or key[0]))}”, which is gone: {said.lstrip('# ')}"
                    for name, said in _orphans(part, base, left)
                    if said not in text
                ]
                blank = " " * parts[number].dash
                more = "".join(f"{blank}{line}{self._newline}" for line in lines)
                if more and number:
                    parts[number] = dataclasses.replace(parts[number], gap=more + parts[number].gap)
                elif more:
                    parts[number] = dataclasses.replace(parts[number], own=parts[number].own + more)
        return parts

    def _part(self, part: Part, key: Key, theirs: Part) -> Part:
        base, ours = self._base.get(key, _NOTHING), self._ours.get(key)
        lead = self._three(base.lead, "" if ours is None else ours.lead, theirs.lead, part.lead)
        gap = self._gap(base.gap, "" if ours is None else ours.gap, theirs.gap, part.gap)
        if ours is None and key not in self._base and self._is_theirs(part):
            return self._whole(theirs, part.gap)
        if part.chunks is not None and theirs.chunks is not None and part.dash == theirs.dash:
            own = self._three(base.own, part.own if ours is None else ours.own, theirs.own, part.own)
            chunks = self._chunks(part, base, ours, theirs)
            return dataclasses.replace(part, lead=lead, own=own, gap=gap, chunks=chunks)
        if part.chunks is not None or theirs.chunks is not None:
            return dataclasses.replace(part, lead=lead, gap=gap)
        untouched = ours is None or ours.own == base.own
        if untouched and self._is_theirs(part):
            return dataclasses.replace(part, lead=lead, own=self._in_our_manner(theirs.own), gap=gap)
        lead += self._remarks(theirs.own, base.own, part.own, "")
        return dataclasses.replace(part, lead=lead, gap=gap)

    def _whole(self, theirs: Part, gap: str) -> Part:
        """A section that theirs added, as theirs wrote it."""
        manner = self._in_our_manner
        chunks = theirs.chunks and tuple(
            chunk._replace(lead=manner(chunk.lead), own=manner(chunk.own), gap=manner(chunk.gap))
            for chunk in theirs.chunks
        )
        return dataclasses.replace(
            theirs,
            lead=manner(theirs.lead),
            own=manner(theirs.own),
            gap=manner(theirs.gap) or gap,
            chunks=chunks,
        )

    def _is_theirs(self, part: Part) -> bool:
        """Whether the merged plan says under a key what theirs says."""
        section = next((each for each in sections() if each.key == part.key), None)
        if section is None:
            return dict(self._plan.unknown).get(part.key or "") == dict(self._their_plan.unknown).get(
                part.key or ""
            )
        return bool(getattr(self._plan, section.name) == getattr(self._their_plan, section.name))

    def _chunks(self, part: Part, base: Part, ours: Part | None, theirs: Part) -> tuple[Chunk, ...]:
        old, mine, other = (_chunks_of(each) for each in (base, ours, theirs))
        found = []
        for key, chunk in _numbered_chunks(part.chunks or ()):
            there = other.get(key) if chunk.item is not None else None
            found.append(
                chunk
                if there is None
                else self._chunk(chunk, old.get(key, _NO_CHUNK), mine.get(key), there, part.dash)
            )
        return tuple(found)

    def _chunk(self, chunk: Chunk, base: Chunk, ours: Chunk | None, theirs: Chunk, dash: int) -> Chunk:
        if theirs[:3] == base[:3]:
            return chunk
        lead = self._three(base.lead, "" if ours is None else ours.lead, theirs.lead, chunk.lead)
        gap = self._gap(base.gap, "" if ours is None else ours.gap, theirs.gap, chunk.gap)
        own = chunk.own
        if (ours is None or ours.own == base.own) and (
            theirs.item is chunk.item or theirs.item == chunk.item
        ):
            own = self._in_our_manner(theirs.own)
        else:
            lead += self._remarks(theirs.own, base.own, own, " " * dash, theirs.item)
        return chunk._replace(lead=lead, own=own, gap=gap)

    def _three(self, base: str, ours: str, theirs: str, now: str) -> str:
        """Lines of comments, three ways: of both sides where both changed them."""
        if theirs in (base, ours):
            return now
        if ours == base:
            return self._in_our_manner(theirs)
        known = {line.strip() for text in (base, now) for line in text.splitlines()}
        more = [line for line in theirs.splitlines() if line.strip() not in known and _is_comment(line)]
        return now + "".join(f"{line}{self._newline}" for line in more)

    def _gap(self, base: str, ours: str, theirs: str, now: str) -> str:
        """Blank lines are nobody's work: only comments count."""
        if theirs.strip() == base.strip():
            return now
        if ours.strip() == base.strip() == now.strip():
            return self._in_our_manner(theirs)
        return self._three(base, ours, theirs, now)

    def _remarks(self, theirs: str, base: str, now: str, blank: str, item: Any = None) -> str:
        """Comments that theirs put into lines which both sides changed: they go above the entry."""
        if theirs == base or "#" not in theirs:
            return ""
        values = repr(item)
        said = [each.strip() for each in _COMMENT.findall(theirs)]
        lost = [each for each in said if each not in base and each not in now and each[1:] not in values]
        return "".join(f"{blank}{each}{self._newline}" for each in lost)

    def _in_our_manner(self, text: str) -> str:
        return text.replace("\r\n", "\n").replace("\n", self._newline)


_NOTHING = Part(None, "", "", "")
_NO_CHUNK = Chunk("", "", "", None)


def _is_comment(line: str) -> bool:
    return line.lstrip(" \t").startswith("#")


def _by_key(source: Source) -> Mapping[Key, Part]:
    return dict(_numbered_parts(source.parts))


def _numbered_parts(parts: Sequence[Part]) -> list[tuple[Key, Part]]:
    """Parts by key; the first without one is what precedes the keys, the second what ends the document."""
    return list(numbered((part.key, part) for part in parts).items())


def _chunks_of(part: Part | None) -> Mapping[Key, Chunk]:
    return {} if part is None or not part.chunks else dict(_numbered_chunks(part.chunks))


def _orphans(part: Part, base: Part, left: Sequence[Chunk] | None) -> Iterator[tuple[Key, str]]:
    """The comments that a side added to entries which the merged plan does not have, by entry."""
    if part.chunks is None or base.chunks is None:
        return
    there, old = {key for key, _ in _numbered_chunks(left or ())}, _chunks_of(base)
    for key, chunk in _numbered_chunks(part.chunks):
        if key in there or key not in old or chunk[:3] == old[key][:3]:
            continue
        known = old[key].text
        for line in f"{chunk.lead}{chunk.own}{chunk.gap}".splitlines():
            if _is_comment(line) and line.strip() not in known:
                yield key, line.strip()


def _numbered_chunks(chunks: Sequence[Chunk]) -> Iterable[tuple[Key, Chunk]]:
    """Entries by their ids, and by a number that tells apart those of the same id."""
    noun = next((type(chunk.item) for chunk in chunks if chunk.item is not None), None)
    attribute = "" if noun is None else first_field(noun)
    names = [None if chunk.item is None else getattr(chunk.item, attribute) for chunk in chunks]
    if len(set(names)) == len(names):
        return zip(((name, 0) for name in names), chunks, strict=True)
    return numbered(zip(names, chunks, strict=True)).items()
