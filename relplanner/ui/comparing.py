"""What the plan is compared with now: a baseline, another file, a revision, or itself before a try-out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.session.comparing import Spec


@value
class Reference:
    """The other dates, what people call them, and where they came from (``None``: before a try-out)."""

    label: str
    schedule: Schedule
    spec: Spec | None = None


class Comparing(QObject):
    """Shared by all pages: the timeline draws the reference below its bars, the review tells what changed."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chosen: Reference | None = None
        self._tried: Reference | None = None

    @property
    def reference(self) -> Reference | None:
        """What to compare with; during a try-out that is the plan before it."""
        return self._tried or self._chosen

    @property
    def chosen(self) -> Reference | None:
        """What a person chose, try-out or not."""
        return self._chosen

    def choose(self, reference: Reference | None) -> None:
        """Compare with something else from now on, or with nothing."""
        self._become(reference, self._tried)

    def begin_trial(self, schedule: Schedule) -> None:
        self._become(self._chosen, Reference("the plan before the try-out", schedule))

    def end_trial(self) -> None:
        self._become(self._chosen, None)

    def baseline_taken(self) -> None:
        """Where nothing is chosen the newest baseline serves, and that is another one now."""
        if self.reference is None:
            self.changed.emit()

    def forget(self) -> None:
        """Another document is in hand."""
        self._become(None, None)

    def _become(self, chosen: Reference | None, tried: Reference | None) -> None:
        before = self.reference
        self._chosen, self._tried = chosen, tried
        if self.reference is not before:
            self.changed.emit()
