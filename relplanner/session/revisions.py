"""Older versions of a plan in git, read by running ``git``; only ever when a person asks for them.

A repository may come from anybody, and git obeys much of what its configuration says. So nothing runs here
that starts another program (no diffs, filters, hooks, signatures, monitors or fetches), no shell takes part,
every call has a time and a size that it may not exceed, and what the environment says of other repositories
is left out.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import tempfile
import threading
from dataclasses import replace
from pathlib import Path, PurePosixPath

from relplanner.errors import Place, Problem, StorageError
from relplanner.patterns import late_pattern
from relplanner.storage.yaml_text import LIMIT_BYTES
from relplanner.values import value

TIMEOUT_S = 20.0
MOST_OUTPUT = 8 * 1024 * 1024
_KEPT = ("GIT_CONFIG", "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
"""What the person says of git itself, not of one repository."""
_SAFE = (
    "--no-pager", "--literal-pathspecs",
    "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "log.showSignature=false",
    "-c", "protocol.allow=never", "-c", "core.quotePath=false",
)  # fmt: skip
_COMMIT = late_pattern("[0-9a-f]{40}(?:[0-9a-f]{24})?")


@value
class Revision:
    """One commit that changed the file; ``path`` is its name then, from the repository's root."""

    commit: str
    when: dt.datetime
    author: str
    subject: str
    path: str = ""


@value
class Kept:
    """A file's bytes as git has them, under which name, and what people call it."""

    data: bytes
    commit: str
    path: str
    label: str


class GitSaysNo(StorageError):
    """git is missing, refused, or does not have what was asked for; the message says which."""


def revisions(path: str | os.PathLike[str], limit: int = 50) -> tuple[Revision, ...]:
    """The commits that changed a file, the newest first, across renames. Raises :class:`GitSaysNo`."""
    at = Path(os.path.abspath(path))
    text = run_git(
        at, "log", f"--max-count={max(1, limit)}", "--follow", "--no-ext-diff", "--no-textconv",
        "--name-only", "-z", "--format=%H%x00%cI%x00%an%x00%<(300,trunc)%s", "HEAD", "--", at.name,
    ).decode("utf-8", "replace")  # fmt: skip
    found: list[Revision] = []
    words = iter(text.split("\0"))
    for word in words:
        line = word.strip("\n")
        if _COMMIT.fullmatch(line):
            when, author, subject = (next(words, "") for _ in range(3))
            try:
                stamp = dt.datetime.fromisoformat(when)
            except ValueError:  # a commit that some tool wrote wrongly
                stamp = dt.datetime.fromtimestamp(0, dt.UTC)
            found.append(Revision(line, stamp, author.strip(), subject.strip()))
        elif line and found:
            found[-1] = replace(found[-1], path=line)
    return tuple(found)


def at_revision(path: str | os.PathLike[str], revision: str) -> Kept:
    """A file as it is in a revision (a commit, branch or tag). Raises :class:`GitSaysNo`.

    A file that had another name then is found under that name.
    """
    at = Path(os.path.abspath(path))
    commit = _commit(at, revision)
    prefix = run_git(at, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")
    name = f"{prefix}{at.name}"
    blob = _blob(at, commit, name)
    if blob is None:
        for older in _older_names(at):
            blob = _blob(at, commit, older)
            if blob is not None:
                name = older
                break
    if blob is None:
        raise _no(at, f"The revision “{_shown(revision)}” has no file “{name}”, nor one it was renamed from.")
    return _content(at, blob, commit, name, revision)


def by_name(revision: str, name: str, folder: str | os.PathLike[str] = ".") -> Kept:
    """What git calls ``REVISION:NAME``: the name counts from the repository's root, with ``./`` from here.

    A name that the root does not have is looked for from here too. Raises :class:`GitSaysNo`.
    """
    here = Path(os.path.abspath(folder)) / "_"
    commit = _commit(here, revision)
    prefix = run_git(here, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")
    from_here = os.path.normpath(f"{prefix}{name}").replace(os.sep, "/")
    names = [from_here] if name.startswith(("./", "../")) else [name, from_here]
    for each in dict.fromkeys(names):
        blob = _blob(here, commit, each)
        if blob is not None:
            return _content(here, blob, commit, each, revision)
    raise _no(here, f"The revision “{_shown(revision)}” has no file “{_shown(name)}”.")


def _content(at: Path, blob: str, commit: str, name: str, revision: str) -> Kept:
    size = int(run_git(at, "cat-file", "-s", blob) or b"0")
    if size > LIMIT_BYTES:
        raise _no(
            at, f"“{name}” of “{_shown(revision)}” has {size / 1024 / 1024:,.0f} MB, too much for a plan."
        )
    data = run_git(at, "cat-file", "blob", blob, most=LIMIT_BYTES)
    short = PurePosixPath(name).name
    called = commit[:10] if commit.startswith(revision) else revision
    return Kept(data, commit, name, f"{short} at {_shown(called)}")


def _commit(at: Path, revision: str) -> str:
    """The full name of a commit. Raises :class:`GitSaysNo`."""
    if not revision or revision.startswith("-") or "\0" in revision:
        raise _no(at, f"“{_shown(revision)}” is no revision.")
    run_git(at, "rev-parse", "--git-dir")  # tells what is wrong with the repository, if anything is
    try:
        found = run_git(at, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitSaysNo:
        found = b""
    commit = found.decode("ascii", "replace").strip()
    if commit:
        return commit
    hint = "It may be misspelled, or not fetched yet."
    if run_git(at, "rev-parse", "--is-shallow-repository").strip() == b"true":
        hint = "This clone is shallow and lacks older commits: run “git fetch --unshallow” and try again."
    raise _no(at, f"The repository has no revision “{_shown(revision)}”.", hint)


def _blob(at: Path, commit: str, name: str) -> str | None:
    """The name under which git keeps a file's content in a commit."""
    out = run_git(at, "ls-tree", "-z", "--full-tree", commit, "--", name).decode("utf-8", "surrogateescape")
    for line in out.split("\0"):
        facts, _, found = line.partition("\t")
        if found == name and facts.split()[1:2] == ["blob"]:
            return facts.split()[2]
    return None


def _older_names(at: Path) -> list[str]:
    try:
        return list(dict.fromkeys(each.path for each in revisions(at, 2000) if each.path))
    except GitSaysNo:
        return []


def run_git(at: Path, *arguments: str, most: int = MOST_OUTPUT) -> bytes:
    """What git prints, run in the folder of a file. Raises :class:`GitSaysNo`."""
    program = shutil.which("git")
    if program is None:
        raise _no(at, "git is not installed, or not on the PATH; older versions cannot be read without it.")
    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                [program, *_SAFE, *arguments],
                cwd=at.parent, env=_environment(),
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        except OSError as error:
            raise _no(at, f"git could not be started: {error.strerror or error}.") from error
        data, code = _bounded(process, at, most)
        errors.seek(0)
        said = errors.read(20_000).decode("utf-8", "replace")
    if code != 0:
        raise _explained(at, said)
    return data


def _bounded(process: subprocess.Popen[bytes], at: Path, most: int) -> tuple[bytes, int]:
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(TIMEOUT_S, stop)
    timer.start()
    try:
        with process:
            assert process.stdout is not None
            data = process.stdout.read(most + 1)
            if len(data) > most:
                process.kill()
    finally:
        timer.cancel()
        timer.join()
    if late.is_set():
        raise _no(at, f"git did not answer within {TIMEOUT_S:.0f} seconds.")
    if len(data) > most:
        raise _no(at, "git answered more than a plan can be.")
    return data, process.returncode


def _environment() -> dict[str, str]:
    """Without what leads git elsewhere or makes it start programs; its messages in English."""
    kept = {
        key: each for key, each in os.environ.items() if not key.startswith("GIT_") or key.startswith(_KEPT)
    }
    return kept | {
        "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_REPLACE_OBJECTS": "1",
        "NoDefaultCurrentDirectoryInExePath": "1",
    }  # fmt: skip


def _explained(at: Path, said: str) -> GitSaysNo:
    """git's own words as a sentence for a person."""
    if "dubious ownership" in said:
        message = "git does not read this repository, because it belongs to another user."
        hint = f"If you trust it: git config --global --add safe.directory '{_top(at)}'"
        return _no(at, message, hint)
    if "not a git repository" in said:
        return _no(at, f"“{at.parent}” is not in a git repository.")
    if (
        "does not have any commits" in said
        or "bad revision 'HEAD'" in said
        or "ambiguous argument 'HEAD'" in said
    ):
        return _no(at, "The repository has no commits yet.")
    line = next((line for line in said.splitlines() if line.strip()), "it gave no reason")
    return _no(at, f"git refused: {_shown(line.removeprefix('fatal: '))}")


def _top(at: Path) -> Path:
    return next((folder for folder in at.parents if (folder / ".git").exists()), at.parent)


def _no(at: Path, message: str, hint: str = "") -> GitSaysNo:
    shown = at.parent if at.name == "_" else at
    return GitSaysNo(Problem(message, Place(str(shown)), hint))


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:199]}…"
