"""One plan a code: a sound plan into which exactly the fault that the code names was planted."""

from __future__ import annotations

from collections.abc import Mapping

SOUND = """\
relplan: 1
release:
  product: Aurora
  version: 1.0.0
  target: 2027-03-10T09:00
  start: 2027-03-01T09:00
  milestone: ship
  time_zone: Europe/Berlin
stakeholders:
- id: lead
  role: Lead
activities:
- id: build
  name: Build it
  duration: 3d
  owner: lead
- id: test
  name: Test it
  duration: 2d
  after: build
  owner: lead
- id: ship
  name: Ship it
  kind: milestone
  after: test
  owner: lead
"""
METRICS = """\
metrics:
- id: errors
  name: Errors
  unit: "%"
  better: lower
"""


def _with(old: str, new: str, text: str = SOUND) -> str:
    if text.count(old) != 1:
        raise ValueError(f"{old!r} stands {text.count(old)} times in the plan")
    return text.replace(old, new)


def _build(line: str) -> str:
    """The sound plan with one more line in its first activity."""
    return _with("  duration: 3d\n", f"  duration: 3d\n{line}\n")


FAULTS: Mapping[str, str] = {
    "BAD-VALUE": _with("duration: 3d", "duration: three days"),
    "UNKNOWN-KEY": _build("  colour: blue"),
    "MERGE-CONFLICT": _with(
        "- id: test\n", "# Merge conflict: both sides changed duration. Kept: ours. In theirs:\n- id: test\n"
    ),
    "MISSING-KEY": _with("- id: test\n  name: Test it\n", "- name: Test it\n").replace(
        "after: test", "after: build"
    ),
    "DUPLICATE-ID": SOUND
    + "- id: build\n  name: Build it again\n  duration: 1d\n  after: test\n  owner: lead\n",
    "RESERVED-ID": _with("- id: build", "- id: t0").replace("after: build", "after: t0"),
    "UNKNOWN-ID": _with("duration: 3d\n  owner: lead", "duration: 3d\n  owner: nobody"),
    "CYCLE": _build("  after: test"),
    "SELF-LINK": _build("  after: build"),
    "DUPLICATE-LINK": _with("after: build", "after: [build, build FS+1d]"),
    "SUMMARY-FIELDS": _with("after: build", "parent: build"),
    "UNKNOWN-METRIC": SOUND + "triggers:\n- id: slow\n  when: latency > 5\n",
    "SECRET-IN-FILE": SOUND + "notes:\n- text: The key is AKIAIOSFODNN7EXAMPLE\n",
    "NO-T0": _with("  target: 2027-03-10T09:00\n", ""),
    "TARGET-HANGS": _with("target: 2027-03-10T09:00", "target: build+2w"),
    "NO-MILESTONE": _with("  milestone: ship\n", ""),
    "MILESTONE-DURATION": _with("kind: milestone\n", "kind: milestone\n  duration: 1d\n"),
    "NO-OWNER": _with("duration: 3d\n  owner: lead", "duration: 3d"),
    "DANGLING": SOUND + "- id: sweep\n  name: Sweep the yard\n  duration: 1d\n  owner: lead\n",
    "DATE-BY-HAND": _with("after: build\n", "start: 2027-03-04T09:00\n").replace(
        "after: test", "after: [build, test]"
    ),
    "ESTIMATE-ORDER": _build("  estimate: 5d / 3d / 9d"),
    "BAD-RANGE": SOUND + "freezes:\n- id: easter\n  from: 2027-03-29\n  to: 2027-03-26\n",
    "EXTERNAL-DATE": _with("kind: milestone", "kind: external").replace("after: test\n  owner", "owner"),
    "OPEN-CRITERIA": _build(
        "  acceptance: [It works]\n  actual_start: 2027-03-01T09:00\n  actual_finish: 2027-03-03T17:00\n"
        "  progress: 100%"
    ),
    "REVIEW-OVERDUE": _with("  milestone: ship\n", "  milestone: ship\n  next_review: 2020-01-31\n"),
    "RACI-NO-A": SOUND + "assignments:\n  build: {lead: R}\n",
    "RACI-MANY-A": _with("- id: lead\n  role: Lead\n", "- id: lead\n  role: Lead\n- id: boss\n  role: Boss\n")
    + "assignments:\n  build: {lead: A R, boss: A}\n",
    "RACI-NO-R": SOUND + "assignments:\n  build: {lead: A}\n",
    "BACKUP-MISSING": SOUND + "triggers:\n- id: call\n  manual: The board calls\n  who: lead\n",
    "METRIC-NO-BASELINE": SOUND + METRICS + "triggers:\n- id: bad\n  when: errors > 5x baseline\n",
    "UNIT-MISMATCH": SOUND + METRICS + "triggers:\n- id: bad\n  when: errors > 200ms\n",
    "T0-SLIP": _with("duration: 3d", "duration: 30d"),
    "DEADLINE": _build("  deadline: 2027-03-02T09:00"),
    "FREEZE": _with("  name: Build it\n", "  name: Build it\n  kind: deployment\n")
    + "freezes:\n- id: audit\n  from: 2027-03-02\n  to: 2027-03-02\n",
    "PIN-AGAINST-LOGIC": _with(
        "  after: build\n", "  after: build\n  constraint: must start on 2027-03-02T09:00\n"
    ),
    "SOFT-LINK": SOUND + "- id: sweep\n  name: Sweep\n  duration: 1d\n  owner: lead\n  after: ship soft\n",
    "EMPTY-CALENDAR": _build("  calendar: never") + "calendars:\n- id: never\n  week: Mon 09:00-17:00\n"
    "  exceptions:\n  - from: 1990-01-01\n    to: 2200-12-31\n",
    "UNKNOWN-HOLIDAYS": _build("  calendar: office")
    + "calendars:\n- id: office\n  week: Mon-Fri 09:00-17:00\n  holidays: XX-YY\n",
    "LOCAL-TIME": _with("target: 2027-03-10T09:00", "target: 2027-03-28T02:30"),
}
