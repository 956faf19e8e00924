"""A plan as text: patched into the text it came from, or written anew."""

from __future__ import annotations

from relplanner.plan.plan import FORMAT, Plan
from relplanner.storage import reader
from relplanner.storage.emit import Style, pair
from relplanner.storage.encode import encode_plan
from relplanner.storage.source import Source

CANONICAL = Style()


def format_new(plan: Plan) -> str:
    """The whole plan as a new file."""
    parts = [f"relplan: {FORMAT}\n"]
    for key, value in encode_plan(plan).items():
        parts.append("\n" + "\n".join(pair(key, value, 0, CANONICAL)) + "\n")
    return "".join(parts)


def write(source: Source, plan: Plan) -> tuple[str, Source]:
    """The text of a plan and its :class:`Source`."""
    if plan is source.plan or plan == source.plan:
        return source.text, source
    text = format_new(plan)
    return text, reader.parse(text, source.name).source
