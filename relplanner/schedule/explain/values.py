"""What an explanation consists of. Instants are UTC minutes; sentences are made when they are first read."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.schedule.explain.chain import Found
    from relplanner.schedule.explain.teller import Teller


@value
class Gap:
    """Time on the clock in which the row's calendar has no work, or a freeze lets it not start.

    ``kind`` is night, weekend, day-off, holiday, exception or freeze; ``name`` that of the holiday, the
    exception or the freeze.
    """

    kind: str
    name: str
    minutes: int


@value
class Conflict:
    """A limit that is not kept: ``key`` is the field, ``text`` what stands there, ``minutes`` by how much
    (working minutes of the row's calendar)."""

    id: str
    name: str
    key: str
    text: str
    minutes: int
    sentence: str


class Step:
    """One row of the chain and what holds it.

    ``moment`` is the end that is held (``end``: start or finish). ``cause`` is link, part (of a summary),
    start, at, when, constraint (dates set by hand), freeze, as-late, actual, status-date or plan-start;
    ``link`` the text form of the link or the date. ``gap_minutes`` is the time on the clock between the
    instant from which the cause lets go and ``moment``, the working lag not counted. ``without`` is where the
    end would be without this one cause (``moment`` when others hold as much, ``None`` where that cannot be
    told); of what comes from a summary, where it would be at the latest.
    """

    __slots__ = (
        "_found",
        "_teller",
        "cause",
        "end",
        "gap_minutes",
        "id",
        "link",
        "moment",
        "name",
        "without",
    )

    def __init__(self, teller: Teller, found: Found) -> None:
        self._teller, self._found = teller, found
        network = teller.network
        self.id, self.name = network.ids[found.row], network.rows[found.row].name or network.ids[found.row]
        self.moment, self.end, self.cause = found.moment, found.end, found.cause
        self.link = found.text
        self.gap_minutes, self.without = found.gap, found.without

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Where the gap's minutes come from."""
        return self._teller.gaps(self._found)

    @property
    def alternatives(self) -> tuple[str, ...]:
        """What else holds the same end as much, in words."""
        return self._teller.alternatives(self._found)

    @property
    def sentence(self) -> str:
        return self._teller.sentence(self._found)

    @property
    def earlier(self) -> str:
        """What would have to change for it to be earlier."""
        return self._teller.earlier(self._found)

    def __repr__(self) -> str:
        return f"Step({self.id!r}, {self.cause!r}, {self.link!r}, {self.moment})"


class Why:
    """Why a row is where it is: ``steps`` lead from the row back to the root cause. Without dates there are
    none, and ``answer`` says why."""

    def __init__(self, row_id: str, steps: tuple[Step, ...], teller: Teller) -> None:
        self.id, self.steps = row_id, steps
        self._teller = teller

    @cached_property
    def answer(self) -> str:
        """All in one sentence."""
        return self._teller.answer(self)

    @cached_property
    def critical(self) -> str:
        """Why it is critical, or is not: slack, threshold, and to which end slack is counted."""
        return self._teller.critical(self)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Limits of the rows of the chain that are not kept."""
        return self._teller.conflicts(self)

    @cached_property
    def disagreement(self) -> str:
        """Where slack and the driving chain tell different stories, and why; empty where they agree."""
        return self._teller.disagreement(self)
