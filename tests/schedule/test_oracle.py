"""The schedule against MPXJ's: all dates and slacks of random networks, and each intended difference."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from relplanner.schedule import compute
from tests.schedule.oracle.bridge import Answer, ask_mpxj
from tests.schedule.oracle.cases import CASES, Case, week
from tests.schedule.oracle.compare import (
    DATES,
    Comparison,
    compare_all,
    failures,
    report,
    same,
    smallest,
    value,
)
from tests.schedule.oracle.differences import DIFFERENCES, rewritten
from tests.schedule.oracle.generate import networks
from tests.schedule.oracle.latest import without_limits, wrong_slacks
from tests.schedule.oracle.networks import Link, Task, describe, minute, plan_of, text
from tests.schedule.oracle.touches import ALL

pytestmark = pytest.mark.oracle

SHARE, FULL = 60, 300
FREE_NETWORKS = 0.6
"""At least this share of the networks has no intended difference at all: nothing there is excused."""
UNCOMPARED = 0.02
"""At most this share of the values equals neither MPXJ's answer nor its answer to the rewritten network."""
UNCOMPARED_OF_ONE = 0.01
"""At most this share falls to any one class that has no rewriting."""

SLACK_FAMILIES = ("crossing", "elapsed", "begun", "early")


@pytest.fixture(scope="module")
def results() -> list[Comparison]:
    return compare_all(networks(FULL if os.environ.get("RELPLANNER_LONG") == "1" else SHARE))


@pytest.fixture(scope="module")
def answers() -> list[tuple[Answer, Answer]]:
    plain = [case.network for case in CASES]
    found = ask_mpxj([*plain, *(rewritten(network) for network in plain)])
    return list(zip(found[: len(CASES)], found[len(CASES) :], strict=True))


def test_every_date_and_slack_is_mpxjs_or_differs_for_a_listed_reason(
    results: list[Comparison], record_property: Callable[[str, object], None]
) -> None:
    record_property("oracle", report(results))
    reasons = failures(results)
    assert not reasons, f"{reasons}\n{report(results)}"


def test_most_networks_are_compared_without_any_excuse(results: list[Comparison]) -> None:
    free = sum(not found.classes for found in results)
    assert free >= FREE_NETWORKS * len(results), report(results)


def test_no_class_swallows_more_than_a_little(results: list[Comparison]) -> None:
    values = sum(found.values for found in results)
    left = {
        difference.name: sum(found.uncompared[difference.name] for found in results)
        for difference in DIFFERENCES
    }
    assert sum(left.values()) <= UNCOMPARED * values, report(results)
    assert max(left.values()) <= UNCOMPARED_OF_ONE * values, report(results)


def test_the_networks_hold_what_they_are_meant_to(results: list[Comparison]) -> None:
    tasks = [task for found in results for task in found.network.tasks]
    links = [link for task in tasks for link in task.after]
    assert {link.type for link in links} == {"FS", "SS", "FF", "SF"}
    assert {link.unit for link in links} == {"work", "elapsed", "percent"}
    assert any(link.lag < 0 for link in links)
    kinds = {task.constraint[0] for task in tasks if task.constraint is not None}
    assert kinds == {"ASAP", "ALAP", "MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT"}
    assert any(task.deadline for task in tasks)
    assert any(task.actual_finish for task in tasks)
    assert any(calendar.countries for found in results for calendar in found.network.calendars)


def test_both_engines_give_the_same_numbers(results: list[Comparison]) -> None:
    for found in results:
        plan = plan_of(found.network)
        lists, arrays = compute(plan, engine="lists"), compute(plan, engine="arrays")
        for column in ALL:
            ours = list(map(int, getattr(lists, column)))
            assert ours == list(map(int, getattr(arrays, column))), (column, describe(found.network))


def test_slack_is_how_far_something_can_be_put_off(results: list[Comparison]) -> None:
    """Also where MPXJ is no judge: across calendars, over elapsed lags, beside what has begun."""
    networks = [found.network for found in results if found.network.family in SLACK_FAMILIES]
    assert len(networks) >= 0.15 * len(results)
    for network in map(without_limits, networks):
        wrong = list(wrong_slacks(network))
        assert not wrong, f"{describe(network)}\n" + "\n".join(wrong)


def test_mpxj_counts_back_wrongly_from_midnight() -> None:
    """Why the random networks keep work off midnight: no class excuses what comes of it."""
    network = week(
        Task("a", 87 * 60, calendar="always"),  # ends on Friday at midnight
        Task("b", 240, after=(Link("a", "FF"),)),
    )
    (answer,) = ask_mpxj([network])
    assert text(answer["a"]["finish"]) == "Fri 2026-03-06 00:00"
    assert text(answer["b"]["start"]) == "Fri 2026-03-06 09:00"
    schedule = compute(plan_of(network))
    assert text(value(schedule, "b", "start")) == "Thu 2026-03-05 13:00"


def test_a_difference_without_a_class_fails_and_is_made_small() -> None:
    network = week(
        Task("a", 480),
        Task("b", 960, after=(Link("a"),)),
        Task("c", 480, after=(Link("b", "SS", 60),), constraint=("MSO", minute("2026-03-02 10:00"))),
        Task("d", 480, after=(Link("a"),)),
    )
    (found,) = compare_all([network], differences=())
    assert any(line.startswith("c start: ours Tue 2026-03-03 10:00, MPXJ Mon") for line in found.unexplained)
    small = smallest(network, differences=())
    assert {task.id for task in small.tasks} == {"a", "b", "c"}
    assert "MSO Mon 2026-03-02 10:00" in describe(small)


def test_every_class_has_a_network_of_its_own() -> None:
    assert {case.difference for case in CASES} == {difference.name for difference in DIFFERENCES}


@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=[f"{c.difference}: {c.task} {c.column}" for c in CASES]
)
def test_an_intended_difference_is_exactly_this(number: int, answers: list[tuple[Answer, Answer]]) -> None:
    case, (plain, said) = CASES[number], answers[number]
    difference = next(d for d in DIFFERENCES if d.name == case.difference)
    schedule = compute(plan_of(case.network))
    assert not schedule.problems
    assert _shown(value(schedule, case.task, case.column), case) == _expected(case.ours, case)
    assert _shown(plain[case.task][case.column], case) == _expected(case.theirs, case)  # type: ignore[literal-required]
    assert (case.task, case.column) in difference.touches(case.network), difference.reason
    if case.said is not None:
        assert _shown(said[case.task][case.column], case) == _expected(case.said, case)  # type: ignore[literal-required]
    if difference.rewrite is not None:
        assert same(schedule, case.task, case.column, said[case.task]), difference.reason


def _shown(found: float | None, case: Case) -> str | float | None:
    return text(found) if case.column in DATES else found


def _expected(wanted: str | int, case: Case) -> str | int:
    return text(minute(wanted)) if isinstance(wanted, str) else wanted
