"""`relplanner export --to csv`."""

import csv
import io
import sys
from pathlib import Path


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_holds_the_activities_with_their_dates_and_text_forms(run, plan_file) -> None:
    outcome = run("export", plan_file, "--to", "csv")
    assert (outcome.code, outcome.err) == (0, "")
    build, test, ship = _rows(outcome.out)
    assert (build["id"], build["name"], build["duration"], build["owner"]) == (
        "build",
        "Build it",
        "3d",
        "lead",
    )
    assert (test["predecessors"], test["start"]) == ("build", "2027-03-04T09:00+01:00")
    assert (ship["kind"], ship["duration"], ship["critical"]) == ("milestone", "", "yes")
    assert ship["progress"] == "0%", "a bare 1.0 would be pasted back as the whole"


def test_a_file_gets_the_same_bytes_as_standard_output(run, plan_file, tmp_path: Path) -> None:
    out = tmp_path / "plan.csv"
    outcome = run("export", plan_file, "--to", "csv", "-o", out)
    assert (outcome.code, outcome.out) == (0, "")
    assert out.read_bytes().decode("utf-8") == run("export", plan_file, "--to", "csv").out


def test_formulas_in_a_plan_are_text_in_the_table(run, write, plan_file) -> None:
    text = plan_file.read_text(encoding="utf-8").replace("name: Build it", "name: \"=cmd|' /C calc'!A0\"")
    assert _rows(run("export", write(text), "--to", "csv").out)[0]["name"] == "'=cmd|' /C calc'!A0"


def test_what_has_no_date_has_empty_cells_and_exit_1(run, write, plan_file) -> None:
    text = plan_file.read_text(encoding="utf-8").replace(
        "  duration: 3d\n", "  duration: 3d\n  after: test\n"
    )
    outcome = run("export", write(text), "--to", "csv")
    assert outcome.code == 1
    assert _rows(outcome.out)[0]["start"] == ""
    assert "CYCLE" in outcome.err


def test_a_folder_that_is_not_there_is_one_line(run, plan_file, tmp_path: Path) -> None:
    outcome = run("export", plan_file, "--to", "csv", "-o", tmp_path / "none" / "plan.csv")
    assert outcome.code == 2
    assert len(outcome.err.splitlines()) == 1


def test_phases_of_the_rollout_are_exported_too(run) -> None:
    rows = _rows(run("export", "resources/samples/aurora.relplan.yaml", "--to", "csv").out)
    canary = next(row for row in rows if row["id"] == "rollout/canary")
    assert (canary["name"], canary["kind"], canary["duration"]) == ("Canary 1 %", "phase of rollout", "24eh")


def test_an_export_never_replaces_the_plan_it_was_made_from(run, plan_file) -> None:
    before = plan_file.read_bytes()
    outcome = run("export", plan_file, "--to", "csv", "-o", plan_file.parent / "." / plan_file.name)
    assert (outcome.code, outcome.out) == (2, "")
    assert "is the plan itself" in outcome.err
    assert plan_file.read_bytes() == before


def test_a_plan_does_not_command_the_terminal_through_a_table(run, write, plan_file, monkeypatch) -> None:
    path = write(plan_file.read_text(encoding="utf-8").replace("Build it", '"\\e]0;owned\\a"'))
    for command in (["export", path, "--to", "csv"], ["schedule", path, "--format", "csv"]):
        assert "\x1b]0;owned" in run(*command).out, "other programs get the bytes as they are"
        with monkeypatch.context() as patch:
            patch.setattr(sys.stdout, "isatty", lambda: True)
            shown = run(*command).out
        assert "\x1b" not in shown
        assert "\\x1b]0;owned\\x07" in shown


def test_the_network_is_written_for_graphviz_and_for_mermaid(run, plan_file) -> None:
    dot = run("export", plan_file, "--to", "dot")
    assert (dot.code, dot.err) == (0, "")
    assert '"build" -> "test" [penwidth=3' in dot.out
    mermaid = run("export", plan_file, "--to", "mermaid")
    assert (mermaid.code, mermaid.err) == (0, "")
    assert "n_build ==> n_test" in mermaid.out
