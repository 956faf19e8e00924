"""A person without a mouse: finds, renames, adds, indents, deletes, takes all of it back; the palette."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Start
from tests.end_to_end.real import Real, until
from tests.end_to_end.saved import activity_in, changed_entries, plan_in
from tests.end_to_end.twin import twin_of

pytestmark = pytest.mark.display


def palette(real: Real, letters: str) -> None:
    """Open the palette, type, and take the best fit."""
    real.keys("ctrl+shift+p")
    real.type(letters)
    real.keys("Return")


def edit_by_keyboard(real: Real) -> int:
    """Find “User acceptance”, rename it, let it last a day longer, add two activities below, one of them
    indented, the other deleted again. Returns how many steps that is.
    """
    real.keys("ctrl+f")
    real.type("user acc")
    real.keys("Return", "Escape")
    real.keys("F2")
    real.type("Acceptance by customers")
    real.keys("Tab", "Tab")  # past the start, to the finish
    real.type("2027-03-09T17:00")
    real.keys("Return")
    real.await_modified()
    real.keys("Return")
    real.type("Invite customers")
    real.keys("Return")
    palette(real, "indent")  # its shortcut, Alt+Shift+Right, is a window manager's own in many places
    real.keys("Return")
    real.type("Not needed")
    real.keys("Return", "Delete")
    return 2 + 3 + 3


def test_edits_by_keyboard_alone_are_saved_and_all_of_them_can_be_undone(sample: Path, start: Start) -> None:
    original = sample.read_bytes()
    real = start(sample)
    steps = edit_by_keyboard(real)
    real.keys("ctrl+s")
    real.await_saved()
    edited = sample.read_bytes()
    uat = activity_in(sample, "uat")
    assert uat.name == "Acceptance by customers"
    assert uat.duration is not None
    assert (uat.duration.amount, uat.duration.unit) == (4, "d")
    added = [one for one in plan_in(sample).activities if one.name == "Invite customers"]
    assert [one.parent for one in added] == ["uat"]
    assert not any(one.name == "Not needed" for one in plan_in(sample).activities)
    assert changed_entries(original, edited) == {"activities/uat", f"activities/{added[0].id}"}

    real.keys(*["ctrl+z"] * steps)
    real.await_modified()
    real.keys("ctrl+s")
    real.await_saved()
    assert sample.read_bytes() == original

    real.keys(*["ctrl+shift+z"] * steps)
    real.await_modified()
    real.keys("ctrl+s")
    real.await_saved()
    assert sample.read_bytes() == edited
    real.quit()


def test_undoing_everything_leaves_nothing_to_save(sample: Path, start: Start) -> None:
    original, touched = sample.read_bytes(), sample.stat().st_mtime_ns
    real = start(sample)
    steps = edit_by_keyboard(real)
    real.keys(*["ctrl+z"] * (steps - 1))
    until("one step to be left", lambda: "*" in real.title)
    real.keys("ctrl+z")
    real.await_saved()
    real.keys("ctrl+s")
    real.quit()
    assert sample.read_bytes() == original
    assert sample.stat().st_mtime_ns == touched


def test_the_palette_runs_a_command_and_goes_to_an_activity(sample: Path, start: Start) -> None:
    original = sample.read_bytes()
    real = start(sample)
    preferences = real.folder / "config" / "relplanner" / "preferences.json"

    palette(real, "dark theme")
    until("the theme to be kept", preferences.exists)
    assert json.loads(preferences.read_text(encoding="utf-8"))["theme"] == "dark"

    palette(real, "security rev")
    real.keys("F2")
    real.type("Penetration test")
    real.keys("Return")
    real.await_modified()
    real.keys("ctrl+s")
    real.await_saved()
    assert activity_in(sample, "security-review").name == "Penetration test"
    assert changed_entries(original, sample.read_bytes()) == {"activities/security-review"}
    real.quit()


def test_fields_are_edited_by_keyboard_and_the_keyboard_finds_back_to_the_rows(
    sample: Path, start: Start
) -> None:
    original = sample.read_bytes()
    real = start(sample)
    with twin_of(real, sample) as twin:
        twin.window.reveal("activities", "uat")
        twin.window.enter_inspector()
        form = twin.window.inspector.form
        assert form is not None
        tabs = twin.tabs_to(form.editor("duration"))

    palette(real, "user acc")
    real.keys("alt+Return", *["Tab"] * tabs, "ctrl+a")
    real.type("four")
    real.keys("Return", "ctrl+a")  # it cannot be read: the words stay, to be mended
    real.type("4d")
    real.keys("Return")
    real.await_modified()
    real.keys("shift+F6", "F2")
    real.type("Acceptance")
    real.keys("Return", "ctrl+s")
    until("both to be saved", lambda: activity_in(sample, "uat").name == "Acceptance")
    real.await_saved()
    duration = activity_in(sample, "uat").duration
    assert duration is not None
    assert (duration.amount, duration.unit) == (4, "d")
    assert changed_entries(original, sample.read_bytes()) == {"activities/uat"}
    real.quit()
