"""Finding the files that travel with the program: templates, samples, icons, fonts, translations."""

from __future__ import annotations

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, e.g. `resource("samples", "enterprise.relplan.yaml")`.

    Raises FileNotFoundError when the program was installed without it.
    """
    for root in _roots():
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(
        f"The program's file {'/'.join(parts)!r} is missing from this installation. Install relplanner again."
    )


def _roots() -> list[Path]:
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:  # PyInstaller unpacks data files below this folder
        return [Path(frozen) / "relplanner" / "_resources"]
    return [package / "_resources", package.parent / "resources"]
