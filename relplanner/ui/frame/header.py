"""The header: which release, its state, how far away T0 is, and the box that goes anywhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from relplanner.ui.common.parts import Chip, ElidedLabel, action_button, label, tight
from relplanner.ui.context import Context
from relplanner.ui.frame import facts
from relplanner.ui.theme import tokens

QUICK = ("file.save", "edit.undo", "edit.redo")


class Header(QWidget):
    """Rebuilt never, refilled on every change and once a second."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("header")
        self.setAccessibleName("Release")
        self.setFixedHeight(tokens.HEADER_HEIGHT)
        self.product = ElidedLabel("title")
        self.version = ElidedLabel("muted")
        self.status = Chip()
        self.status.setToolTip("Status of the release; click to change it")
        self.status.clicked.connect(self._offer_status)
        self.t0_word = label("T0", "small")
        self.t0 = label("", "strong")
        self.utc = label("", "muted")
        self.countdown = label("", "strong")
        self.slip = Chip()
        self.slip.clicked.connect(self._show_milestone)
        self.box = PaletteBox(context)
        self._quick = [action_button(context, one) for one in QUICK]
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_4, 0, tokens.SPACE_4, 0)
        row.setSpacing(tokens.SPACE_2)
        row.addWidget(self.product)
        row.addWidget(self.version)
        row.addSpacing(tokens.SPACE_3)
        row.addWidget(self.status)
        row.addSpacing(tokens.SPACE_4)
        for part in (self.t0_word, self.t0, self.utc, self.countdown):
            row.addWidget(part)
        row.addSpacing(tokens.SPACE_2)
        row.addWidget(self.slip)
        row.addStretch(1)
        for one in self._quick:
            row.addWidget(one)
        row.addSpacing(tokens.SPACE_1)
        row.addWidget(self.box)

    def refresh(self) -> None:
        """Everything, after a change of the document."""
        plan = self._context.plan
        always = (self.version, self.status, self.t0_word, self.t0, self.utc, self.countdown, *self._quick)
        if plan is None:
            for part in (*always, self.slip):
                part.setVisible(False)
            self.product.show_text("relplanner")
            return
        product, version = facts.title(plan.release)
        self.product.show_text(product)
        self.version.show_text(version)
        status = plan.release.status
        arrow = " ▾" if self._context.can_edit else ""
        self.status.show_state(status.capitalize() + arrow, facts.STATUS_TONES.get(status, ""))
        self.status.setAccessibleName(f"Status: {status}")
        slip = facts.slip(self._context.schedule)
        if slip is not None:
            self.slip.show_state(slip.text, slip.tone)
            self.slip.setToolTip(slip.tip)
            self.slip.setAccessibleName(f"{slip.text}. {slip.tip}")
        # Shown last: what is not shown yet need not be styled twice.
        for part in always:
            part.setVisible(True)
        self.slip.setVisible(slip is not None)
        self.tick()

    def tick(self) -> None:
        """The countdown alone."""
        if self._context.plan is None:
            return
        said = facts.target(self._context.schedule, self._context.now())
        for part, text in (
            (self.t0, said.local or "not set"),
            (self.utc, said.utc),
            (self.countdown, said.countdown),
        ):
            if part.text() != text:
                part.setText(text)
        for part in (self.t0_word, self.t0):
            part.setToolTip(said.tip)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._context.plan is not None:
            self._fit()

    def _fit(self) -> None:
        """What is least needed makes way first."""
        givers: tuple[QWidget, ...] = (self.utc, *reversed(self._quick), self.version)
        for one in givers:
            one.setVisible(not isinstance(one, QLabel) or bool(one.text()) or isinstance(one, ElidedLabel))
        self.box.set_short(False)
        for one in givers:
            if self._needed() <= self.width():
                return
            if one is self._quick[-1]:
                self.box.set_short(True)
            one.hide()

    def _needed(self) -> int:
        layout = self.layout()
        wanted = layout.sizeHint().width() if layout is not None else 0
        return wanted

    def _offer_status(self) -> None:
        plan = self._context.plan
        if plan is None or not self._context.can_edit:
            return
        from PySide6.QtWidgets import QMenu

        from relplanner.plan.edits import set_release
        from relplanner.plan.nouns.release import RELEASE_STATUS

        menu = QMenu(self)
        for status in RELEASE_STATUS.choices:
            action = menu.addAction(status.capitalize())
            action.setCheckable(True)
            action.setChecked(status == plan.release.status)
            action.triggered.connect(
                lambda _=False, word=status: self._context.apply(lambda: set_release(plan, "status", word))
            )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.status.mapToGlobal(QPoint(0, self.status.height() + tokens.SPACE_1)))

    def _show_milestone(self) -> None:
        plan = self._context.plan
        if plan is not None and plan.release.milestone:
            self._context.reveal("activities", plan.release.milestone)


class PaletteBox(QPushButton):
    """Looks like a field, opens the palette."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("paletteBox")
        self.setAccessibleName("Go to, do, find")
        action = context.actions.action("go.palette")
        self.setToolTip("Go to a page or activity, do an action, find by name")
        self.clicked.connect(action.trigger)
        self._keys = label(action.shortcut().toString(), "note")
        self._keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        tight(row)
        row.addStretch(1)
        row.addWidget(self._keys)
        row.setContentsMargins(0, 0, tokens.SPACE_3, 0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_short(False)

    def set_short(self, short: bool) -> None:
        self.setText("Go to, do, find …" if not short else "Find …")
        self._keys.setVisible(not short)
        self.setFixedWidth(150 if short else 280)
