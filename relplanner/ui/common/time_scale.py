"""Time and pixels: one linear scale, zoomed at the cursor, from hours to centuries."""

from __future__ import annotations

from dataclasses import replace

from relplanner.values import value

MINUTES_PER_DAY = 1440.0
FINEST = 0.5
"""Minutes to a pixel at the closest zoom: an hour is 120 pixels."""
COARSEST = 400_000.0
"""Minutes to a pixel at the widest zoom: a year is a pixel, so that a stray date is found."""
STEP = 1.25
"""What one notch of the wheel multiplies by."""


@value
class Scale:
    """``origin`` is the instant (UTC minutes since 1970, may be fractional) at pixel 0 of the chart."""

    origin: float
    minutes_per_pixel: float

    def x_of(self, minute: float) -> float:
        return (minute - self.origin) / self.minutes_per_pixel

    def minute_at(self, x: float) -> float:
        return self.origin + x * self.minutes_per_pixel

    def width_of(self, minutes: float) -> float:
        return minutes / self.minutes_per_pixel

    @property
    def pixels_per_day(self) -> float:
        return MINUTES_PER_DAY / self.minutes_per_pixel

    def zoomed(self, factor: float, x: float) -> Scale:
        """Closer for a factor above 1; the instant under pixel ``x`` stays there."""
        size = min(COARSEST, max(FINEST, self.minutes_per_pixel / factor))
        return Scale(self.minute_at(x) - x * size, size)

    def moved(self, pixels: float) -> Scale:
        """Shows what stood ``pixels`` to the right."""
        return replace(self, origin=self.origin + pixels * self.minutes_per_pixel)

    def with_minute_at(self, minute: float, x: float) -> Scale:
        """Brings an instant to pixel ``x``."""
        return replace(self, origin=minute - x * self.minutes_per_pixel)


def fit(start: float, finish: float, width: float, margin: float = 48.0) -> Scale:
    """The scale that shows a stretch of time in ``width`` pixels with ``margin`` pixels free on either
    side.
    """
    room = max(40.0, width - 2 * margin)
    size = min(COARSEST, max(FINEST, (finish - start) / room))
    middle = (start + finish) / 2
    return Scale(middle - width / 2 * size, size)
