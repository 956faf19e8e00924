"""What stands in the way: freeze conflicts, sign-offs still open, and the weightiest findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from relplanner.plan.findings import Finding
from relplanner.ui.common.lines import Entry, Lines
from relplanner.ui.common.parts import label
from relplanner.ui.review.card import Card
from relplanner.ui.review.facts import OpenSignOff, split

if TYPE_CHECKING:
    from relplanner.ui.context import Context


class OpenCard(Card):
    """Three short lists; a line goes to its object."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.themes, "In the way")
        self._context = context
        self.freezes, self.sign_offs, self.findings = (Lines(context.themes, most) for most in (4, 5, 6))
        self.heads: list[QLabel] = []
        titles = ("Freeze conflicts", "Sign-offs open", "Findings")
        for title, lines in zip(titles, (self.freezes, self.sign_offs, self.findings), strict=True):
            head = label(title, "small")
            self.heads.append(head)
            lines.setAccessibleName(title)
            self.body.addWidget(head)
            self.body.addWidget(lines)

    def show_findings(self, findings: Sequence[Finding] | None) -> None:
        """``None``: they are not known yet."""
        if findings is None:
            self.freezes.show_entries((), "…")
            self.findings.show_entries((), "…")
            return
        freezes, others = split(findings)
        self._head(0, "Freeze conflicts", len(freezes))
        self._head(2, "Findings", len(others))
        self.freezes.show_entries([self._entry(one) for one in freezes], "Nothing runs inside a freeze.")
        self.findings.show_entries([self._entry(one) for one in others], "Nothing to report.")

    def show_sign_offs(self, asked: Sequence[OpenSignOff], total: int) -> None:
        self._head(1, "Sign-offs open", len(asked), f" of {total}" if total else "")
        nothing = "All sign-offs are given." if total else "The plan asks for no sign-offs."
        self.sign_offs.show_entries([self._sign_off(one) for one in asked], nothing)

    def _head(self, at: int, title: str, count: int, of: str = "") -> None:
        self.heads[at].setText(f"{title} · {count:,}{of}" if count else title)

    def _sign_off(self, one: OpenSignOff) -> Entry:
        if one.refused:
            return Entry(
                f"{one.who} refused {one.what}", one.due, "error", self._go(one.section, one.id), "error"
            )
        right = f"overdue since {one.due}" if one.overdue else (f"due {one.due}" if one.due else "no date")
        tone = "warning" if one.overdue else "info"
        return Entry(
            f"{one.who} for {one.what}",
            right,
            tone,
            self._go(one.section, one.id),
            "warning" if one.overdue else "",
        )

    def _entry(self, finding: Finding) -> Entry:
        from relplanner.ui.findings.model import object_of

        where = object_of(finding)
        go = self._go(*where) if where is not None else None
        return Entry(finding.message, "", finding.severity, go)

    def _go(self, section: str, entry_id: str) -> Callable[[], object]:
        return partial(self._context.reveal, section, entry_id)
