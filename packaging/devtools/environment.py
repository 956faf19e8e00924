"""The checkout's own environment, `.venv`: exactly the packages of the hash lock.

Debian ships Python without pip and ensurepip, so the environment is made without them and filled by the pip
wheel that lies beside the lock. One path for every machine means that every machine tests it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from .failures import SetupFailed

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
PIP_WHEEL = ROOT / "packaging" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
STAMP = "relplanner-environment.json"
MISLEADING = {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV"}


def scripts(venv: Path = VENV) -> Path:
    return venv / ("Scripts" if os.name == "nt" else "bin")


def python(venv: Path = VENV) -> Path:
    return scripts(venv) / ("python.exe" if os.name == "nt" else "python")


def provide() -> None:
    """Makes `.venv` unless it is there, whole and up to date; then it touches neither disk nor network."""
    if is_current(VENV):
        return
    with _only_one_at_a_time():
        if is_current(VENV):  # another run made it while this one waited
            return
        began = time.monotonic()
        print(f"Making the environment {VENV.name} from packaging/{LOCK.name} (once, about a minute) ...")
        remove(VENV)
        make(VENV)
        install(VENV)
        link_checkout(VENV)
        (VENV / STAMP).write_text(json.dumps(fingerprint()), encoding="utf-8")
        print(f"The environment is ready after {time.monotonic() - began:.0f} s.")


def fingerprint() -> dict[str, str]:
    """All that the environment depends on; when any of it changes, the environment is made anew."""
    return {
        "lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "python": ".".join(map(str, sys.version_info[:2])),
        "base": str(Path(sys.base_prefix).resolve()),
        "checkout": str(ROOT),
    }


def is_current(venv: Path) -> bool:
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamp == fingerprint()) and python(venv).exists()


def remove(venv: Path) -> None:
    """Clears an old or half-made environment, and nothing that is not one."""
    if not venv.exists() and not venv.is_symlink():
        return
    if not (venv / "pyvenv.cfg").is_file() or venv.is_symlink():
        raise SetupFailed(
            f"{venv} is in the way and is no environment. Move it elsewhere, then run this again."
        )
    shutil.rmtree(venv)


def make(venv: Path) -> None:
    """An empty environment, without pip."""
    try:
        import venv as builder
    except ImportError:
        make_by_hand(venv)
        return
    builder.EnvBuilder(symlinks=os.name != "nt", with_pip=False).create(venv)


def make_by_hand(venv: Path) -> None:
    """What `venv` does, for systems that package `venv` apart (POSIX only: elsewhere it is always there)."""
    base = Path(getattr(sys, "_base_executable", sys.executable))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    (venv / "lib" / f"python{version}" / "site-packages").mkdir(parents=True)
    (venv / "bin").mkdir()
    (venv / "pyvenv.cfg").write_text(
        f"home = {base.parent}\ninclude-system-site-packages = false\nversion = {version}\n", encoding="utf-8"
    )
    for name in ("python", "python3"):
        (venv / "bin" / name).symlink_to(base)


def install(venv: Path) -> None:
    """Fills the environment from the lock, from the package index that this machine's pip settings name."""
    digest = hashlib.sha256(PIP_WHEEL.read_bytes()).hexdigest()
    if digest != PIP_SHA256:
        raise SetupFailed(f"packaging/{PIP_WHEEL.name} is damaged (SHA-256 {digest}). Check it out again.")
    command = [str(python(venv)), str(PIP_WHEEL / "pip"), "install", "--no-deps", "--require-hashes"]
    command += ["--only-binary=:all:", "--no-warn-script-location", "--progress-bar=off", "--quiet"]
    done = subprocess.run(
        [*command, "--requirement", str(LOCK)], env=clean_environ(), stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode != 0:
        raise SetupFailed(
            "The packages could not be installed; pip's reason stands above. The first run needs a package "
            "index: check the network, or name an index in PIP_INDEX_URL, then run this again."
        )


def clean_environ() -> dict[str, str]:
    """This process's variables without those that lead Python or pip to another place."""
    kept = {key: value for key, value in os.environ.items() if key not in MISLEADING}
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    return kept | quiet


def link_checkout(venv: Path) -> None:
    """Makes `relplanner` in the environment mean this checkout, from any folder."""
    found = subprocess.run(
        [str(python(venv)), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        env=clean_environ(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    Path(found.stdout.strip(), "relplanner-checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    if os.name != "nt":
        script = scripts(venv) / "relplanner"
        command = shlex.join([str(python(venv)), "-m", "relplanner"])
        script.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
        script.chmod(0o755)


@contextlib.contextmanager
def _only_one_at_a_time() -> Iterator[None]:
    """Two runs at once in one checkout (a terminal and an editor, say) must not build over each other."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    lock = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
