"""What the palette can find: actions, pages, recent files, and the entries of the plan by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from relplanner.plan.plan import Plan, sections
from relplanner.session.recent import recent_files
from relplanner.ui.context import Context
from relplanner.ui.pages import PAGES


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the palette."""

    text: str
    note: str
    icon: str
    run: Callable[[], object]
    keys: str = ""
    enabled: bool = True


def entries(context: Context, open_file: Callable[[Path], object]) -> list[tuple[str, Found]]:
    """Everything that can be found now, with its name in lower case; actions first."""
    found = [*_actions(context), *_pages(context), *_things(context), *recent(open_file)]
    return [(f"{one.text} {one.note}".lower(), one) for one in found]


def _actions(context: Context) -> Iterator[Found]:
    for spec in context.actions.specs():
        if not spec.palette or spec.id == "go.palette":
            continue
        action = context.actions.action(spec.id)
        yield Found(
            text=spec.text,
            note=spec.menu.partition("/")[0],
            icon=spec.icon,
            run=partial(context.actions.run, spec.id),
            keys=action.shortcut().toString(),
            enabled=context.actions.is_enabled(spec.id),
        )


def _pages(context: Context) -> Iterator[Found]:
    if context.plan is None:
        return
    for page in PAGES:
        yield Found(page.title, "Page", page.icon, partial(context.go, page.id))


def _things(context: Context) -> Iterator[Found]:
    plan = context.plan
    if plan is None:
        return
    shown = frozenset().union(*(page.sections for page in PAGES))
    for section in sections():
        if section.name not in shown:
            continue
        icon = "chart-gantt" if section.name == "activities" else "circle-small"
        for entry_id in plan.ids(section.name):
            yield Found(
                text=name_of(plan, section.name, entry_id),
                note=entry_id,
                icon=icon,
                run=partial(context.reveal, section.name, entry_id),
            )


def recent(open_file: Callable[[Path], object]) -> Iterator[Found]:
    for path in recent_files():
        yield Found(f"Open {path.name}", str(path.parent), "history", partial(open_file, path))


def name_of(plan: Plan, section: str, entry_id: str) -> str:
    """What people call an entry: its name, or its id."""
    entry = plan.entry(section, entry_id)
    return str(getattr(entry, "name", None) or getattr(entry, "role", None) or entry_id)
