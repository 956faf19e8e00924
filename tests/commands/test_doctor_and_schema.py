"""`doctor` and `schema`."""

import json
import subprocess
from pathlib import Path

import jsonschema
import platformdirs
import pytest
import yaml

from relplanner.commands import doctor


@pytest.fixture
def qt(monkeypatch):
    answer = {
        "qt": "6.11.3",
        "platform": "offscreen",
        "screens": ["one 800x600"],
        "font": "Sans",
        "families": 3,
    }
    monkeypatch.setattr(doctor, "ask_qt_apart", lambda: answer)
    return answer


def test_doctor_names_versions_qt_tls_and_folders(run, qt) -> None:
    outcome = run("doctor")
    assert outcome.code == 0
    for word in ("PySide6-Essentials", "6.11.3, platform offscreen", "OpenSSL", "certificates", "state"):
        assert word in outcome.out


def test_doctor_answers_as_json_too(run, qt) -> None:
    facts = json.loads(run("doctor", "--format", "json").out)
    assert {fact["topic"] for fact in facts} == {"program", "package", "window", "TLS", "folder"}
    assert all(set(fact) == {"topic", "name", "value", "state"} for fact in facts)


def test_doctor_says_no_when_no_font_is_found(run, qt) -> None:
    qt["families"] = 0
    assert run("doctor").code == 1


def test_doctor_says_why_qt_does_not_start(run, monkeypatch) -> None:
    reply = subprocess.CompletedProcess(
        [], -6, stdout="", stderr="\nno Qt platform plugin could be initialized\n"
    )
    monkeypatch.setattr(doctor.subprocess, "run", lambda *arguments, **options: reply)
    outcome = run("doctor")
    assert outcome.code == 1
    assert "cannot start (exit -6): no Qt platform plugin could be initialized" in outcome.out


def test_doctor_says_that_a_folder_cannot_be_written(run, qt, monkeypatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setattr(platformdirs, "user_state_path", lambda *arguments, **options: blocked / "relplanner")
    outcome = run("doctor")
    assert outcome.code == 1
    assert f"{blocked / 'relplanner'} (not writable)" in outcome.out


def test_doctor_names_the_sources_of_a_plan_and_what_they_lack(
    run, qt, write, plan_file, monkeypatch
) -> None:
    monkeypatch.setenv("RELPLANNER_HERE", "x")
    monkeypatch.delenv("RELPLANNER_GONE", raising=False)
    sources = (
        "sources:\n"
        "- id: live\n  kind: prometheus\n  url: https://prom.example.com\n  auth: env:RELPLANNER_HERE\n"
        "- id: dark\n  kind: prometheus\n  url: https://dark.example.com\n  auth: env:RELPLANNER_GONE\n"
        "- id: tape\n  kind: replay\n  file: tape.csv\n"
    )
    path = write(plan_file.read_text(encoding="utf-8") + sources)
    outcome = run("doctor", path, "--format", "json")
    found = {fact["name"]: fact for fact in json.loads(outcome.out) if fact["topic"] == "source"}
    assert (found["live"]["value"], found["live"]["state"]) == (
        "prometheus, https://prom.example.com, secret env:RELPLANNER_HERE",
        "ok",
    )
    assert (found["dark"]["state"], found["tape"]["state"]) == ("warning", "warning")
    assert found["dark"]["value"].endswith("(not set)")
    assert found["tape"]["value"] == "replay, tape.csv (no such file)"
    assert outcome.code == 0


def test_doctor_of_a_file_that_cannot_be_read_is_wrong_input(run, qt, write) -> None:
    outcome = run("doctor", write("release: [\n"))
    assert (outcome.code, outcome.out) == (2, "")
    assert ":1:" in outcome.err or ":2:" in outcome.err


@pytest.mark.parametrize("name", ["templates/enterprise", "templates/blank", "samples/aurora"])
def test_the_shipped_plans_are_valid_under_the_schema(run, name: str) -> None:
    schema = json.loads(run("schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    text = Path(f"resources/{name}.relplan.yaml").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator(schema).validate(_dates_as_text(yaml.load(text, yaml.CSafeLoader)))


def _dates_as_text(value):
    """A YAML loader makes dates of what the schema, like the program, reads as text."""
    if isinstance(value, dict):
        return {_dates_as_text(key): _dates_as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(item) for item in value]
    return (
        value.isoformat(timespec="minutes")
        if hasattr(value, "hour")
        else str(value)
        if hasattr(value, "day")
        else value
    )
