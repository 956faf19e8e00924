"""Findings of the rollout: what nobody guards, what nobody can reach, what comes too late."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given

from relplanner.plan.findings import CODES as PLAN_CODES
from relplanner.plan.findings import Finding
from relplanner.plan.plan import Plan
from relplanner.rollout.coverage import CODES, findings
from relplanner.schedule.findings import CODES as DATED_CODES
from relplanner.storage import reader
from tests.strategies import plans

SOUND = """\
relplan: 1
runbooks:
- id: back
  purpose: rollback
  budget: 5em
  steps:
  - id: switch
    manual: Switch back
    duration: 4em
sources:
- id: shop
  kind: prometheus
  every: 15s
metrics:
- id: errors
  name: Errors
  unit: "%"
  better: lower
  source: shop
  query: 100 * (sum(rate(x{code="500"}[1m])) or vector(0)) / sum(rate(x[1m]))
  series:
    canary: sum(y[2m])
  target: < 1%
  baseline: 0.2%
- id: requests
  unit: /s
  source: shop
  baseline: 100/s
- id: latency
  name: Latency
  unit: ms
  better: lower
  source: shop
rollout:
  rollback_budget: 5em
  phases:
  - id: canary
    traffic: 1%
    duration: 2eh
    criteria:
    - errors < 0.1%
  - id: full
    ongoing: yes
  blue_green:
    watch: 10em
    decommission_after: 1ed
triggers:
- id: wrong
  name: Too many errors
  when: errors > 1% for 5m
  runbook: back
- id: call
  manual: Somebody calls
  who: boss
  runbook: back
stakeholders:
- id: boss
alerts:
- id: slow
  when: latency > 500ms for 1m
"""

PLANTED = (
    ("ROLLOUT-UNGUARDED", "  when: errors > 1% for 5m\n", "", "rollout"),
    ("ROLLOUT-UNGUARDED", "  when: errors > 1% for 5m\n", "  when: errors > 1%\n  mode: off\n", "rollout"),
    ("PHASE-UNGUARDED", "  runbook: back\n- id: call", "  runbook: back\n  phases: [full]\n- id: call",
     "rollout.phases[0]"),
    ("PHASE-NO-CRITERION", "    criteria:\n    - errors < 0.1%\n", "", "rollout.phases[0]"),
    ("METRIC-UNFED", "  better: lower\n  source: shop\nrollout", "  better: lower\nrollout", "metrics[2]"),
    ("WINDOW-SHORT", "rate(x[1m])", "rate(x[30s])", "metrics[0].query"),
    ("WINDOW-SHORT", "sum(y[2m])", "sum(y[45s:15s])", "metrics[0].series.canary"),
    ("WINDOW-SHORT", "errors > 1% for 5m", "errors > 2x 45s", "triggers[0].when"),
    ("WINDOW-SHORT", "errors > 1% for 5m", "errors burns > 2x in 1h/30s", "triggers[0].when"),
    ("CANARY-FEW", "duration: 2eh", "duration: 30em", "rollout.phases[0].criteria[0]"),
    ("ROLLBACK-LATE", "duration: 2eh", "duration: 8em", "rollout.phases[0].duration"),
    ("ROLLBACK-LATE", "watch: 10em", "watch: 4em", "rollout.blue_green.watch"),
    ("ROLLBACK-LATE", "decommission_after: 1ed", "decommission_after: 8em",
     "rollout.blue_green.decommission_after"),
    ("ROLLBACK-OVER-BUDGET", "duration: 4em", "duration: 6em", "runbooks[0]"),
    ("NEVER-TRUE", "errors > 1% for 5m", "errors > 120%", "triggers[0].when"),
    ("NEVER-TRUE", "errors > 1% for 5m", "errors > 1 ratio", "triggers[0].when"),
    ("NEVER-TRUE", "latency > 500ms", "latency < -1ms", "alerts[0].when"),
    ("NEVER-TRUE", "errors < 0.1%", "errors < 0%", "rollout.phases[0].criteria[0]"),
    ("ALWAYS-TRUE", "errors > 1% for 5m", "errors >= 0%", "triggers[0].when"),
    ("ALWAYS-TRUE", "errors > 1% for 5m", "errors > 0.1%", "triggers[0].when"),
    ("ALWAYS-TRUE", "latency > 500ms", "latency >= 0s", "alerts[0].when"),
    ("HOLD-SHORT", "errors > 1% for 5m", "errors > 1% for 10s", "triggers[0].when"),
    ("DUPLICATE-NAME", "- id: call", "- id: call\n  name: too many Errors", "triggers[1].name"),
    ("NO-SERIES", "errors > 1% for 5m", "errors > 2x stable", "triggers[0].when"),
    ("NO-SPREAD", "errors > 1% for 5m", "errors > 3 sigma vs baseline", "triggers[0].when"),
    ("NO-DIRECTION", "errors < 0.1%", "requests no worse than baseline", "rollout.phases[0].criteria[0]"),
    ("NO-BUDGET", "latency > 500ms", "latency burns > 2x in 1h", "alerts[0].when"),
    ("NO-RUNBOOK", "for 5m\n  runbook: back", "for 5m", "triggers[0]"),
    ("NO-DECIDER", "  who: boss\n", "", "triggers[1]"),
    ("RATIO-EMPTY", '(sum(rate(x{code="500"}[1m])) or vector(0))', 'sum(rate(x{code="500"}[1m]))',
     "metrics[0].query"),
)  # fmt: skip


def said(text: str) -> list[Finding]:
    loaded = reader.parse(text)
    assert not [one for one in loaded.findings if one.severity == "error"], loaded.findings
    return findings(loaded.plan)


def test_a_rollout_that_is_covered_has_no_findings() -> None:
    assert said(SOUND) == []


@pytest.mark.parametrize(("code", "sound", "planted", "path"), PLANTED)
def test_what_is_uncovered_is_said_where_it_stands(code: str, sound: str, planted: str, path: str) -> None:
    assert sound in SOUND
    found = said(SOUND.replace(sound, planted, 1))
    assert (code, path) in [(one.code, one.path) for one in found], found
    assert all(len(one.message) > 20 and one.message.endswith(".") for one in found)


def test_every_code_is_planted_once_at_least_and_stands_in_no_other_list() -> None:
    assert {code for code, *_ in PLANTED} == set(CODES)
    assert not set(CODES) & {*PLAN_CODES, *DATED_CODES}
    assert all(sentence.endswith(".") for sentence in CODES.values())


def test_three_requests_for_each_one_in_a_thousand_are_enough() -> None:
    assert said(SOUND.replace("duration: 2eh", "duration: 50em")) == []
    few = said(SOUND.replace("duration: 2eh", "duration: 49em"))
    assert [one.message for one in few] == [
        "“canary” sees about 2,940 requests; to show Errors below 0.1% takes 3,000 without a failure. Make "
        "it longer or larger."
    ]


def test_a_limit_that_another_finding_tells_as_a_wrong_unit_is_not_told_twice() -> None:
    assert said(SOUND.replace("latency > 500ms", "latency > 5%")) == []


def test_a_plan_without_a_rollout_has_nothing_to_cover() -> None:
    assert findings(Plan()) == []


@given(plans(most_sections=8))
def test_any_plan_can_be_looked_at(plan: Plan) -> None:
    for one in findings(plan):
        assert one.code in CODES
        assert one.path


def test_looking_for_gaps_loads_no_numpy() -> None:
    program = (
        "import sys; import relplanner.rollout.coverage, relplanner.rollout.words; "
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
