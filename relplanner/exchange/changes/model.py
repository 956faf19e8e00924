"""The values that a comparison yields."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.plan.diff import Difference
from relplanner.plan.plan import sections
from relplanner.values import value

DATES = "dates"
"""The section of sentences on dates that moved by logic alone; no section of the plan."""


@value
class Sentence:
    """One change on one line. ``id`` is empty for what concerns a whole section; ``weight`` is 0 to 100."""

    text: str
    section: str
    id: str
    weight: int


@value
class Leaf:
    """One changed value: ``field`` is a path such as ``duration`` or ``criteria/coverage.target``.

    ``old`` and ``new`` are text forms; ``None`` where there is or was nothing.
    """

    section: str
    id: str
    field: str
    old: str | None
    new: str | None


@value
class Group:
    """The sentences of one section under its title, weightiest first."""

    section: str
    title: str
    sentences: tuple[Sentence, ...]


@value
class Changes:
    """Everything that changed. ``headlines`` are all sentences, the weightiest first.

    Instants are UTC minutes, ``None`` where there is none; ``slip_change_minutes`` is real time, positive
    when the release slipped further behind T0. ``renamed`` maps new names (``section/id``) to old ones.
    """

    headlines: tuple[Sentence, ...]
    differences: tuple[Difference, ...]
    leaves: tuple[Leaf, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    slip_change_minutes: int | None
    target: tuple[int | None, int | None]
    projected: tuple[int | None, int | None]
    moved: int = 0
    """How many activities have other dates now, for whatever reason."""

    @property
    def same(self) -> bool:
        """Whether both plans say the same."""
        return not self.differences

    def groups(self) -> Iterator[Group]:
        """The sentences section by section: the release, activities, dates, then the order of the file."""
        by_section: dict[str, list[Sentence]] = {}
        for sentence in self.headlines:
            by_section.setdefault(sentence.section, []).append(sentence)
        titles = {section.name: section.label for section in sections()}
        names = ["release", "activities", DATES, *titles, ""]
        for name in dict.fromkeys(names):
            if name in by_section:
                title = titles.get(name) or ("Dates moved by logic" if name == DATES else "Other keys")
                yield Group(name, title, tuple(by_section[name]))
