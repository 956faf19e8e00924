"""Work that would hold up the window: captures its input, returns a value, is applied on the main thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from relplanner.ui.bridge import Bridge

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
log = logging.getLogger(__name__)


class Background:
    """One worker thread, so that document jobs run one after the other; made when first needed."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._pool: ThreadPoolExecutor | None = None
        self._closed = False

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[BaseException], object] | None = None,
    ) -> Future[T]:
        """Run ``work`` on the worker; then ``done`` with its value, or ``failed``, on the main thread.

        A job cancelled, or finished after `close`, calls neither.
        """
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="document")
        future = self._pool.submit(work)
        future.add_done_callback(lambda ended: self._hand_over(ended, done, failed))
        return future

    def close(self) -> None:
        """Let the running job end, forget those that wait."""
        self._closed = True
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _hand_over(
        self,
        ended: Future[T],
        done: Callable[[T], object],
        failed: Callable[[BaseException], object] | None,
    ) -> None:
        if ended.cancelled() or self._closed:
            return
        error = ended.exception()
        if error is None:
            value = ended.result()
            self._bridge.post(partial(done, value))
        elif failed is not None:
            self._bridge.post(partial(failed, error))
        else:
            log.error("A background job failed", exc_info=error)
