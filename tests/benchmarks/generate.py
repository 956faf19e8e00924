"""Large plans for benchmarks, in the shape that release trains have.

25 stages one after the other, each some layers deep, so that the width grows with the size and the depth
hardly does (about 150 links on the longest way). Two links an activity: 85 % finish-to-start, the rest of
every type; 15 % carry a lag or lead. One activity in ten is a milestone; every 20 stand under a phase; the
order of the file is not the order of the network. Ids are text. The same arguments give the same text.
"""

from __future__ import annotations

import random
from functools import lru_cache

STAGES = 25
LAYERS = 6
GROUP = 20
OWNERS = ("release-manager", "engineering-lead", "qa-lead", "platform", "security", "support", "sponsor")
WORDS = ("Build", "Review", "Test", "Migrate", "Document", "Measure", "Harden", "Translate", "Deploy")
THINGS = ("checkout", "search", "login", "billing", "catalogue", "mobile app", "gateway", "reports")

HEAD = """\
relplan: 1

release:
  product: Train of {n}
  version: 3.4.0
  target: 2027-11-10T09:00
  start: 2027-02-01T09:00
  time_zone: Europe/Berlin

stakeholders:
{owners}
calendars:
- id: office
  week: Mon-Fri 08:00-12:00,13:00-17:00
  exceptions:
  - from: 2027-03-26
    to: 2027-03-29
    name: Easter
  - from: 2027-05-17
    name: Whit Monday
  - from: 2027-12-24
    to: 2027-12-31
    name: Year's end
"""

MORE_CALENDARS = """\
- id: around-the-clock
  week: 24x7
- id: early-shift
  week: Mon-Sat 06:00-14:00
- id: four-days
  week: Mon-Thu 09:00-12:00,13:00-18:00
- id: evenings
  week: Mon-Fri 16:00-22:00; Sat 10:00-14:00
"""
CALENDARS = ("around-the-clock", "early-shift", "four-days", "evenings")


@lru_cache(maxsize=8)
def plan_text(n: int, calendars: int = 1, seed: int = 1) -> str:
    """The text of a plan of ``n`` activities, phases included, and about ``2 * n`` links.

    With ``calendars=5`` three activities in ten are on one of four other calendars.
    """
    if calendars not in (1, 5):
        raise ValueError("calendars is 1 or 5")
    draw = random.Random(seed * 1_000_003 + n * 7 + calendars)
    phases = max(1, n // (GROUP + 1))
    ids = _ids(draw, n - phases)
    links = _links(draw, ids)
    parts = [HEAD.format(n=n, owners="".join(f"- id: {o}\n  role: {o}\n" for o in OWNERS))]
    parts.append(MORE_CALENDARS if calendars == 5 else "")
    parts.append("\nactivities:\n")
    groups = [ids[at : at + GROUP] for at in range(0, len(ids), GROUP)]
    while len(groups) > phases:
        rest = groups.pop()
        groups[-1].extend(rest)
    order = list(range(len(groups)))
    draw.shuffle(order)  # the file's order is not the network's
    for number in order:
        group = list(groups[number])
        draw.shuffle(group)
        parts.append(f"- id: phase-{number}\n  name: Phase {number}\n  kind: phase\n")
        parts += [_activity(draw, key, f"phase-{number}", links[key], calendars) for key in group]
    return "".join(parts)


def _ids(draw: random.Random, count: int) -> list[str]:
    """Text ids in topological order whose numbers say nothing about it."""
    numbers = list(range(count))
    draw.shuffle(numbers)
    return [f"{draw.choice(WORDS).lower()}-{number}" for number in numbers]


def _links(draw: random.Random, ids: list[str]) -> dict[str, list[str]]:
    """Predecessor texts by id: mostly from the layer before, now and then from further back."""
    layers = STAGES * LAYERS
    width = max(1, len(ids) // layers)
    wanted: dict[str, list[str]] = {}
    for at, key in enumerate(ids):
        layer = at // width
        first = max(0, (layer - 1) * width)
        last = layer * width
        picked: dict[str, str] = {}
        for _ in range(draw.choice((1, 2, 2, 2, 3, 3)) if last > 0 else 0):
            low = first if draw.random() < 0.85 else max(0, first - 3 * width)
            source = ids[draw.randrange(low, last)]
            picked[source] = source + _kind_and_lag(draw)
        wanted[key] = list(picked.values())
    return wanted


def _kind_and_lag(draw: random.Random) -> str:
    roll = draw.random()
    kind = "FS" if roll < 0.85 else "SS" if roll < 0.92 else "FF" if roll < 0.97 else "SF"
    lag = ""
    if draw.random() < 0.15:
        lag = draw.choice(("+1d", "+2d", "+4h", "-1d", "-2h", "+30m"))
    return "" if kind == "FS" and not lag else f" {kind}{lag}"


def _activity(draw: random.Random, key: str, parent: str, after: list[str], calendars: int) -> str:
    milestone = draw.random() < 0.10
    lines = [f"- id: {key}", f"  name: {draw.choice(WORDS)} the {draw.choice(THINGS)} {draw.randrange(900)}"]
    if milestone:
        lines.append("  kind: milestone")
    lines.append(f"  parent: {parent}")
    if not milestone:
        days = draw.choice((1, 1, 2, 2, 3, 3, 4, 5, 8))
        lines.append(f"  duration: {days}d" if draw.random() < 0.8 else f"  duration: {days * 4}h")
        if draw.random() < 0.3:
            lines.append(f"  estimate: {days}d / {days + 1}d / {days + 4}d")
    if len(after) == 1:
        lines.append(f"  after: {after[0]}")
    elif after:
        lines.append(f"  after: [{', '.join(after)}]")
    if draw.random() < 0.05:
        lines.append(f"  deadline: 2027-{draw.randrange(8, 12):02}-{draw.randrange(1, 28):02}T17:00")
    lines.append(f"  owner: {draw.choice(OWNERS)}")
    if calendars == 5 and draw.random() < 0.3:
        lines.append(f"  calendar: {draw.choice(CALENDARS)}")
    lines.append(f"  tags: [{draw.choice(THINGS)}, {draw.choice(OWNERS)}]")
    if draw.random() < 0.4:
        lines.append(f"  notes: Agreed with {draw.choice(OWNERS)}; see ticket AUR-{draw.randrange(10_000)}")
    return "\n".join(lines) + "\n"
