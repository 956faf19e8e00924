"""Packs of small plans and of the sample, at a fixed instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from relplanner.exchange.report import Report, Section, cab_pack
from relplanner.plan.checks import check
from relplanner.resources import resource
from relplanner.schedule import Schedule, compute
from relplanner.schedule.findings import findings
from relplanner.storage.reader import parse
from tests.exchange.report.plans import NOW

Packed = Callable[..., Report]


@pytest.fixture
def packed() -> Packed:
    """The pack of a plan's text."""

    def make(text: str, **more: object) -> Report:
        schedule = compute(parse(text).plan)
        found = [*check(schedule.plan), *schedule.problems, *findings(schedule)]
        return cab_pack(schedule, findings=found, **{"now": NOW, **more})  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def sample() -> Schedule:
    text = resource("samples", "aurora.relplan.yaml").read_text(encoding="utf-8")
    return compute(parse(text).plan)


@pytest.fixture(scope="session")
def sample_pack(sample: Schedule) -> Report:
    found = [*check(sample.plan), *findings(sample)]
    return cab_pack(
        sample, findings=found, now=dt.datetime(2027, 2, 22, 8, 30, tzinfo=dt.UTC), source="aurora"
    )


@pytest.fixture
def section() -> Callable[[Report, str], Section]:
    def find(report: Report, key: str) -> Section:
        return next(one for one in report.sections if one.id == key)

    return find
