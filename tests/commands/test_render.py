"""`relplanner render`: real pictures, each from a process of its own, without a screen."""

import errno
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from relplanner.storage import files

SAMPLE = "resources/samples/aurora.relplan.yaml"


def _render(out: Path, *options: str, plan: str | Path = SAMPLE) -> subprocess.CompletedProcess[str]:
    environ = {
        name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY")
    }
    command = [sys.executable, "-m", "relplanner", "render", str(plan), "--page", "timeline", *options]
    return subprocess.run(
        [*command, "-o", str(out)], env=environ, capture_output=True, text=True, timeout=120, check=False
    )


def _size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ((), (1600, 1000)),
        (("--size", "800x500", "--scale", "2", "--theme", "dark"), (1600, 1000)),
        (("--size", "1280x720"), (1280, 720)),
    ],
    ids=["as it is", "dark at 2x", "small"],
)
def test_a_png_has_the_size_that_was_asked_for(tmp_path: Path, options, size) -> None:
    out = tmp_path / "page.png"
    done = _render(out, *options)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert _size(out.read_bytes()) == size


def test_light_and_dark_are_different_pictures(tmp_path: Path) -> None:
    for theme in ("light", "dark"):
        assert _render(tmp_path / f"{theme}.png", "--theme", theme).returncode == 0
    assert (tmp_path / "light.png").read_bytes() != (tmp_path / "dark.png").read_bytes()


@pytest.mark.parametrize(("suffix", "start"), [(".svg", b"<?xml"), (".pdf", b"%PDF-")])
def test_vector_pictures_are_what_their_names_say(tmp_path: Path, suffix: str, start: bytes) -> None:
    out = tmp_path / f"page{suffix}"
    done = _render(out)
    assert (done.returncode, done.stderr) == (0, "")
    assert out.read_bytes().startswith(start)


def test_an_unreadable_plan_is_one_line_and_no_picture(tmp_path: Path) -> None:
    plan = tmp_path / "broken.relplan.yaml"
    plan.write_text("release: [\n", encoding="utf-8")
    done = _render(tmp_path / "page.png", plan=plan)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{plan}:")
    assert not (tmp_path / "page.png").exists()


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_a_full_disk_is_said_and_leaves_the_last_picture(
    run, plan_file, tmp_path, qapp, monkeypatch, suffix
) -> None:
    def full(target: Path, data: bytes) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    out = tmp_path / f"page{suffix}"
    out.write_text("the last picture")
    monkeypatch.setattr(files, "_write_beside", full)
    outcome = run("render", plan_file, "--page", "timeline", "--size", "320x240", "-o", out)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"{out}: The file was not saved: the disk is full.")
    assert out.read_text() == "the last picture"


def test_a_picture_never_replaces_the_plan_it_shows(run, plan_file, tmp_path) -> None:
    plan = plan_file.rename(tmp_path / "plan.png")
    before = plan.read_bytes()
    outcome = run("render", plan, "--page", "timeline", "-o", plan)
    assert outcome.code == 2
    assert "is the plan itself" in outcome.err
    assert plan.read_bytes() == before


def test_a_page_that_there_is_not_is_said_with_those_there_are(tmp_path: Path) -> None:
    done = _render(tmp_path / "page.png", "--page", "gantt")
    assert done.returncode == 2
    assert "There is no page “gantt”; there are: timeline" in done.stderr


def test_a_picture_that_fits_in_no_memory_is_refused_before_it_is_drawn(
    run, plan_file, tmp_path: Path
) -> None:
    out = tmp_path / "huge.png"
    big = ("--size", "16384x16384", "--scale", "4")
    outcome = run("render", plan_file, "--page", "timeline", *big, "-o", out)
    assert (outcome.code, outcome.out) == (2, "")
    assert "make it smaller" in outcome.err
    assert not out.exists()
