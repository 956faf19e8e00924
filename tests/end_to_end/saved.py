"""What a save left on disk: the plan it reads as, and which entries are other bytes than before."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from relplanner.storage import reader

SECTION = re.compile(rb"^(\w+):", re.MULTILINE)
ENTRY = re.compile(rb"^- id: (\S+)[^\n]*\n(?:(?!- |\w)[^\n]*\n)*", re.MULTILINE)


def plan_in(path: Path) -> Plan:
    """The plan of a file that reads without a fault."""
    loaded = reader.read(path)
    assert [finding.message for finding in loaded.findings] == []
    return loaded.plan


def activity_in(path: Path, activity_id: str) -> Activity:
    found = plan_in(path).activity(activity_id)
    assert found is not None, f"{path} has no activity {activity_id}"
    return found


def entries(text: bytes) -> dict[str, bytes]:
    """The bytes of each entry of the sample, as ``section/id``, and of each section without its entries."""
    found: dict[str, bytes] = {}
    starts = [match.start() for match in SECTION.finditer(text)] + [len(text)]
    found[""] = text[: starts[0]]
    for begin, end in pairwise(starts):
        section = text[begin:end]
        name = section.partition(b":")[0].decode()
        for match in ENTRY.finditer(section):
            found[f"{name}/{match[1].decode()}"] = match[0]
        found[name] = ENTRY.sub(b"", section)
    return found


def changed_entries(before: bytes, after: bytes) -> set[str]:
    """The entries whose bytes differ, came or went. All others are the same bytes in the same order."""
    old, new = entries(before), entries(after)
    common = [key for key in old if key in new]
    assert common == [key for key in new if key in old], "entries changed places"
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
