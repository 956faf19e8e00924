from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from relplanner.plan.findings import Finding
from relplanner.ui.findings.model import FindingsModel, object_of
from relplanner.ui.main_window import MainWindow

FOUND = (
    Finding("UNKNOWN-ID", "error", "Nothing carries this id.", "activities[2].after[0]", 31, "qa"),
    Finding("NO-OWNER", "warning", "Nobody owns it.", "activities[3]", 37, "performance"),
    Finding("NO-T0", "info", "No target.", "release.target"),
)


def show(window: MainWindow, qtbot: QtBot) -> FindingsModel:
    model = window.findings.model
    qtbot.waitUntil(lambda: model.rowCount() > 0)
    model.show(FOUND)
    window.findings._show(FOUND)
    return model


def test_findings_of_the_file_appear_by_themselves(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.findings.model.rowCount() > 0)
    codes = {finding.code for finding in window.findings.model.all}
    assert "NO-OWNER" in codes
    assert window.status.findings.text() != "No findings"


def test_a_click_jumps_to_what_a_finding_is_about(window: MainWindow, qtbot: QtBot) -> None:
    model = show(window, qtbot)
    place = window.findings.list.visualRect(model.index(0)).center()
    qtbot.mouseClick(window.findings.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.context.selection.ids == ("qa",)
    assert window.page.revealed == [("activities", "qa")]


def test_enter_jumps_to_what_a_finding_is_about(window: MainWindow, qtbot: QtBot) -> None:
    model = show(window, qtbot)
    window.findings.list.setFocus()
    window.findings.list.setCurrentIndex(model.index(1))
    qtbot.keyClick(window.findings.list, Qt.Key.Key_Return)
    assert window.context.selection.ids == ("performance",)


def test_f8_goes_from_finding_to_finding_and_round(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot)
    seen = []
    for _ in range(4):
        qtbot.keyClick(window, Qt.Key.Key_F8)
        seen.append(window.findings.list.currentIndex().row())
    assert seen == [0, 1, 2, 0]


def test_a_filter_hides_its_severity_alone(window: MainWindow, qtbot: QtBot) -> None:
    model = show(window, qtbot)
    qtbot.mouseClick(window.findings.filters["warning"], Qt.MouseButton.LeftButton)
    assert [model.finding(row).severity for row in range(model.rowCount())] == ["error", "info"]
    qtbot.mouseClick(window.findings.filters["warning"], Qt.MouseButton.LeftButton)
    assert model.rowCount() == 3


def test_everything_filtered_out_is_said(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot)
    for chip in window.findings.filters.values():
        chip.setChecked(False)
    assert window.findings.nothing.text() == "All findings are filtered out."
    assert window.findings.nothing.isVisible()


def test_an_edit_that_mends_a_finding_takes_it_away(
    window: MainWindow, qtbot: QtBot, plan_file: Path
) -> None:
    from relplanner.plan.edits import set_field

    def ownerless() -> set[str]:
        return {finding.id for finding in window.findings.model.all if finding.code == "NO-OWNER"}

    qtbot.waitUntil(lambda: "performance" in ownerless())
    window.context.apply(lambda: set_field(window.context.plan, "activities", "performance", "owner", "lead"))
    qtbot.waitUntil(lambda: "performance" not in ownerless())


def test_folding_is_remembered(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(
        window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert window.findings.isHidden()
    assert window.context.layout.get("findings.folded", False)


def test_ids_outside_activities_name_their_section() -> None:
    assert object_of(FOUND[0]) == ("activities", "qa")
    assert object_of(Finding("X", "info", "", id="rollout/canary")) == ("rollout", "canary")
    assert object_of(FOUND[2]) == ("release", "")
    assert object_of(Finding("X", "info", "")) is None


def test_new_errors_are_brought_into_view(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot)
    warnings = tuple(
        Finding("NO-OWNER", "warning", f"Nobody owns {n}.", f"activities[{n}]") for n in range(99)
    )
    window.findings._show(warnings)
    bar = window.findings.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    window.findings._show(warnings[1:])
    assert bar.value() > 0
    window.findings._show((FOUND[0], *warnings))
    assert bar.value() == 0
