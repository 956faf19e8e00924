import sys

import pytest

from relplanner import resources


def test_a_shipped_file_is_found_in_the_source_tree(tmp_path, monkeypatch) -> None:
    (tmp_path / "resources" / "samples").mkdir(parents=True)
    (tmp_path / "relplanner").mkdir()
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "relplanner" / "resources.py"))
    assert resources.resource("samples") == tmp_path / "resources" / "samples"


def test_an_installed_program_uses_its_own_files_not_those_beside_it(tmp_path, monkeypatch) -> None:
    for folder in ("resources", "relplanner/_resources"):
        (tmp_path / folder / "icons").mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "relplanner" / "resources.py"))
    assert resources.resource("icons") == tmp_path / "relplanner" / "_resources" / "icons"


def test_a_frozen_program_looks_where_it_was_unpacked(tmp_path, monkeypatch) -> None:
    (tmp_path / "relplanner" / "_resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.resource("icons") == tmp_path / "relplanner" / "_resources" / "icons"


def test_a_missing_file_is_named_with_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match=r"'samples/none\.yaml' is missing .* Install"):
        resources.resource("samples", "none.yaml")
