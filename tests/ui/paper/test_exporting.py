"""“Export CAB pack …” in the window: it asks, works while the window lives, and tells where."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from relplanner.ui.comparing import Reference
from relplanner.ui.paper.exporting import KEY, PackExport, suggestion
from tests.ui.conftest import context, empty_window, make_window, plan_file, window

__all__ = ["context", "empty_window", "make_window", "plan_file", "window"]


@pytest.fixture
def export(window) -> PackExport:
    return PackExport(window.context, window, window.banners, window.background)


@pytest.fixture
def said(window) -> list[tuple[str, str, str]]:
    heard: list[tuple[str, str, str]] = []
    window.context.messages.said.connect(lambda one: heard.append((one.level, one.text, one.action)))
    return heard


@pytest.mark.parametrize(("name", "begins"), [("pack.pdf", b"%PDF-1."), ("pack.html", b"<!DOCTYPE html>")])
def test_the_pack_is_written_and_the_person_told_where(export, said, qtbot, tmp_path, name, begins) -> None:
    out = tmp_path / name
    export.begin(out)
    assert export.is_busy
    qtbot.waitUntil(lambda: not export.is_busy, timeout=30_000)
    assert out.read_bytes().startswith(begins)
    assert said[-1] == ("info", f"The CAB pack is in {out}", "Open")
    assert export._banners.text(KEY) == ""


def test_an_export_begun_meanwhile_takes_over_and_nothing_of_the_first_is_written(
    export, qtbot, tmp_path, monkeypatch
) -> None:
    first, second = tmp_path / "first.pdf", tmp_path / "second.html"
    gathered = export._gathered

    def once(*found: object) -> None:
        gathered(*found)
        monkeypatch.undo()
        export.begin(second)
        drawn_on.append(export._work)

    drawn_on: list[object] = []
    monkeypatch.setattr(export, "_gathered", once)
    export.begin(first)
    qtbot.waitUntil(second.exists, timeout=30_000)
    qtbot.waitUntil(lambda: not export.is_busy, timeout=30_000)
    assert drawn_on == [None]
    assert not first.exists()
    assert second.read_bytes().startswith(b"<!DOCTYPE html>")


def test_the_file_dialog_offers_sizes_of_paper_and_orientations(export, qtbot, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName",
        lambda *_args: (str(tmp_path / "board"), "PDF, Letter landscape (*.pdf)"),
    )  # fmt: skip
    assert export.ask()
    qtbot.waitUntil(lambda: not export.is_busy, timeout=30_000)
    data = (tmp_path / "board.pdf").read_bytes()
    assert b"/MediaBox [0 0 792.000000 612.000000]" in data or b"/MediaBox [0 0 792 612]" in data


def test_what_is_only_tried_out_is_not_put_before_a_board(export, said, window, tmp_path) -> None:
    window.context.document.begin_trial()
    export.begin(tmp_path / "pack.pdf")
    assert not export.is_busy
    assert "Keep it or drop it first" in said[-1][1]


def test_the_pack_tells_changes_since_what_the_pages_compare_with(export, window, qtbot, tmp_path) -> None:
    context, out = window.context, tmp_path / "pack.html"
    context.comparing.choose(Reference("the plan of the last board", context.schedule))
    export.begin(out)
    qtbot.waitUntil(lambda: not export.is_busy, timeout=30_000)
    assert "the plan of the last board" in out.read_text(encoding="utf-8")


def test_giving_up_leaves_no_file(export, said, qtbot, tmp_path) -> None:
    out = tmp_path / "pack.pdf"
    export.begin(out)
    export.cancel()
    qtbot.wait(400)
    assert not out.exists()
    assert said[-1][1] == "The CAB pack was not made."


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(export, said, qtbot, tmp_path) -> None:
    export.begin(tmp_path / "none" / "pack.pdf")
    qtbot.waitUntil(lambda: not export.is_busy, timeout=30_000)
    assert said[-1][0] == "error"
    assert "pack.pdf" in said[-1][1]


def test_the_plan_itself_is_never_overwritten(export, said, plan_file) -> None:
    before = plan_file.read_bytes()
    export.begin(plan_file)
    assert not export.is_busy
    assert plan_file.read_bytes() == before
    assert said[-1][0] == "warning"


def test_the_action_asks_where_and_adds_the_ending(window, qtbot, tmp_path, monkeypatch) -> None:
    asked = []

    def answer(_parent: object, title: str, folder: str, filters: str) -> tuple[str, str]:
        asked.append((title, Path(folder).name, filters))
        return str(tmp_path / "board"), "Web page, one file (*.html)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    assert window.context.actions.run("file.cab_pack")
    qtbot.waitUntil((tmp_path / "board.html").exists, timeout=30_000)
    assert asked[0][:2] == ("Export CAB pack", "aurora-cab-pack.pdf")
    qtbot.waitUntil(lambda: not window._pack_export.is_busy)


def test_without_a_plan_there_is_nothing_to_export(empty_window) -> None:
    assert not empty_window.context.actions.is_enabled("file.cab_pack")
    assert not PackExport(
        empty_window.context, empty_window, empty_window.banners, empty_window.background
    ).ask()


def test_the_pack_goes_beside_the_plan(window, plan_file) -> None:
    assert suggestion(window.context.document) == plan_file.with_name("aurora-cab-pack.pdf")
