"""Findings of a file while its plan is edited: they follow their entry and go when their field is edited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from relplanner.plan.fields import fields_of
from relplanner.plan.findings import Finding
from relplanner.plan.plan import Plan, entries_of, id_of, section

STEP = re.compile(r"(?P<head>(?P<section>[a-z_]+)(?:\.(?:phases|log))?)(?:\[(?P<at>\d+)\])?(?P<rest>.*)")
"""A path: the list or noun it begins in, the position there, and the way on."""
_KEY = re.compile(r"\.([a-z_]+)")


def carried(findings: Iterable[Finding], before: Plan, after: Plan) -> Iterator[Finding]:
    """Those of ``findings``, told of the file that ``before`` stands in, that are true of ``after`` too.

    Their paths and ids are those of ``after``. What could not become part of the plan is true still.
    """
    for finding in findings:
        now = _carried(finding, before, after)
        if now is not None:
            yield now


def _carried(finding: Finding, before: Plan, after: Plan) -> Finding | None:
    step = STEP.fullmatch(finding.path)
    if step is None or step["section"] not in _sections():
        return finding
    name, key = step["section"], _KEY.match(step["rest"])
    if step["at"] is None:
        old, new = getattr(before, name), getattr(after, name)
        return finding if _is_same(old, new, key and key[1]) else None
    head, _, entry_id = finding.id.rpartition("/")
    then = _position(before, name, entry_id)
    if not entry_id or then is None:
        return finding
    old = entries_of(before, name)[then]
    now = _position(after, name, entry_id)
    if now is None:
        now = _renamed(before, after, name, old)
    if now is None or not _is_same(old, entries_of(after, name)[now], key and key[1]):
        return None
    new_id = id_of(entries_of(after, name)[now])
    path = f"{step['head']}[{int(step['at']) + now - then}]{step['rest']}"
    return replace(finding, path=path, id=f"{head}/{new_id}" if head else new_id)


def _sections() -> frozenset[str]:
    return frozenset(field.name for field in fields_of(Plan))


def _position(plan: Plan, name: str, entry_id: str) -> int | None:
    if section(name).name == "activities":
        return plan.activity_index.get(entry_id)
    return next((at for at, entry in enumerate(entries_of(plan, name)) if id_of(entry) == entry_id), None)


def _renamed(before: Plan, after: Plan, name: str, old: Any) -> int | None:
    """Where an entry stands under an id that is new, and all else as it was."""
    known, first = set(before.ids(name)), fields_of(type(old))[0].name
    for at, entry in enumerate(entries_of(after, name)):
        if id_of(entry) not in known and replace(old, **{first: getattr(entry, first)}) == entry:
            return at
    return None


def _is_same(old: Any, new: Any, key: str | None) -> bool:
    """Whether a field, by its key in the file, is as it was; without a key the whole."""
    if key is None or old is new:
        return bool(old == new)
    if isinstance(old, tuple):
        return bool(old == new)
    for field in fields_of(type(old)):
        if field.key == key:
            return bool(getattr(old, field.name) == getattr(new, field.name))
    return bool(dict(old.unknown).get(key) == dict(new.unknown).get(key))
