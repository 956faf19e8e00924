"""People: one accountable, somebody responsible, and a backup where one person can stop everything."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.plan.checks.look import Look, at_entry
from relplanner.plan.edits.edit import name_in, name_of
from relplanner.plan.findings import Finding
from relplanner.plan.nouns.people import Assignment
from relplanner.plan.plan import Plan
from relplanner.plan.references import section_of

_SUBJECTS = ("activities", "gates", "runbooks")


def raci(look: Look) -> Iterator[Finding]:
    """RACI-NO-A, RACI-MANY-A, RACI-NO-R: exactly one is accountable, at least one responsible."""
    for position, assignment in enumerate(look.plan.assignments):
        accountable = [who for who, letters in assignment.letters if "A" in letters.split()]
        where = ("assignments", position, assignment)
        name = _subject(look.plan, assignment)
        if not accountable:
            yield at_entry("RACI-NO-A", "warning", f"Nobody is accountable (A) for {name}.", where)
        elif len(accountable) > 1:
            names = " and ".join(name_in(look.plan, "stakeholders", who) for who in accountable)
            message = f"{names} are all accountable (A) for {name}; exactly one should be."
            yield at_entry("RACI-MANY-A", "warning", message, where)
        if not any("R" in letters.split() for _, letters in assignment.letters):
            yield at_entry("RACI-NO-R", "warning", f"Nobody is responsible (R) for {name}.", where)


def _subject(plan: Plan, assignment: Assignment) -> str:
    found = section_of(plan, assignment.subject, _SUBJECTS)
    return f"“{name_in(plan, *found) if found else assignment.subject}”"


def backups(look: Look) -> Iterator[Finding]:
    """BACKUP-MISSING: who alone may pull a trigger or let a phase go on should have somebody to stand in."""
    plan = look.plan
    needed = {trigger.who: f"the trigger “{name_of(trigger)}”" for trigger in plan.triggers if trigger.who}
    needed.update(
        {phase.hold: f"the phase “{name_of(phase)}”" for phase in plan.rollout.phases if phase.hold}
    )
    for position, stakeholder in enumerate(plan.stakeholders):
        if stakeholder.id in needed and stakeholder.backup is None:
            message = f"{name_of(stakeholder)} decides on {needed[stakeholder.id]} and has no backup."
            yield at_entry(
                "BACKUP-MISSING", "info", message, ("stakeholders", position, stakeholder), "backup"
            )
