"""A person with a mouse: drags a bar, links two bars, takes it back, and saves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.conftest import Start
from tests.end_to_end.real import until
from tests.end_to_end.saved import activity_in, changed_entries
from tests.end_to_end.twin import twin_of

pytestmark = pytest.mark.display


def test_bars_dragged_and_linked_by_mouse_are_in_the_file_after_undo_redo_and_save(
    sample: Path, start: Start
) -> None:
    original = sample.read_bytes()
    real = start(sample)
    with twin_of(real, sample) as twin:
        dashboards, support = twin.middle_of("dashboards"), twin.middle_of("train-support")
        handle, days = twin.handle_of("performance"), twin.days(2)

    real.drag(dashboards, dashboards + days)
    real.await_modified()
    real.drag(handle, support)
    real.keys("ctrl+z", "ctrl+s")  # the link is taken back
    real.await_saved()
    dragged = sample.read_bytes()
    assert changed_entries(original, dragged) == {"activities/dashboards"}
    pinned = activity_in(sample, "dashboards").start
    assert pinned is not None

    real.keys("ctrl+shift+z")
    real.await_modified()
    real.keys("ctrl+s")
    real.await_saved()
    linked = sample.read_bytes()
    assert changed_entries(dragged, linked) == {"activities/train-support"}
    assert [one.on for one in activity_in(sample, "train-support").after] == ["release-notes", "performance"]
    assert activity_in(sample, "dashboards").start == pinned

    real.keys("ctrl+z", "ctrl+z")
    real.await_modified()
    real.keys("ctrl+s")
    real.await_saved()
    assert activity_in(sample, "dashboards").start is None
    assert [one.on for one in activity_in(sample, "train-support").after] == ["release-notes"]
    assert changed_entries(original, sample.read_bytes()) == set()
    real.quit()
    until("no lock to be left", lambda: not list(real.folder.rglob("locks/*.json")))
