"""A command line without a verb opens the window."""

from pathlib import Path

import pytest

from relplanner.ui import application


@pytest.fixture
def opened(monkeypatch) -> list[dict[str, object]]:
    """What the window was asked for, instead of a window."""
    calls: list[dict[str, object]] = []

    def run(path=None, page=None, review=False, demo=False) -> int:
        calls.append({"path": path, "page": page, "review": review, "demo": demo})
        return 0

    monkeypatch.setattr(application, "run", run)
    return calls


def test_nothing_at_all_opens_an_empty_window(run, opened) -> None:
    assert run().code == 0
    assert opened == [{"path": None, "page": None, "review": False, "demo": False}]


def test_a_file_is_opened_on_the_page_and_for_reading_as_asked(run, opened, plan_file: Path) -> None:
    assert run(plan_file).code == 0
    assert run("--page", "timeline", plan_file, "--review").code == 0
    assert [(call["path"], call["page"], call["review"]) for call in opened] == [
        (plan_file, None, False),
        (plan_file, "timeline", True),
    ]


def test_a_review_opens_the_review_page(run, opened, plan_file: Path) -> None:
    assert run(plan_file, "--review").code == 0
    assert [(call["page"], call["review"]) for call in opened] == [("review", True)]


def test_a_file_named_like_a_command_is_opened_by_its_path(run, opened, plan_file: Path, monkeypatch) -> None:
    monkeypatch.chdir(plan_file.parent)
    plan_file.rename("check")
    assert run("./check").code == 0
    assert opened[0]["path"] == Path("check")


def test_a_page_that_there_is_not_opens_nothing(run, opened, plan_file: Path) -> None:
    outcome = run(plan_file, "--page", "gantt")
    assert outcome.code == 2
    assert "There is no page “gantt”; there are: timeline" in outcome.err
    assert opened == []


def test_the_demo_opens_the_sample(run, opened) -> None:
    assert run("demo").code == 0
    assert opened[0]["demo"] is True


def test_the_exit_code_of_the_window_is_that_of_the_program(run, monkeypatch) -> None:
    monkeypatch.setattr(application, "run", lambda *arguments, **options: 1)
    assert run().code == 1
