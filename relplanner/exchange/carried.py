"""What relplanner writes into the comments of an export so that it can read its own file back.

A line a noun: its section and its keys as JSON. It is data from a file like any other: nothing of it is
believed unless the rest of the file, exported anew from it, says the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from relplanner.plan.forms.condition import metrics_of
from relplanner.plan.nouns.release import Release
from relplanner.plan.nouns.rollout import Alert, Metric, Phase, Rollout, Source, Trigger
from relplanner.plan.plan import Plan
from relplanner.storage.decode import Decoder
from relplanner.storage.emit import Braces, Inline
from relplanner.storage.encode import encode
from relplanner.storage.yaml_text import Plain

MARK = "# relplan: "
_LINE = re.compile(r"^# relplan: ([a-z]+) (\{.*\})$", re.M)
MOST = 5000
NOUNS: dict[str, type[Any]] = {
    "release": Release, "sources": Source, "metrics": Metric, "rollout": Rollout, "triggers": Trigger,
    "alerts": Alert,
}  # fmt: skip


def carried(plan: Plan, *, rollout: bool) -> str:
    """The lines for a plan's rules, or for its rollout. Notes, addresses and what happened stay at home."""
    used = tuple(_used(plan, rollout))
    sources = {metric.source for metric in used}
    wanted: dict[str, list[Any]] = {
        "release": [Release(product=plan.release.product, version=plan.release.version)],
        "sources": [Source(id=each.id, kind=each.kind) for each in plan.sources if each.id in sources],
        "metrics": [_public(each) for each in used],
        "triggers": [_public(each) for each in plan.triggers],
    }
    if rollout:
        wanted["rollout"] = [_without_records(plan.rollout)]
    else:
        wanted["alerts"] = [_public(each) for each in plan.alerts]
    lines = [_line(section, noun) for section, nouns in wanted.items() for noun in nouns]
    return "# What relplanner needs to read this file back:\n" + "".join(f"{line}\n" for line in lines)


def _line(section: str, noun: Any) -> str:
    return f"{MARK}{section} {json.dumps(_bare(encode(noun)), ensure_ascii=True)}"


def _bare(plain: Plain) -> Plain:
    if isinstance(plain, Inline):
        return [str(each) for each in plain.items]
    if isinstance(plain, Braces):
        return {str(key): str(each) for key, each in plain.items.items()}
    if isinstance(plain, dict):
        return {str(key): _bare(each) for key, each in plain.items()}
    if isinstance(plain, list):
        return [_bare(each) for each in plain]
    return plain if plain is None else str(plain)


def _used(plan: Plan, rollout: bool) -> Iterator[Metric]:
    conditions = [each.when for each in plan.triggers if each.when]
    conditions += [] if rollout else [each.when for each in plan.alerts if each.when]
    names = {name for condition in conditions for name in metrics_of(condition)}
    if rollout:
        names |= {criterion.metric for phase in plan.rollout.phases for criterion in phase.criteria}
    yield from (metric for metric in plan.metrics if metric.id in names)


def _public(noun: Any) -> Any:
    return replace(noun, notes=None, unknown=())


def _without_records(rollout: Rollout) -> Rollout:
    return replace(rollout, notes=None, unknown=(), phases=tuple(map(_planned, rollout.phases)))


def _planned(phase: Phase) -> Phase:
    manual = tuple(replace(each, met=None, by=None, evidence=None, unknown=()) for each in phase.manual)
    return replace(phase, notes=None, unknown=(), manual=manual, actual_start=None, actual_finish=None)


def brought(text: str) -> Plan | None:
    """The plan in a file's comments, ``None`` when there is none or not all of it can be read."""
    found: dict[str, list[Any]] = {}
    for number, match in enumerate(_LINE.finditer(text)):
        noun = NOUNS.get(match[1])
        if noun is None or number > MOST:
            return None
        made = _decoded(noun, match[2])
        if made is None:
            return None
        found.setdefault(match[1], []).append(made)
    if not found:
        return None
    return Plan(
        release=next(iter(found.get("release", ())), Release()),
        sources=tuple(found.get("sources", ())),
        metrics=tuple(found.get("metrics", ())),
        rollout=next(iter(found.get("rollout", ())), Rollout()),
        triggers=tuple(found.get("triggers", ())),
        alerts=tuple(found.get("alerts", ())),
    )


def _decoded(noun: type[Any], line: str) -> Any:
    try:
        plain = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    decoder = Decoder()
    made = decoder.noun(noun, plain)
    return None if decoder.faults else made
