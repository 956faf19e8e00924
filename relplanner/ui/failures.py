"""When the program itself fails: the work is kept, the log has the details, the person a sentence."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import platformdirs

from relplanner.ui.preferences import APPLICATION

log = logging.getLogger("relplanner")
LOG_BYTES = 1_000_000
SENTENCE = "Something went wrong inside the program. Your plan is kept; the details are in the log."


def log_path() -> Path:
    return Path(platformdirs.user_state_dir(APPLICATION, appauthor=False)) / "relplanner.log"


def start_log() -> None:
    """From now on warnings and errors go to a file of at most 1 MB, with one older file beside it."""
    logging.getLogger().addHandler(LateHandler())


class LateHandler(logging.Handler):
    """Opens the file with the first record: most days have none."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            self._file = _open_log()
        self._file.handle(record)


def _open_log() -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8")
    except OSError:
        return logging.NullHandler()  # a full or read-only disk: messages still reach the window
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler


def catch(say: Callable[[str], object]) -> Callable[[], None]:
    """Catch what no one caught, in all threads; ``say`` runs in the one that failed. Returns the way back."""
    before = (sys.excepthook, threading.excepthook)

    def failed(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        log.error("Unexpected failure", exc_info=(kind, error or kind(), trace))
        say(SENTENCE)

    sys.excepthook = failed
    threading.excepthook = lambda args: failed(args.exc_type, args.exc_value, args.exc_traceback)

    def restore() -> None:
        sys.excepthook, threading.excepthook = before

    return restore
