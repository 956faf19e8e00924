"""The try-out in the window: a banner that says so, the panel side by side, keep and drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from relplanner.errors import RelplannerError
from relplanner.ui.whatif.panel import ImpactPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from relplanner.plan.findings import Finding
    from relplanner.session.impact import Impact
    from relplanner.session.trial import Trial
    from relplanner.ui.main_window import MainWindow

KEY = "try-out"
TEXT = "Trying out. Nothing reaches the plan or its file until you keep it."
SETTLE_MS = 120


class TryOut(QObject):
    """Made with the first try-out; from then on it follows whatever document is in hand."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self._of: Trial | None = None
        self._old: tuple[Finding, ...] = ()
        self.panel = ImpactPanel(self._context, self.keep, self.drop)
        self.panel.hide()
        window.workspace.put_under_page(self.panel)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._compare)
        self._context.bridge.changed.connect(self.follow)
        self._context.bridge.document_changed.connect(self.follow)

    def begin(self) -> None:
        """Begin a try-out of the plan in hand."""
        document = self._context.document
        if document is None or document.trial is not None:
            return
        self._old = document.findings
        document.begin_trial()

    def keep(self) -> None:
        """Make the try-out one step of the plan; a plan that may only be read says why it cannot."""
        document = self._context.document
        if document is None:
            return
        try:
            document.keep_trial()
        except RelplannerError as error:
            self._context.messages.warn(str(error))

    def drop(self) -> None:
        """Go back to the plan as it was."""
        document = self._context.document
        if document is not None:
            document.drop_trial()

    def follow(self) -> None:
        """Show what the document in hand is about: a try-out, or none."""
        document = self._context.document
        trial = document.trial if document is not None else None
        banners = self._window.banners
        if trial is None:
            self._of = None
            self._context.comparing.end_trial()
            self._settle.stop()
            self.panel.hide()
            banners.drop(KEY)
            return
        banners.show_banner(KEY, "info", TEXT)
        if trial is not self._of:
            self._of = trial
            self._context.comparing.begin_trial(trial.schedule)
        self.panel.show()
        self._settle.start()

    def complete(self) -> None:
        """Compare now and in this thread, for pictures."""
        self._settle.stop()
        work = self._work()
        if work is not None:
            self._show(work())

    def _compare(self) -> None:
        work, of = self._work(), self._of
        if work is None:
            return
        self.panel.show_busy()
        document = self._context.document
        plan = document.plan if document is not None else None

        def arrived(impact: Impact) -> None:
            document = self._context.document
            if document is not None and document.trial is of and document.plan is plan:
                self._show(impact)

        self._window.background.run(work, arrived)

    def _work(self) -> Callable[[], Impact] | None:
        document = self._context.document
        trial = document.trial if document is not None else None
        if document is None or trial is None:
            return None
        before, after, old, review = trial.schedule, document.schedule, self._old, document.reviewing()

        def work() -> Impact:
            from relplanner.session.impact import impact

            return impact(before, after, old, review())

        return work

    def _show(self, impact: Impact) -> None:
        document = self._context.document
        if document is not None:
            self.panel.show_impact(impact, document.schedule.local)
