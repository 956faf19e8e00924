"""The file: YAML text to a validated plan, and a save after one edit, beside PyYAML's own loader
and dumper.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from relplanner.plan.plan import Plan
from relplanner.storage import files, reader, writer
from relplanner.storage.source import Source
from tests.benchmarks.generate import plan_text
from tests.benchmarks.table import Row, compare, timed

LOADER = "yaml.load(CSafeLoader)"
DUMPER = "yaml.dump(CSafeDumper)"


def run() -> list[Row]:
    rows = [
        _load("load 1,000 activities, with findings and lines", plan_text(1000), 0.40),
        _load("load 10,000 activities, with findings and lines", plan_text(10_000), 0.25),
        _load("the same, 5 calendars", plan_text(10_000, 5), 0.25),
        _load("the same, lists indented: by YAML's events", _indented(plan_text(10_000, 5)), None),
    ]
    text = plan_text(10_000)
    tree = yaml.load(text, yaml.CSafeLoader)
    rows.append(_save("first save after one edit, 10,000 activities", _first_save(text), tree, 0.06))
    rows.append(_save("next save after one edit, 10,000 activities", _next_save(text), tree, 0.06))
    plan = reader.parse(text).plan
    rows.append(_save("the whole file written anew", lambda: writer.format_new(plan), tree, None))
    rows.append(Row("putting it on the disk, with fsync", _disk(text), None, "", None, None))
    return rows


def _indented(text: str) -> str:
    """The text as other hands may write it: its entries stand further in than their key."""
    head, _, entries = text.partition("\nactivities:\n")
    return f"{head}\nactivities:\n  " + entries.replace("\n", "\n  ").rstrip(" ")


def _load(figure: str, text: str, target: float | None) -> Row:
    return compare(
        figure, lambda: reader.parse(text), lambda: yaml.load(text, yaml.CSafeLoader), LOADER, target
    )


def _save(figure: str, ours: Callable[[], object], tree: Any, target: float | None) -> Row:
    return compare(figure, ours, lambda: yaml.dump(tree, Dumper=yaml.CSafeDumper), DUMPER, target)


def _edited(plan: Plan, number: int) -> Plan:
    activities = list(plan.activities)
    position = number * 37 % len(activities)
    activities[position] = replace(activities[position], name=f"Edited {number}")
    return replace(plan, activities=tuple(activities))


def _first_save(text: str) -> Callable[[], object]:
    """Saves of a text that was just read; its being cut into entries is part of the first save."""
    loaded = reader.parse(text)
    number = 0

    def save() -> None:
        nonlocal number
        number += 1
        fresh = replace(loaded.source)  # without the pieces that the save before made
        writer.write(fresh, _edited(loaded.plan, number))

    return save


def _next_save(text: str) -> Callable[[], object]:
    loaded = reader.parse(text)
    state: tuple[Plan, Source] = (loaded.plan, loaded.source)
    number = 0

    def save() -> None:
        nonlocal state, number
        number += 1
        plan = _edited(state[0], number)
        state = (plan, writer.write(state[1], plan)[1])

    return save


def _disk(text: str) -> float:
    """The median of five; without backups, which would go to the folders of whoever runs this."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.relplan.yaml"
        return statistics.median(timed(lambda: files.save(path, text, None, backups=0)) for _ in range(5))
