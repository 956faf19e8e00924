"""What can be done on the dependencies page: one table for menus, buttons, the palette and shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from relplanner.ui.actions import ActionSpec, Scope
from relplanner.ui.context import Context
from relplanner.ui.dependencies import choosing, doing, showing
from relplanner.ui.dependencies.network import Way
from relplanner.ui.dependencies.view import STEP
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.ui.dependencies.page import DependenciesPage

Run = Callable[["DependenciesPage"], object]
Need = Callable[["DependenciesPage", Context], bool]
Test = Callable[["DependenciesPage"], bool]
WAYS: Mapping[Way, tuple[str, str, str]] = {
    "all": ("Whole network", "Every activity and milestone with its links", "Alt+1"),
    "milestones": ("Milestones", "Milestones and gates alone, with what leads from one to the next", "Alt+2"),
    "phases": ("By phase", "Phases that can be folded into one card each", "Alt+3"),
    "near": ("Neighbourhood", "What is around the chosen activities, step by step", "Alt+4"),
}


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
    checked: Test | None = None


NEEDS: Mapping[str, Need] = {
    "plan": lambda page, _: page.has_plan,
    "edit": lambda page, context: context.can_edit,
    "card": lambda page, _: page.current_card() >= 0,
    "row": lambda page, context: (
        context.can_edit and (page.current_card() >= 0 or page.view.link is not None)
    ),
    "chosen": lambda page, context: context.can_edit and (bool(page.chosen()) or page.view.link is not None),
    "some": lambda page, context: context.can_edit and bool(page.chosen()),
    "several": lambda page, context: context.can_edit and len(page.chosen()) > 1,
    "near": lambda page, _: page.has_plan and page.looking.way == "near",
}

ADD, EDIT, LINKS, FIND = "Activity/Add", "Activity/Edit", "Activity/Links", "Edit/Find"
SHOW, VIEW, EXPORT = "View/Network", "View/Drawing", "File/export"
IN_ORDER = "Let each chosen activity wait for the one chosen before it"
UNLINK = "Remove the links among the chosen activities; of one alone, all it waits for"
FROM_HERE = "Arrows choose the card that waits for this one, Enter links, Esc gives up"

EDITING: tuple[Entry, ...] = (
    Entry("add", "Add activity", doing.add, ADD, "edit", "Insert", "plus"),
    Entry(
        "rename", "Edit name or link", lambda page: page.typing.edit_current(), EDIT, "row", "F2",
        "square-edit-outline",
    ),
    Entry("delete", "Delete", doing.delete, EDIT, "chosen", "Delete", "delete-outline"),
    Entry("open", "Fields", lambda page: page.enter(), EDIT, "plan", ("Return", "Enter"),
          tip="Link what is being linked, else go to the fields of the chosen activity"),
    Entry("link-from", "Link from here", doing.begin_link, LINKS, "card", "L", "link-variant", FROM_HERE),
    Entry("link", "Link in the order chosen", doing.link_in_order, LINKS, "several", "Ctrl+L", "", IN_ORDER),
    Entry(
        "unlink", "Remove links", doing.unlink, LINKS, "some", "Ctrl+Shift+L", "link-variant-off", UNLINK
    ),
)  # fmt: skip

LOOKING: tuple[Entry, ...] = (
    Entry("find", "Find…", lambda page: page.finder.open(), FIND, "plan", "Ctrl+F", "magnify"),
    Entry("find-next", "Find next", lambda page: page.finder.step(1), FIND, "plan", "F3"),
    Entry("find-previous", "Find previous", lambda page: page.finder.step(-1), FIND, "plan", "Shift+F3"),
    Entry("more-steps", "One step more", lambda page: showing.step(page, 1), SHOW, "near", "Alt+="),
    Entry("fewer-steps", "One step less", lambda page: showing.step(page, -1), SHOW, "near", "Alt+-"),
    Entry("fold-all", "Fold all phases", choosing.fold_all, SHOW, "plan", "Ctrl+Shift+-",
          "unfold-less-horizontal"),
    Entry("unfold-all", "Unfold all phases", choosing.unfold_all, SHOW, "plan", ("Ctrl+Shift++", "Ctrl+*"),
          "unfold-more-horizontal"),
    Entry("select-before", "Select all it waits for",
          lambda page: showing.choose_reach(page, forward=False), SHOW,
          "card", "Ctrl+Shift+Left"),
    Entry("select-after", "Select all that waits for it",
          lambda page: showing.choose_reach(page, forward=True), SHOW,
          "card", "Ctrl+Shift+Right"),
    Entry("trace", "Trace from the current card", lambda page: page.toggle_trace(), VIEW, "plan",
          tip="Light all that comes before and after it (Space)", checked=lambda page: page.trace),
    Entry("zoom-in", "Zoom in", lambda page: page.board.zoom(STEP), VIEW, "plan", ("Ctrl++", "Ctrl+="),
          "magnify-plus-outline"),
    Entry("zoom-out", "Zoom out", lambda page: page.board.zoom(1 / STEP), VIEW, "plan", "Ctrl+-",
          "magnify-minus-outline"),
    Entry("fit", "Fit the drawing", showing.fit, VIEW, "plan", "Ctrl+0", "fit-to-page-outline"),
    Entry("critical", "Critical path", showing.critical_path, VIEW, "plan", "Ctrl+Shift+0",
          "flag-outline", "Choose and show what decides the release date"),
    Entry("show-selected", "Show the selected card", showing.current, VIEW, "plan",
          "Ctrl+J"),
    Entry("map", "Overview map", showing.toggle_map, VIEW, "plan", "Ctrl+M", "map-outline",
          checked=lambda page: page.view.show_map),
    Entry("legend", "Legend", showing.toggle_legend, VIEW, "plan",
          checked=lambda page: page.view.show_legend),
    Entry("export", "Export picture…", lambda page: page.export(), EXPORT, "plan", "Ctrl+Shift+E",
          "image-outline", "The whole network as SVG, PNG, PDF, Graphviz DOT or Mermaid"),
)  # fmt: skip


def specs(page: DependenciesPage) -> list[ActionSpec]:
    """The table of a page. Shortcuts that edit hold while the keyboard is in it, those that look always."""
    made = [_spec(page, entry, "page") for entry in EDITING]
    made += [_way(page, way) for way in WAYS]
    made += [_spec(page, entry, "window") for entry in LOOKING]
    return made


def _spec(page: DependenciesPage, entry: Entry, scope: Scope) -> ActionSpec:
    needs, checked = NEEDS[entry.needs], entry.checked
    return ActionSpec(
        id=f"dependencies.{entry.name}",
        text=entry.text,
        run=lambda _context: entry.run(page),
        shortcut=entry.keys,
        icon=entry.icon,
        enabled=lambda context: needs(page, context),
        checked=None if checked is None else lambda _context: checked(page),
        tip=entry.tip,
        menu=entry.menu,
        scope=scope,
    )


def _way(page: DependenciesPage, way: Way) -> ActionSpec:
    text, tip, keys = WAYS[way]
    return ActionSpec(
        id=f"dependencies.way-{way}",
        text=f"Show: {text}",
        run=lambda _context: page.look_at(way),
        shortcut=keys,
        enabled=lambda _context: page.has_plan,
        checked=lambda _context: page.looking.way == way,
        tip=tip,
        menu=SHOW,
    )
