"""The style sheet and the palette, generated from the tokens: here Qt is told how things look."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from relplanner.ui.theme import tokens
from relplanner.ui.theme.tokens import Theme

Role = QPalette.ColorRole


def dress(application: QApplication, theme: Theme, font: QFont) -> None:
    """Give the whole application a theme and a font."""
    if application.font() != font:
        application.setFont(font)
    application.setPalette(palette(theme))
    application.setStyleSheet(sheet(theme, font))


def palette(theme: Theme) -> QPalette:
    made = QPalette()
    for role, colour in (
        (Role.Window, theme.panel), (Role.WindowText, theme.text), (Role.Base, theme.ground),
        (Role.AlternateBase, theme.panel), (Role.Text, theme.text), (Role.Button, theme.raised),
        (Role.ButtonText, theme.text), (Role.BrightText, theme.error), (Role.Highlight, theme.selection),
        (Role.HighlightedText, theme.text), (Role.Link, theme.accent), (Role.LinkVisited, theme.accent),
        (Role.ToolTipBase, theme.raised), (Role.ToolTipText, theme.text), (Role.PlaceholderText, theme.faint),
        (Role.Accent, theme.accent), (Role.Mid, theme.line), (Role.Dark, theme.field_line),
        (Role.Light, theme.panel), (Role.Midlight, theme.hover), (Role.Shadow, theme.line),
    ):  # fmt: skip
        made.setColor(role, QColor(colour))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return made


def sheet(theme: Theme, body: QFont) -> str:
    """The style sheet. Sizes of text follow the body font, so that a larger system font enlarges all."""
    values: dict[str, object] = {name: getattr(theme, name) for name in theme.__dataclass_fields__}
    values |= {name: getattr(tokens, name) for name in dir(tokens) if name.isupper()}
    values |= {
        name: round(getattr(tokens, name) * body.pixelSize() / tokens.FONT_BODY)
        for name in ("FONT_SMALL", "FONT_NOTE", "FONT_BODY", "FONT_TITLE", "FONT_FIGURE", "FIELD_HEIGHT")
    }
    return (
        _filled(_BASE, values) + _filled(_FIELDS, values) + _filled(_LISTS, values) + _filled(_CHIPS, values)
    )


def _filled(template: str, values: dict[str, object]) -> str:
    """``$name`` stands for a token; braces stay braces."""
    for name in sorted(values, key=len, reverse=True):
        template = template.replace(f"${name}", str(values[name]))
    return template


_BASE = """
QMainWindow, QDialog { background: $panel; }
#ground, #pageArea { background: $ground; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }
QMenuBar { background: $panel; color: $muted; padding: 0 8px; border: none; }
QMenuBar::item { padding: 4px 9px; background: transparent; border-radius: $RADIUSpx; }
QMenuBar::item:selected { background: $hover; color: $text; }
QMenu { background: $panel; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 26px; border-radius: $RADIUSpx; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QMenu::icon, QMenu::indicator { left: 6px; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="note"] { color: $muted; font-size: $FONT_NOTEpx; }
QLabel[role="small"] { color: $muted; font-size: $FONT_SMALLpx; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="title"] { font-size: $FONT_TITLEpx; font-weight: 600; }
QLabel[role="figure"] { font-size: $FONT_FIGUREpx; font-weight: 600; }
QLabel[role="problem"] { color: $error; font-size: $FONT_NOTEpx; }
QLabel[role="critical"] { color: $critical; font-weight: 600; }
QLabel[role="earlier"] { color: $text; font-size: $FONT_NOTEpx; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="error"] { color: $error; }
QScrollBar:vertical { background: transparent; width: $SCROLLBARpx; margin: 0; }
QScrollBar:horizontal { background: transparent; height: $SCROLLBARpx; margin: 0; }
QScrollBar::handle { background: $grid_strong; border-radius: 3px; margin: 2px;
  min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: $field_line; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: none; width: 0; height: 0; border: none; }
QScrollArea { border: none; background: transparent; }
#scrolled { background: transparent; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {
  background: $raised; color: $text; border: 1px solid $line; border-radius: $RADIUSpx;
  selection-background-color: $accent; selection-color: $on_accent; padding: 0 6px; }
QLineEdit, QComboBox, QSpinBox { min-height: 22px; }
QPlainTextEdit { padding: 2px 2px; }
QLineEdit:hover, QPlainTextEdit:hover { border-color: $field_line; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {
  border: 1px solid $accent; background: $panel; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border: 1px solid $error; }
QLineEdit:read-only { background: transparent; border-color: transparent; }
QPushButton { background: $raised; color: $text; border: 1px solid $line; border-radius: $RADIUSpx;
  padding: 4px 12px; min-height: 18px; }
QPushButton:hover { background: $hover; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $faint; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent;
  font-weight: 600; }
QPushButton[primary="true"]:focus { border: 2px solid $text; padding: 3px 11px; }
QPushButton[link="true"] { background: transparent; border: 1px solid transparent; color: $accent;
  padding: 2px 4px; text-align: left; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus { border: 1px solid $accent; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: $RADIUSpx;
  padding: 3px; }
QToolButton:hover { background: $hover; }
QToolButton:checked { background: $selection; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton::menu-indicator { image: none; }
#paletteBox { background: $raised; color: $muted; border: 1px solid $line; border-radius: $RADIUSpx;
  text-align: left; padding: 4px 10px; }
#paletteBox:hover { background: $hover; }
#paletteBox:focus { border: 1px solid $accent; }
QSlider::groove:horizontal { background: $grid_strong; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal { background: $accent; border: 2px solid $panel; width: 12px; height: 12px;
  margin: -6px 0; border-radius: 8px; }
QSlider::handle:horizontal:hover { background: $text; }
QSlider::handle:horizontal:focus { background: $text; border: 2px solid $accent; }
QCheckBox { spacing: 8px; }
QCheckBox:focus { color: $accent; }
"""

_LISTS = """
QListView, QTreeView, QTableView { background: $panel; border: none; outline: none;
  selection-background-color: $selection; selection-color: $text; }
QListView::item { padding: 4px 8px; border-radius: $RADIUSpx; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $selection; color: $text; }
#whatif QTreeView::item, #moveTarget QTreeView::item { padding: 3px 8px; }
#whatif QTreeView, #moveTarget QTreeView { show-decoration-selected: 1; }
#completions { border: 1px solid $line; background: $panel; padding: 2px; }
QPushButton#whyName { background: transparent; border: 1px solid transparent; text-align: left; padding: 0;
  font-weight: 600; min-height: 0; }
QPushButton#whyName:hover { color: $accent; }
QPushButton#whyName:focus { border: 1px solid $accent; }
#paletteFrame { background: $panel; border: 1px solid $field_line; border-radius: 6px; }
#paletteFrame QLineEdit { background: transparent; border: none; font-size: $FONT_TITLEpx; padding: 4px 6px; }
#toast { background: $panel; border: 1px solid $field_line; border-radius: 6px; }
#card { background: $panel; border: 1px solid $line; border-radius: 6px; }
QPushButton#entry { background: transparent; border: 1px solid transparent; text-align: left; padding: 0;
  min-height: $ENTRY_HEIGHTpx; }
QPushButton#entry:hover { background: $hover; }
QPushButton#entry:focus { border: 1px solid $accent; }
QTableWidget { gridline-color: $line; }
QHeaderView { background: $panel; }
QHeaderView::section { background: $panel; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 4px 8px; font-size: $FONT_SMALLpx; font-weight: 600; }
"""

_CHIPS = """
QPushButton[chip="true"] { border: 1px solid transparent; border-radius: $RADIUS_CHIPpx; padding: 1px 10px;
  min-height: 16px; background: $raised; color: $text; font-size: $FONT_NOTEpx; font-weight: 500; }
QPushButton[chip="true"]:hover { border-color: $field_line; }
QPushButton[chip="true"]:focus { border-color: $accent; }
QPushButton[chip="true"]:checked { background: $selection; color: $selection_text; }
QPushButton[chip="true"][tone="ok"] { background: $ok_ground; color: $ok; }
QPushButton[chip="true"][tone="warning"] { background: $warning_ground; color: $warning; }
QPushButton[chip="true"][tone="error"] { background: $error_ground; color: $error; }
QPushButton[chip="true"][tone="info"] { background: $info_ground; color: $info; }
QPushButton[chip="true"][filter="true"] { background: $raised; color: $text; }
QPushButton[chip="true"][filter="true"]:!checked { background: transparent; color: $muted;
  border: 1px dashed $field_line; }
QPushButton[chip="true"]:disabled { color: $muted; }
#banner[tone="info"] { background: $info_ground; }
#banner[tone="warning"] { background: $warning_ground; }
#banner[tone="error"] { background: $error_ground; }
"""
