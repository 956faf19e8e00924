"""Cases as rules and rule tests; promtool says whether its alerts are ours at every instant.

The rules are written here, apart from the program's own export, and as plainly as can be. Many cases go
into one call: every alert that is pending or firing stands in Prometheus' own ALERTS series.
"""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import yaml

from relplanner.exchange.promql.conditions import expression
from relplanner.exchange.promql.queries import Asked
from relplanner.plan.forms import bound
from relplanner.plan.forms.condition import Absent, And, Compare, Expr
from relplanner.plan.forms.duration import format_elapsed
from relplanner.plan.plan import Plan
from relplanner.rollout.step import INACTIVE, STATES, look, step
from relplanner.rollout.vector import judge
from tests.rollout.oracle.cases import METRICS, Case

AHEAD = {"a": "a", "b": "b", "a/stable": "stable"}
TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}


Export: TypeAlias = Callable[[Case], str]


def promql(case: Case) -> str:
    return _said(case.rule.condition.expr, case.number)


def exported(case: Case) -> str:
    """The program's own PromQL of a case."""
    queries = {key: _name(key, case.number) for key in AHEAD}
    asked = Asked(Plan(metrics=METRICS), case.every_s * 1000, queries=queries)
    return expression(asked, case.rule.condition.expr, silence=case.no_data == "fire")


def _said(expr: Expr, number: int) -> str:
    if isinstance(expr, Absent):
        return f"absent({_name(expr.metric, number)})"
    if isinstance(expr, Compare):
        return _compared(expr, _name(expr.metric, number), number)
    word = " and " if isinstance(expr, And) else " or "
    return "(" + word.join(_said(part, number) for part in expr.parts) + ")"


def _name(key: str, number: int) -> str:
    return f"{AHEAD[key]}{number}"


def _compared(leaf: Compare, name: str, number: int) -> str:
    op, limit = leaf.op, leaf.bound
    if isinstance(limit, bound.Level):
        plain = f"{name} {op} {limit.quantity.value}"
        # NaN is other than anything in PromQL; here it is no data.
        return f"({plain} and {name} == {name})" if op == "!=" else f"({plain})"
    assert not isinstance(limit, bound.Burn | bound.NoWorse)
    reference = limit.reference
    window = format_elapsed(reference.window) if reference.window else ""
    right = {
        "series": _name(f"{leaf.metric}/{reference.name}", number) if reference.name else "",
        "ago": f"{name} offset {window}",
        "window": f"avg_over_time({name}[{window}])",
    }[reference.kind]
    if isinstance(limit, bound.Multiple):
        return f"({name} {op} {limit.factor} * {right})"
    if isinstance(limit, bound.Change):
        drops = limit.direction == "drops"
        factor = f"(1 {'-' if drops else '+'} {limit.percent} / 100)"
        return f"({name} {TURNED[op] if drops else op} {factor} * {right})"
    spread = f"{limit.count} * stddev_over_time({name}[{window}])"
    if leaf.metric == "b":  # higher is better: the bad side is below
        return f"({name} {TURNED[op]} {right} - {spread})"
    return f"({name} {op} {right} + {spread})"


def our_states(case: Case) -> list[tuple[int, str]]:
    """The state of the case at every instant, by the step form, which the array form has to equal."""
    rule, window = case.rule, case.window
    state, found = INACTIVE, []
    for instant in range(0, case.stop_s + 1, case.every_s):
        state = step(rule, state, instant * 1000, look(rule, window, instant * 1000))
        found.append((instant, state.state))
    judged = judge(rule, window, 0, case.stop_s * 1000)
    assert [STATES[code] for code in judged.states] == [name for _, name in found], case
    return found


def disagreement(cases: Sequence[Case], folder: Path, export: Export = promql) -> str:
    """What promtool has to say against our states; empty when it agrees at every instant of every case."""
    told = []
    for every in sorted({case.every_s for case in cases}):
        chosen = [case for case in cases if case.every_s == every]
        told.append(_ask(chosen, every, folder, export))
    return "\n".join(text for text in told if text)


def _ask(cases: Sequence[Case], every: int, folder: Path, export: Export) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    rules = [
        {"alert": f"case{case.number}", "expr": export(case), "for": f"{case.hold_s}s",
         **({"keep_firing_for": f"{case.keep_s}s"} if case.keep_s else {})}
        for case in cases
    ]  # fmt: skip
    _write(folder / f"rules{every}.yml", {"groups": [{"name": "g", "interval": f"{every}s", "rules": rules}]})
    by_step: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        by_step[case.step_s].append(case)
    tests = [_test(chosen, step_s) for step_s, chosen in by_step.items()]
    document = {"rule_files": [f"rules{every}.yml"], "evaluation_interval": f"{every}s", "tests": tests}
    _write(folder / f"test{every}.yml", document)
    done = _promtool(f"test{every}.yml", folder)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def firing(expr: str, samples: dict[str, str], hold: str, every_s: int, folder: Path) -> list[int]:
    """The seconds at which promtool sees a single alert fire; ``samples`` are a minute apart."""
    rule = {"alert": "it", "expr": expr, "for": hold}
    _write(folder / "one.yml", {"groups": [{"name": "g", "rules": [rule]}]})
    stop = 60 * max(len(text.split()) for text in samples.values())
    fired = []
    for instant in range(0, stop, every_s):
        expected = {"eval_time": f"{instant}s", "alertname": "it", "exp_alerts": [{"exp_labels": {}}]}
        test = {
            "interval": "1m", "alert_rule_test": [expected],
            "input_series": [{"series": name, "values": text} for name, text in samples.items()],
        }  # fmt: skip
        document = {"rule_files": ["one.yml"], "evaluation_interval": f"{every_s}s", "tests": [test]}
        _write(folder / "one_test.yml", document)
        done = _promtool("one_test.yml", folder)
        fired += [instant] if done.returncode == 0 else []
    return fired


def _promtool(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["promtool", "test", "rules", name], cwd=folder, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip


def _test(cases: Sequence[Case], step_s: int) -> dict[str, object]:
    at: dict[int, list[dict[str, object]]] = defaultdict(list)
    stop = max(case.stop_s for case in cases)
    for case in cases:
        states = our_states(case)
        for instant, state in states:
            if state in ("pending", "firing"):
                labels = f'{{__name__="ALERTS",alertname="case{case.number}",alertstate="{state}"}}'
                at[instant].append({"labels": labels, "value": 1})
    inputs = [
        {"series": _name(key, case.number), "values": text} for case in cases for key, text in case.samples
    ]
    ends = {case.number: case.stop_s for case in cases}
    every = cases[0].every_s
    asked = [
        {
            "expr": f'ALERTS{{alertname=~"{_judged(ends, instant)}"}}',
            "eval_time": f"{instant}s",
            "exp_samples": at[instant],
        }
        for instant in range(0, stop + 1, every)
    ]
    return {"interval": f"{step_s}s", "input_series": inputs, "promql_expr_test": asked}


def _judged(ends: dict[int, int], instant: int) -> str:
    """Those cases whose time is not over at the instant."""
    return "|".join(f"case{number}" for number, end in ends.items() if instant <= end)


def _write(path: Path, document: object) -> None:
    path.write_text(yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False), encoding="utf-8")
