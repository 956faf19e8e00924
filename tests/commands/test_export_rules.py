"""`relplanner export` to what enforces a plan: notes on standard error, two files for a rule test."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

SAMPLE = "resources/samples/aurora.relplan.yaml"


@pytest.mark.parametrize("form", ["prometheus-rules", "argo-rollouts", "flagger", "grafana"])
def test_the_text_goes_out_and_what_it_cannot_say_goes_to_the_person(run, form: str, tmp_path: Path) -> None:
    outcome = run("export", SAMPLE, "--to", form)
    assert outcome.code == 0
    assert list(yaml.safe_load_all(outcome.out))
    notes = outcome.err.splitlines()
    assert notes
    assert all(line.startswith("note: ") for line in notes)
    out = tmp_path / "made"
    assert run("export", SAMPLE, "--to", form, "-o", out).out == ""
    assert out.read_text(encoding="utf-8") == outcome.out


def test_a_rule_test_is_two_files_that_promtool_passes(run, tmp_path: Path) -> None:
    data = tmp_path / "samples.csv"
    rows = [
        f"{1_700_000_000 + 15 * n},{'' if n == 9 else 2.5 if n > 20 else 0.1},{150 + n}" for n in range(100)
    ]
    data.write_text("\n".join(["time,error_rate,p95_latency", *rows]), encoding="utf-8")
    out = tmp_path / "aurora_test.yml"
    outcome = run("export", SAMPLE, "--to", "prometheus-rules-test", "--data", data, "-o", out)
    assert (outcome.code, outcome.out) == (0, "")
    assert (tmp_path / "aurora.rules.yml").exists()
    done = subprocess.run(
        ["promtool", "test", "rules", str(out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "summary: Too many errors" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--to", "prometheus-rules-test"), "two files"),
        (("--to", "csv", "--data", "x.csv"), "--data goes with"),
        (("--to", "prometheus-rules-test", "-o", "x_test.yml"), "no recordings"),
    ],
)
def test_what_a_rule_test_lacks_is_one_line(run, more: tuple[str, ...], said: str) -> None:
    outcome = run("export", SAMPLE, *more)
    assert outcome.code == 2
    assert said in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1
