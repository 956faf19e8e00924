"""“Export picture…”: the whole network into a file, as a picture or in a language of graphs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from relplanner.errors import RelplannerError
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule

if TYPE_CHECKING:
    from relplanner.ui.dependencies.page import DependenciesPage

PICTURES = {".svg": "SVG picture", ".png": "PNG picture", ".pdf": "PDF document"}
TEXTS = {".dot": "Graphviz DOT", ".mmd": "Mermaid flowchart"}
FORMATS = PICTURES | TEXTS


def ask(page: DependenciesPage) -> None:
    """Ask for a file and write it; the ending chooses the format."""
    from PySide6.QtWidgets import QFileDialog

    document = page.context.document
    if document is None:
        return
    start = suggestion(document.plan, document.path)
    filters = ";;".join(f"{words} (*{ending})" for ending, words in FORMATS.items())
    name, chosen = QFileDialog.getSaveFileName(page.window(), "Export the network as", str(start), filters)
    if name:
        export(page, with_ending(Path(name), chosen))


def suggestion(plan: Plan, path: Path | None) -> Path:
    """A file beside the plan, named after it."""
    if path is not None:
        return path.with_name(f"{path.name.split('.', 1)[0]}-network.svg")
    name = re.sub(r"[^a-z0-9]+", "-", (plan.release.product or "plan").lower()).strip("-")
    return Path.home() / f"{name or 'plan'}-network.svg"


def with_ending(path: Path, chosen: str) -> Path:
    """The path with the ending of the chosen format where it has none that is known."""
    if path.suffix.lower() in FORMATS:
        return path
    found = re.search(r"\*(\.\w+)", chosen)
    return path.with_name(path.name + (found[1] if found else ".svg"))


def export(page: DependenciesPage, out: Path) -> bool:
    """Write the file; a failure is said in a message."""
    from relplanner.ui.common.print_font import plain
    from relplanner.ui.dependencies import pictures

    page.complete()
    view = page.view
    try:
        if out.suffix.lower() in TEXTS:
            _write_text(view.schedule, out)
        else:
            body = plain(view.body_font) if out.suffix.lower() == ".pdf" else None
            pictures.write(pictures.picture_like(view, page.context.theme, body), out)
    except RelplannerError as error:
        page.context.messages.error(str(error))
        return False
    page.context.messages.info(f"The network is in {out}.")
    return True


def _write_text(schedule: Schedule, out: Path) -> None:
    from relplanner.exchange.dot import plan_dot
    from relplanner.exchange.mermaid import plan_mermaid
    from relplanner.storage import files

    text = plan_dot(schedule) if out.suffix.lower() == ".dot" else plan_mermaid(schedule)
    files.save(out, text, None, backups=0)
