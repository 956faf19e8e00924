"""`relplanner export --to prometheus-rules-test`: a promtool test of the rules, made from recorded samples.

What is expected is what relplanner's engine says of the same samples, so promtool is its independent judge.
What is expected is what relplanner's engine says of the same samples: promtool is its independent judge.
for each metric by its id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from relplanner.exchange.exported import head
from relplanner.exchange.prometheus.rules import Rule, as_yaml, every_ms, rules_of
from relplanner.exchange.prometheus.samples import Samples, samples_of
from relplanner.exchange.prometheus.words import release_name
from relplanner.exchange.promql import text
from relplanner.exchange.promql.queries import Asked
from relplanner.plan.nouns.rollout import Alert, Trigger
from relplanner.plan.plan import Plan
from relplanner.rollout.rule import rule_of
from relplanner.rollout.series import Window
from relplanner.storage import other_yaml
from relplanner.values import value

MOST_INTERVALS = 50
"""Of one rule, whose beginnings and ends are tested."""


@value
class RuleTest:
    """The text of the rules and that of their tests, which names the rules' file."""

    rules: str
    tests: str
    notes: tuple[str, ...]


def rule_test(plan: Plan, window: Window, rules_name: str) -> RuleTest:
    """Rules of all triggers and alerts that are judged equally often, and their test."""
    every, notes = _most_common_interval(plan)
    kept = replace(
        plan,
        triggers=tuple(each for each in plan.triggers if every_ms(each) == every),
        alerts=tuple(each for each in plan.alerts if every_ms(each) == every),
    )
    names = {key: series_name(key) for key in _keys(plan)}
    queries = {key: text.series(name) for key, name in names.items()}
    rules = rules_of(Asked(kept, every, queries, rolling=True))
    samples = samples_of({key: series for key, series in window.items() if key in names}, every)
    notes = (*notes, *samples.notes, *rules.left_out)
    title = (
        f"Test of the alerting rules of {release_name(plan)}, written by relplanner from recorded samples."
    )
    about = (f"Zero is {samples.start_ms} ms since 1970. Run it: promtool test rules THIS FILE",)
    rules_head = head(
        f"Alerting rules of {release_name(plan)} over recorded metrics, for their test.", (), (), ()
    )
    tests = head(title, about, (), notes) + other_yaml.written(
        {
            "rule_files": [rules_name],
            "evaluation_interval": text.duration(every),
            "tests": [
                {
                    "interval": text.duration(samples.interval_ms),
                    "input_series": [
                        {"series": queries[key], "values": values} for key, values in samples.values.items()
                    ],
                    "alert_rule_test": list(_expected(kept, rules.rules, window, samples, every)),
                }
            ],
        }
    )
    return RuleTest(rules_head + as_yaml(plan, rules.rules), tests, notes)


def series_name(key: str) -> str:
    """``error_rate/stable`` as the name of a series."""
    return key.replace("/", ":").replace("-", "_")


def _keys(plan: Plan) -> Iterator[str]:
    for metric in plan.metrics:
        yield metric.id
        yield f"{metric.id}/baseline"
        for name, _ in metric.series:
            yield f"{metric.id}/{name}"


def _most_common_interval(plan: Plan) -> tuple[int, tuple[str, ...]]:
    entries: tuple[Trigger | Alert, ...] = (*plan.triggers, *plan.alerts)
    counts = Counter(every_ms(each) for each in entries if each.when is not None)
    if not counts:
        return 15_000, ()
    every = max(counts, key=lambda ms: (counts[ms], -ms))
    others = [each.id for each in entries if each.when is not None and every_ms(each) != every]
    note = (
        f"promtool evaluates all rules of a test equally often, so {', '.join(others)} are not in this one."
    )
    return every, (note,) if others else ()


def _expected(
    plan: Plan, rules: Sequence[Rule], window: Window, samples: Samples, every: int
) -> Iterator[dict[str, object]]:
    """What fires just before and at each beginning and end of firing, by the name of the alert."""
    last = max((int(series.times[-1]) for series in window.values() if len(series)), default=0)
    firing = {rule.entry: _firing(plan, rule, window, every) for rule in rules}
    for alert in dict.fromkeys(rule.alert for rule in rules):
        same = [rule for rule in rules if rule.alert == alert]
        instants = {0} | {
            at - samples.start_ms
            for rule in same
            for start, end in firing[rule.entry][:MOST_INTERVALS]
            for at in (start - every, start, end - every, end)
        }
        for at in sorted(instant for instant in instants if 0 <= instant <= last - samples.start_ms):
            instant = at + samples.start_ms
            fired = [
                rule for rule in same if any(start <= instant < end for start, end in firing[rule.entry])
            ]
            yield {
                "eval_time": text.duration(at),
                "alertname": alert,
                "exp_alerts": [
                    {"exp_labels": _shown(rule.labels), "exp_annotations": _shown(rule.annotations)}
                    for rule in fired
                ],
            }


def _firing(plan: Plan, rule: Rule, window: Window, every: int) -> list[tuple[int, int]]:
    """When the rule fires by relplanner's engine, in milliseconds; what the rule does not say is left out."""
    from relplanner.rollout.vector import judge

    section, _, key = rule.entry.partition("/")
    definition = rule_of(plan.entry(section, key), plan)
    times = [series.times for series in window.values() if len(series)]
    if definition is None or not times:
        return []
    silence = "fire" if definition.no_data == "fire" else "default"
    mode = "observe" if definition.mode == "off" else definition.mode
    definition = replace(definition, recovers=None, warm_up_ms=0, no_data=silence, mode=mode)
    first, last = min(int(at[0]) for at in times), max(int(at[-1]) for at in times)
    judged = judge(definition, window, first - first % every, last, every)
    return [(each.start, each.end) for each in judged.intervals if each.state == "firing"]


def _shown(pairs: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """What Prometheus makes of the templates."""
    return {key: template.replace('{{"{{"}}', "{{") for key, template in pairs}
