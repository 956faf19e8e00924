"""What can be done on the timeline: one table for menus, buttons, the palette and shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from relplanner.plan import edits
from relplanner.plan.edits.edit import Edit
from relplanner.plan.plan import Plan
from relplanner.ui.actions import ActionSpec
from relplanner.ui.context import Context
from relplanner.ui.timeline import choosing, clipboard, doing
from relplanner.ui.timeline.layout.scale import STEP

if TYPE_CHECKING:
    from relplanner.ui.timeline.page import TimelinePage

FILTERS = {"all": "All rows", "critical": "Critical", "open": "Not done", "marks": "Milestones and gates"}


def specs(page: TimelinePage) -> list[ActionSpec]:
    """The table of a page. Shortcuts hold while the keyboard is in it."""
    return [*_adding(page), *_moving(page), *_linking(page), *_copying(page), *_looking(page)]


def _adding(page: TimelinePage) -> list[ActionSpec]:
    def can_edit(context: Context) -> bool:
        return context.can_edit

    made = [
        ActionSpec(
            "timeline.add",
            "Add activity below",
            lambda _c: doing.add(page, "task"),
            ("Return", "Enter", "Insert"),
            "plus",
            can_edit,
            menu="Activity/Add",
            scope="page",
        ),
    ]
    for kind in ("milestone", "phase", "gate", "deployment", "meeting"):
        made.append(
            ActionSpec(
                f"timeline.add-{kind}",
                f"Add {kind} below",
                _do(doing.add, page, kind),
                enabled=can_edit,
                menu="Activity/Add",
                scope="page",
            )
        )
    made += [
        ActionSpec(
            "timeline.rename",
            "Edit cell",
            lambda _c: doing.edit_current(page),
            "F2",
            "square-edit-outline",
            lambda c: c.can_edit and page.current_place() >= 0,
            menu="Activity/Edit",
            scope="page",
        ),
        ActionSpec(
            "timeline.delete",
            "Delete",
            lambda _c: doing.delete(page),
            "Delete",
            "delete-outline",
            _chosen(page),
            menu="Activity/Edit",
            scope="page",
        ),
        ActionSpec(
            "timeline.duplicate",
            "Duplicate",
            lambda _c: doing.apply(page, edits.duplicate),
            "Ctrl+D",
            "content-duplicate",
            _chosen(page),
            menu="Activity/Edit",
            scope="page",
        ),
    ]
    return made


def _moving(page: TimelinePage) -> list[ActionSpec]:
    table: tuple[tuple[str, str, Callable[[Plan, tuple[str, ...]], Edit], str, str], ...] = (
        ("indent", "Indent", edits.indent, "Alt+Shift+Right", "format-indent-increase"),
        ("outdent", "Outdent", edits.outdent, "Alt+Shift+Left", "format-indent-decrease"),
        ("up", "Move up", edits.move_up, "Alt+Up", "arrow-up"),
        ("down", "Move down", edits.move_down, "Alt+Down", "arrow-down"),
    )
    return [
        ActionSpec(
            f"timeline.{name}",
            text,
            _do(doing.apply, page, make),
            keys,
            icon,
            _chosen(page),
            menu="Activity/Outline",
            scope="page",
        )
        for name, text, make, keys, icon in table
    ]


def _linking(page: TimelinePage) -> list[ActionSpec]:
    def several(context: Context) -> bool:
        return context.can_edit and len(page.chosen()) > 1

    return [
        ActionSpec(
            "timeline.link",
            "Link in the order chosen",
            lambda _c: doing.link(page),
            "Ctrl+L",
            "link-variant",
            several,
            tip="Let each chosen activity wait for the one chosen before it",
            menu="Activity/Links",
            scope="page",
        ),
        ActionSpec(
            "timeline.unlink",
            "Remove links",
            lambda _c: doing.unlink(page),
            "Ctrl+Shift+L",
            "link-variant-off",
            _chosen(page),
            tip="Remove the links among the chosen activities; of one alone, all it waits for",
            menu="Activity/Links",
            scope="page",
        ),
        ActionSpec(
            "timeline.unpin",
            "Unpin",
            lambda _c: doing.apply(page, edits.unpin),
            "Ctrl+U",
            "pin-off-outline",
            lambda c: c.can_edit and any(doing.is_pinned(page.view, each) for each in page.chosen()),
            tip="Give the start back to the network",
            menu="Activity/Links",
            scope="page",
        ),
    ]


def _copying(page: TimelinePage) -> list[ActionSpec]:
    def some(_context: Context) -> bool:
        return bool(page.chosen())

    return [
        ActionSpec(
            "timeline.cut",
            "Cut",
            lambda _c: clipboard.cut(page),
            "Ctrl+X",
            "content-cut",
            _chosen(page),
            menu="Edit/Clipboard",
            scope="page",
        ),
        ActionSpec(
            "timeline.copy",
            "Copy",
            lambda _c: clipboard.copy(page),
            "Ctrl+C",
            "content-copy",
            some,
            menu="Edit/Clipboard",
            scope="page",
        ),
        ActionSpec(
            "timeline.paste",
            "Paste",
            lambda _c: clipboard.paste(page),
            "Ctrl+V",
            "content-paste",
            lambda c: c.can_edit,
            menu="Edit/Clipboard",
            scope="page",
        ),
        ActionSpec(
            "timeline.select-all",
            "Select all",
            lambda _c: doing.select_all(page),
            "Ctrl+A",
            enabled=lambda _c: page.has_plan,
            menu="Edit/Clipboard",
            scope="page",
        ),
        ActionSpec(
            "timeline.find",
            "Find…",
            lambda _c: page.finder.open(),
            "Ctrl+F",
            "magnify",
            lambda _c: page.has_plan,
            menu="Edit/Find",
        ),
        ActionSpec(
            "timeline.find-next",
            "Find next",
            lambda _c: page.finder.step(1),
            "F3",
            "",
            lambda _c: page.has_plan,
            menu="Edit/Find",
        ),
        ActionSpec(
            "timeline.find-previous",
            "Find previous",
            lambda _c: page.finder.step(-1),
            "Shift+F3",
            "",
            lambda _c: page.has_plan,
            menu="Edit/Find",
        ),
    ]


def _looking(page: TimelinePage) -> list[ActionSpec]:
    def shown(_context: Context) -> bool:
        return page.has_plan

    table: tuple[tuple[str, str, Callable[[], object], str | tuple[str, ...], str, str], ...] = (
        (
            "zoom-in",
            "Zoom in",
            lambda: page.board.zoom(STEP**2),
            ("Ctrl++", "Ctrl+="),
            "magnify-plus-outline",
            "",
        ),
        ("zoom-out", "Zoom out", lambda: page.board.zoom(STEP**-2), "Ctrl+-", "magnify-minus-outline", ""),
        (
            "fit",
            "Fit the plan",
            page.fit,
            "Ctrl+0",
            "arrow-expand-horizontal",
            "All of the time from start to finish",
        ),
        (
            "fit-release",
            "Fit T0",
            page.fit_release,
            "Ctrl+Shift+0",
            "flag-outline",
            "T0 and the projected release",
        ),
        ("today", "Today", page.show_today, "Ctrl+T", "calendar-today", "Bring today into view"),
        (
            "whole",
            "Whole plan",
            page.whole_plan,
            "Ctrl+9",
            "fit-to-page-outline",
            "Every row in view, however thin",
        ),
        (
            "fold-all",
            "Fold all",
            lambda: choosing.fold_all(page),
            "Ctrl+Shift+-",
            "unfold-less-horizontal",
            "",
        ),
        (
            "unfold-all",
            "Unfold all",
            lambda: choosing.unfold_all(page),
            ("Ctrl+Shift++", "Ctrl+*"),
            "unfold-more-horizontal",
            "",
        ),
        ("show-selected", "Show the selected row", lambda: doing.show_selected(page), "Ctrl+J", "", ""),
    )
    made = [
        ActionSpec(
            f"timeline.{name}",
            text,
            _do(run),
            keys,
            icon,
            shown,
            tip=tip,
            menu="View/Timeline",
        )
        for name, text, run, keys, icon, tip in table
    ]
    for key, words in FILTERS.items():
        made.append(
            ActionSpec(
                f"timeline.show-{key}",
                f"Show: {words}",
                _do(page.set_filter, key),
                enabled=shown,
                checked=_is_shown(page, key),
                menu="View/Filter",
            )
        )
    return made


def _do(call: Callable[..., object], *given: object) -> Callable[[Context], object]:
    return lambda _context: call(*given)


def _is_shown(page: TimelinePage, key: str) -> Callable[[Context], bool]:
    return lambda _context: page.filter == key


def _chosen(page: TimelinePage) -> Callable[[Context], bool]:
    return lambda context: context.can_edit and bool(page.chosen())
