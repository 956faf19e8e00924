"""The actions of the frame. Pages bring their own (`Page.page_actions`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from relplanner.ui.actions import ActionSpec
from relplanner.ui.context import Context
from relplanner.ui.pages import PageSpec
from relplanner.ui.theme.themes import CHOICES
from relplanner.ui.whatif.actions import plan_actions

if TYPE_CHECKING:
    from relplanner.ui.main_window import MainWindow

DENSITIES = ("compact", "normal", "roomy")


def standard_actions(window: MainWindow, pages: tuple[PageSpec, ...]) -> tuple[ActionSpec, ...]:
    """Everything the frame can do, in the order of the menus."""
    return (
        *_file(window),
        *_edit(),
        *plan_actions(window),
        *_view(window),
        *_go(window, pages),
        *_help(window),
    )


def has_plan(context: Context) -> bool:
    return context.document is not None


def _file(window: MainWindow) -> tuple[ActionSpec, ...]:
    desk = window.desk
    return (
        ActionSpec(
            "file.new", "New plan", lambda _: desk.new_blank(), "Ctrl+N", "file-plus-outline", menu="File/new"
        ),
        ActionSpec("file.template", "New from template …", lambda _: window.pick_template(), menu="File/new"),
        ActionSpec("file.sample", "Open the sample release", lambda _: desk.open_sample(), menu="File/new"),
        ActionSpec(
            "file.open",
            "Open …",
            lambda _: desk.ask_open(),
            "Ctrl+O",
            "folder-open-outline",
            menu="File/open",
        ),
        ActionSpec(
            "file.recent",
            "Open recent …",
            lambda _: window.pick_recent(),
            "Ctrl+R",
            "history",
            menu="File/open",
        ),
        ActionSpec(
            "file.save",
            "Save",
            lambda _: window.save(),
            "Ctrl+S",
            "content-save-outline",
            _savable,
            tip="Save the plan",
            menu="File/save",
        ),
        ActionSpec(
            "file.save_as",
            "Save as …",
            lambda _: window.ask_save_as(),
            "Ctrl+Shift+S",
            enabled=has_plan,
            menu="File/save",
        ),
        ActionSpec(
            "file.revert",
            "Revert to the saved file",
            lambda _: desk.revert(),
            enabled=_revertible,
            menu="File/save",
        ),
        ActionSpec(
            "file.merge",
            "Merge changes made outside",
            lambda _: desk.merge(),
            "",
            "merge",
            lambda context: _has_file(context) and context.can_edit,
            menu="File/save",
        ),
        ActionSpec(
            "file.cab_pack",
            "Export CAB pack …",
            lambda _: window.export_pack(),
            "Ctrl+E",
            "export-variant",
            has_plan,
            tip="What the change advisory board reads, as PDF or HTML",
            menu="File/export",
        ),
        ActionSpec(
            "file.close",
            "Close the plan",
            lambda _: desk.close_document(),
            "Ctrl+W",
            enabled=has_plan,
            menu="File/close",
        ),
        ActionSpec("file.quit", "Quit", lambda _: window.close(), "Ctrl+Q", menu="File/close"),
    )


def _edit() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "edit.undo",
            "Undo",
            _undo,
            "Ctrl+Z",
            "undo",
            lambda context: bool(_undoes(context)),
            menu="Edit/undo",
            label=lambda context: f"Undo {_undoes(context)}".strip(),
        ),
        ActionSpec(
            "edit.redo",
            "Redo",
            _redo,
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            "redo",
            lambda context: bool(_redoes(context)),
            menu="Edit/undo",
            label=lambda context: f"Redo {_redoes(context)}".strip(),
        ),
    )


def _view(window: MainWindow) -> tuple[ActionSpec, ...]:
    themes = tuple(
        ActionSpec(
            f"view.theme.{one}",
            text,
            _theme(one),
            checked=_theme_is(one),
            icon="theme-light-dark",
            menu="View/theme",
        )
        for one, text in zip(CHOICES, ("Theme of the system", "Light theme", "Dark theme"), strict=True)
    )
    densities = tuple(
        ActionSpec(
            f"view.density.{one}",
            f"{one.capitalize()} rows",
            _density(one),
            checked=_density_is(one),
            menu="View/density",
        )
        for one in DENSITIES
    )
    return (
        ActionSpec(
            "view.rail",
            "Page list folded to icons",
            lambda _: window.workspace.fold_rail(),
            "Ctrl+B",
            "dock-left",
            checked=lambda _: window.workspace.rail_folded,
            menu="View/panels",
        ),
        ActionSpec(
            "view.inspector",
            "Inspector",
            lambda _: window.workspace.fold_inspector(),
            "Ctrl+I",
            "dock-right",
            checked=lambda _: window.workspace.inspector_shown,
            menu="View/panels",
        ),
        ActionSpec(
            "view.findings",
            "Findings",
            lambda _: window.workspace.fold_findings(),
            "Ctrl+Shift+M",
            "dock-bottom",
            checked=lambda _: window.workspace.findings_shown,
            menu="View/panels",
        ),
        ActionSpec(
            "view.full",
            "Full screen",
            lambda _: window.toggle_full_screen(),
            "F11",
            checked=lambda _: window.isFullScreen(),
            menu="View/panels",
        ),
        *themes,
        *densities,
    )


def _go(window: MainWindow, pages: tuple[PageSpec, ...]) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "go.palette",
            "Go to, do, find …",
            lambda _: window.open_palette(),
            ("Ctrl+Shift+P", "Ctrl+P"),
            "magnify",
            menu="Go/palette",
        ),
        *(
            ActionSpec(
                f"go.page.{page.id}",
                page.title,
                _go_page(page.id),
                page.shortcut,
                page.icon,
                has_plan,
                menu="Go/pages",
                palette=False,
            )
            for page in pages
        ),
        ActionSpec(
            "go.milestone",
            "Release milestone",
            _go_milestone,
            "Ctrl+M",
            "rhombus-outline",
            lambda context: bool(context.plan and context.plan.release.milestone),
            menu="Go/plan",
        ),
        ActionSpec(
            "go.release",
            "Facts of the release",
            _go_release,
            "",
            "rocket-launch-outline",
            has_plan,
            menu="Go/plan",
        ),
        ActionSpec(
            "go.fields",
            "Fields of the selection",
            lambda _: window.enter_inspector(),
            "Alt+Return",
            "square-edit-outline",
            has_plan,
            menu="Go/plan",
        ),
        ActionSpec(
            "go.finding.next",
            "Next finding",
            lambda _: window.step_finding(1),
            "F8",
            enabled=has_plan,
            menu="Go/findings",
        ),
        ActionSpec(
            "go.finding.previous",
            "Previous finding",
            lambda _: window.step_finding(-1),
            "Shift+F8",
            enabled=has_plan,
            menu="Go/findings",
        ),
        ActionSpec(
            "go.region.next", "Next region", lambda _: window.step_region(True), "F6", menu="Go/regions"
        ),
        ActionSpec(
            "go.region.previous",
            "Previous region",
            lambda _: window.step_region(False),
            "Shift+F6",
            menu="Go/regions",
        ),
    )


def _help(window: MainWindow) -> tuple[ActionSpec, ...]:
    return (
        ActionSpec(
            "help.shortcuts",
            "Keyboard shortcuts",
            lambda _: window.show_shortcuts(),
            "F1",
            "keyboard-outline",
            menu="Help",
        ),
        ActionSpec(
            "help.log", "Show the log", lambda _: window.show_log(), "", "text-box-outline", menu="Help"
        ),
        ActionSpec(
            "help.about", "About relplanner", lambda _: window.show_about(), "", "information", menu="Help"
        ),
    )


def _has_file(context: Context) -> bool:
    return context.document is not None and context.document.path is not None


def _savable(context: Context) -> bool:
    document = context.document
    return document is not None and not document.read_only and (document.is_modified or document.path is None)


def _revertible(context: Context) -> bool:
    return _has_file(context) and context.document is not None and context.document.is_modified


def _undoes(context: Context) -> str:
    return (context.document.undo_label or "") if context.document is not None else ""


def _redoes(context: Context) -> str:
    return (context.document.redo_label or "") if context.document is not None else ""


def _undo(context: Context) -> None:
    if context.document is not None:
        context.document.undo()


def _redo(context: Context) -> None:
    if context.document is not None:
        context.document.redo()


def _theme(choice: str) -> Callable[[Context], object]:
    return lambda context: context.themes.choose(choice)


def _density(density: str) -> Callable[[Context], object]:
    return lambda context: context.preferences.set("density", density)


def _theme_is(choice: str) -> Callable[[Context], bool]:
    return lambda context: context.themes.choice == choice


def _density_is(density: str) -> Callable[[Context], bool]:
    return lambda context: context.preferences.get("density", "normal") == density


def _go_page(page_id: str) -> Callable[[Context], object]:
    return lambda context: context.go(page_id)


def _go_milestone(context: Context) -> None:
    plan = context.plan
    if plan is not None and plan.release.milestone:
        context.reveal("activities", plan.release.milestone)


def _go_release(context: Context) -> None:
    context.reveal("release", "")
