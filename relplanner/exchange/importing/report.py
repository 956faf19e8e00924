"""What an import yields: a plan and its report."""

from __future__ import annotations

from relplanner.plan.plan import Plan
from relplanner.values import value


@value
class Remark:
    """One thing of the file: ``place`` names it there, ``text`` says what became of it."""

    place: str
    text: str


@value
class Report:
    """``taken`` is in the plan; ``kept`` was not understood and stands in the plan as notes."""

    form: str
    taken: tuple[Remark, ...] = ()
    kept: tuple[Remark, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """The report as lines of text."""
        parts = [f"Read as {self.form}: {len(self.taken):,} taken, {len(self.kept):,} not understood."]
        for caption, remarks in (("Taken:", self.taken), ("Not understood, kept as notes:", self.kept)):
            if remarks:
                parts += [caption, *(f"  {remark.place}: {remark.text}" for remark in remarks)]
        return tuple(parts)


@value
class Imported:
    """A plan that was made from another program's file."""

    plan: Plan
    report: Report
