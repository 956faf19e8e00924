"""A real git repository in a folder of its own, set up for plans by the real command."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = "plan.relplan.yaml"


@dataclass(frozen=True)
class Done:
    """What one command gave."""

    code: int
    out: str
    err: str


class Repository:
    """``git`` and the program run in it as a person would run them, with settings of their own."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        home.mkdir(exist_ok=True)
        self.environ = {key: text for key, text in os.environ.items() if not key.startswith("GIT_")} | {
            "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "GIT_CONFIG_NOSYSTEM": "1",
            "PYTHONPATH": str(ROOT), "PATH": "/usr/local/bin:/usr/bin:/bin", "GIT_PAGER": "cat",
            "GIT_EDITOR": "true", "GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@example.com",
            "GIT_COMMITTER_NAME": "Ana", "GIT_COMMITTER_EMAIL": "ana@example.com",
        }  # fmt: skip
        self.git("init", "-q", "-b", "main", ".")

    @property
    def file(self) -> Path:
        return self.folder / FILE

    def git(self, *words: str, code: int | None = 0) -> Done:
        """Run git; a test that expects another exit code says so, ``None`` for any."""
        return self._run(["git", *words], code)

    def relplanner(self, *words: object, code: int | None = 0) -> Done:
        return self._run([sys.executable, "-m", "relplanner", *map(str, words)], code)

    def _run(self, words: list[str], code: int | None) -> Done:
        done = subprocess.run(
            words, cwd=self.folder, env=self.environ, capture_output=True, timeout=120, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        out, err = (each.decode("utf-8", "replace") for each in (done.stdout, done.stderr))
        assert code is None or done.returncode == code, f"{words}: {done.returncode}\n{out}\n{err}"
        return Done(done.returncode, out, err)

    def commit(self, text: str, subject: str = "Edit") -> None:
        """Write the plan and commit everything."""
        self.file.write_bytes(text.encode())
        self.git("add", "-A")
        self.git("commit", "-q", "-m", subject)

    def branches(self, base: str, ours: str, theirs: str) -> None:
        """Commit a base on ``main`` with ours on it, and theirs on ``side``; ``main`` is checked out."""
        self.commit(base, "Base")
        self.git("checkout", "-q", "-B", "side")
        self.commit(theirs, "Theirs")
        self.git("checkout", "-q", "main")
        self.commit(ours, "Ours")
