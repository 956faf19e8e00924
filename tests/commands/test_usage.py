"""Help, wrong usage and failures: an exit code, and at most one clear line."""

import importlib
import io
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from relplanner.commands import cli, verbs
from relplanner.commands.failure import log_file
from relplanner.commands.verbs import VERBS
from tests.commands.faults import METRICS


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(run, verb: str, flag: str) -> None:
    outcome = run(verb, flag)
    assert outcome.code == 0
    assert outcome.out.startswith(f"Usage: relplanner {verb}")
    assert outcome.err == ""


def test_the_overview_names_every_verb_and_imports_none(run, monkeypatch) -> None:
    monkeypatch.setattr(importlib, "import_module", lambda name: pytest.fail(f"{name} was imported"))
    outcome = run("-h")
    assert outcome.code == 0
    for verb, sentence in VERBS.items():
        assert re.search(rf"{verb} +{re.escape(sentence)}", outcome.out)


def test_every_verb_has_its_module() -> None:
    for verb in VERBS:
        command = verbs.group().get_command(None, verb)
        assert command is not None
        assert command.name == verb
        assert command.epilog, f"{verb} shows no example"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "relplanner check: Missing argument 'FILE'."),
        (["check", "a", "b"], "Got unexpected extra argument (b)"),
        (["check", "a", "--format", "xml"], "'xml' is not one of 'text', 'json', 'github'"),
        (["schedule", "--loud", "a"], "No such option"),
        (["chekc"], "There is no command and no file “chekc”. Perhaps you mean “check”."),
        (["gantt"], "There is no command and no file “gantt”."),
        (["no-such.relplan.yaml"], "There is no file “no-such.relplan.yaml”."),
        (["export", "a"], "Missing option '--to'"),
        (["new", "--template", "blank"], "Missing option '-o' / '--output'"),
        (["new", "--template", "blank", "--target", "soon", "-o", "x"], "“soon” is not a date and time"),
        (["new", "--template", "blank", "--target", "T-3d", "-o", "x"], "“T-3d” is not a date and time"),
        (["render", "a", "--page", "timeline", "-o", "a.gif"], "“a.gif” names no picture"),
        (["render", "a", "--page", "timeline", "--size", "9", "-o", "a.png"], "“9” is not a size"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(run, arguments, said: str) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert said in outcome.err
    assert len(outcome.err.splitlines()) == 1
    assert "-h”" in outcome.err


@pytest.mark.parametrize("verb", ["check", "schedule", "export"])
def test_a_file_that_is_not_there_is_one_line_and_exit_2(run, verb: str, tmp_path: Path) -> None:
    path = tmp_path / "none.relplan.yaml"
    outcome = run(verb, path, *(["--to", "csv"] if verb == "export" else []))
    assert outcome.code == 2
    assert outcome.out == ""
    assert str(path) in outcome.err
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize("verb", ["check", "schedule"])
def test_an_unreadable_plan_names_file_and_line(run, verb: str, write) -> None:
    path = write("relplan: 1\nrelease:\n  product: [Aurora\n")
    outcome = run(verb, path)
    assert outcome.code == 2
    assert outcome.out == ""
    assert re.match(rf"{re.escape(str(path))}:\d+", outcome.err)
    assert "Traceback" not in outcome.err


def test_a_folder_is_not_a_plan(run, tmp_path: Path) -> None:
    outcome = run("check", tmp_path)
    assert outcome.code == 2
    assert str(tmp_path) in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_a_fault_of_the_program_is_logged_and_told_in_one_sentence(run, plan_file, monkeypatch) -> None:
    def fail(path: Path) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr("relplanner.storage.reader.read", fail)
    outcome = run("check", plan_file)
    assert outcome.code == 2
    assert "Traceback" not in outcome.err
    assert len(outcome.err.splitlines()) == 1
    assert "ZeroDivisionError: planted" in outcome.err
    assert str(log_file()) in outcome.err
    assert "Traceback" in log_file().read_text(encoding="utf-8")


def test_a_log_that_grew_large_is_begun_anew(run, plan_file, monkeypatch) -> None:
    def fail(path: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("relplanner.storage.reader.read", fail)
    log_file().parent.mkdir(parents=True)
    log_file().write_text("x" * 1_000_001, encoding="utf-8")
    run("check", plan_file)
    assert log_file().stat().st_size < 100_000
    assert log_file().with_suffix(".old.log").stat().st_size == 1_000_001


def test_ctrl_c_ends_quietly_with_130(run, plan_file, monkeypatch) -> None:
    def interrupt(path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("relplanner.storage.reader.read", interrupt)
    outcome = run("check", plan_file)
    assert (outcome.code, outcome.out, outcome.err) == (130, "", "")


def test_an_error_of_the_system_is_one_line(run, plan_file, monkeypatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("relplanner.storage.reader.read", refuse)
    outcome = run("check", plan_file)
    assert (outcome.code, outcome.err) == (2, f"{plan_file}: Permission denied.\n")


def test_signs_that_a_terminal_cannot_show_do_not_stop_the_output(monkeypatch) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252")
    monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", stream)
    cli.prepare_streams()
    stream.write("QA → UAT\n")
    stream.flush()
    assert raw.getvalue() == b"QA ? UAT\n"


def test_output_for_other_programs_is_utf_8(monkeypatch) -> None:
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", stream)
    cli.prepare_streams()
    stream.write("QA → UAT")
    stream.flush()
    assert raw.getvalue().decode("utf-8") == "QA → UAT"


def _shown_examples() -> list[str]:
    shown = []
    for verb in VERBS:
        command = verbs.group().get_command(None, verb)
        shown += [line.strip() for line in command.epilog.splitlines() if line.startswith("  relplanner")]
    return shown


def judged_on_calm_days(plan_file: Path) -> None:
    with plan_file.open("a", encoding="utf-8") as file:
        file.write(f"{METRICS}triggers:\n- id: errors\n  when: errors > 1% for 5m\n")
    days = "".join(f"2026-10-{day}T12:00:00Z,0.2\n" for day in range(19, 32))
    plan_file.with_name("history.csv").write_text(f"time,errors\n{days}", encoding="utf-8")


@pytest.mark.parametrize(
    "line", [line for line in _shown_examples() if not re.match("relplanner (demo|render|doctor)", line)]
)
def test_every_example_of_the_help_runs(run, plan_file, monkeypatch, line: str) -> None:
    monkeypatch.chdir(plan_file.parent)
    for name in ("before", "after", "base", "ours", "theirs", "3.4"):
        shutil.copy(plan_file, f"{name}.relplan.yaml")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(plan_file.parent / "gitconfig"))
    author = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com")
    for git in (("init", "-q"), ("add", "-A"), (*author, "commit", "-q", "-m", "Begin")):
        subprocess.run(["git", *git], check=True)
    run("baseline", plan_file, "take", "approved")
    words = shlex.split(line.partition(">")[0])[1:]
    if words[0] == "backtest":
        judged_on_calm_days(plan_file)
    if words[0] in ("new", "import"):
        words += ["--force"]
        Path("rules.yml").write_text("groups: []\n", encoding="utf-8")
        Path("canary.yaml").write_text("apiVersion: flagger.app/v1beta1\nkind: Canary\n", encoding="utf-8")
    outcome = run(*words)
    assert outcome.code == 0, outcome.err
