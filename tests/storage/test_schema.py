"""The JSON Schema says what the reader accepts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given

from relplanner.plan.plan import Plan
from relplanner.storage import writer
from relplanner.storage.schema import json_schema
from tests.benchmarks.generate import plan_text
from tests.strategies import plans

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
EXAMPLE = (Path(__file__).parents[1] / "data" / "example.relplan.yaml").read_text(encoding="utf-8")


def _load(text: str) -> Any:
    """As an editor reads it: YAML 1.2's core, in which dates and times are texts."""
    return yaml.load(text, yaml.CBaseLoader)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("text", [EXAMPLE, plan_text(100, 5)])
def test_the_examples_are_valid(text: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(_load(text))] == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("release: {}", "$"),
        ("relplan: 2", "$.relplan"),
        ("relplan: 1\nactivities:\n- name: x", "$.activities"),
        ("relplan: 1\nactivities:\n- id: Not An Id", "$.activities"),
        ("relplan: 1\nrelease: {type: huge}", "$.release"),
        ("relplan: 1\nmetrics: {a: b}", "$.metrics"),
    ],
)
def test_a_fault_is_not_valid(text: str, path: str) -> None:
    assert path in [error.json_path for error in VALIDATOR.iter_errors(_load(text))]


@given(plans())
def test_whatever_is_written_is_valid(plan: Plan) -> None:
    text = writer.format_new(plan)
    errors = [f"{error.json_path}: {error.message[:200]}" for error in VALIDATOR.iter_errors(_load(text))]
    assert errors == []
