"""PromQL as far as exports and imports read it, beside Prometheus' own parser."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from relplanner.errors import RelplannerError, TextError
from relplanner.exchange.promql.parse import parse
from relplanner.exchange.promql.shape import earlier, kind, labelless, safe_ratio, tidy
from relplanner.exchange.promql.text import duration, duration_ms, elapsed, milliseconds
from relplanner.resources import resource
from relplanner.storage import reader
from tests.exchange.rules.promtool import accepts, passes

SOUND = [
    "x", "job:x:rate5m", "{__name__=~'a.*'}", 'x{a="b",c!~"d.*",}', "x[5m] offset -1h", "x offset 5m @ 100",
    "x @ start()", "sum by (a, b) (x)", "sum(x) without (le)", "SUM(x)", "topk(3, x)", "-x ^ 2",
    "2 ^ 3 ^ 2", "x == bool 1",
    "x > on (a) group_left (b) y", "x and ignoring (a) y", "x or y unless z", "rate(x[5m])[30m:1m] offset 1w",
    "max_over_time(x[5m:])", "1 + 2 * 3 % 4 atan2 5", "+Inf", "NaN", "0x1F", "1e3", ".5",
    "`raw\\`", '"te\\"xt"',
    "quantile(0.9, x)", "count_values('v', x)", "vector(1)", "time()", "(x)", "x # comment\n + y",
    "histogram_quantile(0.9, x)",
    "label_replace(x, 'a', '$1', 'b', '(.*)')",
    "sum(rate(x{code=~'5..'}[5m])) / sum(rate(x[5m])) > 0.01", "x - -1", "by", "x{on='1'}",
]  # fmt: skip
WRONG = [
    "", "x y", "(x", "x)", "sum(", "sum(x", "x{a}", "x{a=b}", "x[5m", "x[5]", "x[5m][5m]",
    "x offset", "x offset 5", "x @",
    "sum by a (x)", "x >", "> x", "x and", "ratte(x)", "x{a='b}", "'a", "x + bool y", "topk(x)",
    "sum(x, y)", "{}", "x offset 5m offset 5m",
    "x[5m:1m:1m]", "x ! y", "x == == y", "5x", "on(x)", "x on (a) y", "x # y\n)", "sum(x)[5m]",
    "x @ 5m", "$x", "x;y",
]  # fmt: skip


def test_what_prometheus_reads_is_read(tmp_path: Path) -> None:
    queries = [query for query in SOUND if query not in ("`raw\\`", '"te\\"xt"', "by")]
    plan = reader.read(resource("templates", "enterprise.relplan.yaml")).plan
    queries += [metric.query for metric in plan.metrics if metric.query]
    rules = [
        {"record": f"r{number}", "expr": query}
        for number, query in enumerate(queries)
        if kind(parse(query)) != "matrix"
    ]
    assert accepts(tmp_path, yaml.safe_dump({"groups": [{"name": "g", "rules": rules}]})) == ""
    assert len(rules) > len(queries) - 3


@pytest.mark.parametrize("query", WRONG)
def test_what_is_refused_prometheus_refuses_too(query: str, tmp_path: Path) -> None:
    with pytest.raises(TextError):
        parse(query)
    rules = {"groups": [{"name": "g", "rules": [{"record": "r", "expr": query}]}]}
    assert accepts(tmp_path, yaml.safe_dump(rules)) != ""


@given(text=st.text(st.sampled_from("ab(){}[]\"'`=~!<>+-*/%^,:@# \n0159.mseorndutfiyl\\"), max_size=60))
def test_any_text_is_a_tree_or_a_sentence(text: str) -> None:
    try:
        node = parse(text)
    except RelplannerError as error:
        assert "query" in str(error)  # noqa: PT017
        return
    assert kind(node) in ("scalar", "vector", "matrix", "string")
    parse(tidy(text))
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize("text", ["(" * 5000, "-" * 5000, "1" + "+1" * 5000, "x" * 50_000, "sum(" * 5000])
def test_a_text_deep_or_long_enough_to_harm_is_refused(text: str) -> None:
    with pytest.raises(TextError):
        parse(text)


@pytest.mark.parametrize(
    "query",
    [
        "m",
        "sum(m)",
        "sum(rate(m[2m]))",
        "m offset 1m",
        "max_over_time(sum(m)[2m:15s])",
        "sum(m) - (m or vector(0))",
    ],
)
def test_a_query_as_it_was_has_the_value_that_the_query_had(query: str, tmp_path: Path) -> None:
    """Promtool evaluates both, the one three minutes after the other."""
    shifted = earlier(query, 180_000)
    tests = {
        "rule_files": ["rules.yml"],
        "evaluation_interval": "15s",
        "tests": [
            {
                "interval": "15s",
                "input_series": [{"series": "m", "values": "0+3x20 100-7x20 5+2x40"}],
                "alert_rule_test": [{"eval_time": "13m", "alertname": "differs", "exp_alerts": []}],
            }
        ],
    }
    same = f"(({shifted}) - on () (before_that offset 3m)) != 0"
    rules = {
        "groups": [
            {
                "name": "g",
                "rules": [{"record": "before_that", "expr": query}, {"alert": "differs", "expr": same}],
            }
        ]
    }
    assert passes(tmp_path, yaml.safe_dump(rules), yaml.safe_dump(tests)) == ""
    assert shifted != query


def test_a_query_put_back_by_nothing_or_by_what_it_is_ahead_has_no_offset() -> None:
    assert earlier("x", 0) == "x"
    assert earlier("sum(x offset -5m)", 300_000) == "sum(x)"


def test_a_ratio_gets_a_nought_only_where_its_numerator_is_a_part_of_its_denominator() -> None:
    part = 'sum(rate(x{code=~"5.."}[5m]))'
    whole = "sum(rate(x[5m]))"
    assert safe_ratio(f"{part} / {whole}") == f"({part} or vector(0)) / {whole}"
    assert safe_ratio(f"100 * ({part}) / {whole}") == f"(100 * ({part}) or vector(0)) / {whole}"
    for same in (
        f"({part} or vector(0)) / {whole}",
        f"{whole} / {whole}",
        "sum(rate(done[5m])) / sum(rate(begun[5m]))",
        'sum by (a) (rate(x{b="c"}[5m])) / sum by (a) (rate(x[5m]))',
        f"rate(x[5m]) / {whole}",
        "x",
    ):
        assert safe_ratio(same) == same


def test_a_safe_ratio_is_nought_without_errors_and_nothing_without_traffic(tmp_path: Path) -> None:
    query = safe_ratio('sum(rate(req{code=~"5.."}[5m])) / sum(rate(req[5m]))')
    tests = {
        "rule_files": ["rules.yml"],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": 'req{code="200"}', "values": "0+10x20"}],
                "promql_expr_test": [
                    {"expr": query, "eval_time": "10m", "exp_samples": [{"labels": "{}", "value": 0}]},
                    {"expr": query.replace("req", "other"), "eval_time": "10m", "exp_samples": []},
                ],
            }
        ],
    }
    assert passes(tmp_path, "groups: []\n", yaml.safe_dump(tests)) == ""


@pytest.mark.parametrize(
    ("query", "alone"),
    [
        ("sum(x)", True), ("x", False), ("sum by (a) (x)", False), ("topk(1, x)", False), ("vector(1)", True),
        ("histogram_quantile(0.9, sum by (le) (x))", True),
        ("histogram_quantile(0.9, sum by (le, a) (x))", False),
        ("sum(x) / sum(y)", True), ("sum(x) / y", False), ("max_over_time(sum(x)[5m:])", True),
        ("rate(x[5m])", False),
        ("label_replace(sum(x), 'a', 'b', '', '')", False), ("100 * sum(x)", True),
    ],
)  # fmt: skip
def test_which_queries_yield_one_value_without_labels(query: str, alone: bool) -> None:
    assert labelless(parse(query)) == alone


@given(ms=st.integers(0, 100 * 365 * 86_400_000))
def test_durations_read_back_as_they_were_written(ms: int) -> None:
    assert duration_ms(duration(ms)) == ms
    assert milliseconds(elapsed(ms)) == ms
