"""Work that a crash left unsaved is offered back when the program starts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from relplanner.errors import RelplannerError
from relplanner.session.document import leftovers
from relplanner.session.file import journal
from relplanner.ui.common import dates
from relplanner.ui.desk import Desk
from relplanner.ui.frame.banners import Banners
from relplanner.ui.messages import Messages

if TYPE_CHECKING:
    from relplanner.storage.recovery import Leftover

MOST = 3
"""Offered at once, the newest first; the others come back at the next start."""
OUTDATED = (
    "The file was changed since: opened, the work is merged into it. Undo leads back to the file as it is."
)


def offer(desk: Desk, banners: Banners, messages: Messages) -> None:
    """Each piece in a banner of its own: open it, let it go, or close the banner and be asked next time."""
    try:
        found = leftovers()
    except (RelplannerError, OSError) as error:
        messages.warn(str(error))
        return
    for left in found[:MOST]:
        name = left.path.name if left.path is not None else "a plan that was never saved"
        text = f"Unsaved work on {name} was kept ({dates.date_time(left.saved_at.astimezone())})."
        if left.is_outdated():
            text += f" {OUTDATED}"
        answers = [
            ("Open it", partial(_open, left, desk, banners)),
            ("Let it go", partial(_let_go, left, banners)),
        ]
        banners.show_banner(str(left.journal), "warning", text, answers, closable=True)


def _open(left: Leftover, desk: Desk, banners: Banners) -> None:
    if desk.recover(left):
        banners.drop(str(left.journal))


def _let_go(left: Leftover, banners: Banners) -> None:
    journal().discard(left)
    banners.drop(str(left.journal))
