"""Prometheus' own judge of rules, run on texts."""

from __future__ import annotations

import subprocess
from pathlib import Path


def accepts(folder: Path, rules: str) -> str:
    """Empty when promtool takes the rules, else what it says."""
    path = folder / "rules.yml"
    path.write_text(rules, encoding="utf-8")
    done = subprocess.run(
        ["promtool", "check", "rules", str(path)], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def passes(folder: Path, rules: str, tests: str, name: str = "rules.yml") -> str:
    """Empty when the rules pass the rule tests, else what promtool says."""
    (folder / name).write_text(rules, encoding="utf-8")
    path = folder / "rules_test.yml"
    path.write_text(tests, encoding="utf-8")
    done = subprocess.run(
        ["promtool", "test", "rules", str(path)], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr
