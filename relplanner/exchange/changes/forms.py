"""The forms in which changes are given: text for people, JSON for programs, Markdown for pull requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relplanner.exchange.changes.model import Changes, Group, Sentence
from relplanner.exchange.clock import Clock
from relplanner.patterns import late_pattern
from relplanner.schedule import Schedule

MOST = 20
"""So many sentences of a section are written one by one."""
NOTHING = "The plans say the same."
_MARKS = late_pattern(r"[\\`*_{}\[\]|~$^]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", "#": "&#35;"}
_BEGINS = late_pattern(r"(?:[-+=]|[0-9]+[.)])(?=\s|\Z)")
"""What begins a list or a heading at the beginning of a text."""


def as_text(found: Changes, most: int = MOST) -> str:
    """Plain lines, ending with a line break: each section's title, its sentences below it."""
    if found.same:
        return f"{NOTHING}\n"
    lines: list[str] = []
    for group in found.groups():
        lines.append(f"{group.title}:")
        lines += [f"  {sentence.text}" for sentence in group.sentences[:most]]
        rest = _rest(group, most)
        if rest:
            lines.append(f"  {rest}")
    return "\n".join(lines) + "\n"


def as_markdown(found: Changes, most: int = MOST) -> str:
    """A list a section. Texts of the plan are escaped: they can neither format, link nor mention anybody."""
    if found.same:
        return f"{NOTHING}\n"
    blocks: list[str] = []
    for group in found.groups():
        lines = [f"- {markdown_safe(sentence.text)}" for sentence in group.sentences[:most]]
        rest = _rest(group, most)
        if rest:
            lines.append(f"- *{rest}*")
        blocks.append(f"**{group.title}**\n\n" + "\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def as_json(found: Changes, before: Schedule, after: Schedule) -> dict[str, Any]:
    """Plain values; the keys that others rely on come first. Date-times are ISO 8601 with offset."""
    old, new = Clock(before).iso, Clock(after).iso
    return {
        "added": list(found.added),
        "removed": list(found.removed),
        "changed": [
            {"id": leaf.id, "kind": leaf.section, "field": leaf.field, "old": leaf.old, "new": leaf.new}
            for leaf in found.leaves
        ],
        "slip_change_minutes": found.slip_change_minutes,
        "renamed": dict(found.renamed),
        "target": {"old": old(found.target[0]), "new": new(found.target[1])},
        "projected": {"old": old(found.projected[0]), "new": new(found.projected[1])},
        "activities_moved": found.moved,
        "variances": list(_variances(before, after)),
        "headlines": [_headline(sentence) for sentence in found.headlines],
    }


def _variances(before: Schedule, after: Schedule) -> Iterator[dict[str, str | int | None]]:
    """How far each activity moved, in minutes, positive when later, longer or with more slack."""
    from relplanner.schedule.comparison import compare

    for row in compare(before, after).moved:
        yield {
            "id": row.id,
            "start": row.start,
            "finish": row.finish,
            "start_work": row.start_work,
            "finish_work": row.finish_work,
            "duration": row.duration,
            "total_slack": row.total_slack,
        }


def markdown_safe(text: str) -> str:
    """Text that Markdown shows as it is, links, mentions and HTML included."""
    escaped = _MARKS.sub(lambda found: f"\\{found[0]}", "".join(_ENTITIES.get(sign, sign) for sign in text))
    escaped = escaped.replace("://", "&#58;//").replace("www.", "www&#46;").replace("WWW.", "WWW&#46;")
    begin = _BEGINS.match(escaped)
    return escaped if begin is None else f"{begin[0][:-1]}&#{ord(begin[0][-1])};{escaped[begin.end() :]}"


def _headline(sentence: Sentence) -> dict[str, str | int]:
    return {
        "text": sentence.text,
        "section": sentence.section,
        "id": sentence.id,
        "weight": sentence.weight,
    }


def _rest(group: Group, most: int) -> str:
    left = len(group.sentences) - most
    return f"… and {left:,} more" if left > 0 else ""
