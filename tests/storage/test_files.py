"""A save is whole or not at all, and never over somebody else's work."""

from __future__ import annotations

import errno
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from relplanner.errors import FileChanged, StorageError
from relplanner.storage import backups, files


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "x.relplan.yaml"
    path.write_text("old\n", encoding="utf-8")
    return path


def test_a_save_replaces_the_text_and_leaves_nothing_beside_it(plan_file: Path) -> None:
    before = files.fingerprint(plan_file)
    after = files.save(plan_file, "new\r\nü\n", before)
    assert plan_file.read_bytes() == "new\r\nü\n".encode()
    assert os.listdir(plan_file.parent) == [plan_file.name]
    assert after == files.fingerprint(plan_file)
    assert not files.is_changed(plan_file, after)


def test_a_file_that_changed_underneath_is_never_overwritten(plan_file: Path) -> None:
    known = files.fingerprint(plan_file)
    plan_file.write_text("theirs\n", encoding="utf-8")
    assert known is not None
    assert files.is_changed(plan_file, known)
    with pytest.raises(FileChanged, match="was changed by somebody else"):
        files.save(plan_file, "mine\n", known)
    assert plan_file.read_text(encoding="utf-8") == "theirs\n"
    plan_file.unlink()
    with pytest.raises(FileChanged, match="The file is gone"):
        files.save(plan_file, "mine\n", known)


def test_a_change_that_keeps_size_and_time_is_noticed_when_saving(plan_file: Path) -> None:
    known = files.fingerprint(plan_file)
    status = plan_file.stat()
    plan_file.write_text("OLD\n", encoding="utf-8")
    os.utime(plan_file, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(FileChanged):
        files.save(plan_file, "mine\n", known)


def test_a_file_that_was_only_touched_has_not_changed(plan_file: Path) -> None:
    known = files.fingerprint(plan_file)
    assert known is not None
    os.utime(plan_file, (1, 1))
    assert not files.is_changed(plan_file, known)
    files.save(plan_file, "new\n", known)


def test_permissions_and_links_stay(plan_file: Path, tmp_path: Path) -> None:
    plan_file.chmod(0o640)
    link = tmp_path / "elsewhere" / "link.relplan.yaml"
    link.parent.mkdir()
    link.symlink_to(plan_file)
    files.save(link, "through the link\n", files.fingerprint(link))
    assert link.is_symlink()
    assert plan_file.read_text(encoding="utf-8") == "through the link\n"
    assert stat.S_IMODE(plan_file.stat().st_mode) == 0o640


def test_a_few_backups_are_kept_in_the_state_folder(plan_file: Path) -> None:
    for number in range(6):
        files.save(plan_file, f"version {number}\n", files.fingerprint(plan_file))
    kept = [entry.read_text(encoding="utf-8") for entry in backups.listed(plan_file)]
    assert kept == ["version 2\n", "version 3\n", "version 4\n"]
    assert os.listdir(plan_file.parent) == [plan_file.name]
    assert backups.folder_of(plan_file).is_relative_to(os.environ["XDG_STATE_HOME"])


def test_a_save_goes_on_when_no_backup_can_be_kept(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = plan_file.parent / "blocked"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    files.save(plan_file, "new\n", files.fingerprint(plan_file))
    assert plan_file.read_text(encoding="utf-8") == "new\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (errno.ENOSPC, "the disk is full. Nothing was changed. Make room, or save in another folder."),
        (errno.EROFS, "the disk can only be read. Nothing was changed. Save in another folder."),
        (errno.EACCES, "you may not write here. Nothing was changed. Ask for the right to write, or save "
                       "in another folder."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_a_disk_that_refuses_costs_nothing(
    call: str, code: int, expected: str, plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(os, call)

    def refuse(path: object, *args: object, **kwargs: object) -> object:
        if call == "fsync" or str(path).endswith(".tmp"):
            raise OSError(code, os.strerror(code))
        return real(path, *args, **kwargs)

    known = files.fingerprint(plan_file)
    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(StorageError) as caught:
        files.save(plan_file, "new\n", known)
    monkeypatch.undo()
    assert str(caught.value) == f"{plan_file}: The file was not saved: {expected}"
    assert plan_file.read_text(encoding="utf-8") == "old\n"
    assert os.listdir(plan_file.parent) == [plan_file.name]


def test_a_write_that_fails_half_way_leaves_the_old_text_and_nothing_else(plan_file: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(StorageError, match=r"The file was not saved: .* Nothing was changed."):
            files.save(plan_file, "x" * 100_000, files.fingerprint(plan_file))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert plan_file.read_text(encoding="utf-8") == "old\n"
    assert os.listdir(plan_file.parent) == [plan_file.name]


def test_a_write_protected_file_is_not_replaced(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # root may write everywhere
    with pytest.raises(StorageError, match="you may not write here"):
        files.save(plan_file, "new\n", files.fingerprint(plan_file))
    assert plan_file.read_text(encoding="utf-8") == "old\n"


def test_a_folder_that_is_gone_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="its folder is gone"):
        files.save(tmp_path / "gone" / "x.relplan.yaml", "new\n", None)
    with pytest.raises(StorageError, match="a folder has this name"):
        files.save(tmp_path, "new\n", None)


def test_a_change_that_comes_while_the_new_text_is_written_is_not_overwritten(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def slow(handle: int) -> None:
        real(handle)
        plan_file.write_text("theirs\n", encoding="utf-8")

    known = files.fingerprint(plan_file)
    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(FileChanged, match="nothing was written"):
        files.save(plan_file, "mine\n", known)
    assert plan_file.read_text(encoding="utf-8") == "theirs\n"
    assert os.listdir(plan_file.parent) == [plan_file.name]


def test_a_file_that_appears_while_a_new_one_is_written_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.relplan.yaml"
    monkeypatch.setattr(os, "fsync", lambda _handle: path.write_text("theirs\n", encoding="utf-8"))
    with pytest.raises(FileChanged):
        files.save(path, "mine\n", None)
    assert path.read_text(encoding="utf-8") == "theirs\n"


def test_a_change_right_after_a_save_is_noticed(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "sync_folder", lambda _folder: plan_file.write_text("new?", encoding="utf-8"))
    saved = files.save(plan_file, "new\n", files.fingerprint(plan_file))
    assert files.is_changed(plan_file, saved)


def test_what_only_the_owner_may_read_is_never_readable_for_others(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_file.chmod(0o600)
    modes: list[int] = []
    real = os.fchmod

    def look(handle: int, mode: int) -> None:
        modes.append(stat.S_IMODE(os.fstat(handle).st_mode))
        real(handle, mode)

    monkeypatch.setattr(os, "fchmod", look)
    files.save(plan_file, "new\n", files.fingerprint(plan_file))
    assert modes == [0o600]
    assert stat.S_IMODE(plan_file.stat().st_mode) == 0o600


def test_the_group_stays_where_the_owner_cannot(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def as_anybody(_handle: int, user: int, group: int) -> None:
        asked.append((user, group))
        if user != -1:
            raise PermissionError(errno.EPERM, "only root gives files away")

    theirs = plan_file.stat()
    real = os.fstat

    def made_by_me(handle: int) -> os.stat_result:
        found = list(real(handle))
        found[stat.ST_UID], found[stat.ST_GID] = theirs.st_uid + 1, theirs.st_gid + 1
        return os.stat_result(found)

    known = files.fingerprint(plan_file)
    monkeypatch.setattr(os, "fchown", as_anybody)
    monkeypatch.setattr(os, "fstat", made_by_me)
    files.save(plan_file, "new\n", known)
    assert asked == [(theirs.st_uid, theirs.st_gid), (-1, theirs.st_gid)]


def test_a_file_too_large_for_a_plan_is_not_read_to_know_it(tmp_path: Path) -> None:
    path = tmp_path / "x.relplan.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a hole of a terabyte
    found = files.fingerprint(path)
    assert found is not None
    assert (found.size, found.digest) == (1 << 40, "")


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "x.relplan.yaml"
    os.mkfifo(pipe)
    with pytest.raises(StorageError, match="no file but a pipe"):
        files.fingerprint(pipe)
    with pytest.raises(StorageError, match="no file but a pipe"):
        files.save(pipe, "new\n", None)


def test_what_a_killed_save_left_goes_with_a_later_one(plan_file: Path) -> None:
    litter, young, other = (
        plan_file.with_name(name)
        for name in (
            f".{plan_file.name}.0123456789ab.tmp",
            f".{plan_file.name}.ba9876543210.tmp",
            f".{plan_file.name}.notes.tmp",
        )
    )
    for path in (litter, young, other):
        path.write_text("half", encoding="utf-8")
    for path in (litter, other):
        os.utime(path, (1, 1))
    files.save(plan_file, "new\n", files.fingerprint(plan_file))
    assert not litter.exists()
    assert young.exists(), "another program may be writing it"
    assert other.exists()


SAVER = """
import sys
from relplanner.storage import files
path, known = sys.argv[1], None
for number in range(10_000):
    text = f"version {number}\\n" + f"line of {number}\\n" * 20_000
    known = files.save(path, text, known, backups=1)
    print(number, flush=True)
"""


def test_no_kill_during_a_save_leaves_a_file_that_is_neither_old_nor_new(
    tmp_path: Path, long_run: bool
) -> None:
    path = tmp_path / "x.relplan.yaml"
    kills = 200 if long_run else 30
    for number in range(kills):
        path.write_text("version 0\n" + "line of 0\n" * 20_000, encoding="utf-8")
        saver = subprocess.Popen(
            [
                sys.executable,
                "-c",
                SAVER.replace("None\nfor", "files.fingerprint(sys.argv[1])\nfor"),
                str(path),
            ],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        with saver:
            assert saver.stdout is not None
            saver.stdout.readline()  # it has begun
            time.sleep((number * 37 % 101) / 101 * 0.03)
            saver.send_signal(signal.SIGKILL)
        lines = path.read_text(encoding="utf-8").splitlines()
        version = lines[0].removeprefix("version ")
        assert lines[1:] == [f"line of {version}"] * 20_000
