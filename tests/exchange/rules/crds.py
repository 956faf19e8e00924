"""Objects for Kubernetes, checked as the cluster would and more: fields that it does not know are refused."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

FOLDER = Path("tests/data/crds")
FILES = {
    "Rollout": "argo-rollout-crd.yaml",
    "AnalysisTemplate": "argo-analysis-template-crd.yaml",
    "Canary": "flagger-crd.yaml",
    "MetricTemplate": "flagger-crd.yaml",
}


def faults(document: dict[str, Any]) -> list[str]:
    """What is wrong in an object; empty when nothing is."""
    validator = _validator(document["kind"])
    return [f"{list(error.path)}: {error.message[:200]}" for error in validator.iter_errors(document)]


@cache
def _validator(kind: str) -> Any:
    text = (FOLDER / FILES[kind]).read_text(encoding="utf-8")
    for crd in yaml.safe_load_all(text):
        if crd and crd["spec"]["names"]["kind"] == kind:
            version = next(each for each in crd["spec"]["versions"] if each["served"])
            schema = _strict(version["schema"]["openAPIV3Schema"])
            named = {
                "name": {"type": "string", "pattern": r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "maxLength": 63}
            }
            schema["properties"] |= {
                "apiVersion": {"const": f"{crd['spec']['group']}/{version['name']}"},
                "kind": {"const": kind},
                "metadata": {"type": "object", "properties": named, "required": ["name"]},
            }
            return jsonschema.Draft7Validator(schema)
    raise KeyError(kind)


def _strict(schema: Any) -> Any:
    if isinstance(schema, dict):
        if "x-kubernetes-int-or-string" in schema:
            schema.pop("type", None)
        open_ended = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
        if schema.get("type") == "object" and "properties" in schema and not open_ended:
            schema["additionalProperties"] = False
        for inner in list(schema.values()):
            _strict(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _strict(inner)
    return schema
