"""“Export CAB pack …” in the window: asks where, works in the background, draws in slices, tells where."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from relplanner.errors import RelplannerError
from relplanner.session.trial import BUSY
from relplanner.ui.background import Background
from relplanner.ui.context import Context
from relplanner.ui.frame.banners import Banners

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.session.cab import CabPack
    from relplanner.session.comparing import OtherPlan
    from relplanner.session.document import Document
    from relplanner.ui.paper.export import Steps

PATIENCE_MS = 200
"""A wait longer than this is told."""
SLICE_S = 0.02
"""So long is drawn before the window may answer again."""
KEY = "cab-pack"
SHEETS = {
    "PDF, A4 (*.pdf)": ("A4", "auto"),
    "PDF, A4 landscape (*.pdf)": ("A4", "landscape"),
    "PDF, Letter (*.pdf)": ("Letter", "auto"),
    "PDF, Letter landscape (*.pdf)": ("Letter", "landscape"),
    "PDF, A3 (*.pdf)": ("A3", "auto"),
    "PDF, A3 landscape (*.pdf)": ("A3", "landscape"),
}
"""By the words of the file dialog the size and the orientation of the pages."""
FILTERS = ";;".join([*SHEETS, "Web page, one file (*.html)"])


class PackExport(QObject):
    """One export at a time; another one begun meanwhile replaces it."""

    def __init__(self, context: Context, window: QWidget, banners: Banners, background: Background) -> None:
        super().__init__(window)
        self._context, self._window, self._banners = context, window, banners
        self._background = background
        self._token: object | None = None
        self._work: Steps | None = None
        self._out = Path()
        self._sheet = ("A4", "auto")
        self._slice = QTimer(self, interval=0)
        self._slice.timeout.connect(self._draw)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._tell("Working out what the board asks"))

    @property
    def is_busy(self) -> bool:
        return self._token is not None

    def ask(self) -> bool:
        """Ask where the pack goes and begin; False when the person gave up."""
        document = self._context.document
        if document is None:
            return False
        name, chosen = QFileDialog.getSaveFileName(
            self._window, "Export CAB pack", str(suggestion(document)), FILTERS
        )
        if not name:
            return False
        out = Path(name)
        if out.suffix.lower() not in (".pdf", ".html", ".htm"):
            out = out.with_name(out.name + (".html" if "html" in chosen else ".pdf"))
        self.begin(out, *SHEETS.get(chosen, ("A4", "auto")))
        return True

    def begin(self, out: Path, page_size: str = "A4", orientation: str = "auto") -> None:
        """Make the pack of the plan in hand as it is now, into ``out`` (.pdf or .html).

        Refused during a try-out: a board shall not decide on dates that nobody has kept.
        """
        document = self._context.document
        if document is None:
            return
        if document.trial is not None:
            self._context.messages.warn(BUSY)
            return
        if document.path is not None and out.exists() and out.samefile(document.path):
            self._context.messages.warn("That is the plan itself. Give the pack another name.")
            return
        self._over()  # what an earlier one still draws is not to end up in this file
        token = self._token = object()
        self._out, self._sheet = out, (page_size, orientation)
        self._patience.start()
        schedule, path, modified = document.schedule, document.path, document.is_modified
        findings, now = document.findings, self._context.now()
        since = _chosen(self._context)

        def work() -> CabPack:
            from relplanner.session import cab

            return cab.make_pack(
                schedule,
                findings,
                path=path,
                since=since or cab.last_baseline(path),
                source=cab.source_of(path, modified=modified),
                now=now,
                cancelled=lambda: self._token is not token,
            )

        self._background.run(work, partial(self._gathered, token, schedule), partial(self._failed, token))

    def cancel(self) -> None:
        """Give up; what stands in the file already stays."""
        self._over()
        self._context.messages.info("The CAB pack was not made.")

    def _gathered(self, token: object, schedule: Schedule, pack: CabPack) -> None:
        if token is not self._token:
            return
        from relplanner.ui.paper import export

        form = "pdf" if self._out.suffix.lower() == ".pdf" else "html"
        self._work = export.steps(form, pack, schedule, *self._sheet)
        self._slice.start()

    def _draw(self) -> None:
        """Some pages, then the window's turn."""
        until = time.perf_counter() + SLICE_S
        while self._work is not None and time.perf_counter() < until:
            try:
                done, of = next(self._work)
            except StopIteration as ended:
                self._write(ended.value)
                return
            except RelplannerError as error:
                self._failed(self._token, error)
                return
            if self._banners.text(KEY) or not self._patience.isActive():
                self._tell(f"Drawing {done} of {of}")

    def _write(self, data: bytes) -> None:
        from relplanner.storage import files

        out = self._out
        self._over()
        try:
            files.save_bytes(out, data, None, backups=0)
        except RelplannerError as error:
            self._context.messages.error(str(error))
            return
        open_it = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(out)))
        self._context.messages.info(f"The CAB pack is in {out}", "Open", open_it)

    def _failed(self, token: object, error: BaseException) -> None:
        if token is not self._token:
            return
        self._over()
        if not isinstance(error, RelplannerError):
            raise error
        self._context.messages.error(str(error))

    def _tell(self, words: str) -> None:
        if self._token is not None:
            answers = [("Cancel", self.cancel)]
            self._banners.show_banner(KEY, "info", f"CAB pack: {words} …", answers)

    def _over(self) -> None:
        self._token = self._work = None
        self._slice.stop()
        self._patience.stop()
        self._banners.drop(KEY)


def _chosen(context: Context) -> OtherPlan | None:
    """What a person compares with now: the pack tells the same changes as the pages."""
    from relplanner.session.comparing import OtherPlan

    chosen = context.comparing.chosen
    return None if chosen is None else OtherPlan(chosen.schedule.plan, chosen.schedule, chosen.label)


def suggestion(document: Document) -> Path:
    """Where the pack of a document would go: beside its file, or at home."""
    if document.path is not None:
        stem = document.path.name.removesuffix(".yaml").removesuffix(".relplan")
        return document.path.with_name(f"{stem}-cab-pack.pdf")
    return Path.home() / "cab-pack.pdf"
