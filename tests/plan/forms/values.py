"""Strategies for every value of the text forms; what they draw is what the program may hold."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from hypothesis import strategies as st

from relplanner.plan.forms import bound, condition, target, week
from relplanner.plan.forms.constraint import KINDS, WITHOUT_MOMENT, Constraint
from relplanner.plan.forms.dependency import TYPES, Dependency
from relplanner.plan.forms.duration import Duration, Elapsed, Estimate
from relplanner.plan.forms.moment import Offset, Span, Wall, reserved
from relplanner.plan.forms.quantity import Baseline, Quantity
from relplanner.plan.forms.reading import CONDITION_WORDS
from relplanner.plan.forms.recurrence import Recurrence
from relplanner.plan.forms.units import UNITS

amounts = st.one_of(st.integers(0, 1_000_000).map(float), st.floats(0, 1e6))
signed = st.one_of(amounts, amounts.map(lambda amount: -amount))
durations = st.builds(Duration, amounts, st.sampled_from(["m", "h", "d", "w", "mo"]), st.booleans())
lags = st.one_of(
    st.builds(Duration, signed, st.sampled_from(["m", "h", "d", "w", "mo"]), st.booleans()),
    st.builds(Duration, signed, st.just("%")),
)
estimates = st.builds(Estimate, durations, durations, durations)
elapsed = st.builds(Elapsed, amounts, st.sampled_from("smhdw"))

idents = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True)
places = st.one_of(idents, st.builds(lambda section, name: f"{section}/{name}", idents, idents))
endings = st.sampled_from(["", "-2d", "-1h", "-3wd", "-2", "-5zz"])
anchors = st.builds(lambda name, end: name + end, places, endings).filter(lambda name: not reserved(name))

days = st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31))
walls = st.one_of(
    st.builds(Wall, days),
    st.builds(Wall, days, st.integers(0, 1439), st.one_of(st.none(), st.integers(-1439, 1439))),
)
offsets = st.one_of(
    st.builds(Offset, st.one_of(st.just("T"), anchors), signed, st.sampled_from(["m", "h", "d", "w"])),
    st.builds(
        Offset,
        st.one_of(st.just("T"), anchors),
        st.integers(-1_000_000, 1_000_000).map(float),
        st.sampled_from(["mo", "wd"]),
    ),
    st.builds(Offset, st.one_of(st.just("T"), anchors)),
)
moments = st.one_of(walls, offsets)
spans = st.one_of(
    st.builds(Span, st.one_of(st.none(), moments), st.one_of(st.none(), moments)),
    moments.map(lambda at: Span(at, at)),
)
zones = st.integers(-1439, 1439).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
timestamps = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2999, 12, 31), timezones=zones)  # noqa: DTZ001

dependencies = st.builds(
    Dependency, places, st.sampled_from(TYPES), st.one_of(st.none(), lags), st.booleans()
)
constraints = st.one_of(
    st.sampled_from(WITHOUT_MOMENT).map(Constraint),
    st.builds(
        Constraint, st.sampled_from([kind for kind in KINDS.values() if kind not in WITHOUT_MOMENT]), moments
    ),
)


@st.composite
def weeks(draw: st.DrawFn) -> week.WorkWeek:
    """Disjoint intervals anywhere in the week, at most a day long, some of them over midnight."""
    edges = sorted(draw(st.sets(st.integers(0, 10079), min_size=2, max_size=24)))
    found: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for start, end in zip(edges[::2], edges[1::2], strict=False):
        first = start % 1440
        found[start // 1440].append((first, first + min(end - start, 1439)))
    return week.WorkWeek(tuple(tuple(hours) for hours in found))


@st.composite
def hours(draw: st.DrawFn) -> week.Hours:
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=8)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


def _recurrence(
    every: int, unit: str, weekdays: set[int], until: Wall | Offset | None, count: int | None
) -> Recurrence:
    return Recurrence(every, unit, tuple(sorted(weekdays)) if unit == "week" else (), until, count)


_units_of_time = st.sampled_from(["hour", "day", "week", "month", "workday"])
_weekdays = st.sets(st.integers(0, 6))
recurrences = st.one_of(
    st.builds(_recurrence, st.integers(1, 999), _units_of_time, _weekdays, moments, st.none()),
    st.builds(_recurrence, st.integers(1, 3), _units_of_time, _weekdays, st.none(), st.integers(1, 1000)),
    st.builds(_recurrence, st.integers(1, 3), _units_of_time, _weekdays, st.none(), st.none()),
    st.sampled_from(
        ["FREQ=DAILY", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"]
    ).map(lambda rule: Recurrence(rule=rule)),
)

_heads = st.sampled_from([*UNITS, "tickets", "requests", "failed logins", "approvals"])
units = st.one_of(
    st.just(""),
    _heads,
    st.sampled_from(["/s", "/min", "/h", "/d", "/5", "/10", "/4.5"]),
    st.builds(lambda head, per: f"{head}/{per}", _heads, st.sampled_from(["s", "min", "h", "d"])),
)
quantities = st.builds(
    Quantity,
    st.one_of(st.integers(-(10**15), 10**15).map(float), st.floats(-1e15, 1e15), st.just(1.0)),
    units,
)
_notes = st.text(max_size=40).map(str.strip)
_names = st.one_of(st.just("T0"), places.filter(lambda name: name != "t0"))
baselines = st.one_of(
    st.builds(lambda quantity, note: Baseline("number", quantity, note), quantities, _notes),
    st.builds(lambda window, before: Baseline("mean", window=window, before=before), elapsed, _names),
    st.builds(lambda window, offset: Baseline("mean", window=window, offset=offset), elapsed, elapsed),
    _notes.filter(bool).map(lambda query: Baseline("query", query=query)),
)

metrics = st.from_regex(r"[a-z_][a-z0-9_]{0,12}", fullmatch=True).filter(
    lambda name: name not in CONDITION_WORDS
)
_series = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True).filter(
    lambda name: name not in CONDITION_WORDS | {"baseline"}
)
references = st.one_of(
    st.just(bound.BASELINE_REFERENCE),
    st.builds(lambda window: bound.Reference("window", window), elapsed),
    st.builds(lambda window: bound.Reference("ago", window), elapsed),
    _series.map(lambda name: bound.Reference("series", name=name)),
)
_factors = st.one_of(st.just(1.0), amounts)
relations = st.one_of(
    st.tuples(
        st.sampled_from(bound.OPERATORS),
        st.one_of(
            st.builds(bound.Level, quantities),
            st.builds(bound.Multiple, _factors, references),
            st.builds(bound.Sigma, amounts, references),
        ),
    ),
    st.tuples(
        st.sampled_from([">", ">=", "<", "<="]),
        st.builds(bound.Change, st.sampled_from(["drops", "rises"]), amounts, references),
    ),
    st.tuples(st.just(""), st.builds(bound.NoWorse, references)),
    st.tuples(
        st.sampled_from([">", ">=", "<", "<="]),
        st.builds(bound.Burn, amounts, st.lists(elapsed, min_size=1, max_size=2).map(tuple)),
    ),
)
_leaves = st.one_of(
    st.builds(lambda metric, relation: condition.Compare(metric, *relation), metrics, relations),
    st.builds(condition.Absent, metrics),
)
expressions = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: condition.And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: condition.Or(tuple(parts))),
    ),
    max_leaves=8,
)
conditions = st.builds(condition.Condition, expressions, st.one_of(st.none(), elapsed))

windows = st.one_of(
    st.builds(lambda length: target.Window("over", length), durations),
    st.builds(lambda length, of: target.Window("within", length, of), durations, moments),
)
_grades = st.tuples(
    st.sampled_from([">", ">=", "<", "<="]),
    st.sampled_from([target.Grade("B", "A", "E"), target.Grade("E", "A", "E"), target.Grade("2", "5", "1")]),
)
targets = st.builds(
    lambda relation, window: target.Target(*relation, window),
    st.one_of(relations, _grades),
    st.one_of(st.none(), windows),
)
criteria = st.builds(target.Criterion, metrics, targets)
versions = st.from_regex(r"[0-9]\.[1-9][0-9]?\.0(-rc\.[1-9])?(\+[0-9a-z]{1,5})?", fullmatch=True)
time_zones = st.sampled_from(sorted(zoneinfo.available_timezones()))
