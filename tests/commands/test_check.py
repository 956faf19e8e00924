"""`relplanner check`: exit codes, shapes, lines, and a planted fault of every code."""

import json

import pytest

from relplanner.plan.findings import CODES
from relplanner.schedule.findings import CODES as DATED_CODES
from tests.commands.faults import FAULTS

NO_PLACE = {"LOCAL-TIME"}
"""Findings about a moment wherever it is used; the message quotes it."""


def test_a_sound_plan_gives_0_and_says_so(run, plan_file) -> None:
    outcome = run("check", plan_file)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == "Nothing to say: no errors, no warnings.\n"


def test_text_names_file_line_severity_and_code(run, write) -> None:
    path = write(FAULTS["UNKNOWN-ID"])
    outcome = run("check", path)
    assert outcome.code == 1
    line = next(
        number for number, text in enumerate(FAULTS["UNKNOWN-ID"].splitlines(), 1) if "nobody" in text
    )
    assert outcome.out.startswith(f"{path}:{line}: error UNKNOWN-ID: ")
    assert outcome.out.endswith("1 error, 0 warnings, 0 notes\n")


def test_json_has_exactly_the_promised_keys(run, write) -> None:
    outcome = run("check", write(FAULTS["UNKNOWN-ID"]), "--format", "json")
    assert outcome.code == 1
    answer = json.loads(outcome.out)
    assert set(answer) == {"findings", "summary"}
    assert set(answer["summary"]) == {"error", "warning", "info"}
    assert answer["summary"]["error"] == 1
    for finding in answer["findings"]:
        assert set(finding) == {"code", "severity", "message", "path", "line", "id"}
        assert finding["severity"] in ("error", "warning", "info")


def test_json_of_a_sound_plan_is_empty_findings(run, plan_file) -> None:
    outcome = run("check", plan_file, "--format", "json")
    assert outcome.code == 0
    assert json.loads(outcome.out) == {"findings": [], "summary": {"error": 0, "warning": 0, "info": 0}}


def test_github_annotations_point_at_file_and_line(run, write, monkeypatch) -> None:
    path = write(FAULTS["UNKNOWN-ID"])
    monkeypatch.chdir(path.parent)
    outcome = run("check", path.name, "--format", "github")
    assert outcome.code == 1
    assert outcome.out.startswith("::error file=plan.relplan.yaml,line=")
    assert ",title=UNKNOWN-ID::" in outcome.out
    assert all(line.startswith("::") for line in outcome.out.splitlines())


def test_github_annotations_escape_what_would_end_them(run, write) -> None:
    text = FAULTS["UNKNOWN-ID"].replace("name: Build it", 'name: "100%\\n::warning::x"')
    outcome = run("check", write(text, "a,b:c.relplan.yaml"), "--format", "github")
    assert "a%2Cb%3Ac.relplan.yaml" in outcome.out
    assert "\n::warning::x" not in outcome.out


def test_github_annotates_an_unreadable_file_too(run, write) -> None:
    outcome = run("check", write("release: [\n"), "--format", "github")
    assert outcome.code == 2
    assert outcome.out.startswith("::error file=")
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("code", ["T0-SLIP", "DEADLINE"])
def test_a_missed_promise_is_a_warning_and_with_strict_an_error(run, write, code: str) -> None:
    path = write(FAULTS[code])
    for options, exit_code, severity in (([], 0, "warning"), (["--strict"], 1, "error")):
        outcome = run("check", path, "--format", "json", *options)
        found = {finding["code"]: finding["severity"] for finding in json.loads(outcome.out)["findings"]}
        assert found[code] == severity
        assert outcome.code == exit_code


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_a_planted_fault_is_found(run, write, code: str) -> None:
    outcome = run("check", write(FAULTS[code]), "--format", "json")
    findings = json.loads(outcome.out)["findings"]
    assert code in {finding["code"] for finding in findings}
    errors = [finding for finding in findings if finding["severity"] == "error"]
    assert outcome.code == (1 if errors else 0)
    found = next(finding for finding in findings if finding["code"] == code)
    assert found["line"] is not None or code in NO_PLACE, f"{code} says no line: {found}"


def test_every_code_has_its_planted_fault() -> None:
    assert set(FAULTS) == {*CODES, *DATED_CODES}


@pytest.mark.parametrize("name", ["templates/enterprise", "templates/blank"])
def test_the_shipped_templates_have_nothing_to_say(run, name: str) -> None:
    assert run("check", f"resources/{name}.relplan.yaml", "--strict").out == (
        "Nothing to say: no errors, no warnings.\n"
    )


def test_the_sample_says_what_its_story_needs_and_no_more(run) -> None:
    answer = json.loads(run("check", "resources/samples/aurora.relplan.yaml", "--format", "json").out)
    assert answer["summary"]["error"] == 0
    assert [finding["code"] for finding in answer["findings"]] == ["T0-SLIP", "RACI-NO-R", "FREEZE"]
