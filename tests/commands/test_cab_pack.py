"""`relplanner export --to html|pdf`."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from relplanner.storage import baselines

SAMPLE = Path("resources/samples/aurora.relplan.yaml")


def test_the_pack_is_written_as_pdf_and_as_html(run, tmp_path: Path, qapp) -> None:
    for form, begins in (("pdf", b"%PDF-1."), ("html", b"<!DOCTYPE html>")):
        out = tmp_path / f"pack.{form}"
        outcome = run("export", SAMPLE, "--to", form, "--trials", 200, "-o", out)
        assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
        assert out.read_bytes().startswith(begins)


def test_html_goes_to_standard_output_with_pictures_and_risk_inside(qapp, capfdbinary) -> None:
    from relplanner.commands import cli

    assert cli.run(["export", str(SAMPLE), "--to", "html", "--trials", "200"]) == 0
    page = capfdbinary.readouterr().out.decode("utf-8")
    assert page.count("data:image/png;base64,") == 6
    assert "in 200 simulated runs" in page
    assert "What moves the release" in page


def test_a_pack_needs_no_screen(tmp_path: Path) -> None:
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    out = tmp_path / "pack.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "relplanner", "export", str(SAMPLE), "--to", "pdf", "-o", str(out)],
        env=env, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert out.stat().st_size > 20_000


def test_a_pdf_is_not_for_the_terminal(run, plan_file, monkeypatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    outcome = run("export", plan_file, "--to", "pdf")
    assert (outcome.code, outcome.out) == (2, "")
    assert "-o pack.pdf" in outcome.err


@pytest.mark.parametrize("since", ["before-cab", "older.relplan.yaml"])
def test_what_changed_counts_from_a_baseline_or_a_file(
    run, plan_file, tmp_path, qapp, monkeypatch, since
) -> None:
    monkeypatch.chdir(tmp_path)
    text = plan_file.read_text(encoding="utf-8")
    baselines.take(plan_file, text, "before-cab", "Ana")
    (tmp_path / "older.relplan.yaml").write_text(text, encoding="utf-8")
    plan_file.write_text(text.replace("duration: 3d", "duration: 5d"), encoding="utf-8")
    out = tmp_path / "pack.html"
    assert run("export", plan_file, "--to", "html", "--since", since, "--trials", 100, "-o", out).code == 0
    page = out.read_text(encoding="utf-8")
    assert "What changed since the last CAB" in page
    assert "Build it takes 5d instead of 3d" in page


def test_without_a_word_the_newest_baseline_counts_and_without_one_nothing(
    run, plan_file, tmp_path, qapp
) -> None:
    out = tmp_path / "pack.html"
    run("export", plan_file, "--to", "html", "--trials", 100, "-o", out)
    assert "What changed" not in out.read_text(encoding="utf-8")
    baselines.take(plan_file, plan_file.read_text(encoding="utf-8"), "before-cab", "Ana")
    run("export", plan_file, "--to", "html", "--trials", 100, "-o", out)
    assert "Since baseline “before-cab”" in out.read_text(encoding="utf-8")


def test_nothing_to_compare_with_by_that_name_is_one_line_and_exit_2(run, plan_file, tmp_path) -> None:
    outcome = run("export", plan_file, "--to", "html", "--since", "nowhere", "-o", tmp_path / "x.html")
    assert outcome.code == 2
    assert len(outcome.err.splitlines()) == 1
    assert not (tmp_path / "x.html").exists()


def test_what_has_no_date_still_makes_a_pack_and_exit_1(run, write, plan_file, tmp_path, qapp) -> None:
    text = plan_file.read_text(encoding="utf-8").replace(
        "  duration: 3d\n", "  duration: 3d\n  after: test\n"
    )
    out = tmp_path / "pack.html"
    outcome = run("export", write(text), "--to", "html", "--trials", 100, "-o", out)
    assert outcome.code == 1
    assert "CYCLE" in outcome.err
    assert "cannot be scheduled" in out.read_text(encoding="utf-8")


def test_a_pack_never_replaces_the_plan_it_was_made_from(run, plan_file) -> None:
    before = plan_file.read_bytes()
    assert run("export", plan_file, "--to", "pdf", "-o", plan_file).code == 2
    assert plan_file.read_bytes() == before


def test_other_formats_load_no_qt(plan_file) -> None:
    script = (
        "import sys; from relplanner.commands import cli; "
        f"cli.run(['export', {str(plan_file)!r}, '--to', 'csv']); "
        "print([name for name in sys.modules if name.startswith('PySide6')], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr.strip() == "[]"


def test_a_baseline_that_cannot_be_read_is_named_before_an_older_one_is_taken(
    run, plan_file, tmp_path, qapp
) -> None:
    for hour, name in ((8, "older"), (9, "newer")):
        at = dt.datetime(2027, 1, 1, hour, tzinfo=dt.UTC)
        made = baselines.take(plan_file, plan_file.read_text(encoding="utf-8"), name, "Ana", at)
    head = made.path.read_text(encoding="utf-8").partition("\n")[0]
    made.path.write_text(f"{head}\n<<<<<<< ours\n", encoding="utf-8")
    out = tmp_path / "pack.html"
    outcome = run("export", plan_file, "--to", "html", "--trials", 100, "-o", out)
    assert outcome.err.startswith(f"note: a baseline is passed over: {made.path.name}: ")
    assert "“older” of 2027-01-01" in out.read_text(encoding="utf-8")
