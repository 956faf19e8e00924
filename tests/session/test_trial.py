"""Claims about trying out: edits on a copy, kept as one step or dropped without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from relplanner.errors import EditRefused
from relplanner.plan import edits
from relplanner.plan.forms.duration import parse_duration
from relplanner.session.change import PlanChange
from relplanner.session.document import Document, leftovers

TEXT = """\
relplan: 1
release:
  target: 2027-03-10T09:00
  start: 2027-02-15T09:00
  milestone: production
environments:
- id: live
activities:
- id: qa
  name: QA testing
  duration: 5d
- id: production
  name: Production
  kind: deployment
  duration: 4h
  after: qa
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "kestrel.relplan.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def lengthen(document: Document, days: str = "9d") -> None:
    assert document.apply(edits.resize(document.plan, "qa", parse_duration(days)))


def test_a_dropped_try_out_leaves_plan_dates_history_and_file_as_they_were(path: Path) -> None:
    document = Document.open(path)
    document.apply(edits.set_field(document.plan, "activities", "qa", "name", "Testing"))
    plan, schedule = document.plan, document.schedule
    document.begin_trial()
    lengthen(document)
    lengthen(document, "12d")
    assert document.schedule.projected != schedule.projected
    assert document.drop_trial() is not None
    assert document.plan is plan
    assert document.schedule is schedule
    assert document.undo_label == "Rename QA testing to Testing"
    assert document.trial is None
    document.close()


def test_a_kept_try_out_is_one_step(path: Path) -> None:
    document = Document.open(path)
    plan = document.plan
    document.begin_trial()
    lengthen(document)
    document.apply(edits.set_field(document.plan, "activities", "qa", "name", "Testing"))
    tried = document.plan
    document.keep_trial()
    assert document.plan is tried
    assert document.undo_label == "Keep the try-out of 2 steps"
    document.undo()
    assert document.plan is plan
    assert not document.is_modified
    document.redo()
    assert document.plan is tried
    document.close()


def test_a_try_out_has_steps_of_its_own_and_undo_never_leaves_it(path: Path) -> None:
    document = Document.open(path)
    lengthen(document, "6d")
    document.begin_trial()
    assert document.undo_label is None
    assert document.undo() is None
    lengthen(document, "7d")
    document.undo()
    assert document.trial is not None
    assert document.plan is document.trial.before
    document.close()


def test_keeping_an_empty_try_out_leaves_no_step(path: Path) -> None:
    document = Document.open(path)
    document.begin_trial()
    document.keep_trial()
    assert document.undo_label is None
    assert document.keep_trial() is None
    assert document.drop_trial() is None
    document.close()


def test_nothing_tried_out_reaches_the_file_or_the_journal(path: Path) -> None:
    document = Document.open(path)
    document.begin_trial()
    lengthen(document)
    assert not document.is_modified
    document.tick()
    assert leftovers() == []
    for act in (document.save, lambda: document.save_as(path.with_name("b.relplan.yaml")), document.revert,
                document.merge_outside, document.begin_trial):  # fmt: skip
        with pytest.raises(EditRefused, match="Keep it or drop it"):
            act()
    assert path.read_text(encoding="utf-8") == TEXT
    document.close()


def test_a_plan_that_may_only_be_read_can_be_tried_out_but_not_kept(path: Path) -> None:
    document = Document.open(path, read_only=True)
    document.begin_trial()
    lengthen(document)
    with pytest.raises(EditRefused, match="opened to be read"):
        document.keep_trial()
    assert document.trial is not None
    document.drop_trial()
    assert document.read_only
    with pytest.raises(EditRefused):
        lengthen(document)
    document.close()


def test_what_happened_meanwhile_outlives_a_dropped_try_out(path: Path) -> None:
    document = Document.open(path)
    document.begin_trial()
    lengthen(document)
    document.apply(edits.set_field(document.plan, "environments", "live", "version", "2.4.0"))
    document.drop_trial()
    assert document.plan.environments[0].version == "2.4.0"
    assert document.plan.activities[0].duration == parse_duration("5d")
    assert document.is_modified
    document.close()


def test_begin_and_end_of_a_try_out_are_told(path: Path) -> None:
    document = Document.open(path)
    told: list[PlanChange] = []
    document.subscribe(told.append)
    document.begin_trial()
    lengthen(document)
    document.drop_trial()
    assert [change.kind for change in told] == ["trial", "apply", "trial"]
    assert told[-1].after is document.plan
    document.close()


def test_a_try_out_in_which_something_only_happened_keeps_as_no_step(path: Path) -> None:
    path.write_text(TEXT + "gates:\n- id: go\n  activity: production\n", encoding="utf-8")
    document = Document.open(path)
    document.begin_trial()
    assert document.apply(edits.set_field(document.plan, "gates", "go", "decision", "go"))
    document.keep_trial()
    assert document.plan.gates[0].decision == "go"
    assert document.undo_label is None
    assert document.is_modified
    document.close()
