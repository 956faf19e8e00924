"""The context menu: what the selection, a column or the time header can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from relplanner.plan import edits
from relplanner.plan.forms.dependency import format_dependency
from relplanner.ui.common.wording import button_text
from relplanner.ui.timeline import columns
from relplanner.ui.timeline.hit import Hit

if TYPE_CHECKING:
    from relplanner.ui.timeline.page import TimelinePage

ROW = (
    "timeline.rename",
    "timeline.add",
    "timeline.add-milestone",
    "",
    "timeline.indent",
    "timeline.outdent",
    "timeline.up",
    "timeline.down",
    "",
    "timeline.link",
    "timeline.unlink",
    "timeline.unpin",
    "",
    "timeline.cut",
    "timeline.copy",
    "timeline.paste",
    "timeline.duplicate",
    "timeline.delete",
)
GROUND = (
    "timeline.add",
    "timeline.add-milestone",
    "timeline.paste",
    "",
    "timeline.fit",
    "timeline.fit-release",
    "timeline.today",
)
TIMES = (
    "timeline.zoom-in",
    "timeline.zoom-out",
    "",
    "timeline.fit",
    "timeline.fit-release",
    "timeline.today",
    "timeline.whole",
)


def show(page: TimelinePage, found: Hit, at: QPoint) -> None:
    """Open the menu for what was pressed; it deletes itself."""
    menu = build(page, found)
    menu.popup(at)


def build(page: TimelinePage, found: Hit) -> QMenu:
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if found.kind in ("title", "column-edge"):
        _add_columns(page, menu)
    elif found.kind in ("times", "time-track"):
        _add_actions(page, menu, TIMES)
    elif found.place >= 0:
        _add_actions(page, menu, ROW)
        _add_links(page, menu)
    else:
        _add_actions(page, menu, GROUND)
    return menu


def _add_actions(page: TimelinePage, menu: QMenu, ids: tuple[str, ...]) -> None:
    actions = page.context.actions
    actions.refresh()
    for action_id in ids:
        if not action_id:
            menu.addSeparator()
        elif actions.has(action_id):
            menu.addAction(actions.action(action_id))


def _add_links(page: TimelinePage, menu: QMenu) -> None:
    """Each link of a row alone: taken away one by one."""
    chosen = page.chosen()
    plan = page.context.plan
    activity = plan.activity(chosen[0]) if plan is not None and len(chosen) == 1 else None
    if activity is None or plan is None or not activity.after or not page.context.can_edit:
        return
    below = menu.addMenu("Remove link")
    for dependency in activity.after:
        action = below.addAction(button_text(format_dependency(dependency)))
        action.triggered.connect(
            lambda _=False, on=dependency.on: page.context.apply(lambda: edits.unlink(plan, on, activity.id))
        )


def _add_columns(page: TimelinePage, menu: QMenu) -> None:
    for column in columns.COLUMNS:
        if not column.priority:
            continue
        action = menu.addAction(column.title if column.title != "%" else "Progress")
        action.setCheckable(True)
        action.setChecked(column.key not in page.view.hidden_columns)
        action.triggered.connect(lambda shown, key=column.key: _show_column(page, key, shown))
    menu.addSeparator()
    menu.addAction("Show all that fit").triggered.connect(page.widen_table)


def _show_column(page: TimelinePage, key: str, shown: bool) -> None:
    view = page.view
    view.hidden_columns = view.hidden_columns - {key} if shown else view.hidden_columns | {key}
    view.set_table_width(view.table_width)
    page.keep_layout()
    page.board.update()
