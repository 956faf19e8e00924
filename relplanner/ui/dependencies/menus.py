"""The context menu: what the selection, a link or the drawing can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QMenu

from relplanner.plan import edits
from relplanner.plan.edits.links import target
from relplanner.plan.forms.dependency import TYPES
from relplanner.ui.dependencies import choosing, doing
from relplanner.ui.dependencies.hit import Hit

if TYPE_CHECKING:
    from relplanner.ui.dependencies.page import DependenciesPage

CARD = (
    "rename", "open", "", "link-from", "link", "unlink", "", "select-before", "select-after", "trace",
    "way-near", "", "add", "delete",
)  # fmt: skip
GROUND = ("add", "", "way-all", "way-milestones", "way-phases", "", "fit", "critical", "map", "", "export")


def show(page: DependenciesPage, found: Hit, at: QPoint) -> None:
    """Open the menu for what was pressed; it deletes itself."""
    build(page, found, at).popup(at)


def build(page: DependenciesPage, found: Hit, at: QPoint | None = None) -> QMenu:
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if found.kind == "link":
        edge = page.view.scene.network.edges[found.link]
        ids = page.view.scene.network.ids
        point = QPointF(page.board.mapFromGlobal(at)) if at is not None else None
        page.choose_link((ids[edge.before], ids[edge.after]), point)
        _add_link(page, menu)
    elif found.card >= 0:
        if page.view.scene.network.ids[found.card] in page.view.scene.network.folded:
            menu.addAction("Unfold").triggered.connect(lambda: choosing.toggle_fold(page, found.card))
            menu.addSeparator()
        _add_actions(page, menu, CARD)
    else:
        _add_actions(page, menu, GROUND)
    return menu


def _add_actions(page: DependenciesPage, menu: QMenu, names: tuple[str, ...]) -> None:
    actions = page.context.actions
    actions.refresh()
    for name in names:
        if not name:
            menu.addSeparator()
        elif actions.has(f"dependencies.{name}"):
            menu.addAction(actions.action(f"dependencies.{name}"))


def _add_link(page: DependenciesPage, menu: QMenu) -> None:
    """Another type in one step, the text form, removal; for a derived line why it cannot be changed."""
    edge, plan = doing.chosen_edge(page), page.context.plan
    if edge is None or plan is None:
        return
    pair = doing.owner_of(edge)
    if pair is None or not page.context.can_edit:
        reason = doing.why_fixed(edge) or "This plan is open read-only."
        menu.addAction(reason).setEnabled(False)
        return
    links = [link for link in edge.links if (link.predecessor, link.successor) == pair]
    dependency = links[0].dependency
    if len({link.dependency for link in links}) == 1:
        for kind in TYPES:
            action = menu.addAction(f"{kind}  {KINDS[kind]}")
            action.setCheckable(True)
            action.setChecked(dependency.type == kind)
            action.triggered.connect(lambda _=False, kind=kind: _retype(page, pair, dependency, kind))
        soft = menu.addAction("Soft: only warns")
        soft.setCheckable(True)
        soft.setChecked(dependency.soft)
        soft.triggered.connect(
            lambda on: page.context.apply(
                lambda: edits.retype_link(
                    plan, target(dependency.on), pair[1], dependency.type, dependency.lag, on
                )
            )
        )
        menu.addSeparator()
    menu.addAction("Type and lag…\tF2").triggered.connect(page.typing.edit_current)
    menu.addAction("Remove the link\tDel").triggered.connect(lambda: doing.delete_link(page))


KINDS = {
    "FS": "finish to start",
    "SS": "start to start",
    "FF": "finish to finish",
    "SF": "start to finish",
}


def _retype(page: DependenciesPage, pair: tuple[str, str], dependency: object, kind: str) -> None:
    from relplanner.plan.forms.dependency import Dependency

    plan = page.context.plan
    assert isinstance(dependency, Dependency)
    if plan is not None:
        page.context.apply(
            lambda: edits.retype_link(
                plan, target(dependency.on), pair[1], kind, dependency.lag, dependency.soft, dependency.type
            )
        )
