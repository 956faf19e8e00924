"""Two weeks of metrics every 15 seconds with noisy nights and one incident, made from a seed.

What a release lead meets: each night a batch makes the error rate rise above one percent for some minutes,
one afternoon something really breaks. `error_rate > 1% for 5m` fires nearly every night and in the incident,
`error_rate > 2% for 5m` in the incident alone.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np

from relplanner.rollout.backtest import Incident
from relplanner.rollout.series import Series, Window

EVERY_MS = 15_000
DAY_MS = 86_400_000
DAYS = 14
START = dt.datetime(2026, 10, 19, tzinfo=dt.UTC)
START_MS = int(START.timestamp() * 1000)
STOP_MS = START_MS + DAYS * DAY_MS - EVERY_MS
COUNT = DAYS * DAY_MS // EVERY_MS
INCIDENT_DAY = 9
INCIDENT = Incident(
    START_MS + INCIDENT_DAY * DAY_MS + (14 * 60 + 7) * 60_000,
    START_MS + INCIDENT_DAY * DAY_MS + (14 * 60 + 49) * 60_000,
)
GAP_MS = (START_MS + 5 * DAY_MS + 11 * 3_600_000, START_MS + 5 * DAY_MS + 11 * 3_600_000 + 12 * 60_000)
"""Nothing was scraped."""
NOISY = "error-rate"
PLAN = """\
relplan: 1
release:
  product: Aurora
  version: 3.4.0
  target: 2026-11-10T09:00
  time_zone: Europe/Berlin
metrics:
- id: error_rate
  name: Error rate
  unit: "%"
  better: lower
- id: p95
  name: Latency, 95th percentile
  unit: ms
  better: lower
- id: orders
  name: Orders a minute
  unit: 1/min
  better: higher
- id: saturation
  name: Busiest worker
  unit: "%"
  better: lower
triggers:
- id: error-rate
  name: Errors
  category: technical
  when: error_rate > 1% for 5m
- id: latency
  name: Slow answers
  category: technical
  when: p95 > 800ms for 5m
- id: orders-drop
  name: Orders drop
  category: business
  when: orders drops > 40% vs 1d ago for 10m
- id: both
  name: Errors and load
  mode: observe
  when: error_rate > 2% and saturation > 85% for 2m
- id: go-back
  name: The lead says so
  manual: Roll back when support is overrun
"""


@lru_cache(2)
def recorded(seed: int = 7) -> Window:
    """Series of error_rate (%), p95 (ms), orders (a minute) and saturation (%)."""
    draw = np.random.default_rng(seed)
    times = START_MS + EVERY_MS * np.arange(COUNT, dtype=np.int64)
    hour = (times % DAY_MS) / 3_600_000
    busy = 0.55 + 0.45 * np.sin((hour - 9) / 24 * 2 * np.pi)
    bad, batch = _bad(times), _batches(times, draw)
    error = 0.25 + 0.1 * busy + 0.08 * _slow(draw) + batch * 1.1 + bad * 4.5
    p95 = 220 + 90 * busy + 25 * _slow(draw) + batch * 160 + bad * 900
    orders = 100 * busy * (1 - 0.7 * bad) + 6 + 4 * draw.standard_normal(COUNT)
    load = 35 + 35 * busy + 5 * _slow(draw) + bad * 30 + batch * 20
    columns = {
        "error_rate": np.round(np.clip(error + 0.04 * draw.standard_normal(COUNT), 0, 100), 4),
        "p95": np.round(np.clip(p95 + 12 * draw.standard_normal(COUNT), 20, None), 1),
        "orders": np.round(np.clip(orders, 0, None), 2),
        "saturation": np.round(np.clip(load, 0, 100), 2),
    }
    scraped = ((times < GAP_MS[0]) | (times >= GAP_MS[1])) & (draw.random(COUNT) > 0.001)
    none = draw.random(COUNT) < 0.0002
    columns["p95"][none] = np.nan
    return {name: Series.of(name, times[scraped], values[scraped]) for name, values in columns.items()}


def _slow(draw: np.random.Generator) -> np.ndarray:
    """Noise that wanders over about ten minutes, of spread one."""
    steps = draw.standard_normal(COUNT + 400)
    kernel = np.exp(-np.arange(400) / 40)
    return np.convolve(steps, kernel / np.sqrt((kernel**2).sum()), "valid")[:COUNT]


def _bad(times: np.ndarray) -> np.ndarray:
    """0..1: rises within three minutes, falls within five."""
    up = (times - INCIDENT.start_ms) / 180_000
    down = (INCIDENT.stop_ms - times) / 300_000
    return np.clip(np.minimum(up, down), 0, 1)


def _batches(times: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """A batch at about two each night, six to nine minutes long; every fifth night there is none."""
    found = np.zeros(len(times))
    for day in range(DAYS):
        begin = START_MS + day * DAY_MS + 7_200_000 + int(draw.integers(0, 20)) * 60_000
        length = int(draw.integers(6 * 60, 9 * 60)) * 1000
        if day % 5 != 4:
            found[(times >= begin) & (times < begin + length)] = 1.0
    return found
