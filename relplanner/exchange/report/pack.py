"""The CAB pack: the decision first, then what it rests on, then what happens if it goes wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from relplanner.exchange.report.inputs import (
    ChangeFigures,
    CommentText,
    MoverFigures,
    Pack,
    RiskFigures,
)
from relplanner.exchange.report.model import Report
from relplanner.exchange.report.parts import (
    all_dates,
    change,
    changed,
    communications,
    critical_path,
    decision,
    evidence,
    facts,
    freezes,
    gates,
    network,
    on_call,
    readiness,
    risks,
    rollback,
    rollout,
    schedule_risk,
    scope,
    sign_offs,
    timeline,
)
from relplanner.exchange.report.parts import (
    comments as comments_part,
)
from relplanner.exchange.report.parts import (
    findings as findings_part,
)
from relplanner.exchange.report.words import Words
from relplanner.plan.findings import Finding

if TYPE_CHECKING:
    from relplanner.schedule import Schedule

PARTS = (
    decision.part,
    scope.part,
    readiness.part,
    gates.part,
    change.part,
    changed.part,
    timeline.part,
    critical_path.part,
    network.part,
    schedule_risk.part,
    risks.part,
    freezes.part,
    sign_offs.part,
    rollout.part,
    rollback.part,
    communications.part,
    on_call.part,
    evidence.part,
    findings_part.part,
    comments_part.part,
    timeline.appendix,
    all_dates.part,
)
"""In the order of the pages."""


def cab_pack(
    schedule: Schedule,
    *,
    findings: Iterable[Finding],
    risk: RiskFigures | None = None,
    movers: Sequence[MoverFigures] = (),
    changes: ChangeFigures | None = None,
    since: str = "",
    comments: Iterable[CommentText] = (),
    now: dt.datetime,
    source: str = "",
) -> Report:
    """The pack at ``now`` (aware). ``since`` names what ``changes`` count from, ``source`` the file."""
    pack = Pack(
        schedule=schedule,
        words=Words(schedule, now),
        findings=tuple(findings),
        risk=risk,
        movers=tuple(movers),
        changes=changes,
        since=since,
        comments=tuple(comments),
        now=now,
    )
    release = schedule.plan.release
    code = f"“{release.code_name}”" if release.code_name else ""
    title = " ".join(filter(None, (release.product or "Release", release.version, code)))
    prepared = f"Prepared {pack.words.local(now, year=True, zone=True)}"
    return Report(
        title=title,
        subtitle="Change advisory board pack",
        prepared=prepared,
        source=source,
        facts=facts.facts(pack),
        sections=tuple(section for part in PARTS if (section := part(pack)) is not None),
    )
