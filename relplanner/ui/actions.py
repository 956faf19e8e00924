"""One table of actions feeds menus, toolbar, palette, shortcuts and the sheet of shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from relplanner.ui.common import wording
from relplanner.values import value

if TYPE_CHECKING:
    from relplanner.ui.context import Context

Scope = Literal["window", "page"]
MENUS = ("File", "Edit", "Plan", "Activity", "View", "Go", "Help")


@value
class ActionSpec:
    """One thing a person can do.

    ``menu`` is a name of `MENUS`, or ``Menu/Group``: groups are set apart by lines; empty: only in the
    palette and by its shortcut. ``text`` ends in … when it asks for more.
    """

    id: str
    text: str
    run: Callable[[Context], object]
    shortcut: str | tuple[str, ...] = ""
    icon: str = ""
    """A Material Design Icon in resources/icons, without its suffix."""
    enabled: Callable[[Context], bool] | None = None
    checked: Callable[[Context], bool] | None = None
    """Given for what is on or off."""
    tip: str = ""
    menu: str = ""
    scope: Scope = "window"
    """``page``: the shortcut counts only while the keyboard is in the page (Delete, Tab, arrows)."""
    palette: bool = True
    label: Callable[[Context], str] | None = None
    """The text of the moment (“Undo Move Code freeze”); ``text`` stands in the palette and the sheet."""

    @property
    def shortcuts(self) -> tuple[str, ...]:
        if isinstance(self.shortcut, str):
            return (self.shortcut,) if self.shortcut else ()
        return self.shortcut


class Actions(QObject):
    """The table at work: makes one QAction for each spec and keeps whether it can be used up to date."""

    reshaped = Signal()
    """Specs came or went: menus are to be built again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._specs: dict[str, ActionSpec] = {}
        self._made: dict[str, QAction] = {}
        self._context: Context | None = None

    def bind(self, context: Context) -> None:
        self._context = context

    def add(self, specs: Iterable[ActionSpec], owner: QWidget) -> None:
        """Add specs; their shortcuts live on ``owner`` (the window, or the page for the scope "page")."""
        for spec in specs:
            action = QAction(spec.text, owner)
            action.setObjectName(spec.id)
            action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
            if spec.scope == "page":
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setCheckable(spec.checked is not None)
            tip = spec.tip or spec.text.rstrip("…")
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{tip} ({keys})" if keys else tip)
            action.triggered.connect(lambda _=False, one=spec: self.run(one.id))
            owner.addAction(action)
            self._specs[spec.id] = spec
            self._made[spec.id] = action
        self.reshaped.emit()
        self.refresh()

    def remove(self, specs: Iterable[ActionSpec]) -> None:
        for spec in specs:
            self._specs.pop(spec.id, None)
            action = self._made.pop(spec.id, None)
            if action is not None:
                action.deleteLater()
        self.reshaped.emit()

    def specs(self) -> Iterator[ActionSpec]:
        return iter(tuple(self._specs.values()))

    def spec(self, action_id: str) -> ActionSpec:
        """Raises :class:`KeyError` for an action that does not exist now."""
        return self._specs[action_id]

    def action(self, action_id: str) -> QAction:
        """The QAction for menus and buttons. Raises :class:`KeyError`."""
        return self._made[action_id]

    def has(self, action_id: str) -> bool:
        return action_id in self._specs

    def is_enabled(self, action_id: str) -> bool:
        spec = self._specs.get(action_id)
        return spec is not None and self._can(spec)

    def run(self, action_id: str) -> bool:
        """Do it, if it can be done now."""
        spec = self._specs.get(action_id)
        if spec is None or self._context is None or not self._can(spec):
            return False
        spec.run(self._context)
        self.refresh()
        return True

    def refresh(self) -> None:
        """Bring greyed, ticked and worded states up to date: after changes, also those of a page."""
        if self._context is None:
            return
        for action_id, spec in self._specs.items():
            action = self._made[action_id]
            action.setEnabled(self._can(spec))
            if spec.checked is not None:
                action.setChecked(spec.checked(self._context))
            if spec.label is not None:
                action.setText(wording.button_text(spec.label(self._context)))

    def _can(self, spec: ActionSpec) -> bool:
        context: Any = self._context
        return spec.enabled is None or spec.enabled(context)
