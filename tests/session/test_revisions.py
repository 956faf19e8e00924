"""Claims about reading older versions of a plan from git, and about what is compared with what."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import time
from pathlib import Path

import pytest

from relplanner.errors import PlanUnreadable, StorageError
from relplanner.session import revisions as module
from relplanner.session.comparing import loaded_from, other_plan
from relplanner.session.revisions import GitSaysNo, at_revision, by_name, revisions
from relplanner.storage.baselines import take

PLAN = "relplan: 1\nrelease:\n  product: {}\n"


class Repo:
    """A repository with git's own commands run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", ".")

    def git(self, *words: str) -> str:
        environ = {key: text for key, text in os.environ.items() if not key.startswith("GIT_")} | {
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ana \x1f\x1e Ruiz", "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "Tom", "GIT_COMMITTER_EMAIL": "t@example.com",
            "GIT_COMMITTER_DATE": "2027-03-01T09:00:00+0100",
        }  # fmt: skip
        done = subprocess.run(
            ["git", *words], cwd=self.folder, env=environ, capture_output=True, text=True, check=True
        )
        return done.stdout

    def commit(self, name: str, text: str, subject: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", subject)
        return path


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Repo(tmp_path / "repo")


def test_the_commits_of_a_file_come_newest_first_and_across_a_rename(repo: Repo) -> None:
    repo.commit("old.relplan.yaml", PLAN.format("A"), "First")
    repo.commit("other.txt", "x", "Of no concern")
    repo.git("mv", "old.relplan.yaml", "neu ü.relplan.yaml")
    path = repo.commit("neu ü.relplan.yaml", PLAN.format("A"), "Rename: 'a' \x1e\x1f $(x)")
    repo.commit("neu ü.relplan.yaml", PLAN.format("B"), "Last")
    found = revisions(path)
    assert [each.subject for each in found] == ["Last", "Rename: 'a' \x1e\x1f $(x)", "First"]
    assert [each.path for each in found] == ["neu ü.relplan.yaml", "neu ü.relplan.yaml", "old.relplan.yaml"]
    assert found[0].when == dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)
    assert found[0].author.startswith("Ana")
    assert len(revisions(path, 1)) == 1


def test_a_file_is_read_as_it_was_also_under_its_old_name(repo: Repo) -> None:
    repo.commit("sub/old.relplan.yaml", PLAN.format("A"), "First")
    repo.git("mv", "sub/old.relplan.yaml", "sub/new.relplan.yaml")
    path = repo.commit("sub/new.relplan.yaml", PLAN.format("A"), "Rename")
    path.write_text("half-written: '", encoding="utf-8")
    repo.git("tag", "v1")
    assert other_plan(path, "v1").plan.release.product == "A"
    old = at_revision(path, "HEAD~1")
    assert (old.path, old.label) == ("sub/old.relplan.yaml", "old.relplan.yaml at HEAD~1")
    assert by_name("HEAD", "sub/new.relplan.yaml", path.parent).data == PLAN.format("A").encode()
    assert by_name("HEAD", "./new.relplan.yaml", path.parent).path == "sub/new.relplan.yaml"


def test_each_reason_why_there_is_no_older_version_is_a_sentence(repo: Repo, tmp_path: Path) -> None:
    alone = tmp_path / "alone.relplan.yaml"
    with pytest.raises(GitSaysNo, match="is not in a git repository"):
        revisions(alone)
    with pytest.raises(GitSaysNo, match="no commits yet"):
        revisions(repo.folder / "x.relplan.yaml")
    repo.commit("other.txt", "x", "First")
    path = repo.commit("x.relplan.yaml", PLAN.format("A"), "Second")
    with pytest.raises(
        GitSaysNo, match=r"“HEAD~1” has no file “x\.relplan\.yaml”, nor one it was renamed from"
    ):
        at_revision(path, "HEAD~1")
    for odd in ("nowhere", "-x", "", "--help", "HEAD:x.relplan.yaml", "a\0b", "@{u}"):
        with pytest.raises(GitSaysNo, match="revision"):
            at_revision(path, odd)


def test_a_shallow_clone_says_how_to_get_more(repo: Repo, tmp_path: Path) -> None:
    for number in range(3):
        repo.commit("x.relplan.yaml", PLAN.format(number), str(number))
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.folder}", str(tmp_path / "shallow"))
    with pytest.raises(GitSaysNo, match="git fetch --unshallow"):
        at_revision(tmp_path / "shallow" / "x.relplan.yaml", "HEAD~2")


def test_a_machine_without_git_is_told(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    path = repo.commit("x.relplan.yaml", PLAN.format("A"), "First")
    monkeypatch.setenv("PATH", str(repo.folder))
    with pytest.raises(GitSaysNo, match="git is not installed"):
        revisions(path)


def test_a_repository_of_somebody_else_is_explained(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    path = repo.commit("x.relplan.yaml", PLAN.format("A"), "First")
    monkeypatch.setattr(
        module, "_environment", lambda: {**os.environ, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "LC_ALL": "C"}
    )
    with pytest.raises(GitSaysNo, match=r"belongs to another user.*safe\.directory"):
        revisions(path)


def test_nothing_that_a_repository_configures_is_started(repo: Repo, tmp_path: Path) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\n")
    trap.chmod(0o755)
    path = repo.commit("x.relplan.yaml", PLAN.format("A"), "First")
    (repo.folder / ".gitattributes").write_text("* diff=trap filter=trap\n")
    for key in ("core.fsmonitor", "core.pager", "diff.external", "diff.trap.command", "diff.trap.textconv",
                "filter.trap.smudge", "filter.trap.clean", "core.sshCommand", "gpg.program", "core.editor",
                "core.askPass", "credential.helper", "alias.log"):  # fmt: skip
        repo.git("config", key, f"!{trap}" if key == "alias.log" else str(trap))
    repo.git("config", "log.showSignature", "true")
    for name in ("post-checkout", "pre-commit", "post-index-change", "reference-transaction"):
        hook = repo.folder / ".git" / "hooks" / name
        hook.write_text(trap.read_text())
        hook.chmod(0o755)
    (tmp_path / "sprung").unlink(missing_ok=True)
    assert revisions(path)
    assert at_revision(path, "HEAD").data
    assert by_name("HEAD", "x.relplan.yaml", repo.folder).data
    assert not (tmp_path / "sprung").exists()


def test_what_the_environment_says_of_other_repositories_does_not_lead_astray(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repo.commit("x.relplan.yaml", PLAN.format("A"), "First")
    Repo(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert [each.subject for each in revisions(path)] == ["First"]


def test_a_git_that_hangs_or_floods_is_stopped(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repo.commit("x.relplan.yaml", PLAN.format("A"), "First")
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(module, "TIMEOUT_S", 0.3)
    begin = time.monotonic()
    with pytest.raises(GitSaysNo, match="did not answer"):
        revisions(path)
    slow.write_text("#!/bin/sh\nexec yes\n")
    monkeypatch.setattr(module, "TIMEOUT_S", 20.0)
    with pytest.raises(GitSaysNo, match="more than a plan can be"):
        revisions(path)
    assert time.monotonic() - begin < 15


def test_the_other_plan_is_a_file_a_baseline_or_a_revision(repo: Repo) -> None:
    path = repo.commit("x.relplan.yaml", PLAN.format("A"), "First")
    taken = take(path, PLAN.format("B"), "b")
    (repo.folder / "c.relplan.yaml").write_text(PLAN.format("C"))
    specs = ["HEAD", taken, repo.folder / "c.relplan.yaml"]
    found = [other_plan(path, spec) for spec in specs]
    assert [each.plan.release.product for each in found] == ["A", "B", "C"]
    assert [each.label for each in found] == ["x.relplan.yaml at HEAD", "baseline “b”", "c.relplan.yaml"]
    assert all(each.schedule.plan is each.plan for each in found)


def test_words_of_a_command_line_name_files_first(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    path = repo.commit("x.relplan.yaml", PLAN.format("A"), "First")
    take(path, PLAN.format("B"), "b")
    monkeypatch.chdir(repo.folder)
    (repo.folder / "HEAD:y").write_text(PLAN.format("C"))
    (repo.folder / "x.relplan.yaml@z").write_text(PLAN.format("D"))
    words = ("x.relplan.yaml@b", "HEAD:x.relplan.yaml", "HEAD:y", "x.relplan.yaml@z", os.devnull)
    products = [loaded_from(each)[0].plan.release.product for each in words]
    assert products == ["B", "A", "C", "D", None]
    for wrong, says in (
        ("gone@b", "no file “gone”"), ("x.relplan.yaml@q", "no baseline “q”"),
        ("HEAD:gone", "no file “gone”"),
        ("gone.yaml", "no such file"),
    ):  # fmt: skip
        with pytest.raises(StorageError, match=says):
            loaded_from(wrong)


def test_a_revision_that_is_no_plan_is_unreadable_with_its_name(repo: Repo) -> None:
    path = repo.commit("x.relplan.yaml", "half: 'written", "Half")
    with pytest.raises(PlanUnreadable, match=r"x\.relplan\.yaml at HEAD"):
        other_plan(path, "HEAD")
