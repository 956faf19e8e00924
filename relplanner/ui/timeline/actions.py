"""What can be done on the timeline: one table for menus, buttons, the palette and shortcuts.

What is done lies in modules that are imported with the first action: hence functions around functions.
"""
# ruff: noqa: PLW0108

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from relplanner.late import LateModule
from relplanner.plan import edits
from relplanner.ui.actions import ActionSpec, Scope
from relplanner.ui.common.time_scale import STEP
from relplanner.ui.context import Context
from relplanner.ui.timeline import choosing
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.ui.timeline import clipboard, doing
    from relplanner.ui.timeline.page import TimelinePage
else:
    clipboard = LateModule("relplanner.ui.timeline.clipboard")
    doing = LateModule("relplanner.ui.timeline.doing")

Run = Callable[["TimelinePage"], object]
Need = Callable[["TimelinePage", Context], bool]
FILTERS = {"all": "All rows", "critical": "Critical", "open": "Not done", "marks": "Milestones and gates"}


@value
class Entry:
    """One line of the table; ``needs`` names the test in `NEEDS` that must hold."""

    name: str
    text: str
    run: Run
    menu: str
    needs: str
    keys: str | tuple[str, ...] = ""
    icon: str = ""
    tip: str = ""


NEEDS: Mapping[str, Need] = {
    "plan": lambda page, context: page.has_plan,
    "edit": lambda page, context: context.can_edit,
    "row": lambda page, context: context.can_edit and page.current_place() >= 0,
    "some": lambda page, context: bool(page.chosen()),
    "chosen": lambda page, context: context.can_edit and bool(page.chosen()),
    "several": lambda page, context: context.can_edit and len(page.chosen()) > 1,
    "pinned": lambda page, context: (
        context.can_edit and any(doing.is_pinned(page.view, each) for each in page.chosen())
    ),
}


def _add(kind: str) -> Run:
    return lambda page: doing.add(page, kind)


def _apply(name: str) -> Run:
    """An edit of the chosen rows; ``edits`` imports its module when it is asked for the name."""
    return lambda page: doing.apply(page, getattr(edits, name))


ADD, EDIT, OUTLINE, LINKS = "Activity/Add", "Activity/Edit", "Activity/Outline", "Activity/Links"
CLIPBOARD, FIND, VIEW = "Edit/Clipboard", "Edit/Find", "View/Timeline"
IN_ORDER = "Let each chosen activity wait for the one chosen before it"
UNLINK = "Remove the links among the chosen activities; of one alone, all it waits for"
INWARD, OUTWARD = "format-indent-increase", "format-indent-decrease"
CHAIN, UNCHAIN = "link-variant", "link-variant-off"

EDITING: tuple[Entry, ...] = (
    Entry("add", "Add activity below", _add("task"), ADD, "edit", ("Return", "Enter", "Insert"), "plus"),
    Entry("add-milestone", "Add milestone below", _add("milestone"), ADD, "edit", icon="rhombus"),
    Entry("add-phase", "Add phase below", _add("phase"), ADD, "edit"),
    Entry("add-gate", "Add gate below", _add("gate"), ADD, "edit", icon="rhombus-outline"),
    Entry("add-deployment", "Add deployment below", _add("deployment"), ADD, "edit"),
    Entry("add-meeting", "Add meeting below", _add("meeting"), ADD, "edit"),
    Entry(
        "rename", "Edit cell", lambda page: doing.edit_current(page), EDIT, "row", "F2", "square-edit-outline"
    ),
    Entry("delete", "Delete", lambda page: doing.delete(page), EDIT, "chosen", "Delete", "delete-outline"),
    Entry("duplicate", "Duplicate", _apply("duplicate"), EDIT, "chosen", "Ctrl+D", "content-duplicate"),
    Entry(
        "indent",
        "Indent",
        _apply("indent"),
        OUTLINE,
        "chosen",
        ("Alt+Shift+Right", "Ctrl+]"),
        "format-indent-increase",
    ),
    Entry(
        "outdent",
        "Outdent",
        _apply("outdent"),
        OUTLINE,
        "chosen",
        ("Alt+Shift+Left", "Ctrl+["),
        "format-indent-decrease",
    ),
    Entry("up", "Move up", _apply("move_up"), OUTLINE, "chosen", "Alt+Up", "arrow-up"),
    Entry("down", "Move down", _apply("move_down"), OUTLINE, "chosen", "Alt+Down", "arrow-down"),
    Entry(
        "link",
        "Link in the order chosen",
        lambda page: doing.link(page),
        LINKS,
        "several",
        "Ctrl+L",
        "link-variant",
        IN_ORDER,
    ),
    Entry(
        "unlink",
        "Remove links",
        lambda page: doing.unlink(page),
        LINKS,
        "chosen",
        "Ctrl+Shift+L",
        "link-variant-off",
        UNLINK,
    ),
    Entry(
        "unpin",
        "Unpin",
        _apply("unpin"),
        LINKS,
        "pinned",
        "Ctrl+U",
        "pin-off-outline",
        "Give the start back to the network",
    ),
    Entry("cut", "Cut", lambda page: clipboard.cut(page), CLIPBOARD, "chosen", "Ctrl+X", "content-cut"),
    Entry("copy", "Copy", lambda page: clipboard.copy(page), CLIPBOARD, "some", "Ctrl+C", "content-copy"),
    Entry("paste", "Paste", lambda page: clipboard.paste(page), CLIPBOARD, "edit", "Ctrl+V", "content-paste"),
    Entry("select-all", "Select all", lambda page: doing.select_all(page), CLIPBOARD, "plan", "Ctrl+A"),
)

LOOKING: tuple[Entry, ...] = (
    Entry("find", "Find…", lambda page: page.finder.open(), FIND, "plan", "Ctrl+F", "magnify"),
    Entry("find-next", "Find next", lambda page: page.finder.step(1), FIND, "plan", "F3"),
    Entry("find-previous", "Find previous", lambda page: page.finder.step(-1), FIND, "plan", "Shift+F3"),
    Entry(
        "zoom-in",
        "Zoom in",
        lambda page: page.board.zoom(STEP**2),
        VIEW,
        "plan",
        ("Ctrl++", "Ctrl+="),
        "magnify-plus-outline",
    ),
    Entry(
        "zoom-out",
        "Zoom out",
        lambda page: page.board.zoom(STEP**-2),
        VIEW,
        "plan",
        "Ctrl+-",
        "magnify-minus-outline",
    ),
    Entry(
        "fit",
        "Fit the plan",
        lambda page: page.fit(),
        VIEW,
        "plan",
        "Ctrl+0",
        "arrow-expand-horizontal",
        "All of the time from start to finish",
    ),
    Entry(
        "fit-release",
        "Fit T0",
        lambda page: page.fit_release(),
        VIEW,
        "plan",
        "Ctrl+Shift+0",
        "flag-outline",
        "T0 and the projected release",
    ),
    Entry(
        "today",
        "Today",
        lambda page: page.show_today(),
        VIEW,
        "plan",
        "Ctrl+T",
        "calendar-today",
        "Bring today into view",
    ),
    Entry(
        "whole",
        "Whole plan",
        lambda page: page.whole_plan(),
        VIEW,
        "plan",
        "Ctrl+9",
        "fit-to-page-outline",
        "Every row in view, however thin",
    ),
    Entry("fold-all", "Fold all", choosing.fold_all, VIEW, "plan", "Ctrl+Shift+-", "unfold-less-horizontal"),
    Entry(
        "unfold-all",
        "Unfold all",
        choosing.unfold_all,
        VIEW,
        "plan",
        ("Ctrl+Shift++", "Ctrl+*"),
        "unfold-more-horizontal",
    ),
    Entry(
        "show-selected",
        "Show the selected row",
        lambda page: doing.show_selected(page),
        VIEW,
        "plan",
        "Ctrl+J",
    ),
)


def specs(page: TimelinePage) -> list[ActionSpec]:
    """The table of a page. Shortcuts that edit hold while the keyboard is in it, those that look always."""
    made = [_spec(page, entry, "page") for entry in EDITING]
    made += [_spec(page, entry, "window") for entry in LOOKING]
    made += [_filter(page, name, words) for name, words in FILTERS.items()]
    return made


def _spec(page: TimelinePage, entry: Entry, scope: Scope) -> ActionSpec:
    needs = NEEDS[entry.needs]
    return ActionSpec(
        id=f"timeline.{entry.name}",
        text=entry.text,
        run=lambda _context: entry.run(page),
        shortcut=entry.keys,
        icon=entry.icon,
        enabled=lambda context: needs(page, context),
        tip=entry.tip,
        menu=entry.menu,
        scope=scope,
    )


def _filter(page: TimelinePage, name: str, words: str) -> ActionSpec:
    return ActionSpec(
        id=f"timeline.show-{name}",
        text=f"Show: {words}",
        run=lambda _context: page.set_filter(name),
        enabled=lambda _context: page.has_plan,
        checked=lambda _context: page.filter == name,
        menu="View/Filter",
    )
