"""Claims about the review: file, structure and dates in one list, each with its line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from relplanner.plan import edits
from relplanner.plan.forms.duration import parse_duration
from relplanner.session.document import Document
from relplanner.session.review import review

TODAY = dt.date(2027, 1, 15)
TEXT = """\
relplan: 1
release:
  target: 2027-02-17T09:00
  start: 2027-02-15T09:00
  milestone: production
  next_review: 2027-01-01
stakeholders:
- id: ana
  name: Ana Ruiz
activities:
- id: qa
  name: QA testing
  duration: soon
  owner: ana
- id: uat
  after: [qa, qaa]
  owner: ana
- id: production
  name: Production
  kind: deployment
  duration: 4h
  after: uat
"""


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "kestrel.relplan.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return Document.open(path)


def told(document: Document) -> list[tuple[str, str, int | None]]:
    return [(finding.severity, finding.code, finding.line) for finding in review(document, TODAY)]


def test_findings_come_errors_first_then_by_line_each_once(document: Document) -> None:
    assert told(document) == [
        ("error", "BAD-VALUE", 13),
        ("error", "UNKNOWN-ID", 16),
        ("warning", "T0-SLIP", 3),
        ("warning", "REVIEW-OVERDUE", 6),
        ("warning", "NO-OWNER", 18),
    ]


def test_a_fault_of_the_file_is_gone_once_its_field_is_edited_and_back_after_undo(document: Document) -> None:
    document.apply(edits.set_field(document.plan, "activities", "qa", "name", "Tests"))
    assert ("error", "BAD-VALUE", 13) in told(document)
    document.apply(edits.resize(document.plan, "qa", parse_duration("2d")))
    assert "BAD-VALUE" not in [code for _, code, _ in told(document)]
    document.undo()
    assert ("error", "BAD-VALUE", 13) in told(document)
    document.apply(edits.delete_activities(document.plan, ["qa"]))
    assert "BAD-VALUE" not in [code for _, code, _ in told(document)]


def test_a_fault_that_was_mended_stays_gone_after_a_save(document: Document) -> None:
    document.apply(edits.resize(document.plan, "qa", parse_duration("2d")))
    document.save()
    assert "BAD-VALUE" not in [code for _, code, _ in told(document)]


def test_a_fault_that_nobody_mended_is_told_after_a_save_where_it_stands_now(document: Document) -> None:
    document.apply(edits.rename_id(document.plan, "activities", "qa", "tests"))
    document.apply(edits.set_field(document.plan, "stakeholders", "ana", "notes", "Back on Monday"))
    assert ("error", "BAD-VALUE", 13) in told(document), "the file is as it was"
    document.save()
    found = [finding for finding in review(document, TODAY) if finding.code == "BAD-VALUE"]
    assert [(each.id, each.path, each.line) for each in found] == [("tests", "activities[0].duration", 14)]
    document.apply(edits.move_rows(document.plan, ["production"], "tests", None))
    document.save()
    found = [finding for finding in review(document, TODAY) if finding.code == "BAD-VALUE"]
    assert [(each.id, each.path, each.line) for each in found] == [("tests", "activities[1].duration", 19)]
    assert document.path is not None
    assert document.path.read_text(encoding="utf-8").splitlines()[18] == "  duration: soon"


def test_an_unknown_key_is_told_while_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "odd.relplan.yaml"
    path.write_text(TEXT.replace("duration: soon", "colour: red"), encoding="utf-8")
    document = Document.open(path)
    document.apply(edits.set_field(document.plan, "activities", "qa", "name", "Tests"))
    assert ("warning", "UNKNOWN-KEY", 13) in told(document)
    document.save()
    assert ("warning", "UNKNOWN-KEY", 13) in told(document)


def test_lines_follow_entries_by_id_when_rows_are_moved_or_added(document: Document) -> None:
    document.apply(edits.add_activity(document.plan, "First", after_row=None))
    document.apply(edits.move_rows(document.plan, ["production", "first"], "qa", None))
    found = told(document)
    assert ("error", "UNKNOWN-ID", 16) in found
    assert ("warning", "NO-OWNER", 18) in found
    assert ("warning", "NO-OWNER", None) in found, "what is not in the file yet has no line"


def test_after_a_save_lines_are_those_of_the_new_text(document: Document) -> None:
    document.apply(edits.add_activity(document.plan, "First", after_row=None))
    document.apply(edits.move_rows(document.plan, ["first"], "qa", None))
    document.save()
    found = told(document)
    assert ("error", "UNKNOWN-ID", 18) in found
    assert ("warning", "NO-OWNER", 11) in found


def test_a_plan_without_a_file_has_findings_without_lines() -> None:
    from tests.plan.sample import kestrel

    document = Document.new(edits.delete_activities(kestrel(), ["production"]).run(kestrel()))
    found = review(document, TODAY)
    assert "NO-MILESTONE" in [finding.code for finding in found]
    assert {finding.line for finding in found} == {None}


def test_today_is_taken_from_the_clock_where_none_is_given(document: Document) -> None:
    document.apply(edits.set_release(document.plan, "next_review", dt.date(1999, 1, 1)))
    assert "REVIEW-OVERDUE" in [finding.code for finding in document.findings]


def test_what_structure_and_schedule_both_see_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "twice.relplan.yaml"
    spoilt = TEXT.replace(
        "  after: uat", "  after: [uat, production, zz]\n  calendar: offce\n  start: nowhere+1d"
    )
    path.write_text(
        f"{spoilt}freezes:\n- id: f\n  from: 2027-03-10\n  to: 2027-03-01\n"
        "- id: g\n  from: 2027-01-01\n  to: 2027-12-31\n- id: h\n  from: 2027-01-01\n  to: 2027-12-31\n",
        encoding="utf-8",
    )
    found = Document.open(path).findings
    for code, number in (("SELF-LINK", 1), ("BAD-RANGE", 1), ("UNKNOWN-ID", 4), ("FREEZE", 2)):
        assert [finding.code for finding in found].count(code) == number, code
