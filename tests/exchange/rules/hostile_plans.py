"""Plans whose triggers hold any condition; their names try to break out of YAML, Go templates and PromQL."""

from __future__ import annotations

from hypothesis import strategies as st

from relplanner.plan.forms.condition import Absent, And, Compare, Condition, Or
from relplanner.plan.forms.quantity import parse_baseline
from relplanner.plan.forms.target import parse_target
from relplanner.plan.nouns.release import Release
from relplanner.plan.nouns.rollout import (
    ACTION,
    CATEGORY,
    MODE,
    NO_DATA,
    SEVERITY,
    Alert,
    Metric,
    Phase,
    Rollout,
    Trigger,
)
from relplanner.plan.plan import Plan
from tests.exchange.hostile import names as drawing_names
from tests.plan.forms import values
from tests.strategies import texts

NAMES = (
    "{{ $value }}",
    "{{", "}}", "{{{{", '{{ "x" }}', "{{ template }}", "{{{", "{ {", "'", '"', "\\", "a: b", "- x",
    "${PATH}", "$labels", "`", "!!binary x", "&a", "*a", "---", "...", "key:\n  - evil: true", "NO", "1:30",
    "# x", "\x85x",
    "{{args.x}}", "]}", "x\n\n  y",
)  # fmt: skip
names = st.one_of(st.sampled_from(NAMES), drawing_names, texts)
lines = names.map(lambda name: name and " ".join(name.split()))
METRICS = (
    Metric(id="error_rate", unit="%", better="lower", target=parse_target("< 0.1%"),
           baseline=parse_baseline("2% (x)"),
           query='100 * sum(rate(req_total{code=~"5.."}[5m])) / sum(rate(req_total[5m]))',
           series=(("stable", 'req_error{track="stable"}'), ("canary", "sum(req_error)"))),
    Metric(id="latency", unit="ms", better="lower", baseline=parse_baseline("mean 7d before rollout"),
           query="1000 * histogram_quantile(0.95, sum by (le) (rate(b[5m]))) # comment"),
    Metric(id="orders", unit="/min", better="higher", query='orders{shop="a"}',
           baseline=parse_baseline("mean 1h offset 1w"), series=(("stable", "orders_stable"),)),
    Metric(id="inf", better="higher", baseline=parse_baseline("query: sum(x) / 2")),
    Metric(id="uptime", unit="%", better="higher", target=parse_target(">= 99.9%"), query="100 * avg(up)"),
)  # fmt: skip
_leaves = st.one_of(
    st.builds(
        lambda metric, relation: Compare(metric, *relation),
        st.sampled_from([metric.id for metric in METRICS]),
        values.relations,
    ),
    st.sampled_from([metric.id for metric in METRICS]).map(Absent),
)
_expressions = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=6,
)
conditions = st.builds(Condition, _expressions, st.one_of(st.none(), values.elapsed))
_times = st.one_of(st.none(), values.elapsed)


@st.composite
def triggers(draw: st.DrawFn, key: str) -> Trigger:
    return Trigger(
        id=key,
        name=draw(lines),
        category=draw(st.one_of(st.none(), st.sampled_from(CATEGORY.choices))),
        severity=draw(st.sampled_from(SEVERITY.choices)),
        when=draw(st.one_of(conditions, conditions, st.none())),
        recovers=draw(st.one_of(st.none(), conditions)),
        keep_firing_for=draw(_times),
        every=draw(_times),
        warm_up=draw(_times),
        no_data=draw(st.sampled_from(NO_DATA.choices)),
        mode=draw(st.sampled_from(MODE.choices)),
        manual=draw(st.one_of(st.none(), names)),
        who=draw(st.one_of(st.none(), values.idents)),
        action=draw(st.sampled_from(ACTION.choices)),
        runbook=draw(st.one_of(st.none(), values.idents)),
        phases=tuple(draw(st.lists(values.idents, max_size=2))),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Up to four triggers and two alerts."""
    keys = draw(st.lists(values.idents, min_size=1, max_size=4, unique=True))
    alerts = tuple(
        Alert(id=key, name=draw(lines), when=draw(conditions), event=draw(st.one_of(st.none(), lines)))
        for key in draw(st.lists(values.idents, max_size=2, unique=True))
    )
    return Plan(
        release=Release(product=draw(lines), version=draw(st.one_of(st.none(), values.versions)), start=None),
        metrics=METRICS,
        rollout=Rollout(phases=(Phase(id="canary", name=draw(lines)),)),
        triggers=tuple(draw(triggers(key)) for key in keys),
        alerts=alerts,
    )
