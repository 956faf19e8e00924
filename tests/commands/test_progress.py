"""The progress bar: on a terminal, after a second, and gone when the work is done."""

import io
import sys
import time
from collections.abc import Callable

import pytest

from relplanner.commands import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch) -> Callable[[], Terminal]:
    """Makes standard error a terminal. Called inside the test: pytest puts its own stream back before."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE_S", 0.05)

    def set_up() -> Terminal:
        stream = Terminal()
        monkeypatch.setattr(sys, "stderr", stream)
        return stream

    return set_up


def test_long_work_is_shown_on_a_terminal(terminal) -> None:
    stream = terminal()
    with progress.working("Scheduling"):
        limit = time.monotonic() + 10
        while "Scheduling" not in stream.getvalue() and time.monotonic() < limit:
            time.sleep(0.01)
    assert "Scheduling" in stream.getvalue()


def test_a_file_named_like_markup_is_shown_as_it_is(terminal) -> None:
    stream = terminal()
    with progress.working("Reading [/red].yaml"):
        limit = time.monotonic() + 10
        while "[/red].yaml" not in stream.getvalue() and time.monotonic() < limit:
            time.sleep(0.01)
    assert "Reading [/red].yaml" in stream.getvalue()


def test_short_work_is_not_shown(terminal, monkeypatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE_S", 60)
    stream = terminal()
    with progress.working("Scheduling"):
        pass
    assert stream.getvalue() == ""


def test_nothing_is_shown_where_no_terminal_is(capsys, monkeypatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE_S", 0)
    with progress.working("Scheduling"):
        time.sleep(0.05)
    assert capsys.readouterr().err == ""


def test_a_failure_ends_the_bar(terminal) -> None:
    terminal()
    with pytest.raises(ZeroDivisionError), progress.working("Scheduling"):
        raise ZeroDivisionError


def test_measured_work_shows_how_far_it_is(terminal) -> None:
    stream = terminal()
    with progress.measured("Simulating") as tell:
        assert tell is not None
        tell(0.1)
        assert stream.getvalue() == "", "not before it has taken a while"
        time.sleep(0.1)
        tell(0.5)
    assert "Simulating" in stream.getvalue()


def test_measured_work_that_nobody_looks_on_is_told_to_nobody(capsys) -> None:
    with progress.measured("Simulating") as tell:
        assert tell is None
    assert capsys.readouterr().err == ""
