"""Whether plan, file, schedule and views say the same.

Each claim compares what is shown with what a fresh start from the plan would show.
"""

from __future__ import annotations

import dataclasses
from typing import cast

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from relplanner.plan import outline
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule, compute
from relplanner.session.document import Document
from relplanner.session.review import review_of
from relplanner.storage import reader
from relplanner.ui.context import Context
from relplanner.ui.frame import facts
from relplanner.ui.inspector import texts
from relplanner.ui.inspector.editors import FieldEditor
from relplanner.ui.inspector.figures import entry_figures, release_figures
from relplanner.ui.main_window import MainWindow
from relplanner.ui.timeline import columns
from relplanner.ui.timeline.links import FewLinks, FewPlaced
from relplanner.ui.timeline.page import TimelinePage
from relplanner.ui.timeline.painter import paint
from relplanner.ui.timeline.painter_bars import bar_at
from relplanner.ui.timeline.view import View

HAIR = 0.51
"""Pixels: a bar's end and its instant are one thing up to rounding."""


def everything_agrees(window: MainWindow) -> None:
    """Raises :class:`AssertionError` with the first two that do not."""
    context = window.context
    document = context.document
    assert document is not None
    page = cast(TimelinePage, window.page)
    fresh = compute(document.plan)
    the_file_says_the_plan(document)
    the_schedule_is_that_of_the_plan(document.schedule, fresh)
    the_rows_are_those_of_the_outline(page.view, document.plan)
    the_table_and_bars_say_the_schedule(page, fresh)
    the_inspector_says_the_selection(window, fresh)
    the_frame_says_the_plan(window, fresh)
    the_findings_are_those_of_now(window, fresh)
    the_selection_exists(context, page.view)


def the_file_says_the_plan(document: Document) -> None:
    """What a save would write reads as this very plan; where nothing is unsaved, the file is that already."""
    text = document.file.text(document.plan)
    loaded = reader.parse(text)
    assert differences(loaded.plan, document.plan) == []
    assert [finding.message for finding in loaded.findings] == []
    if not document.is_modified and document.path is not None:
        assert document.path.read_text(encoding="utf-8") == text


def differences(one: Plan, other: Plan) -> list[str]:
    """The sections in which two plans differ, with both values."""
    return [
        f"{field.name}: {getattr(one, field.name)} is not {getattr(other, field.name)}"
        for field in dataclasses.fields(one)
        if getattr(one, field.name) != getattr(other, field.name)
    ]


def the_schedule_is_that_of_the_plan(shown: Schedule, fresh: Schedule) -> None:
    assert shown.plan is fresh.plan
    assert shown.ids == fresh.ids
    ours, theirs = shown.arrays(), fresh.arrays()
    for name in (
        "start", "finish", "late_start", "late_finish",
        "total_slack", "free_slack", "critical", "near_critical",
    ):  # fmt: skip
        assert np.array_equal(getattr(ours, name), getattr(theirs, name)), name
    for name in ("target", "projected", "slip_minutes", "project_start", "project_finish", "problems"):
        assert getattr(shown, name) == getattr(fresh, name), name
    assert [shown.driving(one) for one in shown.ids] == [fresh.driving(one) for one in fresh.ids]


def the_rows_are_those_of_the_outline(view: View, plan: Plan) -> None:
    """Every activity whose parents are unfolded, in the order of the outline, then the rollout's phases."""
    if view.keep is not None:
        return
    wanted, hidden = [], -1
    for row in outline.rows(plan):
        if 0 <= hidden < row.depth:
            continue
        hidden = row.depth if row.has_children and row.id in view.folded else -1
        wanted.append(row.id)
    assert [line.id for line in view.sheet.lines if line.position >= 0] == wanted
    assert view.sheet.plan is plan


def fresh_view(page: TimelinePage, fresh: Schedule) -> View:
    """A view that never showed another plan, at the same size, zoom and folding."""
    shown = page.view
    view = View(page.context.theme, QApplication.font(), shown.device_ratio)
    density = page.context.preferences.get("density", "normal")
    view.set_style(page.context.theme, QApplication.font(), shown.device_ratio, density)
    for name in (
        "folded", "keep", "hidden_columns", "column_widths", "scale", "now", "row_height",
        "selected", "current", "hover", "found", "focused", "cell", "dragged_track",
    ):  # fmt: skip
        setattr(view, name, getattr(shown, name))
    view.show(fresh.plan, fresh)
    view.resize(shown.width, shown.height)
    view.set_table_width(shown.table_width)
    view.set_scroll(shown.scroll)
    return view


def the_table_and_bars_say_the_schedule(page: TimelinePage, fresh: Schedule) -> None:
    """Texts, bars and links are those that a new view of the same plan would show."""
    shown, view = page.view, fresh_view(page, fresh)
    assert shown.base is None, "a preview is still shown"
    if shown.keep is not None and shown.sheet.lines != view.sheet.lines:
        return  # a filter is applied when it is chosen, not after each edit
    assert shown.sheet.lines == view.sheet.lines
    assert shown.most_scroll == view.most_scroll
    assert 0 <= shown.scroll <= shown.most_scroll
    for place, line in enumerate(view.sheet.lines):
        for key, column in columns.BY_KEY.items():
            assert column.text(shown, place) == column.text(view, place), (line.id, key)
        assert bar_at(shown, place) == bar_at(view, place), line.id
        assert shown.deadline(place) == view.deadline(place), line.id
        bar, dates = bar_at(shown, place), fresh.dates(line.id)
        if bar is not None and dates is not None and 0 < bar.left <= bar.right < shown.width:
            minute = shown.scale.minutes_per_pixel
            assert abs(shown.minute_at(bar.left) - dates.start) <= HAIR * minute, line.id
            assert abs(shown.minute_at(bar.right) - dates.finish) <= HAIR * minute, line.id
    assert links_of(shown) == links_of(view)
    assert shown.dates.zone == fresh.zone
    assert painted(shown) == painted(view), "something old is painted"


def links_of(view: View) -> tuple[object, object]:
    """All links of a small plan, and where they are drawn."""
    assert isinstance(view.table, FewLinks)
    assert isinstance(view.index, FewPlaced)
    return view.table.links, view.index.links


def painted(view: View) -> QImage:
    image = QImage(view.width, view.height, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    paint(painter, view, QRect(0, 0, view.width, view.height))
    painter.end()
    return image


def the_inspector_says_the_selection(window: MainWindow, fresh: Schedule) -> None:
    inspector, selection = window.inspector, window.context.selection
    if inspector.isHidden():
        return
    plan = fresh.plan
    entries = [plan.entry(selection.section, one) for one in selection.ids] or [plan.release]
    form = inspector.form
    assert form is not None
    assert form.noun is type(entries[0])
    for editor in form.findChildren(FieldEditor):
        if not editor.isHidden() and not editor.is_dirty:
            value = texts.common([getattr(entry, editor.field.name) for entry in entries])
            assert editor.text == texts.text_of(editor.field, value), editor.field.name
    if not selection.ids:
        wanted = release_figures(fresh)
    elif len(selection.ids) > 1:
        wanted = []
    else:
        row = (
            selection.ids[0]
            if selection.section == "activities"
            else f"{selection.section}/{selection.ids[0]}"
        )
        wanted = entry_figures(fresh, row)
    assert inspector_figures(window) == [(figure.label, figure.text) for figure in wanted]


def inspector_figures(window: MainWindow) -> list[tuple[str, str]]:
    grid = window.inspector.figures
    found = []
    for row in range(grid.rowCount()):
        name, value = grid.itemAtPosition(row, 0), grid.itemAtPosition(row, 1)
        if name is not None and value is not None:
            found.append((name.widget().text(), value.widget().whole))  # type: ignore[attr-defined]
    return found


def the_frame_says_the_plan(window: MainWindow, fresh: Schedule) -> None:
    """Header, title, status bar and the greyed state of undo, redo and save."""
    context = window.context
    document = context.document
    assert document is not None
    slip = facts.slip(fresh)
    assert window.header.slip.isHidden() == (slip is None)
    if slip is not None:
        assert window.header.slip.text() == slip.text
    said = facts.target(fresh, context.now())
    assert window.header.t0.text() == (said.local or "not set")
    assert window.isWindowModified() == document.is_modified
    assert context.actions.action("edit.undo").isEnabled() == (document.undo_label is not None)
    assert context.actions.action("edit.redo").isEnabled() == (document.redo_label is not None)
    assert context.actions.action("file.save").isEnabled() == document.is_modified
    assert window.status.zone.text() == fresh.plan.release.time_zone


def the_findings_are_those_of_now(window: MainWindow, fresh: Schedule) -> None:
    document = window.context.document
    assert document is not None
    window.findings.review_now()
    wanted = review_of(document.plan, fresh, document.file)
    assert window.findings.model.all == wanted
    errors = sum(finding.severity == "error" for finding in wanted)
    warnings = sum(finding.severity == "warning" for finding in wanted)
    shown = window.status.findings.text()
    number = errors or warnings
    assert shown.startswith(f"{number:,} " if number else "No findings"), shown


def the_selection_exists(context: Context, view: View) -> None:
    selection, plan = context.selection, context.plan
    assert plan is not None
    assert all(plan.entry(selection.section, one) is not None for one in selection.ids)
    assert selection.current is None or selection.current in selection.ids
    if selection.section == "activities":
        assert view.selected - {"rollout"} == frozenset(selection.ids)
