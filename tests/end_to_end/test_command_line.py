"""The command line as others use it: real processes, pipes, signals and encodings."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from relplanner.commands.verbs import VERBS

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "samples" / "aurora.relplan.yaml"
HEAD = "relplan: 1\nrelease:\n  start: 2027-03-01T09:00\n"


def relplanner(*arguments: object, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the program from a folder that is not the checkout."""
    return subprocess.run(
        [sys.executable, "-m", "relplanner", *map(str, arguments)],
        cwd=cwd, env=_environ(), capture_output=True, encoding="utf-8", timeout=60, check=False, **options,
    )  # fmt: skip


def _environ(**more: str) -> dict[str, str]:
    """As on a user's machine. An unbuffered Python would not even notice that its pipe is closed."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    environ.pop("PYTHONUNBUFFERED", None)
    return environ


def test_from_template_to_table_in_three_commands(tmp_path: Path) -> None:
    made = relplanner(
        "new",
        "--template",
        "enterprise",
        "--target",
        "2028-02-01T09:00",
        "-o",
        "a.relplan.yaml",
        cwd=tmp_path,
    )
    assert (made.returncode, made.stdout) == (0, "")
    checked = relplanner("check", "a.relplan.yaml", "--strict", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    dated = relplanner("schedule", "a.relplan.yaml", "--format", "json", cwd=tmp_path)
    assert dated.returncode == 0
    answer = json.loads(dated.stdout)
    assert answer["target"] == answer["projected"] == "2028-02-01T09:00+01:00"
    exported = relplanner("export", "a.relplan.yaml", "--to", "csv", cwd=tmp_path)
    rows = list(csv.DictReader(io.StringIO(exported.stdout)))
    assert len(rows) == len(answer["activities"])


@pytest.mark.parametrize(
    "target", ["2027-02-13", "2027-12-27", "2028-02-29", "2028-03-26T02:30", "2027-10-31T02:30"]
)
def test_a_template_is_in_order_for_any_target(tmp_path: Path, target: str) -> None:
    """A Saturday, between the years, a leap day, and hours that do not exist or come twice."""
    relplanner("new", "--template", "enterprise", "--target", target, "-o", "a.relplan.yaml", cwd=tmp_path)
    checked = relplanner("check", "a.relplan.yaml", "--format", "json", cwd=tmp_path)
    codes = {finding["code"] for finding in json.loads(checked.stdout)["findings"]}
    assert (checked.returncode, codes - {"LOCAL-TIME"}) == (0, set())


def test_data_goes_to_standard_output_and_messages_to_standard_error(tmp_path: Path) -> None:
    path = tmp_path / "loop.relplan.yaml"
    path.write_text(f"{HEAD}activities:\n- id: a\n  after: b\n- id: b\n  after: a\n", encoding="utf-8")
    done = relplanner("schedule", path, "--format", "csv", cwd=tmp_path)
    assert done.returncode == 1
    assert [row["id"] for row in csv.DictReader(io.StringIO(done.stdout))] == ["a", "b"]
    assert "CYCLE" in done.stderr
    assert "CYCLE" not in done.stdout


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    plan = tmp_path / "long.relplan.yaml"
    lines = "".join(f"- id: a{number}\n  duration: 1d\n" for number in range(3000))
    plan.write_text(f"{HEAD}activities:\n{lines}", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "relplanner", "schedule", str(plan)],
        cwd=tmp_path, env=_environ(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("activity")
        process.stdout.close()
        complaints = process.stderr.read()
        code = process.wait(timeout=60)
    assert (code, complaints) == (141, "")


def test_ctrl_c_while_it_waits_ends_it_with_130(tmp_path: Path) -> None:
    pipe = tmp_path / "plan.relplan.yaml"
    os.mkfifo(pipe)
    with subprocess.Popen(
        [sys.executable, "-m", "relplanner", "check", str(pipe)],
        cwd=tmp_path, env=_environ(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        writer = os.open(pipe, os.O_WRONLY)  # returns once the program is reading
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        os.close(writer)
    assert (process.returncode, out, err) == (130, "", "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_any_encoding_of_the_output_is_survived(tmp_path: Path, encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "relplanner", "check", str(SAMPLE), "--format", "json"],
        cwd=tmp_path, env=_environ(PYTHONIOENCODING=encoding), capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    answer = json.loads(done.stdout.decode(encoding))
    assert "“Production deployment”" in answer["findings"][0]["message"]
    table = subprocess.run(
        [sys.executable, "-m", "relplanner", "schedule", str(SAMPLE)],
        cwd=tmp_path, env=_environ(PYTHONIOENCODING=encoding), capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    # click writes UTF-8 where a stream claims to be ASCII: a sign of a bare locale, not of a wish.
    arrow = "→".encode() if encoding == "ascii" else b"?"
    assert b"Critical path: saved-cards " + arrow + b" code-freeze" in table.stdout


def test_output_into_a_file_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    environ = _environ(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    environ.pop("PYTHONIOENCODING", None)
    done = subprocess.run(
        [sys.executable, "-m", "relplanner", "schedule", str(SAMPLE)],
        cwd=tmp_path, env=environ, capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert "saved-cards → code-freeze" in done.stdout.decode("utf-8")


def test_closed_standard_output_is_no_traceback(tmp_path: Path) -> None:
    script = f"exec {shlex.quote(sys.executable)} -m relplanner schedule {shlex.quote(str(SAMPLE))} >&-"
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=tmp_path,
        env=_environ(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr


def test_doctor_asks_the_real_qt(tmp_path: Path) -> None:
    done = relplanner("doctor", "--format", "json", cwd=tmp_path)
    facts = {fact["name"]: fact for fact in json.loads(done.stdout)}
    assert facts["Qt"]["state"] == "ok", facts["Qt"]["value"]
    assert facts["Qt"]["value"].startswith("6.")
    assert done.returncode == 0


def _shown(path: str) -> list[str]:
    """Every line of a text's code blocks that begins with the program's name."""
    text = (ROOT / path).read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if re.match(r"(\.venv/bin/)?relplanner ", line)]


def test_the_manual_shows_every_command() -> None:
    verbs = {shlex.split(line)[1] for line in _shown("resources/manual/command-line.md")}
    assert set(VERBS) <= verbs


@pytest.mark.parametrize("line", sorted({*_shown("README.md"), *_shown("resources/manual/command-line.md")}))
def test_every_command_that_readme_and_manual_show_runs(tmp_path: Path, line: str) -> None:
    words = shlex.split(re.split("[#>|]", line)[0])[1:]
    for name in ("plan", "before", "after", "base", "ours", "theirs"):
        shutil.copy(SAMPLE, tmp_path / f"{name}.relplan.yaml")
    if words[0] == "backtest" or "--data" in words:
        days = "".join(f"2026-10-{day}T12:00:00Z,0.2\n" for day in range(19, 32))
        (tmp_path / "history.csv").write_text(f"time,error_rate\n{days}", encoding="utf-8")
    if words[0] == "import":
        (tmp_path / "rules.yml").write_text("groups: []\n", encoding="utf-8")
        canary = "apiVersion: flagger.app/v1beta1\nkind: Canary\n"
        (tmp_path / "canary.yaml").write_text(canary, encoding="utf-8")
    if re.search(r"HEAD:|@|git-setup|--since", line):
        author = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com")
        for git in (("init", "-q"), ("add", "-A"), (*author, "commit", "-q", "-m", "Begin")):
            subprocess.run(["git", *git], cwd=tmp_path, check=True)
        relplanner("baseline", "plan.relplan.yaml", "take", "before-cab", cwd=tmp_path)
    opens_a_window = words[0] not in VERBS or words[0] == "demo"
    if opens_a_window:  # that windows open is shown with real windows
        words = [*words, "-h"]
    elif words[0] == "new":
        words.append("--force")
    done = relplanner(*words, cwd=tmp_path)
    strict = "--strict" in words  # the sample is late on purpose
    assert (done.returncode, "Traceback" in done.stderr) == (1 if strict else 0, False), done.stderr


def test_ctrl_c_ends_a_picture_without_a_traceback_and_leaves_none(tmp_path: Path) -> None:
    out = tmp_path / "review.png"
    words = ["render", str(SAMPLE), "--page", "review", "--size", "6000x6000", "-o", str(out)]
    drawing = subprocess.Popen(
        [sys.executable, "-m", "relplanner", *words],
        cwd=tmp_path, env=_environ(), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with contextlib.suppress(subprocess.TimeoutExpired):
        drawing.wait(1.5)
    drawing.send_signal(signal.SIGINT)
    _, told = drawing.communicate(timeout=60)
    assert "Traceback" not in told
    if drawing.returncode != 0:  # 0: it was quicker than the hand
        assert drawing.returncode in (-signal.SIGINT, 130)
        assert not out.exists()
