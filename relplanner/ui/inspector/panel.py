"""The inspector: what is chosen, its dates, its fields, and why it stands where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from relplanner.plan.plan import Plan
from relplanner.session.change import PlanChange
from relplanner.ui.common.parts import Chip, ElidedLabel, Hairline, IconButton, empty, label, tight
from relplanner.ui.context import Context
from relplanner.ui.inspector.figures import Figure, chip_of, entry_figures, release_figures
from relplanner.ui.inspector.texts import name_of
from relplanner.ui.theme import tokens

if TYPE_CHECKING:
    from relplanner.ui.inspector.form import NounForm


class Inspector(QWidget):
    """Nothing is built before there is something to show."""

    fold_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._built = False
        self._forms: dict[type[Any], NounForm] = {}
        self._form: NounForm | None = None
        self._target: tuple[str, tuple[str, ...]] = ("release", ("",))
        self._stale = True
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setMinimumWidth(tokens.INSPECTOR_LEAST)
        context.selection.changed.connect(self.refresh)

    def _build(self) -> None:
        """After the window's first picture: scroll areas and item views take their time to load."""
        from relplanner.ui.inspector.why import WhyView

        self._built = True
        self.title = ElidedLabel("title")
        self.subtitle = ElidedLabel("note")
        self.chip = Chip()
        self.chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.figures = QGridLayout()
        self.why = WhyView(self._context)
        self.why.jumped.connect(lambda one: self._context.reveal(*_place(one)))
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column)
        head = QHBoxLayout()
        head.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_2, tokens.SPACE_1)
        head.setSpacing(tokens.SPACE_2)
        head.addWidget(self.title, 1)
        head.addWidget(self.chip)
        fold = IconButton(self._context.themes, "dock-right", "Fold the inspector")
        fold.clicked.connect(self.fold_asked)
        head.addWidget(fold)
        column.addLayout(head)
        self.subtitle.setContentsMargins(tokens.SPACE_4, 0, tokens.SPACE_4, tokens.SPACE_2)
        column.addWidget(self.subtitle)
        column.addWidget(Hairline(self._context.themes))
        self._inside = QWidget()
        self._inside.setObjectName("scrolled")
        self._content = QVBoxLayout(self._inside)
        self._content.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_3, tokens.SPACE_4)
        self._content.setSpacing(tokens.SPACE_3)
        tight(self.figures, 2)
        self.figures.setColumnMinimumWidth(0, tokens.LABEL_WIDTH)
        self.figures.setColumnStretch(1, 1)
        self.figures.setHorizontalSpacing(tokens.SPACE_2)
        self._content.addLayout(self.figures)
        self._content.addWidget(self.why)
        self._content.addStretch(1)
        from PySide6.QtWidgets import QFrame, QScrollArea

        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(area, 1)

    @property
    def form(self) -> NounForm | None:
        """The form shown now, brought up to date if that was still to be done."""
        self.catch_up()
        return self._form

    def commit(self) -> None:
        """Hand over what is typed in a field that still has the keyboard."""
        if self._form is not None:
            self._form.commit()

    def enter(self) -> None:
        """Give the keyboard to the first field."""
        self.catch_up()
        if self._form is not None:
            self._form.enter()

    def show_change(self, _change: PlanChange | None) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Show the selection as the plan has it now; while folded away, only note that it is to be done."""
        if self.isHidden() or not self.window().isVisible():
            self._stale = True
            return
        self._stale = False
        if not self._built:
            self._build()
        plan = self._context.plan
        section, ids = self._chosen(plan)
        if self._form is not None and (section, ids) != self._target:
            self._form.commit()
            self._drop_unreadable()
            plan = self._context.plan
            section, ids = self._chosen(plan)
        self._target = (section, ids)
        if plan is None:
            return
        entries = _entries(plan, section, ids)
        self._show_head(plan, section, entries)
        self._show_form(entries)

    def _drop_unreadable(self) -> None:
        """What could not be read was meant for what is left now, not for what is chosen next."""
        dropped = self._form.drop_unreadable() if self._form is not None else ""
        if dropped:
            self._context.messages.warn(f"Not taken: {dropped}")

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            # After the first picture of the window is on the screen.
            QTimer.singleShot(tokens.LATER, self, self.catch_up)

    def catch_up(self) -> None:
        """Show what had to wait."""
        if self._stale:
            self.refresh()

    def _chosen(self, plan: Plan | None) -> tuple[str, tuple[str, ...]]:
        selection = self._context.selection
        if plan is None or not selection.ids:
            return "release", ("",)
        known = [one for one in selection.ids if plan.entry(selection.section, one) is not None]
        return (selection.section, tuple(known)) if known else ("release", ("",))

    def _show_head(self, plan: Plan, section: str, entries: Sequence[Any]) -> None:
        schedule = self._context.schedule
        self.chip.hide()
        self.why.hide()
        if section == "release":
            self.title.show_text("Release")
            self.subtitle.show_text("Facts of the whole release")
            self._show_figures(release_figures(schedule))
            return
        ids = self._target[1]
        if len(entries) > 1:
            self.title.show_text(f"{len(entries):,} {section.replace('_', ' ')}")
            self.subtitle.show_text("A value typed here is given to all of them")
            self._show_figures([])
            return
        self.title.show_text(name_of(entries[0]))
        self.subtitle.show_text(_subtitle(plan, section, ids[0], entries[0]))
        row_id = ids[0] if section == "activities" else f"{section}/{ids[0]}"
        if schedule is None or section not in ("activities", "rollout"):
            self._show_figures([])
            return
        said = chip_of(schedule, row_id)
        self.chip.setVisible(said is not None)
        if said is not None:
            self.chip.show_state(*said)
        self._show_figures(entry_figures(schedule, row_id))
        self.why.show_why(schedule, row_id)
        self.why.show()

    def _show_figures(self, figures: Sequence[Figure]) -> None:
        empty(self.figures)
        for row, figure in enumerate(figures):
            name = label(figure.label, "muted")
            value = ElidedLabel("critical" if figure.critical else "strong")
            value.show_text(figure.text)
            self.figures.addWidget(name, row, 0)
            self.figures.addWidget(value, row, 1)

    def _show_form(self, entries: Sequence[Any]) -> None:
        noun = type(entries[0])
        form = self._forms.get(noun)
        if form is None:
            from relplanner.ui.inspector.form import NounForm

            form = self._forms[noun] = NounForm(self._context, noun)
            form.edited.connect(self._edit)
            self._content.insertWidget(1, form)
        if form is not self._form:
            if self._form is not None:
                self._form.hide()
            self._form = form
        form.show_entries(entries, editable=self._context.can_edit)
        form.show()

    def _edit(self, field: str, value: Any) -> None:
        from relplanner.plan.edits import set_field, set_fields

        plan, document = self._context.plan, self._context.document
        section, ids = self._target
        if plan is None or document is None:
            return
        if len(ids) == 1:
            focused = QApplication.focusWidget()
            changed = self._apply(lambda: set_field(plan, section, ids[0], field, value))
            if changed is not None and field == "id":
                self._context.selection.set(section, [value])
                if focused is not None and self.isAncestorOf(focused):
                    focused.setFocus()  # between the two ids the release was shown
        else:
            words = field.replace("_", " ").strip()
            self._apply(
                lambda: set_fields(
                    plan,
                    [(section, one, field, value) for one in ids],
                    f"Set {words} of {len(ids)} {section.replace('_', ' ')}",
                )
            )
        document.end_burst()

    def _apply(self, edit: Any) -> PlanChange | None:
        changed = self._context.apply(edit)
        if changed is None:
            self.refresh()
        return changed


def _entries(plan: Plan, section: str, ids: Sequence[str]) -> list[Any]:
    if section == "release":
        return [plan.release]
    return [plan.entry(section, one) for one in ids]


def _subtitle(plan: Plan, section: str, entry_id: str, entry: Any) -> str:
    parent = getattr(entry, "parent", None)
    above = plan.activity(parent) if parent else None
    kind = getattr(entry, "kind", section.replace("_", " "))
    parts = [entry_id, str(kind), (above.name or above.id) if above is not None else ""]
    return " · ".join(part for part in parts if part)


def _place(row_id: str) -> tuple[str, str]:
    section, _, entry_id = row_id.rpartition("/")
    return section or "activities", entry_id
