from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from relplanner.errors import EditRefused
from relplanner.session.comments import CommentBook, about
from relplanner.session.document import Document
from relplanner.storage.reader import parse

PLAN = """\
relplan: 1
activities:
- id: qa
  name: QA testing
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "p.relplan.yaml"
    made.write_text(PLAN, encoding="utf-8")
    return made


def test_a_reviewer_who_may_not_edit_can_comment(path: Path) -> None:
    document = Document.open(path, read_only=True)
    book = CommentBook(document.path)
    made = book.add("activities/qa", "  Is five days enough?  ", author="Mia")
    assert [(one.id, one.text, one.author) for one in book.now().all] == [
        (made, "Is five days enough?", "Mia")
    ]
    assert path.read_text(encoding="utf-8") == PLAN
    assert not document.is_modified
    document.close()


def test_a_comment_without_words_is_refused(path: Path) -> None:
    with pytest.raises(EditRefused, match="Write what"):
        CommentBook(path).add("release", " \n ")


def test_a_comment_as_long_as_a_book_is_refused_not_cut(path: Path) -> None:
    with pytest.raises(EditRefused, match="at most 10,000"):
        CommentBook(path).add("release", "x" * 10_001)


def test_a_plan_without_a_file_has_no_comments_and_says_what_to_do() -> None:
    book = CommentBook(None)
    assert book.now().all == ()
    assert not book.can_write
    with pytest.raises(EditRefused, match="Save the plan first"):
        book.add("release", "Words")


def test_what_another_window_writes_is_noticed(path: Path) -> None:
    mine, theirs = CommentBook(path), CommentBook(path)
    mine.now()
    assert not mine.is_stale()
    theirs.add("release", "Words")
    assert mine.is_stale()
    assert len(mine.now().all) == 1
    assert not mine.is_stale()


def test_a_resolved_comment_can_be_opened_again(path: Path) -> None:
    book = CommentBook(path)
    made = book.add("release", "Words")
    book.resolve(made, author="Tom", time=dt.datetime(2027, 2, 24, tzinfo=dt.UTC))
    assert book.now().open == ()
    assert book.now().all[0].resolved_by == "Tom"
    book.reopen(made)
    assert len(book.now().open) == 1


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("release", "The release"),
        ("activities/qa", "QA testing"),
        ("activities/gone", "activities/gone (no longer in the plan)"),
        ("nowhere/qa", "nowhere/qa (no longer in the plan)"),
        ("scope/x", "scope/x (no longer in the plan)"),
    ],
)
def test_what_a_comment_is_about_is_named_in_the_plans_words(on: str, said: str) -> None:
    assert about(parse(PLAN).plan, on) == said
