"""The pages there are, as a table. A page's module is imported when it is first shown."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtWidgets import QWidget

from relplanner.values import value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relplanner.session.change import PlanChange
    from relplanner.ui.actions import ActionSpec
    from relplanner.ui.context import Context


class Page(Protocol):
    """What the frame asks of a page besides being a QWidget made with one `Context`.

    The frame calls `show_change` with a change of kind "open" right after making the page while a document is
    open, and then with every change, also while the page is hidden (it may then only note that it is stale).
    """

    def show_change(self, change: PlanChange) -> None: ...

    def page_actions(self) -> Sequence[ActionSpec]: ...

    # A page whose figures come from the background also has `complete() -> None`, which works them out at
    # once: a picture of it is taken only once. A page that is typed in has `commit() -> None`, which takes
    # what is typed into the plan before it is saved or left.

    def reveal(self, section: str, entry_id: str) -> bool:
        """Scroll to an entry; False when this page does not show it. The frame sets the selection before."""
        ...


@value
class PageSpec:
    """One entry of the rail."""

    id: str
    title: str
    group: str
    icon: str
    factory: str
    """``module:Class``"""
    sections: frozenset[str] = frozenset()
    """The sections whose entries this page shows: where a finding jumps to."""
    shortcut: str = ""
    has_fields: bool = False
    """It shows every field of what is chosen itself: the inspector makes room while it is looked at."""


PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        id="timeline",
        title="Timeline",
        group="Plan",
        icon="chart-gantt",
        factory="relplanner.ui.timeline.page:TimelinePage",
        sections=frozenset({"activities", "rollout", "freezes", "iterations", "calendars", "anchors"}),
        shortcut="Ctrl+1",
    ),
    PageSpec(
        id="dependencies",
        title="Dependencies",
        group="Plan",
        icon="graph-outline",
        factory="relplanner.ui.dependencies.page:DependenciesPage",
        sections=frozenset({"activities", "rollout"}),
        shortcut="Ctrl+2",
    ),
    PageSpec(
        id="review",
        title="Review",
        group="Plan",
        icon="clipboard-check-outline",
        factory="relplanner.ui.review.page:ReviewPage",
        shortcut="Ctrl+3",
    ),
    PageSpec(
        id="rollout",
        title="Rollout",
        group="Rollout",
        icon="stairs-up",
        factory="relplanner.ui.rollout.page:RolloutPage",
        sections=frozenset({"rollout"}),
        shortcut="Ctrl+4",
        has_fields=True,
    ),
    PageSpec(
        id="metrics",
        title="Metrics",
        group="Rollout",
        icon="chart-line",
        factory="relplanner.ui.metrics.page:MetricsPage",
        sections=frozenset({"metrics", "sources"}),
        shortcut="Ctrl+5",
        has_fields=True,
    ),
    PageSpec(
        id="triggers",
        title="Triggers",
        group="Rollout",
        icon="alarm-light-outline",
        factory="relplanner.ui.triggers.page:TriggersPage",
        sections=frozenset({"triggers", "alerts"}),
        shortcut="Ctrl+6",
        has_fields=True,
    ),
)
GROUPS = ("Plan", "People", "Readiness", "Rollout", "Record")


def page_spec(page_id: str, pages: tuple[PageSpec, ...] = PAGES) -> PageSpec:
    """The page of that id. Raises :class:`KeyError`."""
    for spec in pages:
        if spec.id == page_id:
            return spec
    raise KeyError(page_id)


def make_page(spec: PageSpec, context: Context) -> QWidget:
    """Import a page's module and make the page; it is a QWidget and a `Page`."""
    module, _, name = spec.factory.partition(":")
    return cast(QWidget, getattr(importlib.import_module(module), name)(context))
