"""What the engines found, as the page's rows."""

from __future__ import annotations

from relplanner.schedule.risk import Driver
from relplanner.ui.review import rows


def test_only_what_makes_the_release_late_when_long_and_early_when_short_may_delay_it() -> None:
    drivers = [
        Driver("a", "A", 0.5, (-90, 120)),
        Driver("b", "B", 0.0, (40, 300)),
        Driver("c", "C", 0.2, (-5, 30)),
    ]
    assert [one.id for one in rows.delaying(drivers)] == ["a", "c"]
