"""The workspace: rail, pages, inspector and findings, beside each other while a plan is open."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from relplanner.session.change import PlanChange
from relplanner.ui.background import Background
from relplanner.ui.common.parts import Hairline, tight
from relplanner.ui.context import Context
from relplanner.ui.findings.panel import FindingsPanel
from relplanner.ui.frame.rail import Rail
from relplanner.ui.inspector.panel import Inspector
from relplanner.ui.pages import Page, PageSpec, make_page, page_spec
from relplanner.ui.theme import tokens


class Workspace(QWidget):
    """Knows pages by their table and makes them when first shown. Remembers what is folded, and widths."""

    folded = Signal()
    """A panel was folded or unfolded."""

    def __init__(self, context: Context, pages: tuple[PageSpec, ...], background: Background) -> None:
        super().__init__()
        self._context, self._pages = context, pages
        self._made: dict[str, QWidget] = {}
        self._current: str | None = None
        self._has_fields = False
        self.rail = Rail(context, pages)
        self.inspector = Inspector(context)
        self.findings = FindingsPanel(context, background)
        self.stack = QStackedWidget()
        self.stack.setObjectName("pageArea")
        self.upright = QSplitter(Qt.Orientation.Vertical)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        for splitter in (self.upright, self.across):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self.upright.addWidget(self.stack)
        self.upright.addWidget(self.findings)
        self.upright.setStretchFactor(0, 1)
        self.across.addWidget(self.upright)
        self.across.addWidget(self.inspector)
        self.across.setStretchFactor(0, 1)
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(self.rail)
        row.addWidget(Hairline(context.themes, upright=True))
        row.addWidget(self.across, 1)
        self.rail.chosen.connect(self.go)
        self.rail.fold_asked.connect(self.fold_rail)
        self.inspector.fold_asked.connect(self.fold_inspector)
        self.findings.fold_asked.connect(self.fold_findings)
        self._restore()

    # Pages

    @property
    def page(self) -> QWidget | None:
        """The page shown now."""
        return self._made.get(self._current or "")

    def show_document(self, change: PlanChange | None) -> None:
        """Another document, or none."""
        self.findings.show_change(change)
        if change is None:
            return
        for page in self._made.values():
            cast(Page, page).show_change(change)
        self.go(self._current or self._remembered_page())
        self.inspector.show_change(change)

    def show_change(self, change: PlanChange) -> None:
        for page in self._made.values():
            cast(Page, page).show_change(change)
        self._keep_selection(change)
        self.inspector.show_change(change)
        self.findings.show_change(change)

    def go(self, page_id: str) -> None:
        """Show a page; its module is imported and the page made when it is first shown."""
        if self._context.document is None:
            return
        page = self._made.get(page_id)
        if page is None:
            page = make_page(page_spec(page_id, self._pages), self._context)
            self._made[page_id] = page
            self.stack.addWidget(page)
            change = self._context.bridge.opened()
            if change is not None:
                cast(Page, page).show_change(change)
        if page_id != self._current:
            if self._current is not None:
                self._context.actions.remove(cast(Page, self._made[self._current]).page_actions())
            self._current = page_id
            self._context.actions.add(cast(Page, page).page_actions(), page)
            self._context.layout.set("page", page_id)
        self.stack.setCurrentWidget(page)
        self.rail.set_current(page_id)
        self._make_room(page_id)

    def _make_room(self, page_id: str) -> None:
        """The inspector is folded beside a page that shows the fields itself, until somebody asks for it."""
        has_fields = page_spec(page_id, self._pages).has_fields
        folded = has_fields or self._context.layout.get("inspector.folded", False)
        if self._has_fields != has_fields and self.inspector.isHidden() != folded:
            self.inspector.setVisible(not folded)
            self.folded.emit()
        self._has_fields = has_fields

    def reveal(self, section: str, entry_id: str) -> None:
        """Choose an entry and show it where it can be seen: on its page, or in the inspector alone."""
        if section == "release" or not entry_id:
            self._context.selection.clear()
            self.show_inspector()
            return
        self._context.selection.set(section, [entry_id])
        # Where one is already comes first: a jump changes the page only when it has to.
        for spec in sorted(self._pages, key=lambda page: page.id != self._current):
            if section in spec.sections:
                self.go(spec.id)
                if cast(Page, self._made[spec.id]).reveal(section, entry_id):
                    return
        self.show_inspector()

    def _remembered_page(self) -> str:
        remembered = self._context.layout.get("page", "")
        return remembered if remembered in {page.id for page in self._pages} else self._pages[0].id

    def _keep_selection(self, change: PlanChange) -> None:
        selection = self._context.selection
        if selection.ids and change.before is not change.after and selection.section != "release":
            plan, section = change.after, selection.section
            selection.keep(section, plan.activity_index if section == "activities" else plan.ids(section))

    # Folding

    @property
    def rail_folded(self) -> bool:
        return self._context.layout.get("rail.folded", False)

    @property
    def inspector_shown(self) -> bool:
        return not self.inspector.isHidden()

    @property
    def findings_shown(self) -> bool:
        return not self.findings.isHidden()

    def fold_rail(self) -> None:
        self._context.layout.set("rail.folded", not self.rail_folded)
        self._fit_rail()
        self.folded.emit()

    def _fit_rail(self) -> None:
        """A narrow window has no room for words that the icons say too."""
        self.rail.set_folded(self.rail_folded or self.width() < tokens.NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def fold_inspector(self) -> None:
        self._fold(self.inspector, "" if self._has_fields else "inspector.folded")

    def fold_findings(self) -> None:
        self._fold(self.findings, "findings.folded")

    def put_under_page(self, panel: QWidget) -> None:
        """Give a panel a place between the page and the findings."""
        self.upright.insertWidget(1, panel)
        shown = self.upright.sizes()
        height = min(tokens.IMPACT_HEIGHT, sum(shown) // 3)  # a low window keeps most of it for the page
        self.upright.setSizes([max(0, shown[0] - height), height, *shown[2:]])

    def show_inspector(self) -> None:
        if not self.inspector_shown:
            self.fold_inspector()

    def show_findings(self) -> None:
        if not self.findings_shown:
            self.fold_findings()

    def _fold(self, panel: QWidget, name: str) -> None:
        panel.setVisible(panel.isHidden())
        if name:
            self._context.layout.set(name, panel.isHidden())
        self.folded.emit()

    # What is remembered

    def _restore(self) -> None:
        layout = self._context.layout
        self.inspector.setVisible(not layout.get("inspector.folded", False))
        self.findings.setVisible(not layout.get("findings.folded", False))
        self._fit_rail()
        self.across.setSizes([10_000, layout.get("inspector.width", tokens.INSPECTOR_WIDTH)])
        self.upright.setSizes([10_000, layout.get("findings.height", tokens.FINDINGS_HEIGHT)])

    def keep_layout(self) -> None:
        if self.inspector.isVisible():
            self._context.layout.set("inspector.width", self.inspector.width())
        if self.findings.isVisible():
            self._context.layout.set("findings.height", self.findings.height())
