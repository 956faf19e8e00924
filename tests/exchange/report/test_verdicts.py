"""How far a criterion has come, measured and graded, against its target."""

from __future__ import annotations

import pytest

from relplanner.exchange.report.verdicts import Uncovered, criterion_state, in_minutes_text, uncovered
from relplanner.storage.reader import parse
from tests.exchange.report.plans import NOW

PLAN = """\
relplan: 1
metrics:
- id: latency
  unit: ms
gates:
- id: gate
  criteria:
  - id: one
    {what}
    {target}
    {result}
"""


@pytest.mark.parametrize(
    ("what", "target", "value", "state"),
    [
        ("measured: coverage", "> 80%", "84.2%", "Met"),
        ("measured: coverage", "> 80%", "80%", "Failed"),
        ("metric: latency", "< 0.2s", "150", "Met"),
        ("metric: latency", "< 0.2s", "0.25s", "Failed"),
        ("measured: grade", "better than B of A-E", "A", "Met"),
        ("measured: grade", "better than B of A-E", "B", "Failed"),
        ("measured: grade", "at least 2 of 5-1", "3", "Met"),
        ("measured: reviews", "2 approvals", "2 approvals", "Met"),
        ("measured: sales", "+5% vs baseline", "+7%", "Met"),
        ("measured: sales", "+5% vs baseline", "120 orders", "To be judged"),
        ("measured: coverage", "> 80%", "fine", "To be judged"),
        ("measured: coverage", "> 80%", "12 km", "To be judged"),
    ],
)
def test_a_measured_result_is_held_against_its_target(what, target, value, state) -> None:
    text = PLAN.format(what=what, target=f'target: "{target}"', result=f'result: {{value: "{value}"}}')
    plan = parse(text).plan
    assert criterion_state(plan, plan.gates[0].criteria[0], NOW).text == state


@pytest.mark.parametrize(
    ("result", "state"),
    [
        ("", "Open"),
        ("result: {value: yes}", "Met"),
        ("result: {by: Ana}", "Met"),
        ("result: {value: no}", "Failed"),
    ],
)
def test_a_manual_criterion_is_met_by_who_confirmed_it(result, state) -> None:
    plan = parse(PLAN.format(what="manual: Tried", target="", result=result)).plan
    assert criterion_state(plan, plan.gates[0].criteria[0], NOW).text == state


def test_gaps_between_shifts_are_found_also_when_shifts_overlap() -> None:
    assert uncovered([(0, 10), (5, 20), (30, 40)], 0, 50) == (Uncovered(20, 30), Uncovered(40, 50))
    assert uncovered([], 3, 9) == (Uncovered(3, 9),)
    assert uncovered([(0, 100)], 3, 9) == ()
    assert uncovered([(60, 70)], 3, 9) == (Uncovered(3, 9),)


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 s"), (4.5, "4 min 30 s"), (65, "1 h 5 min"), (0.2, "12 s")]
)
def test_times_of_a_procedure_are_told_to_the_second(minutes, said) -> None:
    assert in_minutes_text(minutes) == said
