"""The few questions that must be answered before anything else can happen: what cannot be undone."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

Answer = Literal["save", "discard", "cancel"]


def ask_unsaved(window: QWidget, name: str) -> Answer:
    """What to do with unsaved work; Esc is cancel."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(window)
    box.setObjectName("unsaved")
    box.setWindowTitle("Unsaved changes")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"Save the changes to {name}?")
    box.setInformativeText("They are lost if you do not save them.")
    save = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton("Do not save", QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    if clicked is save:
        return "save"
    return "discard" if clicked is discard else "cancel"


def ask_trial(window: QWidget) -> Literal["keep", "drop", "cancel"]:
    """What becomes of a try-out that changed something; Esc is cancel."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(window)
    box.setObjectName("trial")
    box.setWindowTitle("Try-out")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText("Keep what you tried out?")
    box.setInformativeText("Dropped, the plan is as it was before.")
    keep = box.addButton("Keep", QMessageBox.ButtonRole.AcceptRole)
    drop = box.addButton("Drop", QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    if clicked is keep:
        return "keep"
    return "drop" if clicked is drop else "cancel"


def ask_overwrite(window: QWidget, path: Path) -> bool:
    """Whether a file that exists may be replaced."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(window)
    box.setObjectName("overwrite")
    box.setWindowTitle("Replace the file")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"{path.name} exists. Replace it?")
    replace = box.addButton("Replace", QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return clicked is replace
