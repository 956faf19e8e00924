"""Undo and redo: whole plans, since a plan shares with the next all that an edit left alone."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace

from relplanner.errors import EditRefused
from relplanner.plan.plan import Plan
from relplanner.values import entity

BURST_S = 1.0
"""Edits with one key that follow each other faster than this are one step: a word typed, not its letters."""


@entity
class Step:
    """``plan`` is what the step leads back to (or, among the redone, forward to)."""

    plan: Plan
    label: str
    touched: frozenset[str] | None


def forget_tables(plan: Plan) -> None:
    """Drop look-up tables that can be made again: thousands of steps keep plans, not indexes of plans."""
    for table in ("activity_index", "_outline", "_children", "_tables"):
        plan.__dict__.pop(table, None)


class History:
    """Two stacks without limit. ``clock`` gives seconds that never run backwards."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._key = ""
        self._last = 0.0

    @property
    def undo_label(self) -> str | None:
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        return self._undone[-1].label if self._undone else None

    def __len__(self) -> int:
        return len(self._done)

    def push(self, before: Plan, label: str, touched: frozenset[str] | None, key: str = "") -> None:
        """Note a step that left ``before``; the steps that were undone are forgotten."""
        now = self._clock()
        burst = bool(key) and key == self._key and now - self._last <= BURST_S and bool(self._done)
        self._key, self._last = key, now
        self._undone.clear()
        if burst:
            first = self._done[-1]
            both = None if touched is None or first.touched is None else touched | first.touched
            self._done[-1] = Step(first.plan, label, both)
        else:
            if self._done:
                forget_tables(self._done[-1].plan)
            self._done.append(Step(before, label, touched))

    def note_record(self, run: Callable[[Plan], Plan]) -> None:
        """Put into every kept plan what happened meanwhile, so that no step back or forth takes it away."""
        self.seal()
        for stack in (self._done, self._undone):
            for at, step in enumerate(stack):
                with contextlib.suppress(EditRefused):  # a plan that does not have the entry (yet, any more)
                    stack[at] = replace(step, plan=run(step.plan))

    def undo(self, current: Plan) -> Step | None:
        """The step to go back to, or ``None`` at the beginning."""
        return self._turn(self._done, self._undone, current)

    def redo(self, current: Plan) -> Step | None:
        """The step to go forward to, or ``None`` when nothing was undone."""
        return self._turn(self._undone, self._done, current)

    def seal(self) -> None:
        """End a typing burst: the next edit is a step of its own."""
        self._key = ""

    def _turn(self, source: list[Step], goal: list[Step], current: Plan) -> Step | None:
        self.seal()
        if not source:
            return None
        step = source.pop()
        goal.append(Step(current, step.label, step.touched))
        return step
