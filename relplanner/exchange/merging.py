"""Three plan files merged into one: by id and field, scheduled and checked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relplanner.errors import Place, PlanUnreadable, Problem
from relplanner.plan.findings import Finding
from relplanner.plan.merge import Conflict, merge
from relplanner.plan.plan import Plan, entries_of, id_of, sections
from relplanner.storage.reader import Loaded
from relplanner.storage.source import Source
from relplanner.storage.yaml_text import no_collection
from relplanner.values import value


@value
class MergedFile:
    """The outcome. ``effects`` says in sentences what the merge did to the release, compared with ours.

    ``errors`` are findings that neither side had alone: a link to what the other deleted, a circle made by
    the links of both. ``source`` holds the text.
    """

    plan: Plan
    source: Source
    conflicts: tuple[Conflict, ...]
    effects: tuple[str, ...]
    errors: tuple[Finding, ...]

    @property
    def text(self) -> str:
        return self.source.text

    @property
    def clean(self) -> bool:
        """Whether nothing is left for a person to decide."""
        return not self.conflicts and not self.errors


def merge_files(base: Loaded, ours: Loaded, theirs: Loaded) -> MergedFile:
    """Bring what changed from ``base`` to ``theirs`` into ``ours``.

    Raises :class:`PlanUnreadable` when a side has a field that cannot be read and that the base did not have:
    what it means is for a person to say, and merging without it would lose it.
    """
    with no_collection():  # it would look through three plans again and again
        return _merged(base, ours, theirs)


def _merged(base: Loaded, ours: Loaded, theirs: Loaded) -> MergedFile:
    conflicts: tuple[Conflict, ...] = ()
    if theirs.source.text in (base.source.text, ours.source.text):
        plan, source = ours.plan, ours.source
    elif ours.source.text == base.source.text:
        plan, source = theirs.plan, theirs.source
    else:
        _refuse_unread(base, ours, theirs)
        merged = merge(base.plan, ours.plan, theirs.plan)
        plan, conflicts = merged.plan, merged.conflicts
        source = _text(base, ours, theirs, plan, conflicts)
    effects, errors = _judged(ours.plan, theirs.plan, plan)
    effects = (*_given_ids(ours.plan, theirs.plan, plan), *effects) if plan is not ours.plan else effects
    return MergedFile(plan, source, conflicts, effects, errors)


def _given_ids(ours: Plan, theirs: Plan, merged: Plan) -> Iterator[str]:
    """What theirs added under an id under which ours had added something else."""
    from relplanner.exchange.changes.wording import subject

    for section in sections():
        before = entries_of(merged, section.name)
        if before in (entries_of(ours, section.name), entries_of(theirs, section.name)):
            continue
        known = {*ours.ids(section.name), *theirs.ids(section.name)}
        for entry in before:
            if id_of(entry) not in known:
                text = (
                    f"{subject(section.name, entry)} has the id {id_of(entry)} now: its own was taken by ours"
                )
                yield text


def nothing() -> Loaded:
    """An empty side: git's base where both sides added the file."""
    return Loaded(Plan(), Source.empty(), ())


def _text(base: Loaded, ours: Loaded, theirs: Loaded, plan: Plan, conflicts: tuple[Conflict, ...]) -> Source:
    from relplanner.storage.merging import merged_source

    return merged_source(base, ours, theirs, plan, conflicts)


def _refuse_unread(base: Loaded, ours: Loaded, theirs: Loaded) -> None:
    known = {_what(finding) for finding in _errors(base.findings)}
    problems = [
        Problem(finding.message, Place(side.source.name or None, finding.line, finding.column, finding.path))
        for side in (ours, theirs)
        for finding in _errors(side.findings)
        if _what(finding) not in known
    ]
    if problems:
        last = problems[-1]
        hint = "Put it right on its branch, then merge."
        raise PlanUnreadable(*problems[:-1], Problem(last.message, last.where, hint))


def _what(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.id, finding.message


def _errors(findings: Iterable[Finding]) -> Iterator[Finding]:
    return (finding for finding in findings if finding.severity == "error")


def _judged(ours: Plan, theirs: Plan, merged: Plan) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """What the merge does to the release, and the errors that neither side had."""
    from relplanner.exchange.changes.activities import Both
    from relplanner.exchange.changes.dates import critical_sentences, release_sentences
    from relplanner.schedule import compute

    if merged is ours:
        return (), ()
    before = compute(ours)
    after = compute(merged, before)
    both = Both(before, after)
    effects = tuple(each.text for each in (*release_sentences(both), *critical_sentences(both)))
    found = _found(merged, after.problems)
    if found:
        had = {(each.code, each.message) for each in _found(ours, before.problems)}
        had |= {(each.code, each.message) for each in _found(theirs, compute(theirs).problems)}
        found = [finding for finding in found if (finding.code, finding.message) not in had]
    told = {finding.message for finding in found}
    return tuple(text for text in effects if text not in told), tuple(found)


def _found(plan: Plan, problems: Iterable[Finding]) -> list[Finding]:
    from relplanner.plan.checks import check
    from relplanner.plan.findings import unsaid

    structure = list(_errors(check(plan)))
    return [*structure, *_errors(unsaid(structure, problems))]
