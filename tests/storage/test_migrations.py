"""Older formats are brought to today's, a step at a time."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from relplanner.errors import PlanUnreadable
from relplanner.storage import migrations, reader, writer


def _one(root: dict[str, Any]) -> dict[str, Any]:
    return {"relplan": "2", "activities": root["tasks"]}


def _two(root: dict[str, Any]) -> dict[str, Any]:
    return {**root, "activities": [{"id": item["key"]} for item in root["activities"]]}


STEPS = MappingProxyType({1: _one, 2: _two})


def test_steps_follow_each_other() -> None:
    old = {"relplan": "1", "tasks": [{"key": "a"}]}
    assert migrations.migrate(old, 1, STEPS, to=3) == {"relplan": "3", "activities": [{"id": "a"}]}
    assert old == {"relplan": "1", "tasks": [{"key": "a"}]}


def test_a_missing_step_is_said_so() -> None:
    with pytest.raises(
        PlanUnreadable, match="The plan is in format 3, which this program can no longer read"
    ):
        migrations.migrate({}, 3, STEPS, to=4)


def test_a_plan_in_an_older_format_is_read_and_written_in_todays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "FORMAT", 2)
    monkeypatch.setattr(writer, "FORMAT", 2)
    monkeypatch.setattr(migrations, "migrate", lambda root, version: _one(root))
    loaded = reader.parse("relplan: 1\ntasks:\n- id: a\nactivities: []\n")
    assert [activity.id for activity in loaded.plan.activities] == ["a"]
    assert writer.write(loaded.source, loaded.plan)[0] == "relplan: 2\n\nactivities:\n- id: a\n"
