"""A plan's network as boxes, groups and arrows, before it is written in a language for diagrams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from relplanner.exchange.clock import Clock
from relplanner.plan import outline
from relplanner.plan.forms.dependency import Dependency
from relplanner.plan.forms.duration import format_lag
from relplanner.plan.nouns.timeline import MILESTONE_KINDS
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule

ROLLOUT = "rollout/"
DAY = len("2027-03-10")


@dataclass(frozen=True, slots=True)
class Node:
    """A box: its name, then its dates and owner. ``groups`` are the ids of the phases around it, outermost
    first. With ``whole`` it stands in the phase of that id for links to and from all of it."""

    id: str
    name: str
    details: tuple[str, ...]
    milestone: bool
    critical: bool
    groups: tuple[str, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link. ``label`` is empty for finish-to-start without lag; ``critical`` when it drives a critical
    date."""

    tail: str
    head: str
    label: str
    soft: bool
    critical: bool


@dataclass(frozen=True, slots=True)
class Diagram:
    """``groups`` gives the phases' names by id; ``left_out`` tells of links that lead nowhere."""

    title: str
    nodes: tuple[Node, ...]
    groups: dict[str, str]
    arrows: tuple[Arrow, ...]
    left_out: tuple[str, ...]


def diagram(schedule: Schedule) -> Diagram:
    """Every activity and phase of the rollout with its links, in the order of the outline."""
    plan = schedule.plan
    arrows, left_out = _arrows(schedule)
    linked = {end for arrow in arrows for end in (arrow.tail, arrow.head)}
    return Diagram(
        title=plain(" ".join(filter(None, (plan.release.product, plan.release.version)))),
        nodes=tuple(_nodes(schedule, linked)),
        groups=_groups(plan),
        arrows=arrows,
        left_out=left_out,
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the nested list of boxes: a group that opens, a box, or (neither) the group that closes."""

    depth: int
    group: str = ""
    node: Node | None = None


def nested(drawn: Diagram) -> Iterator[Mark]:
    """Boxes within their groups. They come in the order of the outline, so each group opens once."""
    opened: list[str] = []
    for node in drawn.nodes:
        while node.groups[: len(opened)] != tuple(opened):
            opened.pop()
            yield Mark(len(opened))
        for group in node.groups[len(opened) :]:
            yield Mark(len(opened), group)
            opened.append(group)
        yield Mark(len(opened), node=node)
    while opened:
        opened.pop()
        yield Mark(len(opened))


def plain(text: str) -> str:
    """One line without characters that command a terminal or end a text in C."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in text).split())


def name_of(name: str | None, key: str) -> str:
    """The name, or the id when there is nothing in it to see."""
    return plain(name or "") or plain(key)


def _groups(plan: Plan) -> dict[str, str]:
    found = {
        row.id: name_of(plan.activities[row.position].name, row.id)
        for row in outline.rows(plan)
        if row.has_children
    }
    return found | ({ROLLOUT: "Rollout phases"} if plan.rollout.phases else {})


def _nodes(schedule: Schedule, linked: set[str]) -> Iterator[Node]:
    plan, said = schedule.plan, Clock(schedule).short
    around: list[str] = []
    for row in outline.rows(plan):
        activity = plan.activities[row.position]
        del around[row.depth :]
        if row.has_children:
            around.append(row.id)
        if row.has_children and row.id not in linked:
            continue
        milestone = activity.kind in MILESTONE_KINDS and not row.has_children
        details = [_dates(schedule, row.position, said, milestone), plain(activity.owner or "")]
        yield Node(
            row.id,
            name_of(activity.name, row.id),
            tuple(filter(None, details)),
            milestone,
            bool(schedule.critical[row.position]),
            tuple(around),
            whole=row.has_children,
        )
    for number, phase in enumerate(plan.rollout.phases, len(plan.activities)):
        dates = _dates(schedule, number, said, milestone=False)
        critical = bool(schedule.critical[number])
        yield Node(schedule.ids[number], name_of(phase.name, phase.id), (dates,), False, critical, (ROLLOUT,))


def _dates(schedule: Schedule, row: int, said: Mapping[int, str], milestone: bool) -> str:
    """Days alone: a drawing is read from afar."""
    start, finish = said[int(schedule.start[row])][:DAY], said[int(schedule.finish[row])][:DAY]
    return finish if milestone or start == finish else f"{start} to {finish}"


def _arrows(schedule: Schedule) -> tuple[tuple[Arrow, ...], tuple[str, ...]]:
    arrows, left_out = [], []
    for head, dependency in _dependencies(schedule.plan):
        tail = _found(schedule, dependency.on)
        if tail is None or tail == head:
            what = "itself" if tail == head else f"{plain(dependency.on)}, which is not in the plan"
            left_out.append(f"{plain(head)} waits for {what}: left out.")
            continue
        arrows.append(
            Arrow(
                tail,
                head,
                _label(dependency),
                dependency.soft,
                _is_critical(schedule, tail, head, dependency),
            )
        )
    return tuple(arrows), tuple(left_out)


def _dependencies(plan: Plan) -> Iterator[tuple[str, Dependency]]:
    """Each link with the id of what waits; phases of the rollout follow each other unless they say else."""
    for activity in plan.activities:
        for dependency in activity.after:
            yield activity.id, dependency
    before = plan.rollout.after or plan.release.milestone
    for phase in plan.rollout.phases:
        here = f"{ROLLOUT}{phase.id}"
        for dependency in phase.after or ((Dependency(before),) if before else ()):
            yield here, dependency
        before = here


def _found(schedule: Schedule, name: str) -> str | None:
    """The row that a link means: an activity, a gate's activity or a phase of the rollout."""
    if name in schedule.index:
        return name
    gate = schedule.plan.entry("gates", name.removeprefix("gates/"))
    if gate is not None and gate.activity in schedule.index:
        return str(gate.activity)
    others = (f"{ROLLOUT}{name}", name.removeprefix("activities/"))
    return next((other for other in others if other in schedule.index), None)


def _label(dependency: Dependency) -> str:
    """``SS+2d``; nothing for a plain finish-to-start. Soft links say so."""
    text = "" if dependency.type == "FS" and dependency.lag is None else dependency.type
    if dependency.lag is not None:
        text += format_lag(dependency.lag)
    return f"{text} soft".strip() if dependency.soft else text


def _is_critical(schedule: Schedule, tail: str, head: str, dependency: Dependency) -> bool:
    if dependency.soft or not schedule.critical[schedule.index[head]]:
        return False
    return bool(schedule.critical[schedule.index[tail]]) and tail in schedule.driving(head)
