"""Making git merge and show plans by id and field: two drivers in its configuration, one line of attributes.

The drivers' commands stand in the configuration of this machine only; the attributes, which a team shares,
name them. So whoever clones a repository runs nothing that the repository brought along.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from relplanner.errors import Place, Problem, StorageError
from relplanner.session.revisions import GitSaysNo, run_git
from relplanner.values import value

PATTERN = "*.relplan.yaml"
LINE = f"{PATTERN} merge=relplan diff=relplan"
SECTIONS = ("merge.relplan", "diff.relplan")


@value
class Change:
    """One thing that a set-up does, as a sentence, and whether it is done already."""

    text: str
    done: bool


def program() -> tuple[str, ...]:
    """The words that start this program from anywhere.

    Without a script on the PATH it is this Python with ``-P``, which keeps it from importing modules out of
    the folder it happens to run in: that is the repository, and it may come from anybody.
    """
    script = shutil.which("relplanner")
    if script is not None and os.path.isabs(script):
        return (script,)
    return (sys.executable, "-P", "-m", "relplanner")


def settings(words: tuple[str, ...]) -> dict[str, str]:
    """The configuration. git hands each command to a shell, so every word is quoted for one."""
    start = " ".join(shlex.quote(Path(word).as_posix() if os.sep != "/" else word) for word in words)
    return {
        "merge.relplan.name": "release plans, merged by id and field",
        # %P is quoted by git; in the rest a per cent sign begins a placeholder
        "merge.relplan.driver": f"{start.replace('%', '%%')} merge --label=%P -o %A -- %O %A %B",
        "diff.relplan.command": f"{start} diff --git-external --",
        "diff.relplan.textconv": f"{start} diff --git-textconv --",
        "diff.relplan.xfuncname": r"^[^ ].*\[.*\]$",
    }


def set_up(
    folder: str | os.PathLike[str] = ".", *, everywhere: bool = False, dry: bool = False
) -> tuple[Change, ...]:
    """Set git up for a folder's repository, or for all of this person's. Raises :class:`StorageError`."""
    here = Path(os.path.abspath(folder)) / "_"
    attributes = _attributes(here, everywhere=everywhere)
    scope = "--global" if everywhere else "--local"
    changes = []
    for key, wanted in settings(program()).items():
        done = _get(here, scope, key) == wanted
        if not done and not dry:
            run_git(here, "config", scope, "--replace-all", key, wanted)
        changes.append(Change(f"git config {scope} {key} {shlex.quote(wanted)}", done))
    text = _read(attributes)
    done = any(_is_ours(line) and LINE.split()[1:] == line.split()[1:] for line in text.splitlines())
    if not done and not dry:
        kept = [line for line in text.splitlines(keepends=True) if not _is_ours(line)]
        newline = "\r\n" if "\r\n" in text else "\n"
        if kept and not kept[-1].endswith("\n"):
            kept[-1] += newline
        _write(attributes, "".join(kept) + LINE + newline)
    changes.append(Change(f"{attributes}: {LINE}", done))
    return tuple(changes)


def take_back(
    folder: str | os.PathLike[str] = ".", *, everywhere: bool = False, dry: bool = False
) -> tuple[Change, ...]:
    """Undo :func:`set_up`. Raises :class:`StorageError`."""
    here = Path(os.path.abspath(folder)) / "_"
    attributes = _attributes(here, everywhere=everywhere)
    scope = "--global" if everywhere else "--local"
    changes = []
    for section in SECTIONS:
        done = not any(_get(here, scope, key) for key in settings(("x",)) if key.startswith(f"{section}."))
        if not done and not dry:
            run_git(here, "config", scope, "--remove-section", section)
        changes.append(Change(f"git config {scope} --remove-section {section}", done))
    text = _read(attributes)
    kept = "".join(line for line in text.splitlines(keepends=True) if not _is_ours(line))
    if kept != text and not dry:
        if kept.strip():
            _write(attributes, kept)
        else:
            attributes.unlink(missing_ok=True)
    changes.append(Change(f"{attributes}: without “{LINE}”", kept == text))
    return tuple(changes)


def _is_ours(line: str) -> bool:
    """Whether a line of attributes gives our pattern one of our drivers."""
    words = line.split()
    return words[:1] == [PATTERN] and all(word in ("merge=relplan", "diff=relplan") for word in words[1:])


def _attributes(here: Path, *, everywhere: bool) -> Path:
    """The file of attributes. Raises :class:`StorageError`."""
    if not everywhere:
        top = run_git(here, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n")
        if not top:
            message = "This repository has no files of its own (it is bare)."
            raise GitSaysNo(Problem(message, Place(str(here.parent))))
        return Path(top) / ".gitattributes"
    said = _get(here, "--global", "core.attributesFile", "--type=path")
    if said:
        return Path(said)
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return Path(home) / "git" / "attributes"


def _get(here: Path, scope: str, key: str, *more: str) -> str:
    try:
        said = run_git(here, "config", scope, *more, "--get", key)
        return said.decode("utf-8", "surrogateescape").rstrip("\n")
    except GitSaysNo as error:
        if "git refused: it gave no reason" in str(error):  # there is no such key
            return ""
        raise


def _read(path: Path) -> str:
    if path.is_symlink():
        message = "This is a symbolic link, which git does not follow for attributes; nothing was changed."
        raise StorageError(Problem(message, Place(str(path))))
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise StorageError(Problem("The file is not UTF-8; nothing was changed.", Place(str(path)))) from None


def _write(path: Path, text: str) -> None:
    from relplanner.storage import files

    path.parent.mkdir(parents=True, exist_ok=True)
    files.save(path, text, None, backups=0)


def shown(changes: tuple[Change, ...]) -> Iterator[str]:
    """The changes as lines; what was so already is marked."""
    for change in changes:
        yield f"{'(already) ' if change.done else ''}{change.text}"
