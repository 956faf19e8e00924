from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relplanner.ui.preferences import Layout, Preferences, Store


def test_what_was_set_is_there_again(qapp: QApplication, tmp_path: Path) -> None:
    store = Store(tmp_path / "new" / "settings.json")
    store.set("theme", "dark")
    store.save()
    assert Store(store.path).get("theme", "system") == "dark"


def test_it_is_written_by_itself_a_moment_later(qtbot: QtBot, tmp_path: Path) -> None:
    store = Store(tmp_path / "settings.json")
    store.set("width", 300)
    assert store.path is not None
    qtbot.waitUntil(store.path.exists)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00"])
def test_a_file_that_cannot_be_read_counts_as_empty(qapp: QApplication, tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    assert Store(path).get("theme", "system") == "system"


def test_a_value_of_another_type_counts_as_absent(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"width": "wide", "folded": 1, "ratio": 2}), encoding="utf-8")
    store = Store(path)
    assert store.get("width", 300) == 300
    assert store.get("folded", False) is False
    assert store.get("ratio", 0.5) == 2.0


def test_a_disk_that_refuses_stops_nobody(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = Store(tmp_path / "file" / "settings.json")
    store.set("theme", "dark")
    store.save()
    assert store.get("theme", "system") == "dark"


def test_preferences_and_layout_are_files_of_their_own(qapp: QApplication, own_folders: Path) -> None:
    preferences, layout = Preferences(), Layout()
    assert preferences.path is not None
    assert layout.path is not None
    assert own_folders in preferences.path.parents
    assert preferences.path.parent != layout.path.parent


def test_what_is_not_remembered_writes_nothing(qapp: QApplication, own_folders: Path) -> None:
    layout = Layout(remembered=False)
    layout.set("page", "timeline")
    layout.save()
    assert not own_folders.exists()
