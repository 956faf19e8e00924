"""The plans that a new one can start from: those shipped with the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from relplanner.resources import resource

SUFFIX = ".relplan.yaml"


@dataclass(frozen=True, slots=True)
class Template:
    id: str
    title: str
    about: str
    path: Path


def templates() -> list[Template]:
    """By name; the title is the file's name, what it is about its first comment."""
    try:
        folder = resource("templates")
    except FileNotFoundError:
        return []
    return [_template(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]


def _template(path: Path) -> Template:
    name = path.name.removesuffix(SUFFIX)
    about = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                break
            about.append(line.lstrip("# ").strip())
    first = " ".join(about).partition(". ")[0].rstrip(".")
    return Template(name, name.replace("-", " ").capitalize(), f"{first}." if first else "", path)
