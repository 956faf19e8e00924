"""Any plan prints; whoever gives up in between leaves nothing half open."""

from __future__ import annotations

import gc

from hypothesis import given, settings

from relplanner.schedule import Schedule, compute
from relplanner.session.cab import make_pack
from relplanner.ui.paper import export
from tests.conftest import LONG
from tests.strategies import plans
from tests.ui.paper.conftest import NOW


@settings(max_examples=300 if LONG else 20)
@given(plans(most_sections=14))
def test_any_plan_prints(qapp: object, plan: object) -> None:
    schedule = compute(plan)  # type: ignore[arg-type]
    pack = make_pack(schedule, schedule.problems, trials=50, now=NOW)
    assert export.made("pdf", pack, schedule).rstrip().endswith(b"%%EOF")


def test_giving_up_between_pages_is_quiet(qapp: object, sample: Schedule) -> None:
    work = export.steps("pdf", make_pack(sample, (), trials=50, now=NOW), sample)
    assert next(work)[0] == 1
    assert next(work)[0] == 2
    work.close()
    gc.collect()
