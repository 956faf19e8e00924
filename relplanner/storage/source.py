"""The text a plan came from, with the place of every entry."""

from __future__ import annotations

from relplanner.errors import Place
from relplanner.plan.plan import Plan
from relplanner.storage.yaml_text import Tree


class Source:
    """The text of a plan. It belongs to exactly one :class:`Plan` value and never changes."""

    def __init__(self, text: str, tree: Tree, plan: Plan, name: str = "") -> None:
        self.text = text
        self.tree = tree
        self.plan = plan
        self.name = name

    @classmethod
    def empty(cls, name: str = "") -> Source:
        """The source of a plan that has no file yet."""
        return cls("", Tree(), Plan(), name)

    def line_of(self, path: str) -> int | None:
        """The line, counted from 1, of a path such as ``activities[3].after[0]``."""
        return None

    def place(self, section: str, entry_id: str, key: str = "") -> Place:
        return Place(self.name or None)
