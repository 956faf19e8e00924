"""`relplanner import`: a plan and a report, or one line that says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from relplanner.commands.import_plan import FORMATS as OFFERED
from relplanner.exchange.importing.formats import FORMATS
from relplanner.storage import reader

FLAGGER = Path("tests/data/rollouts/flagger.yaml")


def test_the_command_offers_every_format_that_is_read() -> None:
    assert OFFERED == FORMATS


def test_a_plan_is_written_and_the_report_says_what_was_taken_and_what_was_not(run, tmp_path: Path) -> None:
    out = tmp_path / "plan.relplan.yaml"
    outcome = run("import", FLAGGER, "-o", out)
    assert outcome.code == 0
    report = outcome.out.splitlines()
    assert report[0] == "Read as flagger: 5 taken, 2 not understood."
    assert "  metric error-rate: trigger error_rate < 0 or error_rate > 1" in report
    assert "  webhook load-test: rollout: http://flagger-loadtester.test/" in report
    assert "made from" in outcome.err
    assert [phase.id for phase in reader.read(out).plan.rollout.phases] == [
        "traffic-20",
        "traffic-40",
        "traffic-60",
    ]
    assert run("check", out).code in (0, 1)


def test_what_was_exported_can_be_imported(run, tmp_path: Path) -> None:
    rules, out = tmp_path / "rules.yml", tmp_path / "plan.relplan.yaml"
    run("export", "resources/samples/aurora.relplan.yaml", "--to", "prometheus-rules", "-o", rules)
    outcome = run("import", rules, "--as", "prometheus-rules", "-o", out)
    assert (outcome.code, outcome.out.splitlines()[0]) == (
        0,
        "Read as prometheus-rules: 4 taken, 0 not understood.",
    )
    again = tmp_path / "again.yml"
    run("export", out, "--to", "prometheus-rules", "-o", again)
    assert "expr: error_rate > 1\n" in again.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("x: 1\n", (), "none of the formats"),
        ("groups: [\n", (), "1"),
        ("groups: []\n", ("--as", "flagger"), "looks like prometheus-rules"),
        ("groups: []\n", ("--as", "excel"), "excel"),
    ],
)
def test_what_cannot_be_imported_is_one_line_and_writes_nothing(
    run, tmp_path: Path, text: str, more: tuple[str, ...], said: str
) -> None:
    source, out = tmp_path / "in.yml", tmp_path / "plan.relplan.yaml"
    source.write_text(text, encoding="utf-8")
    outcome = run("import", source, "-o", out, *more)
    assert outcome.code == 2
    assert said in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1
    assert not out.exists()


def test_a_plan_that_is_there_is_replaced_only_by_force(run, tmp_path: Path) -> None:
    out = tmp_path / "plan.relplan.yaml"
    out.write_text("mine", encoding="utf-8")
    assert run("import", FLAGGER, "-o", out).code == 2
    assert out.read_text(encoding="utf-8") == "mine"
    assert run("import", FLAGGER, "-o", out, "--force").code == 0


def test_the_report_does_not_command_the_terminal(run, tmp_path: Path) -> None:
    source = tmp_path / "in.yml"
    source.write_text(
        'groups:\n- name: g\n  rules:\n  - alert: "a\\e]0;owned\\a"\n    expr: x > 1\n', encoding="utf-8"
    )
    outcome = run("import", source, "-o", tmp_path / "plan.relplan.yaml")
    assert outcome.code == 0
    assert "\x1b" not in outcome.out
