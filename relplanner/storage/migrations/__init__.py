"""Older formats of the plan file, brought to today's one small step at a time.

A step is a module of this folder with ``BEFORE``, the format it reads, and ``migrate(root) -> root``, which
turns the plain tree of that format into one of the next. Steps are listed in :data:`STEPS`; there is none
yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from relplanner.errors import PlanUnreadable, Problem
from relplanner.plan.plan import FORMAT
from relplanner.storage.yaml_text import Plain

Step = Callable[[Plain], Plain]
STEPS: Mapping[int, Step] = MappingProxyType({})
"""By the format that a step reads."""


def migrate(root: Plain, version: int, steps: Mapping[int, Step] = STEPS, to: int = FORMAT) -> Plain:
    """The tree in format ``to``. Raises :class:`PlanUnreadable` when a step is missing."""
    for number in range(version, to):
        step = steps.get(number)
        if step is None:
            message = f"The plan is in format {number}, which this program can no longer read."
            raise PlanUnreadable(Problem(message, hint="Open and save it with an older relplanner first."))
        root = step(root)
    return {**root, "relplan": str(to)}
