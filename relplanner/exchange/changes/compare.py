"""Two schedules of one plan compared: differences by id and field, and what they do to the dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from relplanner.exchange.changes import entries
from relplanner.exchange.changes.activities import Both
from relplanner.exchange.changes.dates import Moves, critical_sentences, release_sentences
from relplanner.exchange.changes.leaves import parts_of, plain_text
from relplanner.exchange.changes.model import Changes, Leaf, Sentence
from relplanner.plan.diff import Difference, diff, first_field, shared
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule, compute

_TOLD_ELSEWHERE = frozenset({("release", "target")})
"""Fields whose sentence is on dates."""


def changes(before: Schedule, after: Schedule) -> Changes:
    """What changed from one schedule to another, the weightiest first."""
    both = Both(before, after)
    differences = tuple(diff(before.plan, after.plan))
    renamed = dict(_renames(differences))
    leaves: list[Leaf] = []
    said: list[Sentence] = list(_entry_sentences(differences, renamed, both, leaves))
    moved = 0
    if differences:
        new = frozenset(d.id for d in differences if d.what == "added" and d.section == "activities")
        moves = Moves(both, differences, new)
        moved = len(moves.rows)
        said += [*release_sentences(both), *critical_sentences(both), *moves.sentences()]
    said.sort(key=lambda sentence: -sentence.weight)
    slips = (before.slip_minutes, after.slip_minutes)
    return Changes(
        headlines=tuple(said),
        differences=differences,
        leaves=tuple(leaves),
        added=tuple(d.name for d in differences if d.what == "added"),
        removed=tuple(d.name for d in differences if d.what == "removed"),
        renamed=tuple(renamed.items()),
        slip_change_minutes=None if slips[0] is None or slips[1] is None else slips[1] - slips[0],
        target=(before.target, after.target),
        projected=(before.projected, after.projected),
        moved=moved,
    )


def compared(old: Plan, new: Plan) -> tuple[Changes, Schedule, Schedule]:
    """Two plans scheduled and compared; the second as an edit of the first, which is much the quicker."""
    before = compute(old)
    after = compute(shared(old, new), before)
    return changes(before, after), before, after


def _renames(differences: tuple[Difference, ...]) -> Iterator[tuple[str, str]]:
    """Added entries that are removed ones under another id: the same but for it, or of the same name."""
    gone: dict[str, list[Difference]] = {}
    for difference in differences:
        if difference.what == "removed":
            gone.setdefault(difference.section, []).append(difference)
    keys = (_all_but_id, _named)
    for difference in differences:
        if difference.what != "added" or not gone.get(difference.section):
            continue
        for key in keys:
            wanted = key(difference.new)
            match = next((d for d in gone[difference.section] if wanted and key(d.old) == wanted), None)
            if match is not None:
                gone[difference.section].remove(match)
                yield difference.name, match.name
                break


def _all_but_id(entry: Any) -> Any:
    field = first_field(type(entry))
    return replace(entry, **{field: ""}) if field == "id" else None


def _named(entry: Any) -> str:
    name = getattr(entry, "name", None)
    return name if isinstance(name, str) else ""


def _entry_sentences(
    differences: tuple[Difference, ...], renamed: dict[str, str], both: Both, leaves: list[Leaf]
) -> Iterator[Sentence]:
    old_names = set(renamed.values())
    for difference in differences:
        if difference.what == "moved":
            names = [", ".join(map(str, side)) for side in (difference.old, difference.new)]
            leaves.append(Leaf(difference.section, "", "(order)", names[0], names[1]))
            yield entries.reordered(difference)
        elif difference.what == "added":
            old = renamed.get(difference.name)
            if old is None:
                yield entries.added(difference.section, difference.new)
            else:
                yield entries.renamed(difference.section, difference.new, old.rpartition("/")[2])
        elif difference.what == "removed":
            if difference.name not in old_names:
                yield entries.removed(difference.section, difference.old)
        else:
            yield from _changed(difference, both, leaves)


def _changed(difference: Difference, both: Both, leaves: list[Leaf]) -> Iterator[Sentence]:
    parts = list(parts_of(difference))
    for part in parts:
        path = f"{part.path} (order)" if part.moved else part.path
        old, new = plain_text(part, part.old), plain_text(part, part.new)
        leaves.append(Leaf(difference.section, difference.id, path, old, new))
    if (difference.section, difference.field) in _TOLD_ELSEWHERE and both.before.target != both.after.target:
        return

    entry = both.after.plan.entry(difference.section, difference.id) if difference.id else None
    yield from entries.sentences(difference, parts, both, entry)
