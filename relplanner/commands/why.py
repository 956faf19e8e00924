"""Why a date is what it is, as text and as JSON: `relplanner schedule --why ID`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from relplanner.commands.texts import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relplanner.schedule import Schedule
    from relplanner.schedule.explain import Why


def explained(schedule: Schedule, wanted: str) -> Why:
    """The explanation of a row; a phase of the rollout is found without `rollout/` too.

    Raises :class:`click.UsageError` for an id that the plan does not have.
    """
    from relplanner.schedule.explain import why

    row_id = wanted if wanted in schedule.index else f"rollout/{wanted}"
    if row_id not in schedule.index:
        from difflib import get_close_matches

        close = get_close_matches(wanted, schedule.ids, 1)
        hint = f" Did you mean “{close[0]}”?" if close else ""
        raise click.UsageError(one_line(f"The plan has no activity “{wanted}”.{hint}"))
    return why(schedule, row_id)


def why_text(found: Why) -> str:
    """The answer, the chain step by step, what is critical about it, and what it misses."""
    return "\n".join(one_line(line) for line in _lines(found))


def _lines(found: Why) -> Iterator[str]:
    yield found.answer
    if not found.steps:
        return
    yield ""
    width = len(str(len(found.steps)))
    for number, step in enumerate(found.steps, 1):
        named = step.name if step.name == step.id else f"{step.name} ({step.id})"
        yield f"{number:{width}}. {named}"
        yield f"{'':{width}}  {step.sentence}"
        yield f"{'':{width}}  Earlier: {step.earlier}"
    yield ""
    yield found.critical
    yield from (conflict.sentence for conflict in found.conflicts)
    if found.disagreement:
        yield found.disagreement


def why_json(schedule: Schedule, found: Why) -> dict[str, Any]:
    """The keys that others rely on; instants are ISO 8601 with offset."""
    from relplanner.exchange.clock import Clock

    clock = Clock(schedule).iso
    return {
        "id": found.id,
        "answer": found.answer,
        "critical": found.critical,
        "disagreement": found.disagreement,
        "conflicts": [
            {"id": one.id, "name": one.name, "key": one.key, "text": one.text, "minutes": one.minutes,
             "sentence": one.sentence}
            for one in found.conflicts
        ],
        "steps": [
            {
                "id": step.id,
                "name": step.name,
                "end": step.end,
                "moment": clock(step.moment),
                "cause": step.cause,
                "link": step.link,
                "gap_minutes": step.gap_minutes,
                "gaps": [{"kind": gap.kind, "name": gap.name, "minutes": gap.minutes} for gap in step.gaps],
                "without": clock(step.without),
                "alternatives": list(step.alternatives),
                "sentence": step.sentence,
                "earlier": step.earlier,
            }
            for step in found.steps
        ],
    }  # fmt: skip
