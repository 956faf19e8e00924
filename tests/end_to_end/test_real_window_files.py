"""A person and the file: it is changed outside, it is broken, it is open twice, it is closed unsaved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from relplanner.plan.edits import set_field
from relplanner.ui.questions import ask_unsaved
from relplanner.ui.start.unreadable_page import UnreadablePage
from tests.end_to_end.conftest import Start
from tests.end_to_end.real import Real, until
from tests.end_to_end.saved import activity_in, changed_entries, plan_in
from tests.end_to_end.twin import Twin, twin_of

pytestmark = pytest.mark.display
JOURNAL_LIMIT_S = 4.0
"""Two seconds are promised; a busy machine may take some more."""


def rename(real: Real, letters: str, name: str) -> None:
    """Find an activity and give it another name."""
    real.keys("ctrl+f", "ctrl+a")
    real.type(letters)
    real.keys("Return", "Escape", "F2", "ctrl+a")
    real.type(name)
    real.keys("Return")


def banner_with(twin: Twin, word: str) -> QWidget:
    """The banner that has a button with that word."""
    banner = twin.button(word).parentWidget()
    assert isinstance(banner, QWidget)
    assert banner.objectName() == "banner"
    return banner


def test_a_change_made_outside_is_announced_and_merged_with_unsaved_edits(sample: Path, start: Start) -> None:
    real = start(sample)
    rename(real, "security rev", "Penetration test")
    real.await_modified()
    original = sample.read_bytes()
    outside = original.replace(b"name: Dashboards and triggers", b"name: Dashboards")
    assert outside != original

    sample.write_bytes(outside)
    with twin_of(real, sample) as twin:
        plan = twin.context.plan
        assert plan is not None
        twin.context.apply(set_field(plan, "activities", "security-review", "name", "Penetration test"))
        twin.path.write_bytes(original)
        twin.window.desk.look_outside()
        twin.settle()
        banner = banner_with(twin, "Merge")
        assert any("changed by another program" in text for text in twin.texts(banner))
        twin.await_shown(real, banner)
        merge = twin.middle(twin.button("Merge"))

    real.click(merge)
    real.keys("ctrl+s")
    real.await_saved()
    assert activity_in(sample, "security-review").name == "Penetration test"
    assert activity_in(sample, "dashboards").name == "Dashboards"
    assert changed_entries(outside, sample.read_bytes()) == {"activities/security-review"}
    real.quit()


def test_ctrl_s_never_writes_over_a_change_made_outside(sample: Path, start: Start) -> None:
    real = start(sample)
    rename(real, "security rev", "Penetration test")
    real.await_modified()
    outside = sample.read_bytes().replace(b"name: Dashboards and triggers", b"name: Dashboards")
    sample.write_bytes(outside)

    real.keys("ctrl+s", "ctrl+s", "alt+F4")
    real.await_window("Unsaved changes")
    real.keys("Return")  # to save, which is refused: the window stays
    until("the question to be gone", lambda: not real.windows("Unsaved changes"))
    assert "*" in real.title
    assert real.process.poll() is None
    assert sample.read_bytes() == outside


def test_a_file_with_conflict_markers_says_where_and_opens_once_it_is_mended(
    sample: Path, start: Start
) -> None:
    good = sample.read_text(encoding="utf-8")
    line = "  name: Security review\n"
    assert good.count(line) == 1
    broken = good.replace(line, f"<<<<<<< ours\n{line}=======\n  name: Penetration test\n>>>>>>> theirs\n")
    sample.write_text(broken, encoding="utf-8")
    first = broken[: broken.index("<<<<<<<")].count("\n") + 1

    real = start(sample)
    with twin_of(real, sample, copied=False) as twin:
        page = twin.window.findChild(UnreadablePage)
        assert page is not None
        said = "\n".join(twin.texts(page))
        assert "aurora.relplan.yaml cannot be read" in said
        assert f"Line {first}" in said
        twin.await_shown(real, page)
        again = twin.middle(twin.button("Open again", page))

    real.click(again)
    real.keys("F2")  # nothing is open that could be edited
    sample.write_text(good, encoding="utf-8")
    real.click(again)
    until("the mended plan to be open", lambda: real.title.startswith("aurora.relplan.yaml"))
    rename(real, "security rev", "Penetration test")
    real.await_modified()
    real.keys("ctrl+s")
    real.await_saved()
    assert activity_in(sample, "security-review").name == "Penetration test"
    real.quit()


def test_a_second_window_on_a_file_says_who_has_it_and_cannot_change_it(
    sample: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = sample.read_bytes()
    first = start(sample)
    second = start(sample)
    monkeypatch.setenv("XDG_STATE_HOME", str(second.folder / "state"))
    with twin_of(second, sample, copied=False) as twin:
        banner = banner_with(twin, "Save as …")
        assert any(f"process {first.process.pid}" in text for text in twin.texts(banner))
        twin.await_shown(second, banner)

    rename(second, "security rev", "Penetration test")
    second.keys("Escape", "ctrl+s")
    second.quit()  # without a question: there was nothing to save
    assert sample.read_bytes() == original

    first.focus()
    rename(first, "security rev", "Penetration test")
    first.await_modified()
    first.keys("ctrl+s")
    first.await_saved()
    assert activity_in(sample, "security-review").name == "Penetration test"
    first.quit()

    third = start(sample)
    rename(third, "penetration", "Security review")
    third.await_modified()
    third.keys("ctrl+s")
    third.await_saved()
    assert sample.read_bytes() == original
    third.quit()


def test_closing_with_unsaved_changes_asks_and_does_what_is_answered(sample: Path, start: Start) -> None:
    original = sample.read_bytes()
    real = start(sample)
    rename(real, "security rev", "Penetration test")
    real.await_modified()

    real.keys("alt+F4")
    real.await_window("Unsaved changes")
    real.keys("Escape")
    until("the question to be gone", lambda: not real.windows("Unsaved changes"))
    assert "*" in real.title

    with twin_of(real, sample) as twin:
        discard = twin.point_in_dialog(lambda: ask_unsaved(twin.window, sample.name), "Do not save")
    real.focus()
    real.keys("alt+F4")
    question = real.await_window("Unsaved changes")
    real.click(discard, window=question)
    real.await_end()
    assert sample.read_bytes() == original

    real = start(sample)
    rename(real, "security rev", "Penetration test")
    real.await_modified()
    real.keys("ctrl+q")
    real.await_window("Unsaved changes")
    real.keys("Return")
    real.await_end()
    assert activity_in(sample, "security-review").name == "Penetration test"
    assert changed_entries(original, sample.read_bytes()) == {"activities/security-review"}
    assert plan_in(sample).release.product == "Aurora Checkout"


def killed_with_unsaved_work(start: Start, sample: Path) -> Path:
    """Rename an activity, wait until the journal has it, and kill the program. Returns the state folder."""
    real = start(sample)
    rename(real, "security rev", "Penetration test")
    real.await_modified()
    state = real.folder / "state"
    until("the journal to have the edit", lambda: journals_with(state, "Penetration test"), JOURNAL_LIMIT_S)
    real.kill()
    return state


def journals_with(state: Path, text: str) -> list[Path]:
    """Files of the recovery journal in which a text stands."""
    found = [path for path in state.rglob("recovery/*.json") if path.is_file()]
    return [path for path in found if text in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("with_file", [True, False], ids=["opening the file", "without a file"])
def test_work_that_a_kill_left_unsaved_is_offered_back_and_restored(
    sample: Path, start: Start, monkeypatch: pytest.MonkeyPatch, with_file: bool
) -> None:
    original = sample.read_bytes()
    state = killed_with_unsaved_work(start, sample)
    assert sample.read_bytes() == original

    real = start(*([sample] if with_file else []))
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    with twin_of(real, sample if with_file else None) as twin:
        twin.window.offer_recovery()
        twin.settle()
        banner = banner_with(twin, "Open it")
        assert any("Unsaved work on aurora.relplan.yaml" in text for text in twin.texts(banner))
        twin.await_shown(real, banner)
        restore = twin.middle(twin.button("Open it"))

    real.click(restore)
    real.await_modified()
    assert sample.read_bytes() == original
    real.keys("ctrl+s")
    real.await_saved()
    assert activity_in(sample, "security-review").name == "Penetration test"
    assert changed_entries(original, sample.read_bytes()) == {"activities/security-review"}
    real.quit()
    assert journals_with(state, "") == []
