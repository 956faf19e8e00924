"""Any plan makes a pack, and its HTML is sound."""

from __future__ import annotations

from hypothesis import given

from relplanner.exchange.report import as_html, cab_pack
from relplanner.exchange.report.model import Table
from relplanner.plan.plan import Plan
from relplanner.schedule import compute
from tests.exchange.report.plans import NOW
from tests.exchange.report.test_html import Reader
from tests.strategies import plans


@given(plans(most_sections=12))
def test_any_plan_makes_a_sound_pack(plan: Plan) -> None:
    schedule = compute(plan)
    report = cab_pack(schedule, findings=schedule.problems, now=NOW)
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                assert all(len(row) == len(block.columns) for row in block.rows)
    page = Reader(as_html(report, {}))
    assert (page.faults, page.open) == ([], [])
