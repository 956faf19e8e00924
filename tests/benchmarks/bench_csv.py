"""A million rows of samples beside `numpy.loadtxt`, which reads plain numbers alone; and recordings.

Ours reads the same file into series: cells told apart (missing, stale, failed, broken), times made
milliseconds, order and repetitions looked for. `loadtxt` cannot read ISO times or empty cells: these rows are
held against our own Unix seconds, the last ones only inform.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from relplanner.exchange.series_csv import read
from relplanner.plan.nouns.rollout import Metric
from relplanner.storage import recordings
from relplanner.storage.recordings import Sample
from tests.benchmarks.table import Row, compare, format_table

ROWS = 1_000_000
UNIX_SHARE, ISO_SHARE = 2, 3
"""At least half of loadtxt's speed; ISO times within three times ours on Unix seconds."""
METRICS = {name: Metric(id=name) for name in ("error_rate", "p95")}
BEGIN = 1_790_000_000
BATCHES, WIDTH = 80_640, 10
ALLOWED_MS = 2_000
Columns = tuple[np.ndarray, np.ndarray, np.ndarray]


def columns(rows: int = ROWS) -> Columns:
    draw = np.random.default_rng(1)
    return BEGIN + 15 * np.arange(rows), draw.gamma(2, 0.4, rows), draw.gamma(4, 60, rows)


def unix(data: Columns) -> Iterator[str]:
    return (f"{time},{rate:.6f},{delay:.3f}\n" for time, rate, delay in zip(*data, strict=True))


def iso(data: Columns) -> Iterator[str]:
    times = np.datetime_as_string(data[0].astype("datetime64[s]"))
    rows = zip(times, *data[1:], strict=True)
    return (f"{time}+00:00,{rate:.6f},{delay:.3f}\n" for time, rate, delay in rows)


def holes(data: Columns) -> Iterator[str]:
    rows = enumerate(zip(*data, strict=True))
    return (
        f"{time},{'' if at % 7 == 0 else 'stale' if at % 11 == 0 else f'{rate:.6f}'},{delay:.3f}\n"
        for at, (time, rate, delay) in rows
    )


def digits(data: Columns) -> Iterator[str]:
    return (
        f"{time}.125,{rate!r},{delay!r}\n"
        for time, rate, delay in zip(*(one.tolist() for one in data), strict=True)
    )


def quoted(data: Columns) -> Iterator[str]:
    return (f'"{time}","{rate:.6f}","{delay:.3f}"\n' for time, rate, delay in zip(*data, strict=True))


@contextmanager
def written(form: Callable[[Columns], Iterator[str]], data: Columns) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="relplanner-bench-") as folder:
        path = Path(folder) / "samples.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write("time,error_rate,p95\n")
            file.writelines(form(data))
        yield path


def tables() -> Iterator[Row]:
    data = columns()
    name = f"CSV of {ROWS:,} rows"
    with written(unix, data) as path:
        yield compare(
            f"{name}, Unix seconds", lambda: read(path, METRICS),
            lambda: np.loadtxt(path, delimiter=",", skiprows=1), "numpy.loadtxt", UNIX_SHARE,
        )  # fmt: skip
        for what, form, target, rounds in (
            ("ISO 8601 times", iso, ISO_SHARE, 5),
            ("one cell in five empty or stale", holes, None, 3),
            ("seventeen digits", digits, None, 3),
            ("all cells quoted", quoted, None, 3),
        ):
            with written(form, data) as other:
                yield compare(
                    f"{name}, {what}", lambda other=other: read(other, METRICS),
                    lambda: read(path, METRICS), "ours, Unix seconds", target, rounds,
                )  # fmt: skip


def recording() -> Row:
    """Two weeks of ten metrics as a poller writes them, a batch an instant."""
    with tempfile.TemporaryDirectory(prefix="relplanner-bench-") as folder:
        plan = Path(folder) / "plan.relplan.yaml"
        with recordings.record(plan, at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)) as writer:
            for at in range(BATCHES):
                time = (BEGIN + 15 * at) * 1000
                writer.append([Sample(time, f"m{metric}", float(at)) for metric in range(WIDTH)])
        (kept,) = recordings.recordings(plan)
        row = compare(
            f"recording, {BATCHES:,} batches of {WIDTH} samples, read", lambda: recordings.load(kept),
            lambda: None, "allowed", None, 3,
        )  # fmt: skip
    return Row(row.figure, row.ours, ALLOWED_MS, "allowed", row.ours / ALLOWED_MS, 1)


def run() -> list[Row]:
    return [*tables(), recording()]


if __name__ == "__main__":
    print(format_table(run()))
