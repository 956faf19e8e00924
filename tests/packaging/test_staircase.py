"""The contracts of import-linter, proven on a small package with planted breaches: one with a slip in it
keeps silent, and nobody notices."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEGAL = {
    "plan/a.py": "import relplanner.errors",
    "schedule/a.py": "import relplanner.plan, networkx",
    "storage/a.py": "import relplanner.plan, yaml, sqlite3",
    "monitor/a.py": "import relplanner.plan, relplanner.rollout, httpx",
    "rollout/a.py": "import relplanner.plan",
    "session/a.py": "import relplanner.storage, relplanner.monitor, relplanner.schedule",
    "ui/timeline/a.py": "import PySide6.QtGui, relplanner.ui.common, relplanner.session",
    "ui/gates/a.py": "import PySide6.QtGui",
    "ui/dependencies/layout/a.py": "import numpy",
    "ui/charts/a.py": "import pyqtgraph",
    "ui/common/a.py": "import PySide6.QtWidgets",
    "ui/main_window.py": "import relplanner.ui.timeline, relplanner.ui.gates",
    "commands/a.py": "def run():\n    import relplanner.ui",
    "errors.py": "",
}
BREACHES = {
    "a lower room uses a higher one": ("plan/b.py", "import relplanner.schedule"),
    "storage uses its neighbour monitor": ("storage/b.py", "import relplanner.monitor"),
    "Qt outside ui": ("session/b.py", "import PySide6.QtCore"),
    "Qt in commands, inside a function": ("commands/b.py", "def run():\n    from PySide6 import QtCore"),
    "pyqtgraph in a page": ("ui/timeline/b.py", "import pyqtgraph"),
    "Qt in the layout": ("ui/dependencies/layout/b.py", "import PySide6.QtCore"),
    "yaml outside storage": ("session/b.py", "import yaml"),
    "sqlite3 outside storage": ("monitor/b.py", "import sqlite3"),
    "httpx outside monitor": ("session/b.py", "import httpx"),
    "networkx outside schedule": ("ui/timeline/b.py", "import networkx"),
    "a page uses another page": ("ui/timeline/b.py", "import relplanner.ui.gates"),
    "common uses a page": ("ui/common/b.py", "import relplanner.ui.gates"),
}


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / "relplanner" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    while path.parent != folder:
        (path.parent / "__init__.py").touch()
        path = path.parent
    (folder / "relplanner" / name).write_text(text, encoding="utf-8")


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name, text in LEGAL.items():
        _write(tmp_path, name, text)
    return tmp_path


def test_the_contracts_let_pass_what_is_allowed(house: Path) -> None:
    done = _lint(house)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_the_contracts_catch(breach: str, house: Path) -> None:
    _write(house, *BREACHES[breach])
    done = _lint(house)
    assert done.returncode == 1, done.stdout
    assert "1 broken" in done.stdout


def test_every_folder_of_the_package_is_one_that_the_contracts_see() -> None:
    """import-linter passes over folders without `__init__.py`."""
    folders = {path.parent for path in (ROOT / "relplanner").rglob("*.py")}
    assert sorted(str(folder) for folder in folders if not (folder / "__init__.py").exists()) == []
