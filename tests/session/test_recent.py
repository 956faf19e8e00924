"""Claims about the list of plans opened last."""

from __future__ import annotations

from pathlib import Path

import pytest

from relplanner.session.recent import FILE, LONGEST, forget, note_opened, recent_files


def plans_in(folder: Path, number: int) -> list[Path]:
    paths = [folder / f"{n}.relplan.yaml" for n in range(number)]
    for path in paths:
        path.write_text("relplan: 1\n", encoding="utf-8")
    return paths


def test_the_newest_stands_first_once_and_the_list_has_an_end(tmp_path: Path) -> None:
    paths = plans_in(tmp_path, LONGEST + 3)
    for path in [*paths, paths[4]]:
        note_opened(path)
    expected = [paths[4], *[path for path in reversed(paths) if path != paths[4]]][:LONGEST]
    assert list(recent_files()) == expected


def test_files_that_are_gone_are_left_out_but_may_come_back(tmp_path: Path) -> None:
    one, two = plans_in(tmp_path, 2)
    note_opened(one)
    note_opened(two)
    two.unlink()
    assert recent_files() == (one,)
    two.write_text("relplan: 1\n", encoding="utf-8")
    assert recent_files() == (two, one)
    forget(two)
    assert recent_files() == (one,)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"a": 1}', '[1, null, "", "a\\u0000b", "/nowhere"]', "\xff"]
)
def test_a_damaged_list_is_an_empty_one_and_is_written_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="latin-1")
    assert recent_files(tmp_path) == ()
    (path,) = plans_in(tmp_path, 1)
    note_opened(path, tmp_path)
    assert recent_files(tmp_path) == (path,)


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    note_opened(tmp_path / "x", tmp_path / "file")
    assert recent_files(tmp_path / "file") == ()


def test_a_path_is_kept_whole_wherever_it_was_given_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = plans_in(tmp_path, 1)
    monkeypatch.chdir(tmp_path)
    note_opened(path.name)
    assert recent_files() == (path,)
