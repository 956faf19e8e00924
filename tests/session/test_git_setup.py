"""Claims about setting git up: which program it calls, how it is quoted, and what is left alone."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from relplanner.errors import StorageError
from relplanner.session.git_setup import LINE, program, set_up, settings, take_back


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder = tmp_path / "repository"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
    return folder


def test_the_script_on_the_path_is_called_else_this_python_without_the_folder_it_runs_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program() == (sys.executable, "-P", "-m", "relplanner")
    script = tmp_path / "relplanner"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    assert program() == (str(script),)


def test_a_script_that_is_found_only_from_here_is_not_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "relplanner"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".{os.pathsep}")
    assert program()[0] == sys.executable


def test_odd_signs_in_the_programs_path_stay_one_word() -> None:
    odd = "/opt/a b/$(x)/'q'/100%O/relplanner"
    found = settings((odd,))
    assert shlex.split(found["diff.relplan.command"])[0] == odd
    assert shlex.split(found["merge.relplan.driver"].replace("%%", "%"))[0] == odd
    assert "100%%O" in found["merge.relplan.driver"]


def test_a_moved_program_is_set_anew_and_all_else_stays(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(repository)
    monkeypatch.setattr(sys, "executable", "/elsewhere/python")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    done = {change.text.split()[3]: change.done for change in set_up(repository) if "config" in change.text}
    assert done["merge.relplan.driver"] is False
    assert done["merge.relplan.name"] is True
    assert (repository / ".gitattributes").read_text() == f"{LINE}\n"


def test_a_linked_file_of_attributes_is_not_written_through(repository: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.write_text("keep")
    (repository / ".gitattributes").symlink_to(target)
    with pytest.raises(StorageError, match="symbolic link"):
        set_up(repository)
    assert target.read_text() == "keep"


def test_a_bare_repository_is_refused(tmp_path: Path, repository: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "bare")], check=True)
    with pytest.raises(StorageError):
        set_up(tmp_path / "bare")


def test_a_file_of_attributes_that_held_only_our_line_goes_with_it(repository: Path) -> None:
    set_up(repository / ".")
    take_back(repository)
    assert not (repository / ".gitattributes").exists()
    assert all(change.done for change in take_back(repository))


def test_the_attributes_that_a_person_configured_are_used(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    set_up(repository, everywhere=True)
    assert (tmp_path / "config" / "git" / "attributes").read_text() == f"{LINE}\n"
    take_back(repository, everywhere=True)
    subprocess.run(
        ["git", "config", "--global", "core.attributesFile", "~/my attributes"], cwd=repository, check=True
    )
    set_up(repository, everywhere=True)
    assert (tmp_path / "my attributes").read_text() == f"{LINE}\n"
