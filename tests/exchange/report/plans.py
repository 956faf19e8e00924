"""Plans as a board meets them: one that is ready, and what may be wrong with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from relplanner.exchange.report.model import (
    Bullets,
    Cell,
    Facts,
    Heading,
    Paragraph,
    Report,
    Section,
    Table,
    Verdict,
)

NOW = dt.datetime(2027, 3, 8, 8, 0, tzinfo=dt.UTC)
READY = """\
relplan: 1
release:
  product: Aurora
  version: 1.0.0
  target: 2027-03-12T17:00
  start: 2027-03-01T09:00
  status_date: 2027-03-08T09:00
  milestone: ship
  time_zone: Europe/Berlin
change:
  approval: CHG-1
stakeholders:
- id: lead
  role: Release manager
  name: Ana Ruiz
  cab: chair
activities:
- id: build
  name: Build it
  duration: 3d
  actual_start: 2027-03-01T09:00
  actual_finish: 2027-03-03T17:00
  owner: lead
- id: test
  name: Test it
  duration: 2d
  after: build
  owner: lead
- id: ship
  name: Ship it
  kind: gate
  after: test
  owner: lead
gates:
- id: launch
  activity: ship
  decision: go
  criteria:
  - id: coverage
    measured: line coverage
    target: "> 80%"
    result:
      value: 84.2%
      at: 2027-03-05T10:00:00Z
  sign_offs:
  - id: lead-says
    who: lead
    verdict: given
    at: 2027-03-05T10:00:00Z
runbooks:
- id: back
  name: Way back
  purpose: rollback
  budget: 5em
  steps:
  - id: stop
    duration: 2em
  runs:
  - at: 2027-03-04T10:00:00Z
    rehearsal: yes
    steps:
      stop: "100"
      check: "80.5"
metrics:
- id: errors
  unit: "%"
  better: lower
triggers:
- id: many
  name: Too many errors
  when: errors > 1% for 5m
  runbook: back
"""


def texts(part: Any) -> str:
    """All words of a report, a section or a block."""
    if isinstance(part, Report):
        return "\n".join([part.title, *map(texts, part.sections), texts(part.facts)])
    if isinstance(part, Section):
        return "\n".join([part.title, *map(texts, part.blocks)])
    if isinstance(part, Cell):
        return f"{part.text}\n{part.note}"
    if isinstance(part, Table):
        heads = [column.title for column in part.columns]
        return "\n".join([*heads, *(texts(cell) for row in part.rows for cell in row)])
    if isinstance(part, Facts):
        return "\n".join(f"{name}: {texts(cell)}" for name, cell in part.rows)
    if isinstance(part, Verdict):
        return "\n".join([part.headline, *map(texts, part.reasons)])
    if isinstance(part, Bullets):
        return "\n".join(map(texts, part.items))
    if isinstance(part, Paragraph):
        return f"{part.title} {part.text}"
    return part.text if isinstance(part, Heading) else f"{part.caption}\n{part.alt}"


def verdict(report: Report) -> Verdict:
    first = report.sections[0].blocks[0]
    assert isinstance(first, Verdict)
    return first
