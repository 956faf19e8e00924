from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from relplanner.ui import failures
from relplanner.ui.background import Background
from relplanner.ui.bridge import Bridge


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background(Bridge())
    yield made
    made.close()


def test_work_runs_elsewhere_and_its_value_arrives_on_the_main_thread(
    background: Background, qtbot: QtBot
) -> None:
    seen: list[tuple[threading.Thread, threading.Thread]] = []
    background.run(threading.current_thread, lambda worker: seen.append((worker, threading.current_thread())))
    qtbot.waitUntil(lambda: seen != [])
    worker, receiver = seen[0]
    assert worker is not receiver
    assert receiver is threading.main_thread()


def test_a_failure_arrives_on_the_main_thread(background: Background, qtbot: QtBot) -> None:
    failed: list[BaseException] = []

    def work() -> None:
        raise ValueError("no")

    background.run(work, lambda _: None, failed.append)
    qtbot.waitUntil(lambda: failed != [])
    assert str(failed[0]) == "no"


def test_a_failure_that_nobody_waits_for_is_logged(
    background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    def work() -> None:
        raise ValueError("unheard")

    with caplog.at_level(logging.ERROR):
        future = background.run(work, lambda _: None)
        with pytest.raises(ValueError, match="unheard"):
            future.result(5)
        background.close()
    assert [record.message for record in caplog.records] in ([], ["A background job failed"])


def test_jobs_run_one_after_the_other(background: Background, qtbot: QtBot) -> None:
    order: list[int] = []
    for number in range(5):
        background.run(lambda number=number: (time.sleep(0.01 * (5 - number)), number)[1], order.append)
    qtbot.waitUntil(lambda: len(order) == 5)
    assert order == [0, 1, 2, 3, 4]


def test_nothing_arrives_after_closing(background: Background, qtbot: QtBot) -> None:
    arrived: list[int] = []
    background.run(lambda: time.sleep(0.05), lambda _: arrived.append(1))
    background.close()
    qtbot.wait(20)
    assert arrived == []


def test_an_unexpected_failure_is_logged_and_said_in_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []
    before = sys.excepthook
    restore = failures.catch(said.append)
    try:
        raise RuntimeError("slot broke")
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        restore()
    assert sys.excepthook is before
    assert said == [failures.SENTENCE]
    assert "Traceback" not in said[0]
    assert caplog.records[0].exc_info is not None


def test_a_failure_in_a_thread_is_said_too(caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []
    restore = failures.catch(said.append)

    def work() -> None:
        raise RuntimeError("thread broke")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    restore()
    assert said == [failures.SENTENCE]
