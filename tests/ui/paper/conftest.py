"""PDFs of packs, read back by Poppler: another program than the one that wrote them."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from relplanner.exchange.report import cab_pack
from relplanner.exchange.report.model import Report
from relplanner.resources import resource
from relplanner.schedule import Schedule, compute
from relplanner.storage.reader import parse
from relplanner.ui.paper.document import pdf
from relplanner.ui.paper.pictures import Subject

NOW = dt.datetime(2027, 2, 22, 8, 30, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Pdf:
    """A file that Poppler reads."""

    path: Path

    def text(self, page: int | None = None) -> str:
        pages = [] if page is None else ["-f", str(page), "-l", str(page)]
        return _run("pdftotext", *pages, "-layout", str(self.path), "-")

    @property
    def pages(self) -> list[str]:
        """The text of each page."""
        return self.text().split("\f")[:-1]

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Width and height of each page in points."""
        told = _run("pdfinfo", "-f", "1", "-l", "9999", str(self.path))
        found = re.findall(r"Page +\d+ size: +([0-9.]+) x ([0-9.]+) pts", told)
        return [(round(float(wide)), round(float(high))) for wide, high in found]

    @property
    def fonts(self) -> list[dict[str, str]]:
        lines = _run("pdffonts", str(self.path)).splitlines()
        columns = [len(part) for part in lines[1].split(" ")]
        found = []
        for line in lines[2:]:
            cells, at = [], 0
            for width in columns:
                cells.append(line[at : at + width].strip())
                at += width + 1
            found.append(
                dict(zip(("name", "type", "encoding", "embedded", "subset", "unicode"), cells, strict=False))
            )
        return found


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == "", f"{command[0]} finds fault: {done.stderr}"
    return done.stdout


Printed = Callable[..., Pdf]


@pytest.fixture
def printed(qapp: QApplication, tmp_path: Path) -> Printed:
    """The pack of a plan's text, or another report of it, as PDF."""

    def make(text: str, report: Report | None = None, size: str = "A4", orientation: str = "auto") -> Pdf:
        schedule = compute(parse(text).plan)
        told = report or cab_pack(schedule, findings=(), now=NOW, source="plan.relplan.yaml")
        path = tmp_path / "pack.pdf"
        path.write_bytes(pdf(told, Subject(schedule, None, NOW), size, orientation))
        return Pdf(path)

    return make


@pytest.fixture(scope="session")
def sample_text() -> str:
    return resource("samples", "aurora.relplan.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def sample(sample_text: str) -> Schedule:
    return compute(parse(sample_text).plan)
