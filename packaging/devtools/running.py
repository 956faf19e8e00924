"""What dev.py runs once the machine is ready."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from . import screen
from .environment import ROOT, clean_environ, python, scripts
from .failures import SetupFailed

PEERS = ROOT / "tests" / "benchmarks" / "peers"
PYTEST_CLOSING = re.compile(r"^=* ?(\d+ \w+.*|no tests ran) in [\d.]+s.*$")
USER_FOLDERS = {
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "XDG_RUNTIME_DIR": "runtime",
    "TMPDIR": "tmp",
}
# A test that hangs ends its process with the stacks of all threads, instead of holding up a build server.
STOP_HANGING = ["-o", "faulthandler_timeout=240", "-o", "faulthandler_exit_on_timeout=true"]


@dataclass(frozen=True)
class Result:
    name: str
    fine: bool
    seconds: float
    closing: str  # the line in which pytest says how it went; empty for other steps


def demo() -> int:
    if not _has_screen():
        raise SetupFailed(
            "Everything is set up, but this machine shows no screen (neither DISPLAY nor WAYLAND_DISPLAY is "
            "set), so no window can open. Run the same command in a desktop session."
        )
    return subprocess.run(
        [str(python()), "-m", "relplanner", "demo"], env=clean_environ(), check=False
    ).returncode


def _has_screen() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def bench() -> int:
    if PEERS.is_dir():
        _install_peers()
    with tempfile.TemporaryDirectory(prefix="relplanner-bench-") as home:
        command = [str(python()), "-m", "tests.benchmarks"]
        return subprocess.run(
            command, cwd=ROOT, env=quiet_environ(Path(home), long=False), check=False
        ).returncode


def _install_peers() -> None:
    """The programs of the comparison, from their own lock; not again while that lock stays as it is."""
    stamp = PEERS / "node_modules" / ".relplanner-lock"
    digest = hashlib.sha256((PEERS / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return
    print("Installing the programs of the comparison (npm ci) ...")
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    if subprocess.run(command, cwd=PEERS, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise SetupFailed("npm could not install the programs of the comparison; its reason stands above.")
    stamp.write_text(digest, encoding="utf-8")


def test(*, long: bool) -> int:
    """Runs every check, also after a failure, and closes with pytest's own lines. 0: all fine, else 1."""
    began = time.monotonic()
    results = []
    with tempfile.TemporaryDirectory(prefix="relplanner-test-", ignore_cleanup_errors=True) as home:
        environ = quiet_environ(Path(home), long=long)
        run = [str(python()), "-m"]
        results.append(_step("import-linter", [str(scripts() / "lint-imports"), "--no-logo"], environ))
        results.append(_step("ruff check", [*run, "ruff", "check", "."], environ))
        results.append(_step("ruff format", [*run, "ruff", "format", "--check", "."], environ))
        results.append(_step("mypy", [*run, "mypy"], environ))
        pytest = [*run, "pytest", *([] if long else STOP_HANGING)]
        without_screen = [*pytest, "-m", "not display", "-n", "2", "--dist", "worksteal"]
        results.append(_step("tests without a screen", without_screen, environ))
        with screen.virtual_screen(environ) as on_screen:
            results.append(_step("tests on a screen", [*pytest, "-m", "display"], on_screen))
    return _summary(results, time.monotonic() - began)


def quiet_environ(home: Path, *, long: bool) -> dict[str, str]:
    """The same surroundings on every machine: own folders, one size of pixel, no desktop's settings."""
    environ = clean_environ()
    unwanted = (
        "QT_",
        "QML",
        "XDG_",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "DBUS_SESSION_BUS_ADDRESS",
        "PYTEST_ADDOPTS",
    )
    environ = {key: value for key, value in environ.items() if not key.startswith(unwanted)}
    folders = {"HOME": home}
    for variable, name in USER_FOLDERS.items():
        folders[variable] = home / name
    for folder in folders.values():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    environ |= {variable: str(folder) for variable, folder in folders.items()}
    environ |= {"QT_SCALE_FACTOR": "1", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    return environ | ({"RELPLANNER_LONG": "1"} if long else {})


def _step(name: str, command: list[str], environ: dict[str, str]) -> Result:
    print(f"\n--- {name}")
    began = time.monotonic()
    closing = ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="")
            if PYTEST_CLOSING.match(line):
                closing = line.strip()
    seconds = time.monotonic() - began
    fine = process.returncode == 0
    print(f"--- {name}: {'fine' if fine else f'FAILED (exit {process.returncode})'} in {seconds:.1f} s")
    return Result(name, fine, seconds, closing)


def _summary(results: list[Result], seconds: float) -> int:
    print("\n--- all steps")
    for result in results:
        print(f"{result.name:<24} {'fine' if result.fine else 'FAILED':<8} {result.seconds:7.1f} s")
    failed = [result.name for result in results if not result.fine]
    print(f"{'all':<24} {'FAILED' if failed else 'fine':<8} {seconds:7.1f} s")
    for result in results:
        if result.closing:
            print(result.closing)
    return 1 if failed else 0
