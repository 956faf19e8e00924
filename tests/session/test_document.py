"""Claims about the document: edits, history, its file, and who is told."""

from __future__ import annotations

import datetime as dt
import errno
import logging
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from relplanner.errors import EditRefused, FileChanged, PlanUnreadable, StorageError
from relplanner.plan import edits
from relplanner.plan.edits import Edit
from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.nouns.readiness import Environment
from relplanner.plan.plan import Plan
from relplanner.session import review
from relplanner.session.change import PlanChange
from relplanner.session.document import Document, leftovers
from relplanner.session.history import History
from relplanner.storage import reader
from relplanner.storage.folders import state_folder
from relplanner.storage.recovery import Leftover

TEXT = """\
relplan: 1
# A small plan.
release:
  target: 2027-03-10T09:00
  start: 2027-02-15T09:00
  milestone: production
activities:
- id: qa   # the long one
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


def rename(document: Document, name: str, activity_id: str = "qa") -> Edit:
    return edits.set_field(document.plan, "activities", activity_id, "name", name)


def name_in(plan: Plan, activity_id: str = "qa") -> str | None:
    activity = plan.activity(activity_id)
    assert activity is not None
    return activity.name


def apply(document: Document, edit: Edit) -> PlanChange:
    change = document.apply(edit)
    assert change is not None
    return change


def write_outside(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edit_yields_a_new_plan_its_schedule_and_one_change(path: Path) -> None:
    document = Document.open(path)
    before, seen = document.plan, list[PlanChange]()
    document.subscribe(seen.append)
    change = apply(document, edits.resize(before, "qa", parse_duration("8d")))
    assert seen == [change]
    assert (change.before, change.after, change.kind) == (before, document.plan, "apply")
    assert change.schedule is document.schedule
    assert change.schedule.plan is document.plan
    assert change.touched == {"qa"}
    assert change.label == document.undo_label == "Make QA testing 8d long"


def test_an_edit_that_changes_nothing_leaves_no_step_and_tells_nobody(path: Path) -> None:
    document = Document.open(path)
    document.subscribe(lambda change: pytest.fail("told of nothing"))
    assert document.apply(rename(document, "QA testing")) is None
    assert document.undo_label is None


def test_a_refused_edit_changes_nothing(path: Path) -> None:
    document = Document.open(path)
    before = document.plan

    def refuse(plan: Plan) -> Plan:
        raise EditRefused("No.")

    with pytest.raises(EditRefused, match="No"):
        document.apply(Edit("Nothing good", refuse))
    assert document.plan is before
    assert document.undo_label is None


def test_undo_and_redo_go_back_and_forth_without_limit(path: Path) -> None:
    document = Document.open(path)
    plans = [document.plan]
    for number in range(300):
        apply(document, edits.set_progress(document.plan, ["qa"], number % 100 + 1))
        document.end_burst()
        plans.append(document.plan)
    for plan in plans[-2::-1]:
        assert document.undo() is not None
        assert document.plan is plan
        assert document.schedule.plan is plan
    assert document.undo() is None
    for plan in plans[1:]:
        change = document.redo()
        assert change is not None
        assert change.kind == "redo"
        assert document.plan is plan
    assert document.redo() is None


def test_a_new_edit_forgets_what_was_undone(path: Path) -> None:
    document = Document.open(path)
    apply(document, rename(document, "Tests"))
    document.undo()
    assert document.redo_label == "Rename QA testing to Tests"
    apply(document, rename(document, "Ship", "production"))
    assert document.redo_label is None


def test_modified_clears_when_undone_back_to_the_saved_plan(path: Path) -> None:
    document = Document.open(path)
    assert not document.is_modified
    apply(document, rename(document, "Tests"))
    assert document.is_modified
    document.save()
    assert not document.is_modified
    document.undo()
    assert document.is_modified
    document.redo()
    assert not document.is_modified


def test_a_word_typed_is_one_step_and_a_pause_or_another_field_begins_the_next() -> None:
    now = 0.0
    history = History(lambda: now)
    plans = [Plan(unknown=(("n", str(n)),)) for n in range(6)]
    for number, (key, at) in enumerate([("a", 0.0), ("a", 0.5), ("a", 1.2), ("a", 3.0), ("b", 3.1)]):
        now = at
        history.push(plans[number], f"{key}{number}", frozenset({str(number)}), key)
    assert len(history) == 3
    assert history.undo_label == "b4"
    steps = [history.undo(plans[5]) for _ in range(3)]
    assert [step.plan for step in steps if step] == [plans[4], plans[3], plans[0]]
    assert steps[2] is not None
    assert (steps[2].label, steps[2].touched) == ("a2", {"0", "1", "2"})


def test_what_happened_is_no_step_and_outlives_undo_and_redo(path: Path) -> None:
    document = Document.open(path)
    apply(document, edits.add_entry(document.plan, "environments", Environment(id="staging")))
    apply(document, rename(document, "Tests"))
    apply(document, rename(document, "Ship", "production"))
    document.undo()
    change = apply(document, edits.set_field(document.plan, "environments", "staging", "version", "3.4.0"))
    assert change.label == "Set version deployed of staging to 3.4.0"
    assert document.undo_label == "Rename QA testing to Tests"
    for turn, name in ((document.undo, "QA testing"), (document.redo, "Tests"), (document.redo, "Tests")):
        turn()
        assert name_in(document.plan) == name
        assert document.plan.environments[0].version == "3.4.0"
    assert name_in(document.plan, "production") == "Ship"
    for _ in range(3):
        document.undo()
    assert document.plan.environments == ()


def test_undo_ends_a_typing_burst(path: Path) -> None:
    document = Document.open(path)
    for name in ("T", "Te", "Tes"):
        apply(document, rename(document, name))
    document.undo()
    assert name_in(document.plan) == "QA testing"
    apply(document, rename(document, "X"))
    document.end_burst()
    apply(document, rename(document, "Xy"))
    document.undo()
    assert name_in(document.plan) == "X"


def test_a_preview_shows_dates_and_changes_nothing(path: Path) -> None:
    document = Document.open(path)
    before, schedule = document.plan, document.schedule
    preview = document.preview(edits.resize(before, "qa", parse_duration("10d")))
    assert preview.project_finish is not None
    assert schedule.project_finish is not None
    assert preview.project_finish > schedule.project_finish
    assert document.plan is before
    assert document.schedule is schedule
    assert document.preview(edits.resize(before, "qa", parse_duration("5d"))) is schedule


def test_one_bad_subscriber_does_not_stop_the_others(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    document = Document.open(path)
    seen = list[str]()

    def bad(change: PlanChange) -> None:
        raise ValueError("a view broke")

    document.subscribe(bad)
    unsubscribe = document.subscribe(lambda change: seen.append(change.label))
    with caplog.at_level(logging.ERROR):
        apply(document, rename(document, "Tests"))
    assert seen == ["Rename QA testing to Tests"]
    assert "a view broke" in caplog.text
    unsubscribe()
    unsubscribe()
    document.undo()
    assert len(seen) == 1


def test_a_save_touches_only_the_lines_of_what_was_edited(path: Path) -> None:
    document = Document.open(path)
    apply(document, edits.resize(document.plan, "qa", parse_duration("8d")))
    change = document.save()
    assert path.read_text(encoding="utf-8") == TEXT.replace("duration: 5d", "duration: 8d")
    assert change.kind == "save"
    assert change.before is change.after
    assert not document.outside_change()


def test_a_new_plan_needs_a_name_and_keeps_it(tmp_path: Path) -> None:
    document = Document.new(reader.parse(TEXT).plan)
    assert document.path is None
    with pytest.raises(StorageError, match="no file yet"):
        document.save()
    document.save_as(tmp_path / "new.relplan.yaml")
    assert document.path == tmp_path / "new.relplan.yaml"
    assert reader.read(tmp_path / "new.relplan.yaml").plan == document.plan
    apply(document, rename(document, "Tests"))
    document.save()
    assert name_in(reader.read(tmp_path / "new.relplan.yaml").plan) == "Tests"


def test_a_new_plan_never_replaces_a_file_that_is_there(path: Path) -> None:
    document = Document.new(Plan(), path)
    with pytest.raises(FileChanged, match="already"):
        document.save()
    assert path.read_text(encoding="utf-8") == TEXT


def test_save_as_leaves_the_old_file_and_its_comments_come_along(path: Path, tmp_path: Path) -> None:
    document = Document.open(path)
    apply(document, rename(document, "Tests"))
    other = tmp_path / "other.relplan.yaml"
    document.save_as(other)
    assert path.read_text(encoding="utf-8") == TEXT
    assert other.read_text(encoding="utf-8") == TEXT.replace("QA testing", "Tests")
    assert not document.is_modified
    Document.open(path).close()


def test_revert_brings_the_files_plan_and_can_be_undone(path: Path) -> None:
    document = Document.open(path)
    apply(document, rename(document, "Tests"))
    change = document.revert()
    assert change is not None
    assert change.kind == "revert"
    assert name_in(document.plan) == "QA testing"
    assert not document.is_modified
    document.undo()
    assert name_in(document.plan) == "Tests"
    assert Document.new(Plan()).revert() is None


def test_revert_takes_what_stands_in_the_file_now(path: Path) -> None:
    document = Document.open(path)
    write_outside(path, "QA testing", "Quality")
    document.revert()
    assert name_in(document.plan) == "Quality"
    assert not document.outside_change()
    assert not document.is_modified


def test_a_save_over_an_outside_change_is_refused_and_a_merge_takes_both(path: Path) -> None:
    document = Document.open(path)
    apply(document, rename(document, "Tests"))
    write_outside(path, "duration: 5d", "duration: 9d")
    assert document.outside_change()
    with pytest.raises(FileChanged, match="changed by somebody else"):
        document.save()
    seen = list[PlanChange]()
    document.subscribe(seen.append)
    merged = document.merge_outside()
    assert merged.conflicts == ()
    assert [change.kind for change in seen] == ["merge"]
    assert not document.outside_change()
    assert document.is_modified
    document.save()
    expected = TEXT.replace("QA testing", "Tests").replace("duration: 5d", "duration: 9d")
    assert path.read_text(encoding="utf-8") == expected
    document.undo()
    assert document.plan.activities[0].duration == parse_duration("5d")


def test_a_merge_without_own_edits_is_the_file_and_not_modified(path: Path) -> None:
    document = Document.open(path)
    write_outside(path, "QA testing", "Quality")
    assert document.merge_outside().conflicts == ()
    assert name_in(document.plan) == "Quality"
    assert not document.is_modified


def test_a_merge_of_the_same_edit_on_both_sides_leaves_nothing_to_save(path: Path) -> None:
    document = Document.open(path)
    apply(document, rename(document, "Quality"))
    write_outside(path, "QA testing", "Quality")
    document.merge_outside()
    assert not document.is_modified
    assert document.undo_label == "Rename QA testing to Quality"


def test_an_outside_change_of_comments_alone_leaves_the_way_back_to_the_saved_plan(path: Path) -> None:
    document = Document.open(path)
    apply(document, rename(document, "Ours"))
    write_outside(path, "# A small plan.", "# A plan.")
    document.merge_outside()
    assert document.is_modified
    document.undo()
    assert not document.is_modified
    document.redo()
    document.save()
    assert path.read_text(encoding="utf-8") == TEXT.replace("A small", "A").replace("QA testing", "Ours")


def test_save_as_under_its_own_name_never_loses_an_outside_change(path: Path) -> None:
    document = Document.open(path)
    apply(document, rename(document, "Ours"))
    write_outside(path, "duration: 5d", "duration: 9d")
    with pytest.raises(FileChanged):
        document.save_as(path.parent / "." / path.name)
    assert "duration: 9d" in path.read_text(encoding="utf-8")
    path.unlink()
    document.save_as(path)
    assert not document.is_modified
    assert "name: Ours" in path.read_text(encoding="utf-8")


def test_save_as_never_writes_over_the_file_that_another_window_holds(path: Path) -> None:
    first, second = Document.open(path), Document.open(path)
    assert second.read_only
    with pytest.raises(StorageError, match="under another name"):
        second.save_as(path)
    assert path.read_text(encoding="utf-8") == TEXT
    first.close()


def test_a_merge_conflict_keeps_ours_and_is_returned(path: Path) -> None:
    document = Document.open(path)
    apply(document, rename(document, "Ours"))
    write_outside(path, "QA testing", "Theirs")
    merged = document.merge_outside()
    assert [str(each) for each in merged.conflicts] == [
        "activities/qa.name: Ours here, Theirs there (was QA testing); kept: ours"
    ]
    assert name_in(document.plan) == "Ours"


def test_a_file_that_became_unreadable_changes_nothing(path: Path) -> None:
    document = Document.open(path)
    apply(document, rename(document, "Ours"))
    path.write_text("<<<<<<< ours\n", encoding="utf-8")
    plan = document.plan
    with pytest.raises(PlanUnreadable):
        document.merge_outside()
    assert document.plan is plan
    assert document.outside_change()


def test_a_read_only_plan_refuses_edits_and_saves_but_not_a_copy(path: Path, tmp_path: Path) -> None:
    document = Document.open(path, read_only=True)
    assert document.read_only
    with pytest.raises(EditRefused, match="to be read"):
        document.apply(rename(document, "Tests"))
    with pytest.raises(StorageError, match="another name"):
        document.save()
    document.save_as(tmp_path / "copy.relplan.yaml")
    assert not document.read_only
    apply(document, rename(document, "Tests"))


def test_a_plan_of_a_newer_program_is_read_but_never_written(path: Path, tmp_path: Path) -> None:
    write_outside(path, "relplan: 1", "relplan: 2  # from next year")
    write_outside(path, "  name: QA testing", "  name: QA testing\n  colour: red")
    text = path.read_text(encoding="utf-8")
    document = Document.open(path)
    assert name_in(document.plan) == "QA testing"
    assert "newer relplanner" in document.read_only_reason
    with pytest.raises(EditRefused, match="newer"):
        document.apply(rename(document, "Tests"))
    for save in (document.save, lambda: document.save_as(tmp_path / "copy.relplan.yaml")):
        with pytest.raises(StorageError, match="newer"):
            save()
    assert path.read_text(encoding="utf-8") == text
    path.write_text("relplan: 2\nactivities: [\n", encoding="utf-8")
    with pytest.raises(PlanUnreadable):
        Document.open(path)


def test_a_file_open_elsewhere_is_read_only_until_taken_over_or_given_free(path: Path) -> None:
    first = Document.open(path)
    second = Document.open(path)
    assert not first.read_only
    assert second.read_only
    assert "open in another window" in second.read_only_reason
    second.take_over()
    assert not second.read_only
    second.close()
    first.close()
    assert not Document.open(path).read_only


CRASH = """
import os, sys
from relplanner.plan import edits
from relplanner.plan.plan import Plan
from relplanner.session.document import Document
path = sys.argv[1] if len(sys.argv) > 1 else None
document = Document.open(path) if path else Document.new(Plan())
document.apply(edits.add_activity(document.plan, "Unsaved", after_row=None))
document.tick()
os._exit(9)
"""


def crash(*arguments: str) -> Leftover:
    """A program edits a plan and dies; what it left behind."""
    done = subprocess.run(
        [sys.executable, "-c", CRASH, *arguments], check=False, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == 9
    (left,) = leftovers()
    return left


def test_unsaved_work_survives_the_program_and_comes_back_as_one_step(path: Path) -> None:
    left = crash(str(path))
    assert left.path == path
    document = Document.recover(left)
    assert document.plan.ids("activities") == ("qa", "production", "unsaved")
    assert document.is_modified
    assert not document.read_only
    assert document.undo_label == "Recover unsaved work"
    assert leftovers() == []
    document.save()
    assert path.read_text(encoding="utf-8").startswith(TEXT)


def test_recovered_work_is_merged_into_a_file_that_changed_after_the_crash(path: Path) -> None:
    left = crash(str(path))
    assert left.base_text == TEXT
    pulled = TEXT.replace("duration: 5d", "duration: 8d").replace("name: Production", "name: Go live")
    path.write_text(pulled, encoding="utf-8")
    document = Document.recover(left)
    assert document.plan.ids("activities") == ("qa", "production", "unsaved")
    assert document.plan.entry("activities", "production").name == "Go live"
    assert document.recovery_conflicts == ()
    document.save()
    assert path.read_text(encoding="utf-8").startswith(pulled)
    document.undo()
    assert document.plan.ids("activities") == ("qa", "production")
    document.close()


def test_what_recovered_work_and_the_changed_file_say_differently_is_told(path: Path) -> None:
    left = crash(str(path))
    work = left.text.replace("name: QA testing", "name: Ours")
    path.write_text(TEXT.replace("name: QA testing", "name: Theirs"), encoding="utf-8")
    document = Document.recover(replace(left, text=work))
    assert document.plan.entry("activities", "qa").name == "Ours"
    (conflict,) = document.recovery_conflicts
    assert (conflict.path, conflict.theirs) == ("activities/qa.name", "Theirs")
    document.close()


def test_recovered_work_loses_nothing_to_a_file_that_it_did_not_begin_with(path: Path) -> None:
    left = crash(str(path))
    path.write_text(TEXT.replace("id: production", "id: release-day").replace("name: QA", "name: Q & A"))
    document = Document.recover(replace(left, base="", base_text=""))
    names = {activity.name for activity in document.plan.activities}
    assert {"QA testing", "Q & A testing", "Production", "Unsaved"} <= names
    document.close()


def test_a_plan_without_a_file_is_recovered_too() -> None:
    document = Document.recover(crash())
    assert document.path is None
    assert document.plan.ids("activities") == ("unsaved",)
    document.undo()
    assert document.plan == Plan()


def test_recovered_work_stays_safe_when_the_document_before_it_is_put_away(path: Path) -> None:
    left = crash(str(path))
    before = Document.open(path)
    apply(before, rename(before, "Tests"))
    before.tick()
    document = Document.recover(left)
    before.close()
    document.tick()
    (journal,) = journals()
    assert "Unsaved" in journal.read_text(encoding="utf-8")


def test_comments_of_a_plan_whose_file_is_gone_are_recovered(path: Path) -> None:
    left = crash(str(path))
    path.unlink()
    document = Document.recover(left)
    document.save()
    assert path.read_text(encoding="utf-8") == left.text
    assert left.text.startswith(TEXT)


def test_work_that_cannot_be_kept_again_stays_where_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = crash(str(path))
    document = Document.open(path)
    document.close()

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    document = Document.recover(left)
    assert document.plan.ids("activities") == ("qa", "production", "unsaved")
    monkeypatch.undo()
    assert left.journal.exists()


def test_a_program_that_dies_right_after_a_save_leaves_nothing_to_recover(path: Path) -> None:
    document = Document.open(path)
    apply(document, rename(document, "Tests"))
    document.tick()
    document.save()
    assert journals() == []


def test_a_saved_or_closed_plan_leaves_no_journal(path: Path) -> None:
    document = Document.open(path)
    apply(document, rename(document, "Tests"))
    document.tick()
    assert len(journals()) == 1
    assert leftovers() == [], "what this program still holds is no leftover"
    document.save()
    document.tick()
    assert journals() == []
    apply(document, rename(document, "More"))
    document.tick()
    document.undo()
    document.tick()
    assert journals() == []
    document.redo()
    document.tick()
    assert len(journals()) == 1
    document.close()
    assert journals() == []


def journals() -> list[Path]:
    return list((state_folder() / "recovery").iterdir())


def test_a_schedule_is_computed_once_for_each_plan(path: Path) -> None:
    document = Document.open(path)
    assert document.schedule is document.schedule
    assert document.findings is document.findings


def test_findings_of_a_change_are_worked_out_when_asked_for(path: Path) -> None:
    document = Document.open(path)
    change = apply(document, edits.delete_activities(document.plan, ["production"]))
    apply(document, rename(document, "Tests"))
    codes = {finding.code for finding in change.findings}
    assert "NO-MILESTONE" in codes
    assert any("QA testing" in finding.message for finding in change.findings)
    assert change.findings is change.findings


def test_findings_worked_out_while_the_plan_is_saved_are_those_of_one_plan(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are worked out in another thread: whatever happens here meanwhile must not get in."""
    path.write_text(TEXT.replace("duration: 5d", "duration: soon", 1), encoding="utf-8")
    document = Document.open(path)
    faulty = document.findings
    assert "soon" in faulty[0].message
    document = Document.open(path, read_only=False)
    document.take_over()
    real = review.check

    def meanwhile(plan: Plan, day: dt.date) -> object:
        monkeypatch.undo()
        apply(document, edits.set_field(document.plan, "activities", "qa", "duration", parse_duration("3d")))
        document.save()
        return real(plan, day)

    monkeypatch.setattr(review, "check", meanwhile)
    assert document.findings == faulty
    assert all("soon" not in one.message for one in document.findings)


def test_a_plan_too_large_for_lists_is_scheduled_with_arrays_from_the_start() -> None:
    program = (
        "from relplanner.session.document import Document\n"
        "from relplanner.storage.reader import parse\n"
        "for count in (20, 400):\n"
        "    rows = (f'- id: a{at}\\n  name: Step\\n  duration: 1d\\n' for at in range(count))\n"
        "    text = 'relplan: 1\\nrelease:\\n  start: 2027-01-04\\nactivities:\\n' + ''.join(rows)\n"
        "    document = Document.new(parse(text).plan)\n"
        "    assert (document.schedule._engine is not None) == (count == 400)\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=True, timeout=30)
