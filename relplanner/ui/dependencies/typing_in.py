"""Typing on the drawing: a card's name, a link's type and lag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect

from relplanner.errors import Problem, TextError
from relplanner.plan import edits
from relplanner.plan.edits.edit import Edit
from relplanner.plan.edits.links import ROLLOUT
from relplanner.plan.edits.rename import taken_ids
from relplanner.plan.forms.scalars import slug
from relplanner.ui.common.cell_editor import CellEditor
from relplanner.ui.dependencies import doing
from relplanner.ui.dependencies.link_panel import LinkPanel
from relplanner.ui.dependencies.network import ROLLOUT_GROUP

if TYPE_CHECKING:
    from relplanner.ui.dependencies.page import DependenciesPage

READ_ONLY = "This plan is open read-only. Save it under another name to change it."


class Typing:
    """The one open editor of a page, if any."""

    def __init__(self, page: DependenciesPage) -> None:
        self.page = page
        self.editor: CellEditor | None = None
        self.panel = LinkPanel(page.board, page.context.themes, page.board.setFocus)
        self.panel.remove.clicked.connect(lambda: doing.delete_link(page))
        self._named = ""

    # A card's name

    def begin_name(self, card: int, *, new: bool = False) -> bool:
        """Open the editor on a card's name."""
        page = self.page
        one = page.view.scene.network.ids[card]
        if not self.finish() or one == ROLLOUT_GROUP:
            return False
        if not page.context.can_edit:
            page.context.messages.warn(READ_ONLY)
            return False
        if page.view.zoom < 1:
            page.view.zoom_to(1.0, page.view.card_rect(card).center())
            page.board.update()
        page.board.show_card(card)
        self._named = one
        self.editor = CellEditor(
            page.board,
            self._name_rect(card),
            page.view.fact(card).name,
            lambda typed: self._commit_name(one, typed, new=new),
            self._closed,
            page.context.theme,
        )
        self.editor.setAccessibleName("Name")
        self.editor.show()
        self.editor.setFocus()
        self.editor.selectAll()
        return True

    def _name_rect(self, card: int) -> QRect:
        box = self.page.view.card_rect(card).toRect()
        return QRect(box.left() + 4, box.top() + 3, box.width() - 8, round(box.height() * 0.42))

    def _commit_name(self, one: str, typed: str, *, new: bool) -> None:
        document, name = self.page.context.document, typed.strip()
        if document is None:
            return
        if not name:
            raise TextError(Problem("A name is expected here.", hint="Delete the card if it is not wanted."))
        plan = document.plan
        section = "rollout" if one.startswith(ROLLOUT) else "activities"
        edit = edits.set_field(plan, section, one.removeprefix(ROLLOUT), "name", name)
        new_id = slug(name, taken_ids(plan) - {one}) if new else one
        if new_id == one:
            document.apply(edit)
            return
        follow = edits.rename_id(plan, "activities", one, new_id)
        if document.apply(Edit(edit.label, lambda before: follow.run(edit.run(before)))) is not None:
            self.page.context.selection.set("activities", [new_id], new_id)

    def _closed(self, _then: str) -> None:
        self.editor = None
        self.page.board.setFocus()

    # A link

    def open_link(self, point: QPointF | None = None) -> None:
        """Show the panel of the chosen link, beside a point or the middle of the link."""
        page, edge = self.page, doing.chosen_edge(self.page)
        if edge is None:
            self.panel.hide()
            return
        view = page.view
        names = " → ".join(view.fact(card).name for card in (edge.before, edge.after))
        pair = doing.owner_of(edge)
        text = doing.text_of(view.plan, *pair) if pair is not None else ""
        if point is None:
            number = view.scene.network.edges.index(edge)
            x, y = view.scene.middles[number].tolist()
            point = QPointF(view.x_of(x), view.y_of(y))
        at = QPoint(
            min(max(0, round(point.x())), view.width - 20), min(max(0, round(point.y())), view.height - 20)
        )
        self.panel.open(
            names,
            text,
            doing.why_fixed(edge),
            at,
            lambda typed: self._commit_link(pair, typed),
            editable=page.context.can_edit and bool(text),
        )

    def _commit_link(self, pair: tuple[str, str] | None, typed: str) -> None:
        document = self.page.context.document
        if document is None or pair is None:
            return
        edit = doing.retyped(document.plan, *pair, typed)
        if edit is not None:
            document.apply(edit)

    def type_into_link(self, text: str) -> bool:
        """Typing while a link is chosen begins to edit it."""
        if self.page.view.link is None or not text or not text.isprintable() or text.isspace():
            return False
        return self.panel.begin(text)

    # Both

    def edit_current(self) -> None:
        """The chosen link's text, else the current card's name."""
        if self.page.view.link is not None:
            if not self.panel.begin():
                edge = doing.chosen_edge(self.page)
                reason = READ_ONLY if not self.page.context.can_edit else ""
                if edge is not None and (reason := doing.why_fixed(edge) or reason):
                    self.page.context.messages.info(reason)
            return
        card = self.page.current_card()
        if card >= 0:
            self.begin_name(card)

    def follow(self) -> None:
        """The drawing moved: so does the editor; the panel lets go."""
        if self.editor is not None:
            card = self.page.view.card_of(self._named)
            if card >= 0:
                self.editor.move_to(self._name_rect(card))
        if self.panel.isVisible():
            self.panel.hide()

    def finish(self) -> bool:
        """Take what was typed; bad text stays open with its reason."""
        if self.editor is not None and not self.editor.finish():
            return False
        return self.panel.finish()

    def give_up(self) -> None:
        if self.editor is not None:
            self.editor.give_up()
        self.panel.hide()

    def wear(self) -> None:
        theme = self.page.context.theme
        self.panel.wear(theme)
        if self.editor is not None:
            self.editor.wear(theme)
