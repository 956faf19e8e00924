"""Small windows of samples, conditions on them and rules, drawn by Hypothesis; and series written as text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from relplanner.plan.forms import bound
from relplanner.plan.forms.condition import Absent, And, Compare, Condition, Expr, Or, parse_condition
from relplanner.plan.forms.duration import Elapsed
from relplanner.plan.forms.quantity import Quantity, parse_baseline
from relplanner.plan.forms.target import parse_target
from relplanner.plan.nouns.rollout import Metric
from relplanner.rollout.rule import Rule
from relplanner.rollout.series import Series, Window, series_key

MINUTE = 60_000
EVERY = 15_000
METRICS = (
    Metric(id="errors", unit="%", better="lower", target=parse_target("< 2%"), series=(("stable", "x"),),
           baseline=parse_baseline("3% (last release)")),
    Metric(id="orders", unit="/min", better="higher", baseline=parse_baseline("mean 1m offset 2m")),
    Metric(id="share", unit="ratio", better="higher", target=parse_target(">= 97%"),
           baseline=parse_baseline("query: x")),
)  # fmt: skip
BY_ID = {metric.id: metric for metric in METRICS}
KEYS = ("errors", "errors/stable", "orders", "share", "share/baseline")


def series(
    text: str, metric: str = "errors", *, step: int = MINUTE, start: int = 0, raw: bool = True
) -> Series:
    """Samples a ``step`` apart as promtool writes them: a number, ``_`` for none, ``stale``; ``lost`` where
    asking failed.
    """
    words = [(start + place * step, word) for place, word in enumerate(text.split()) if word != "_"]
    return Series.of(
        metric,
        [at for at, _ in words],
        [float("nan") if word in ("stale", "lost") else float(word) for _, word in words],
        stale=[word == "stale" for _, word in words],
        failed=[word == "lost" for _, word in words],
        raw=raw,
    )


def window(text: str, metric: str = "errors", **how: object) -> Window:
    return {metric: series(text, metric, **how)}  # type: ignore[arg-type]


def rule(when: str, **how: object) -> Rule:
    condition = parse_condition(when)
    hold = round(condition.hold.seconds * 1000) if condition.hold is not None else 0
    given = {"hold_ms": hold, "every_ms": MINUTE, "stale_after_ms": 5 * MINUTE, **how}
    return replace(Rule("it", condition, METRICS), **given)  # type: ignore[arg-type]


numbers = st.one_of(
    st.integers(0, 6).map(float),
    st.sampled_from([float("nan"), float("inf"), float("-inf"), 0.1, 2.5, 0.97, 1e200]),
)
stretches = st.sampled_from([Elapsed(amount, "s") for amount in (0.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0)])


@st.composite
def some_series(draw: st.DrawFn, key: str) -> Series:
    step = draw(st.sampled_from([5_000, 15_000, 20_000, 60_000]))
    places = draw(st.lists(st.integers(-10, 50), max_size=40, unique=True))
    count = len(places)
    return Series.of(
        key,
        np.array(places, dtype=np.int64) * step + draw(st.sampled_from([0, 0, 1, 4_000])),
        draw(st.lists(numbers, min_size=count, max_size=count)),
        stale=draw(st.lists(st.sampled_from([False, False, False, True]), min_size=count, max_size=count)),
        failed=draw(st.lists(st.sampled_from([False, False, False, True]), min_size=count, max_size=count)),
        raw=draw(st.booleans()),
        valid_ms=draw(st.sampled_from([None, None, None, 40_000])),
    )


windows = st.lists(st.sampled_from(KEYS), unique=True).flatmap(
    lambda keys: st.fixed_dictionaries({series_key(key): some_series(key) for key in keys})
)
_references = st.one_of(
    st.just(bound.BASELINE_REFERENCE),
    st.builds(lambda length: bound.Reference("window", length), stretches),
    st.builds(lambda length: bound.Reference("ago", length), stretches),
    st.sampled_from(["stable", "gone"]).map(lambda name: bound.Reference("series", name=name)),
)
_amounts = st.sampled_from([0.0, 0.5, 1.0, 2.0, 20.0])
_relations = st.one_of(
    st.tuples(
        st.sampled_from(bound.OPERATORS),
        st.one_of(
            st.builds(lambda number: bound.Level(Quantity(number)), st.sampled_from([0.0, 0.98, 2.0, 3.0])),
            st.builds(bound.Multiple, _amounts, _references),
            st.builds(bound.Sigma, _amounts, _references),
        ),
    ),
    st.tuples(
        st.sampled_from([">", ">=", "<", "<="]),
        st.one_of(
            st.builds(bound.Change, st.sampled_from(["drops", "rises"]), _amounts, _references),
            st.builds(bound.Burn, _amounts, st.lists(stretches, min_size=1, max_size=2).map(tuple)),
        ),
    ),
    st.tuples(st.just(""), st.builds(bound.NoWorse, _references)),
)
_names = st.sampled_from([*BY_ID, *BY_ID, "unheard_of"])
expressions: st.SearchStrategy[Expr] = st.recursive(
    st.one_of(
        st.builds(lambda metric, relation: Compare(metric, *relation), _names, _relations),
        st.builds(Absent, _names),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=4,
)
_times = st.sampled_from([0, 0, 10_000, 15_000, 30_000, 50_000, 90_000])
_recoveries = st.builds(Condition, expressions, st.one_of(st.none(), stretches))
rules = st.builds(
    Rule,
    st.just("it"),
    st.builds(Condition, expressions),
    st.just(METRICS),
    recovers=st.one_of(st.none(), st.none(), _recoveries),
    hold_ms=_times,
    keep_ms=_times,
    every_ms=st.just(EVERY),
    warm_up_ms=st.sampled_from([0, 0, 40_000]),
    no_data=st.sampled_from(["default", "hold", "fire", "ignore"]),
    stale_after_ms=st.sampled_from([20_000, 60_000]),
    mode=st.sampled_from(["observe", "advise", "act", "advise", "off"]),
)
