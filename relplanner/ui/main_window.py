"""The main window: a frame that knows pages by a table. What it shows comes from the context."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from relplanner.session.change import PlanChange
from relplanner.ui import menus
from relplanner.ui.background import Background
from relplanner.ui.common.parts import Hairline, tight
from relplanner.ui.context import Context
from relplanner.ui.desk import Desk
from relplanner.ui.findings.panel import FindingsPanel
from relplanner.ui.frame import regions
from relplanner.ui.frame.banners import Banners
from relplanner.ui.frame.header import Header
from relplanner.ui.frame.rail import Rail
from relplanner.ui.frame.statusbar import StatusBar
from relplanner.ui.frame.toast import Toast
from relplanner.ui.inspector.panel import Inspector
from relplanner.ui.pages import PAGES, Page, PageSpec, make_page, page_spec
from relplanner.ui.palette.palette import Palette
from relplanner.ui.standard_actions import standard_actions
from relplanner.ui.theme import tokens

LATER_MS = 0


class MainWindow(QMainWindow):
    """Assembles the regions and passes changes to them; everything else lives in its own part."""

    def __init__(self, context: Context, pages: tuple[PageSpec, ...] = PAGES) -> None:
        super().__init__()
        self.context = replace(context, go=self.go, reveal=self.reveal)
        self.context.actions.bind(self.context)
        self._pages = pages
        self._made: dict[str, QWidget] = {}
        self._current: str | None = None
        self._palette: Palette | None = None
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(*tokens.WINDOW_LEAST))
        self.background = Background(context.bridge)
        self.banners = Banners(context.themes)
        self.desk = Desk(self.context, self, self.banners)
        self.inspector = Inspector(self.context)
        self.findings = FindingsPanel(self.context, self.background)
        context.actions.add(standard_actions(self, pages), self)
        self.header = Header(self.context)
        self.rail = Rail(self.context, pages)
        self.status = StatusBar(self.context)
        self._views = QStackedWidget()
        self._page_stack = QStackedWidget()
        self._start: QWidget | None = None
        self._unreadable: QWidget | None = None
        self._lay_out()
        self._connect()
        self._restore_layout()
        self._show_document()

    # Building

    def _lay_out(self) -> None:
        self._page_stack.setObjectName("pageArea")
        self._upright = QSplitter(Qt.Orientation.Vertical)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        for splitter in (self._upright, self._across):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self._upright.addWidget(self._page_stack)
        self._upright.addWidget(self.findings)
        self._upright.setStretchFactor(0, 1)
        self._across.addWidget(self._upright)
        self._across.addWidget(self.inspector)
        self._across.setStretchFactor(0, 1)
        workspace = QWidget()
        row = QHBoxLayout(workspace)
        tight(row)
        row.addWidget(self.rail)
        row.addWidget(Hairline(self.context.themes, upright=True))
        row.addWidget(self._across, 1)
        self._workspace = workspace
        self._views.addWidget(workspace)
        middle = self._middle = QWidget()
        column = QVBoxLayout(middle)
        tight(column)
        column.addWidget(self.header)
        column.addWidget(Hairline(self.context.themes))
        column.addWidget(self.banners)
        column.addWidget(self._views, 1)
        column.addWidget(Hairline(self.context.themes))
        column.addWidget(self.status)
        self.setCentralWidget(middle)
        self._toast = Toast(self.context.themes, self._views, self._message_place)

    def _message_place(self) -> QWidget:
        return self._page_stack if self._views.currentWidget() is self._workspace else self._views

    def _connect(self) -> None:
        context = self.context
        context.bridge.changed.connect(self._show_change)
        context.bridge.document_changed.connect(self._show_document)
        context.bridge.ticked.connect(self.header.tick)
        context.messages.said.connect(self._toast.show_message)
        context.actions.reshaped.connect(self._menus_later)
        self.rail.chosen.connect(self.go)
        self.rail.fold_asked.connect(self.fold_rail)
        self.inspector.fold_asked.connect(self.fold_inspector)
        self.findings.fold_asked.connect(self.fold_findings)
        self.findings.counted.connect(self.status.show_findings)
        self.status.findings_asked.connect(self.fold_findings)
        self.desk.start_asked.connect(self._show_start)
        self.desk.unreadable.connect(self._show_unreadable)
        context.selection.changed.connect(context.actions.refresh)
        self._menu_timer = QTimer(self, singleShot=True, interval=LATER_MS)
        self._menu_timer.timeout.connect(lambda: menus.fill(self.menuBar(), context.actions))
        self.menuBar().setNativeMenuBar(self.menuBar().isNativeMenuBar())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._menus_later()
        self.context.messages.start_showing()
        if self._views.currentWidget() is self._workspace:
            regions.enter(self._page_stack)

    def _menus_later(self) -> None:
        """Menus are built after the first picture is on the screen."""
        if self.isVisible():
            self._menu_timer.start()

    # What is shown

    def _show_document(self) -> None:
        """Another document, or none."""
        change = self.context.bridge.opened()
        self._name_window()
        self.header.refresh()
        self.status.refresh()
        self.findings.show_change(change)
        if change is None:
            self._show_start()
            self.context.actions.refresh()
            return
        self._views.setCurrentWidget(self._workspace)
        for page in self._made.values():
            cast(Page, page).show_change(change)
        remembered = self.context.layout.get("page", self._pages[0].id)
        known = {page.id for page in self._pages}
        self.go(self._current or (remembered if remembered in known else self._pages[0].id))
        self.inspector.show_change(change)
        self.context.actions.refresh()
        regions.enter(self._page_stack)

    def _show_change(self, change: PlanChange) -> None:
        for page in self._made.values():
            cast(Page, page).show_change(change)
        self._keep_selection(change)
        self.header.refresh()
        self.status.refresh()
        self.inspector.show_change(change)
        self.findings.show_change(change)
        self.context.actions.refresh()
        self._name_window()

    def _keep_selection(self, change: PlanChange) -> None:
        selection = self.context.selection
        if selection.ids and change.before is not change.after and selection.section != "release":
            selection.keep(selection.section, change.after.ids(selection.section))

    def _show_start(self) -> None:
        from relplanner.ui.start.start_page import StartPage

        if self._start is None:
            self._start = StartPage(self.context, self.desk)
            self._views.addWidget(self._start)
        else:
            cast(StartPage, self._start).refresh()
        self._views.setCurrentWidget(self._start)

    def _show_unreadable(self, path: Path, problems: tuple[object, ...]) -> None:
        from relplanner.ui.start.unreadable_page import UnreadablePage

        if self._unreadable is None:
            self._unreadable = UnreadablePage(self.context, self.desk)
            self._views.addWidget(self._unreadable)
        cast(UnreadablePage, self._unreadable).show_problems(path, cast("tuple", problems))
        self._views.setCurrentWidget(self._unreadable)

    def _name_window(self) -> None:
        document = self.context.document
        self.setWindowModified(document is not None and document.is_modified)
        if document is None:
            self.setWindowTitle("relplanner")
            return
        name = (
            document.path.name if document.path is not None else document.plan.release.product or "New plan"
        )
        self.setWindowTitle(f"{name}[*] – relplanner")

    # Going somewhere

    def go(self, page_id: str) -> None:
        """Show a page; its module is imported and the page made when it is first shown."""
        if self.context.document is None:
            return
        page = self._made.get(page_id)
        if page is None:
            page = make_page(page_spec(page_id, self._pages), self.context)
            self._made[page_id] = page
            self._page_stack.addWidget(page)
            change = self.context.bridge.opened()
            if change is not None:
                cast(Page, page).show_change(change)
        if page_id != self._current:
            if self._current is not None:
                self.context.actions.remove(cast(Page, self._made[self._current]).page_actions())
            self._current = page_id
            self.context.actions.add(cast(Page, page).page_actions(), page)
            self.context.layout.set("page", page_id)
        self._page_stack.setCurrentWidget(page)
        self.rail.set_current(page_id)

    @property
    def page(self) -> QWidget | None:
        """The page shown now."""
        return self._made.get(self._current or "")

    def reveal(self, section: str, entry_id: str) -> None:
        """Choose an entry and show it where it can be seen: on its page, or in the inspector alone."""
        if section == "release" or not entry_id:
            self.context.selection.clear()
            self.show_inspector()
            return
        self.context.selection.set(section, [entry_id])
        for spec in self._pages:
            if section in spec.sections:
                self.go(spec.id)
                if cast(Page, self._made[spec.id]).reveal(section, entry_id):
                    return
        self.show_inspector()

    def open_palette(self) -> None:
        self._make_palette().open()

    def pick_template(self) -> None:
        from relplanner.exchange.templates import templates
        from relplanner.ui.palette.entries import Found

        found = [
            Found(_title(one.id), one.about, "file-document-outline", partial(self.desk.new_from, one.id))
            for one in templates()
        ]
        self._make_palette().pick(found, "Which template?")

    def pick_recent(self) -> None:
        from relplanner.ui.palette.entries import recent

        self._make_palette().pick(list(recent(self.desk.open)), "Which plan?")

    def _make_palette(self) -> Palette:
        if self._palette is None:
            self._palette = Palette(self.context, self.desk.open, self._middle)
        return self._palette

    def step_region(self, forward: bool) -> None:
        workspace = self._views.currentWidget() is self._workspace
        inside = (self.rail, self._page_stack, self.inspector, self.findings) if workspace else (self._views,)
        regions.step((self.header, *inside), forward)

    def step_finding(self, step: int) -> None:
        self.show_findings()
        self.findings.step(step)

    def enter_inspector(self) -> None:
        self.show_inspector()
        regions.enter(self.inspector)

    # Folding

    @property
    def rail_folded(self) -> bool:
        return self.context.layout.get("rail.folded", False)

    @property
    def inspector_shown(self) -> bool:
        return not self.inspector.isHidden()

    @property
    def findings_shown(self) -> bool:
        return not self.findings.isHidden()

    def fold_rail(self) -> None:
        self.context.layout.set("rail.folded", not self.rail_folded)
        self.rail.set_folded(self.rail_folded)
        self.context.actions.refresh()

    def fold_inspector(self) -> None:
        self._fold(self.inspector, "inspector.folded")

    def fold_findings(self) -> None:
        self._fold(self.findings, "findings.folded")

    def show_inspector(self) -> None:
        if not self.inspector_shown:
            self.fold_inspector()

    def show_findings(self) -> None:
        if not self.findings_shown:
            self.fold_findings()

    def _fold(self, panel: QWidget, name: str) -> None:
        panel.setVisible(panel.isHidden())
        self.context.layout.set(name, panel.isHidden())
        self.context.actions.refresh()

    def toggle_full_screen(self) -> None:
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    # Help

    def show_shortcuts(self) -> None:
        sheet = menus.ShortcutSheet(self.context.actions, self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def show_about(self) -> None:
        from relplanner import __version__

        self.context.messages.info(f"relplanner {__version__}. Apache License 2.0.")

    def show_log(self) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        from relplanner.ui.failures import log_path

        if log_path().exists():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_path())))
        else:
            self.context.messages.info(f"The log is empty. It would be in {log_path()}.")

    # Layout

    def _restore_layout(self) -> None:
        layout = self.context.layout
        self.resize(QSize(*tokens.WINDOW_SIZE))
        geometry = layout.get("window", "")
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self.inspector.setVisible(not layout.get("inspector.folded", False))
        self.findings.setVisible(not layout.get("findings.folded", False))
        self.rail.set_folded(self.rail_folded)
        self._across.setSizes([10_000, layout.get("inspector.width", tokens.INSPECTOR_WIDTH)])
        self._upright.setSizes([10_000, layout.get("findings.height", tokens.FINDINGS_HEIGHT)])

    def _keep_layout(self) -> None:
        layout = self.context.layout
        layout.set("window", bytes(self.saveGeometry().toBase64().data()).decode())
        if self.inspector_shown and self._views.currentWidget() is self._workspace:
            layout.set("inspector.width", self.inspector.width())
        if self.findings_shown and self._views.currentWidget() is self._workspace:
            layout.set("findings.height", self.findings.height())
        layout.save()
        self.context.preferences.save()

    # Events

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.desk.look_outside()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            # The drag is over before a question may be asked.
            QTimer.singleShot(0, self, lambda: self.desk.open(path))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.inspector.form is not None:
            self.inspector.form.commit()
        if not self.desk.may_leave():
            event.ignore()
            return
        self._keep_layout()
        self.context.bridge.stop()
        self.desk.put_away()
        self.background.close()
        event.accept()


def _title(template_id: str) -> str:
    return template_id.replace("-", " ").capitalize()


def _dropped(event: QDropEvent) -> Path | None:
    """The one local file that is dragged."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in (".yaml", ".yml") else None
