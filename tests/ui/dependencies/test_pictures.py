from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from relplanner.storage.reader import parse
from relplanner.ui.dependencies import exporting, pictures
from relplanner.ui.render import render
from relplanner.ui.theme.tokens import DARK, LIGHT
from tests.benchmarks.generate import plan_text
from tests.ui.conftest import NOW
from tests.ui.dependencies.conftest import PLAN
from tests.ui.dependencies.desk import Desk


def test_an_svg_holds_the_whole_network_and_keeps_text_as_text(desk: Desk, tmp_path: Path) -> None:
    desk.view.zoom = 2.0
    desk.view.move_to(-3000, -3000)  # what is in view does not matter
    out = tmp_path / "network.svg"
    assert exporting.export(desk.page, out)
    text = out.read_text(encoding="utf-8")
    for words in ("Build it", "Everybody", "Party", "Aurora", "Critical", "SS+1d"):
        assert words in text
    assert "sans-serif" in text


def test_a_png_is_twice_as_sharp_as_the_screen(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "network.png"
    assert exporting.export(desk.page, out)
    image = QImage(str(out))
    size = pictures.picture_like(desk.view, LIGHT).size
    assert (image.width(), image.height()) == ((size * 2).toSize().width(), (size * 2).toSize().height())
    assert image.pixelColor(3, 3).name() == LIGHT.ground


def test_a_pdf_is_one_page_as_large_as_the_drawing(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "network.pdf"
    assert exporting.export(desk.page, out)
    data = out.read_bytes()
    assert data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", data)) == 1


@pytest.mark.parametrize("whole", [True, False])
def test_figures_can_be_copied_out_of_a_pdf(
    desk: Desk, qapp: QApplication, tmp_path: Path, whole: bool
) -> None:
    out = tmp_path / "network.pdf"
    if whole:
        render(parse(PLAN).plan, "dependencies", (1600, 1000), "light", 1, out, now=NOW)
    else:
        assert exporting.export(desk.page, out)
    told = subprocess.run(
        ["pdftotext", "-layout", str(out), "-"], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert re.search(r"\b\d\d? (Jan|Feb|Mar|Apr|May)\b", told), told
    assert "SS+1d" in told


def test_the_selection_and_the_trace_are_not_in_the_picture(desk: Desk, tmp_path: Path) -> None:
    one, two = tmp_path / "one.png", tmp_path / "two.png"
    exporting.export(desk.page, one)
    desk.context.selection.set("activities", ["qa"], "qa")
    desk.page.toggle_trace()
    exporting.export(desk.page, two)
    assert QImage(str(one)) == QImage(str(two))


@pytest.mark.parametrize(("ending", "words"), [(".dot", "digraph"), (".mmd", "flowchart")])
def test_the_network_is_written_in_the_languages_of_graphs(
    desk: Desk, tmp_path: Path, ending: str, words: str
) -> None:
    out = tmp_path / f"network{ending}"
    assert exporting.export(desk.page, out)
    assert words in out.read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_said(desk: Desk, tmp_path: Path) -> None:
    for ending in (".png", ".svg", ".pdf", ".dot"):
        desk.said.clear()
        assert not exporting.export(desk.page, tmp_path / "none" / f"network{ending}")
        assert "its folder is gone" in desk.said[-1].text


def test_a_file_is_suggested_beside_the_plan() -> None:
    plan = parse(PLAN).plan
    assert exporting.suggestion(plan, Path("a/aurora.relplan.yaml")) == Path("a/aurora-network.svg")
    assert exporting.suggestion(plan, None).name == "aurora-network.svg"
    assert exporting.with_ending(Path("x"), "PNG picture (*.png)") == Path("x.png")
    assert exporting.with_ending(Path("x.pdf"), "PNG picture (*.png)") == Path("x.pdf")


def test_a_huge_network_becomes_a_picture_that_can_be_opened(
    make_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = make_desk(plan_text(1500))
    desk.page.complete()
    picture = pictures.picture_like(desk.view, DARK)
    assert max(picture.size.width(), picture.size.height()) <= 17_000
    out = tmp_path / "huge.png"
    pictures.write(picture, out)
    image = QImage(str(out))
    assert 0 < image.width() * image.height() <= pictures.MOST_PIXELS * 1.01


def test_a_picture_is_of_the_way_of_looking_that_is_shown(desk: Desk, tmp_path: Path) -> None:
    desk.page.look_at("milestones")
    out = tmp_path / "milestones.svg"
    assert exporting.export(desk.page, out)
    text = out.read_text(encoding="utf-8")
    assert "Code freeze" in text
    assert "QA testing" not in text


@pytest.mark.parametrize("size", [10, 600])
def test_render_waits_until_the_network_is_drawn(qapp: QApplication, tmp_path: Path, size: int) -> None:
    plan = parse(plan_text(size)).plan
    out = tmp_path / "page.svg"
    render(plan, "dependencies", (1280, 720), "light", 1, out, now=NOW)
    text = out.read_text(encoding="utf-8")
    assert "Drawing" not in text
    drawn = [one for one in plan.activities if one.kind != "phase" and f">{one.name}<" in text]
    assert len(drawn) >= 3


def test_a_rendered_page_wears_the_asked_theme(qapp: QApplication, tmp_path: Path) -> None:
    out = tmp_path / "page.png"
    render(parse(PLAN).plan, "dependencies", (1280, 720), "dark", 2, out, now=NOW)
    image = QImage(str(out))
    assert (image.width(), image.height()) == (2560, 1440)
    assert image.pixelColor(500, 300).name() == DARK.ground


def test_pictures_of_an_empty_plan_are_empty_and_not_a_crash(
    make_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = make_desk("relplan: 1\n")
    assert exporting.export(desk.page, tmp_path / "empty.png")
