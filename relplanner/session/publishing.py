"""Subscribers of one document: each is told of every change, whatever the others do with it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from relplanner.session.change import PlanChange

Subscriber = Callable[[PlanChange], None]
_log = logging.getLogger(__name__)


class Publisher:
    """A list of subscribers in the order in which they came."""

    def __init__(self) -> None:
        self._subscribers: list[Subscriber] = []

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Tell ``subscriber`` of every change; the returned function ends that and may be called twice."""
        self._subscribers.append(subscriber)

        def unsubscribe() -> None:
            if subscriber in self._subscribers:
                self._subscribers.remove(subscriber)

        return unsubscribe

    def publish(self, change: PlanChange) -> None:
        """A subscriber that raises is logged: the edit has happened, and the others must not show the old
        plan.
        """
        for subscriber in tuple(self._subscribers):
            try:
                subscriber(change)
            except Exception:  # noqa: BLE001 - logged with its traceback
                _log.exception("A view could not show “%s”", change.label)
