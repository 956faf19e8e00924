"""The pack as bytes, with all that drawing it needs: an application, the bundled font, English dates."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from relplanner.exchange.report import as_html
from relplanner.ui.application import make_application
from relplanner.ui.paper.document import each_page
from relplanner.ui.paper.pictures import Subject, each_picture

if TYPE_CHECKING:
    from relplanner.schedule import Schedule
    from relplanner.session.cab import CabPack

Steps = Generator[tuple[int, int], None, bytes]
"""Yields (done, of) after each piece of work; returns the finished bytes."""


def made(
    form: str, pack: CabPack, schedule: Schedule, page_size: str = "A4", orientation: str = "auto"
) -> bytes:
    """``form`` is html or pdf."""
    make_application([])
    work = steps(form, pack, schedule, page_size, orientation)
    while True:
        try:
            next(work)
        except StopIteration as ended:
            data: bytes = ended.value
            return data


def steps(
    form: str, pack: CabPack, schedule: Schedule, page_size: str = "A4", orientation: str = "auto"
) -> Steps:
    """The same a piece at a time, so that a window stays alive; belongs on the main thread."""
    work = _html(pack, schedule) if form == "html" else _pdf(pack, schedule, page_size, orientation)
    while True:
        before = QLocale()
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        try:
            step = next(work)
        except StopIteration as ended:
            data: bytes = ended.value
            return data
        finally:
            QLocale.setDefault(before)
        yield step


def _html(pack: CabPack, schedule: Schedule) -> Steps:
    report = pack.report
    pictures: dict[str, bytes] = {}
    of = 5  # two pictures in two schemes, and the text
    for done, (key, picture) in enumerate(each_picture(report, _subject(pack, schedule)), 1):
        pictures[key] = picture
        yield done, of
    return as_html(report, pictures).encode("utf-8")


def _pdf(pack: CabPack, schedule: Schedule, page_size: str, orientation: str) -> Steps:
    return (yield from each_page(pack.report, _subject(pack, schedule), page_size, orientation))


def _subject(pack: CabPack, schedule: Schedule) -> Subject:
    return Subject(schedule, pack.risk, pack.now)
