"""The other plan of a comparison: a baseline, another file, or this file in a git revision."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from relplanner.errors import Place, Problem, StorageError
from relplanner.plan.plan import Plan
from relplanner.storage.baselines import Baseline
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.storage.reader import Loaded


@value
class AtRevision:
    """The file in hand as it is in a git revision: a commit, a branch, a tag, ``HEAD~3``."""

    revision: str


Spec = Baseline | Path | AtRevision


@value
class OtherPlan:
    """A plan to compare with, its dates, and what people call it."""

    plan: Plan
    schedule: Schedule
    label: str


def other_plan(document_path: str | os.PathLike[str], spec: Spec | str) -> OtherPlan:
    """Read and schedule what to compare with; a text is a git revision of the document's file.

    Raises :class:`StorageError` and :class:`PlanUnreadable`.
    """
    from relplanner.schedule import compute

    loaded, label = loaded_of(document_path, AtRevision(spec) if isinstance(spec, str) else spec)
    return OtherPlan(loaded.plan, compute(loaded.plan), label)


def loaded_of(document_path: str | os.PathLike[str], spec: Spec) -> tuple[Loaded, str]:
    """What a comparison needs of the other side, without its dates; and its label."""
    if isinstance(spec, Baseline):
        from relplanner.storage.baselines import load

        return load(spec), f"baseline “{spec.name}”"
    if isinstance(spec, AtRevision):
        from relplanner.session.revisions import at_revision

        kept = at_revision(document_path, spec.revision)
        return _parsed(kept.data, kept.label), kept.label
    from relplanner.storage.reader import read

    return read(spec), spec.name


def loaded_from(words: str) -> tuple[Loaded, str]:
    """What a command line names: a file, ``FILE@BASELINE``, ``REVISION:FILE``, the null device for no plan.

    A file of that very name comes first. Raises :class:`StorageError` and :class:`PlanUnreadable`.
    """
    from relplanner.storage.reader import read
    from relplanner.storage.source import Source

    path = Path(words)
    if is_nothing(words):
        from relplanner.storage.reader import Loaded as Made

        return Made(Plan(), Source.empty(), ()), "nothing"
    if not path.exists():
        file, at, name = words.rpartition("@")
        if at and file and Path(file).exists():
            from relplanner.storage.baselines import find

            return loaded_of(file, find(file, name))
        revision, colon, name = words.partition(":")
        if colon and name and (len(revision) > 1 or os.name != "nt"):
            from relplanner.session.revisions import by_name

            kept = by_name(revision, name)
            return _parsed(kept.data, f"{revision}:{kept.path}"), kept.label
        if at and file:
            message = f"There is no file “{file}” whose baseline “{name}” could be."
            raise StorageError(Problem(message, Place(words)))
    return read(path), words


def is_nothing(words: str) -> bool:
    """Whether a name is that of the null device, by which git says that a file is new or gone."""
    return words in ("/dev/null", os.devnull)


def _parsed(data: bytes, name: str) -> Loaded:
    from relplanner.storage.reader import decode_text, parse

    return parse(decode_text(data, name), name)
