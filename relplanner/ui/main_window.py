"""The main window: header, banners, workspace or start page, status bar. It assembles and passes on."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from relplanner.errors import Problem
from relplanner.session.change import PlanChange
from relplanner.ui.background import Background
from relplanner.ui.common.parts import Hairline, tight
from relplanner.ui.context import Context
from relplanner.ui.desk import Desk
from relplanner.ui.frame import regions
from relplanner.ui.frame.banners import Banners
from relplanner.ui.frame.header import Header
from relplanner.ui.frame.statusbar import StatusBar
from relplanner.ui.pages import PAGES, PageSpec
from relplanner.ui.standard_actions import standard_actions
from relplanner.ui.theme import tokens
from relplanner.ui.workspace import Workspace

if TYPE_CHECKING:
    from relplanner.ui.frame.toast import Toast
    from relplanner.ui.messages import Message
    from relplanner.ui.palette.entries import Found
    from relplanner.ui.palette.palette import Palette
    from relplanner.ui.paper.exporting import PackExport
    from relplanner.ui.start.start_page import StartPage
    from relplanner.ui.start.unreadable_page import UnreadablePage


class MainWindow(QMainWindow):
    """What it shows comes from the context; everything that decides lives in its own part."""

    def __init__(self, context: Context, pages: tuple[PageSpec, ...] = PAGES) -> None:
        super().__init__()
        self.context = replace(context, go=self.go, reveal=self.reveal)
        self.context.actions.bind(self.context)
        self._palette: Palette | None = None
        self._pack_export: PackExport | None = None
        self._start: StartPage | None = None
        self._unreadable: UnreadablePage | None = None
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(*tokens.WINDOW_LEAST))
        self.background = Background(context.bridge)
        self.banners = Banners(context.themes)
        self.desk = Desk(self.context, self, self.banners, self.background)
        self.workspace = Workspace(self.context, pages, self.background)
        self.rail, self.inspector, self.findings = (
            self.workspace.rail,
            self.workspace.inspector,
            self.workspace.findings,
        )
        context.actions.add(standard_actions(self, pages), self)
        self.header = Header(self.context)
        self.status = StatusBar(self.context)
        self._views = QStackedWidget()
        self._middle = QWidget()
        self._lay_out()
        self._menu_timer = QTimer(self, singleShot=True, interval=tokens.LATER)
        self._connect()
        self.resize(QSize(*tokens.WINDOW_SIZE))
        self.restoreGeometry(QByteArray.fromBase64(context.layout.get("window", "").encode()))
        self._name_window()

    # Building

    def _lay_out(self) -> None:
        self._views.addWidget(self.workspace)
        column = QVBoxLayout(self._middle)
        tight(column)
        column.addWidget(self.header)
        column.addWidget(Hairline(self.context.themes))
        column.addWidget(self.banners)
        column.addWidget(self._views, 1)
        column.addWidget(Hairline(self.context.themes))
        column.addWidget(self.status)
        self.setCentralWidget(self._middle)
        self.menuBar()

    def _connect(self) -> None:
        context = self.context
        context.bridge.changed.connect(self._show_change)
        context.bridge.document_changed.connect(self._show_document)
        context.bridge.ticked.connect(self.header.tick)
        context.messages.said.connect(self._say)
        context.actions.reshaped.connect(self._menus_later)
        context.selection.changed.connect(context.actions.refresh)
        self.workspace.folded.connect(context.actions.refresh)
        self.findings.counted.connect(self.status.show_findings)
        self.status.findings_asked.connect(self.workspace.fold_findings)
        self.desk.start_asked.connect(self._show_start)
        self.desk.unreadable.connect(self._show_unreadable)
        self._menu_timer.timeout.connect(self._fill_menus)

    @cached_property
    def _toast(self) -> Toast:
        """Made with the first message."""
        from relplanner.ui.frame.toast import Toast

        return Toast(self.context.themes, self._views, self._message_place)

    def _say(self, message: Message) -> None:
        self._toast.show_message(message)

    def _message_place(self) -> QWidget:
        return self.workspace.stack if self._has_workspace else self._views

    def _menus_later(self) -> None:
        """Menus are built after the first picture is on the screen."""
        if self.isVisible():
            self._menu_timer.start()

    def complete(self) -> None:
        """Do now what would be done after the first picture: for pictures that are the first and last."""
        self._menu_timer.stop()
        self._fill_menus()
        self.inspector.catch_up()
        self.findings.review_now()
        self.status.complete()
        complete = getattr(self.page, "complete", None)
        if complete is not None:  # pages that are drawn in the background
            complete()

    def _fill_menus(self) -> None:
        from relplanner.ui import menus

        menus.fill(self.menuBar(), self.context.actions)

    # What is shown

    @property
    def page(self) -> QWidget | None:
        """The page shown now."""
        return self.workspace.page

    @property
    def _has_workspace(self) -> bool:
        return self._views.currentWidget() is self.workspace

    def _show_document(self) -> None:
        """Another document, or none."""
        change = self.context.bridge.opened()
        self._name_window()
        self.header.refresh()
        self.status.refresh()
        if change is not None:
            self._views.setCurrentWidget(self.workspace)
        self.workspace.show_document(change)
        self.context.actions.refresh()
        if change is None:
            self._show_start()
        else:
            regions.enter(self.workspace.stack)

    def _show_change(self, change: PlanChange) -> None:
        self.workspace.show_change(change)
        self.header.refresh()
        self.status.refresh()
        self.context.actions.refresh()
        self._name_window()

    def _show_start(self) -> None:
        if not self.isVisible() and self._start is None:
            return  # a plan may be opened before the window is shown
        from relplanner.ui.start.start_page import StartPage

        if self._start is None:
            self._start = StartPage(self.context, self.desk)
            self._views.addWidget(self._start)
        else:
            self._start.refresh()
        self._views.setCurrentWidget(self._start)

    def _show_unreadable(self, path: Path, problems: tuple[Problem, ...]) -> None:
        from relplanner.ui.start.unreadable_page import UnreadablePage

        if self._unreadable is None:
            self._unreadable = UnreadablePage(self.context, self.desk)
            self._views.addWidget(self._unreadable)
        self._unreadable.show_problems(path, problems)
        self._views.setCurrentWidget(self._unreadable)

    def _name_window(self) -> None:
        document = self.context.document
        name = ""
        if document is not None:
            product = document.plan.release.product or "New plan"
            name = document.path.name if document.path is not None else product
        self.setWindowTitle(f"{name}[*] – relplanner" if name else "relplanner[*]")
        self.setWindowModified(document is not None and document.is_modified)

    def offer_recovery(self) -> None:
        """Offer back what a crash left unsaved; at the start of the program."""
        from relplanner.ui import recovery_offer

        recovery_offer.offer(self.desk, self.banners, self.context.messages)

    def commit(self) -> None:
        """Take into the plan what is typed and was not handed over yet: before it is saved or left."""
        self.inspector.commit()
        commit = getattr(self.page, "commit", None)
        if commit is not None:
            commit()

    def save(self) -> bool:
        """Save with what is just being typed."""
        self.commit()
        return self.desk.save()

    def ask_save_as(self) -> bool:
        self.commit()
        return self.desk.ask_save_as()

    # Going somewhere

    def go(self, page_id: str) -> None:
        """Show a page by its id."""
        self.workspace.go(page_id)

    def reveal(self, section: str, entry_id: str) -> None:
        """Choose an entry and show it where it can be seen."""
        self.workspace.reveal(section, entry_id)

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

        self.pick(list(recent(self.desk.open)), "Which plan?")

    def pick(self, found: list[Found], asking: str) -> None:
        """Let the person choose one of a list by typing."""
        self._make_palette().pick(found, asking)

    def _make_palette(self) -> Palette:
        from relplanner.ui.palette.palette import Palette

        if self._palette is None:
            self._palette = Palette(self.context, self.desk.open, self._middle)
        return self._palette

    def step_region(self, forward: bool) -> None:
        work = self.workspace
        inside = (
            (work.rail, work.stack, work.inspector, work.findings) if self._has_workspace else (self._views,)
        )
        regions.step((self.header, *inside), forward)

    def step_finding(self, step: int) -> None:
        self.workspace.show_findings()
        self.findings.step(step)

    def enter_inspector(self) -> None:
        self.workspace.show_inspector()
        self.inspector.enter()

    def toggle_full_screen(self) -> None:
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def export_pack(self) -> None:
        """Ask where the pack for the CAB goes, and make it."""
        from relplanner.ui.paper.exporting import PackExport

        if self._pack_export is None:
            self._pack_export = PackExport(self.context, self, self.banners, self.background)
        self._pack_export.ask()

    # Help

    def show_shortcuts(self) -> None:
        from relplanner.ui.menus import ShortcutSheet

        sheet = ShortcutSheet(self.context.actions, self)
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

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._menus_later()
        if self.context.document is None and self._unreadable is None:
            self._show_start()
        self.context.messages.start_showing()
        if self._has_workspace:
            regions.enter(self.workspace.stack)

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
        self.commit()
        if not self.desk.may_leave():
            event.ignore()
            return
        self._keep_layout()
        self.context.bridge.stop()
        self.background.close()
        self.desk.put_away()
        event.accept()

    def _keep_layout(self) -> None:
        layout = self.context.layout
        layout.set("window", bytes(cast(bytes, self.saveGeometry().toBase64().data())).decode())
        self.workspace.keep_layout()
        layout.save()
        self.context.preferences.save()


def _title(template_id: str) -> str:
    return template_id.replace("-", " ").capitalize()


def _dropped(event: QDropEvent) -> Path | None:
    """The one local file that is dragged."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in (".yaml", ".yml") else None
