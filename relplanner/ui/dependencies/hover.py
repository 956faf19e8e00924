"""What the mouse resting on something tells."""

from __future__ import annotations

from html import escape

from relplanner.plan.edits.edit import count
from relplanner.ui.dependencies import doing
from relplanner.ui.dependencies.hit import Hit
from relplanner.ui.dependencies.linking import hard_pairs, links_of
from relplanner.ui.dependencies.network import terms
from relplanner.ui.dependencies.view import View

MOST_NAMES = 6


def explain(view: View, found: Hit) -> str:
    """The tooltip as rich text with the plan's words escaped; empty for none."""
    if found.kind == "handle":
        return "Drag to the card that waits for this one"
    if found.kind == "link":
        return "<br>".join(_link(view, found.link))
    if found.kind in ("card", "fold") and 0 <= found.card < len(view.scene):
        return "<br>".join(_card(view, found.card))
    return ""


def _card(view: View, card: int) -> list[str]:
    facts = view.fact(card)
    network = view.scene.network
    lines = [f"<b>{escape(facts.name)}</b>"]
    dates = view.schedule.dates(network.ids[card])
    if dates is not None and dates.start != dates.finish:
        lines.append(escape(f"{view.dates.clock(dates.start)} to {view.dates.zoned(dates.finish)}"))
    elif dates is not None:
        lines.append(escape(view.dates.zoned(dates.start)))
    else:
        lines += [escape(text) for text in _problems(view, network.ids[card])]
    told = [facts.state.word]
    if facts.critical:
        told.append("critical")
    if facts.slack:
        told.append(f"slack {facts.slack}")
    lines.append(escape(" · ".join(told)))
    if facts.owner:
        lines.append(escape(facts.owner))
    before, after = len(network.before[card]), len(network.after[card])
    lines.append(f"Waits for {before}, awaited by {after}" if before or after else "Linked to nothing")
    return lines


def _problems(view: View, one: str) -> list[str]:
    found = [problem.message for problem in view.schedule.problems if problem.id == one]
    return found[:3] or ["No dates: something it waits for has none."]


def _link(view: View, number: int) -> list[str]:
    network = view.scene.network
    edge = network.edges[number]
    names = " → ".join(view.fact(card).name for card in (edge.before, edge.after))
    lines = [f"<b>{escape(names)}</b>"]
    if edge.links[0].why == "between":
        return lines + _between(view, edge.links[0].before, edge.links[0].after)
    written = dict.fromkeys(
        escape(terms(link.dependency))
        + ("" if link.written else f": {escape(_name(view, link.predecessor))}"
           f" → {escape(_name(view, link.successor))}")
        for link in edge.links
    )  # fmt: skip
    lines += list(written)[:MOST_NAMES]
    if len(written) > MOST_NAMES:
        lines.append(f"and {count(len(written) - MOST_NAMES, 'link')} more")
    if number in network.in_circle:
        lines.append("Part of a circle: without one of its links the circle is gone.")
    elif view.critical_links[number]:
        lines.append("Critical: it drives the release")
    fixed = doing.why_fixed(edge)
    lines.append(fixed if fixed else "Click to change or remove it")
    return lines


def _between(view: View, before: str, after: str) -> list[str]:
    from relplanner.schedule.graph import between

    found = between(hard_pairs(links_of(view.plan)), before, after, view.scene.network.ids)
    ids = sorted(found, key=lambda one: view.schedule.index.get(one, -1))
    if not ids:
        return ["Linked directly"]
    names = [escape(_name(view, one)) for one in ids[:MOST_NAMES]]
    more = [f"and {len(ids) - MOST_NAMES} more"] if len(ids) > MOST_NAMES else []
    return [f"Through {count(len(ids), 'activity')}:", *names, *more]


def _name(view: View, one: str) -> str:
    activity = view.plan.activity(one)
    return (activity.name or activity.id) if activity is not None else one
