"""`relplanner doctor`: what the program finds around it. Qt is asked in its own process: it may abort."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import click
import platformdirs

from relplanner import __version__
from relplanner.commands.progress import working
from relplanner.commands.reading import echo_json, read_plan
from relplanner.commands.texts import one_line
from relplanner.commands.verbs import CONTEXT, examples

State = Literal["ok", "warning", "error"]
PACKAGES = (
    "PySide6-Essentials",
    "PyYAML",
    "numpy",
    "networkx",
    "click",
    "rich",
    "platformdirs",
    "holidays",
    "tzdata",
)
QT_PATIENCE_S = 30
_SIGNS: dict[State, str] = {"ok": "ok     ", "warning": "warning", "error": "ERROR  "}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what was looked at, what was found, and whether the program can live with it."""

    topic: str
    name: str
    value: str
    state: State = "ok"


@click.command(
    "doctor",
    context_settings=CONTEXT,
    epilog=examples("relplanner doctor", "relplanner doctor plan.relplan.yaml"),
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--ask-qt", is_flag=True, hidden=True)
def command(file: Path | None, form: str, ask_qt: bool) -> int:
    """Say what the program runs on, and with FILE where that plan's sources are.

    Exit code 1 when something it needs is missing, 2 when FILE cannot be read.
    """
    if ask_qt:
        from relplanner.ui.facts import qt_facts

        click.echo(json.dumps(qt_facts()))
        return 0
    sources = [] if file is None else list(_sources(file))
    facts = [*_versions(), *_qt(), *_tls(), *_folders(), *sources]
    if form == "json":
        echo_json([{"topic": f.topic, "name": f.name, "value": f.value, "state": f.state} for f in facts])
    else:
        click.echo("\n".join(_line(fact) for fact in facts))
    return 1 if any(fact.state == "error" for fact in facts) else 0


def _line(fact: Fact) -> str:
    return one_line(f"{_SIGNS[fact.state]}  {fact.topic:8}  {fact.name:20}  {fact.value}")


def _versions() -> Iterator[Fact]:
    yield Fact("program", "relplanner", f"{__version__}, from {Path(__file__).parents[1]}")
    yield Fact("program", "Python", f"{platform.python_version()}, {sys.executable}")
    yield Fact("program", "system", platform.platform())
    encoding = getattr(sys.stdout, "encoding", None) or "none"
    yield Fact("program", "output encoding", encoding)
    for package in PACKAGES:
        try:
            yield Fact("package", package, importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            # A frozen program carries modules without their metadata.
            state: State = "ok" if getattr(sys, "frozen", False) else "error"
            yield Fact("package", package, "no metadata" if state == "ok" else "not installed", state)


def _qt() -> Iterator[Fact]:
    with working("Asking Qt"):
        answer = ask_qt_apart()
    if isinstance(answer, str):
        yield Fact("window", "Qt", answer, "error")
        return
    yield Fact("window", "Qt", f"{answer['qt']}, platform {answer['platform']}")
    for screen in answer["screens"]:
        yield Fact("window", "screen", screen)
    yield Fact("window", "interface font", answer["font"])
    families = answer["families"]
    yield Fact("window", "font families", str(families), "ok" if families else "error")


def ask_qt_apart() -> dict[str, Any] | str:
    """Qt's own answers, or the sentence why it gave none."""
    frozen = bool(getattr(sys, "frozen", False))
    command_line = [sys.executable, *([] if frozen else ["-m", "relplanner"]), "doctor", "--ask-qt"]
    environ = dict(os.environ)
    no_screen = sys.platform.startswith("linux") and not (
        environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    )
    if no_screen and "QT_QPA_PLATFORM" not in environ:
        environ["QT_QPA_PLATFORM"] = "offscreen"
    if not frozen:  # so that the same program answers, wherever it was started from
        root = str(Path(__file__).parents[2])
        environ["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            command_line, env=environ, capture_output=True, timeout=QT_PATIENCE_S, check=False,
            encoding="utf-8", errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"did not answer within {QT_PATIENCE_S} s"
    if done.returncode == 0:
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer
    reasons = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    return f"cannot start (exit {done.returncode}): {reasons[-1] if reasons else 'without a word'}"


def _tls() -> Iterator[Fact]:
    yield Fact("TLS", "library", ssl.OPENSSL_VERSION)
    paths = ssl.get_default_verify_paths()
    place = paths.cafile or paths.capath
    count = len(ssl.create_default_context().get_ca_certs())
    if count or (paths.capath and any(Path(paths.capath).iterdir())):
        yield Fact("TLS", "certificates", f"{count} loaded from {place}" if count else f"from {place}")
    else:
        yield Fact("TLS", "certificates", "none found; https sources cannot be trusted", "warning")


def _folders() -> Iterator[Fact]:
    folders = {
        "configuration": platformdirs.user_config_path("relplanner", appauthor=False),
        "data": platformdirs.user_data_path("relplanner", appauthor=False),
        "state": platformdirs.user_state_path("relplanner", appauthor=False),
        "cache": platformdirs.user_cache_path("relplanner", appauthor=False),
    }
    for name, path in folders.items():
        writable = _writable(path)
        yield Fact(
            "folder", name, f"{path}{'' if writable else ' (not writable)'}", "ok" if writable else "error"
        )


def _sources(path: Path) -> Iterator[Fact]:
    """The sources of a plan: kind, address, whether secrets and files are there. Asks none of them."""
    for source in read_plan(path).plan.sources:
        parts, state = [source.kind or "no kind"], "ok"
        if source.url:
            parts.append(source.url)
        if source.file:
            missing = not (path.parent / source.file).exists()
            parts.append(f"{source.file}{' (no such file)' if missing else ''}")
            state = "warning" if missing else state
        if source.auth:
            unset = source.auth.startswith("env:") and source.auth.removeprefix("env:") not in os.environ
            parts.append(f"secret {source.auth}{' (not set)' if unset else ''}")
            state = "warning" if unset else state
        yield Fact("source", source.id, ", ".join(parts), cast("State", state))


def _writable(path: Path) -> bool:
    """Whether the folder, or the nearest one above it that exists, can be written into. Nothing is made."""
    nearest = next(folder for folder in (path, *path.parents) if folder.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
