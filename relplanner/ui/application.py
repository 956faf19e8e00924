"""Starting the desktop application. What is heavy is imported inside, in the order that starts fastest."""

from __future__ import annotations

import builtins
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from relplanner.ui.context import Context
    from relplanner.ui.main_window import MainWindow

STYLE = "fusion"
SETTLED_MS = 1500
"""So long after the window is shown garbage is collected again."""


def run(
    path: Path | str | None = None, page: str | None = None, review: bool = False, demo: bool = False
) -> int:
    """Open the window on a file, the sample or the start page; returns the exit code once it is closed.

    Until the window stands nothing is collected: all that is imported stays, and looking through it again
    and again costs a tenth of the start.
    """
    gc.disable()
    application = make_application()
    from PySide6.QtCore import QTimer

    from relplanner.ui import failures
    from relplanner.ui.theme import tokens

    context = make_context()
    failures.start_log()
    restore = failures.catch(lambda text: context.bridge.post(lambda: context.messages.error(text)))
    window = dressed_window(application, context)
    if page is not None:
        context.layout.set("page", page)
    if path is not None:
        window.desk.open(path, read_only=review)
    elif demo:
        window.desk.open_sample()
    window.show()
    context.bridge.start()
    QTimer.singleShot(4 * tokens.LATER, window.offer_recovery)
    settle = QTimer(window, singleShot=True, interval=SETTLED_MS)
    settle.timeout.connect(_collect_again)
    context.bridge.document_changed.connect(settle.start)
    settle.start()
    try:
        return application.exec()
    finally:
        restore()


def _collect_again() -> None:
    """What stands now, a large plan above all, is permanent: later collections need not look at it."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.enable()


def make_application(arguments: list[str] | None = None) -> QApplication:
    """The one QApplication, with its names set so that the desktop finds icon and settings."""
    # Nothing here multiplies matrices: starting threads for that costs a third of numpy's import, which comes
    # with the first large plan.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from PySide6.QtCore import Qt

    _import_as_python_does()
    from PySide6.QtWidgets import QApplication

    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        if existing.style().name() != STYLE:
            existing.setStyle(STYLE)
        return existing
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    # Named here, not by setStyle: that makes Python know all of QStyle, which takes 5 ms.
    application = QApplication([*(arguments or sys.argv[:1]), "-style", STYLE])
    application.setApplicationName("relplanner")
    application.setApplicationDisplayName("relplanner")
    application.setDesktopFileName("relplanner")
    return application


def _import_as_python_does() -> None:
    """Take back the import hook of PySide6, which costs a fifth of the start.

    It reads the source of every module that is imported from then on, to know whether it may ask for Python
    spellings of Qt's names (``from __feature__ import snake_case``). Nothing here does.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain


def make_context(*, remembered: bool = True) -> Context:
    """The parts that a window shares with its pages; ``remembered``: with the user's own settings."""
    from relplanner.ui.actions import Actions
    from relplanner.ui.bridge import Bridge
    from relplanner.ui.comparing import Comparing
    from relplanner.ui.context import Context
    from relplanner.ui.messages import Messages
    from relplanner.ui.preferences import Layout, Preferences
    from relplanner.ui.selection import Selection
    from relplanner.ui.theme.themes import Themes

    preferences = Preferences(remembered=remembered)
    return Context(
        bridge=Bridge(),
        selection=Selection(),
        preferences=preferences,
        layout=Layout(remembered=remembered),
        messages=Messages(),
        themes=Themes(preferences),
        actions=Actions(),
        comparing=Comparing(),
    )


def dressed_window(application: QApplication, context: Context) -> MainWindow:
    """The main window in the theme that is chosen, following its changes."""
    from relplanner.ui.main_window import MainWindow
    from relplanner.ui.theme import fonts, stylesheet

    body = fonts.base()
    stylesheet.dress(application, context.themes.current, body)
    context.themes.changed.connect(lambda theme: stylesheet.dress(application, theme, body))
    return MainWindow(context)
