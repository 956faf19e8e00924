"""Baselines: whole plans as they were, each a file in ``NAME.relplan.d/baselines/``.

A baseline is one line of comment with its name, author and time, and below it the plan's text byte for byte.
It is never written again, so that two people who take baselines never meet in a merge.
"""

from __future__ import annotations

import datetime as dt
import getpass
import json
import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relplanner.errors import Place, PlanUnreadable, Problem, StorageError
from relplanner.plan.findings import Finding
from relplanner.storage.folders import folder_beside
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.storage.reader import Loaded

FOLDER = "baselines"
SUFFIX = ".baseline.yaml"
"""No ``.relplan.yaml``: hooks and file dialogs that look for plans shall not find these."""
LONGEST_NAME = 200
_MARK = "# relplanner baseline: "
_LONGEST_HEAD = 8192


@value
class Baseline:
    """One baseline. ``id`` is the name of its file without the suffix; ``taken_at`` is aware."""

    id: str
    name: str
    author: str
    taken_at: dt.datetime
    path: Path


def take(
    plan_path: str | os.PathLike[str], text: str, name: str, author: str = "", at: dt.datetime | None = None
) -> Baseline:
    """Keep a plan's text. Without an author it is this system's user. Raises :class:`StorageError`."""
    from relplanner.storage import files

    when = (at if at is not None else dt.datetime.now(dt.UTC)).astimezone(dt.UTC).replace(microsecond=0)
    said = " ".join(name.split())[:LONGEST_NAME] or "Baseline"
    who = " ".join((author or user()).split())[:LONGEST_NAME]
    folder = folder_of(plan_path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(error, folder, "The folder of the baselines could not be made") from error
    path = _free(folder, f"{when:%Y%m%dT%H%M%SZ}-{_slug(said)}")
    facts = json.dumps({"name": said, "author": who, "taken_at": when.isoformat()})
    files.save(path, f"{_MARK}{facts}\n{text}", None, backups=0)
    return Baseline(path.name.removesuffix(SUFFIX), said, who, when, path)


def baselines(plan_path: str | os.PathLike[str]) -> tuple[Baseline, ...]:
    """The baselines of a plan, the newest first. Those that cannot be read are told by :func:`broken`."""
    return _listed(plan_path)[0]


def broken(plan_path: str | os.PathLike[str]) -> tuple[Finding, ...]:
    """Files among the baselines that are none, or no more; each as a sentence."""
    return _listed(plan_path)[1]


def find(plan_path: str | os.PathLike[str], wanted: str) -> Baseline:
    """The baseline of that id, else the newest of that name. Raises :class:`StorageError`."""
    known, faults = _listed(plan_path)
    for one in known:
        if one.id == wanted:
            return one
    for one in known:
        if one.name == wanted:
            return one
    names = ", ".join(f"“{one.name}”" for one in known[:5])
    more = f" and {len(known) - 5} more" if len(known) > 5 else ""
    hint = f"There are: {names}{more}." if known else "It has none."
    if faults:
        hint += f" {len(faults)} could not be read: {faults[0].message}"
    message = f"The plan has no baseline “{wanted}”."
    raise StorageError(Problem(message, Place(os.fspath(plan_path)), hint))


def text_of(baseline: Baseline) -> str:
    """The plan's text as it was. Raises :class:`StorageError` and :class:`PlanUnreadable`."""
    from relplanner.storage.reader import read_text

    _refuse_odd(baseline.path)
    head, _, text = read_text(baseline.path).partition("\n")
    if not head.startswith(_MARK):
        raise PlanUnreadable(
            Problem("The first line is not that of a baseline.", Place(str(baseline.path), 1))
        )
    return text


def load(baseline: Baseline) -> Loaded:
    """The plan as it was. Raises :class:`StorageError` and :class:`PlanUnreadable`."""
    from relplanner.storage.reader import parse

    return parse(text_of(baseline), f"{baseline.path.name} (baseline)")


def remove(baseline: Baseline) -> None:
    """Delete a baseline; one that is gone already is no error. Raises :class:`StorageError`."""
    try:
        baseline.path.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(error, baseline.path, "The baseline could not be deleted") from error


def folder_of(plan_path: str | os.PathLike[str]) -> Path:
    """Where the baselines of a plan are kept; it need not exist."""
    return folder_beside(plan_path) / FOLDER


def user() -> str:
    """Who takes a baseline unless somebody is named: this system's user, by full name where it knows one."""
    try:
        login = getpass.getuser()
    except (KeyError, OSError, ImportError):  # no name in the environment and none for this user id
        return "somebody"
    try:
        import pwd

        full = pwd.getpwnam(login).pw_gecos.partition(",")[0].strip()
    except (ImportError, KeyError):
        return login
    return full if full and full.lower() != "root" else login


def _listed(plan_path: str | os.PathLike[str]) -> tuple[tuple[Baseline, ...], tuple[Finding, ...]]:
    folder = folder_of(plan_path)
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return (), ()
    except OSError as error:
        return (), (_fault(folder, f"The baselines could not be listed: {error.strerror or error}."),)
    found: list[Baseline] = []
    faults: list[Finding] = []
    for path in paths:
        if not path.name.endswith(SUFFIX):
            continue
        try:
            found.append(_head(path))
        except (StorageError, PlanUnreadable) as error:
            faults.append(_fault(path, error.problems[0].message))
    found.sort(key=lambda one: (one.taken_at, one.id), reverse=True)
    return tuple(found), tuple(faults)


def _fault(path: Path, message: str) -> Finding:
    return Finding("BASELINE", "warning", f"{path.name}: {message}", path=str(path))


def _head(path: Path) -> Baseline:
    """The facts of the first line. Raises :class:`StorageError` and :class:`PlanUnreadable`."""
    _refuse_odd(path)
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST_HEAD)
    except OSError as error:
        raise _refused(error, path, "It could not be read") from error
    place = Place(str(path), 1)
    try:
        text = line.decode("utf-8").strip()
        facts: Any = json.loads(text.removeprefix(_MARK)) if text.startswith(_MARK) else None
        name, author = (" ".join(str(facts[key]).split())[:LONGEST_NAME] for key in ("name", "author"))
        taken = dt.datetime.fromisoformat(facts["taken_at"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise PlanUnreadable(Problem("The first line is not that of a baseline.", place)) from None
    if taken.tzinfo is None:
        taken = taken.replace(tzinfo=dt.UTC)
    return Baseline(path.name.removesuffix(SUFFIX), name, author, taken, path)


def _refuse_odd(path: Path) -> None:
    """A link may lead anywhere and opening a pipe may wait for ever; neither is a baseline."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise StorageError(Problem("This is no file, but a link, a folder or a device.", Place(str(path))))


def _free(folder: Path, stem: str) -> Path:
    path, number = folder / f"{stem}{SUFFIX}", 2
    while path.exists() or path.is_symlink():
        path, number = folder / f"{stem}-{number}{SUFFIX}", number + 1
    return path


def _slug(name: str) -> str:
    """A name as part of a file's name, whatever it was: letters a to z, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-") or "baseline"


def _refused(error: OSError, path: Path, what: str) -> StorageError:
    return StorageError(Problem(f"{what}: {error.strerror or error}.", Place(str(path))))
