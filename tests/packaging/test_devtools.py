import ast
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from devtools import environment, running, system
from devtools.failures import SetupFailed
from devtools.system import Need

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "packaging" / "dev.py", *sorted((ROOT / "packaging" / "devtools").glob("*.py"))]
GLIB = Need("library", ("libglib-2.0.so.0",), ("libglib2.0-0t64", "libglib2.0-0"))
BROWSER = Need("program", ("chromium", "google-chrome"), ("chromium",))


def _probes(*present: str):
    return dict.fromkeys(("library", "program", "font"), lambda name: name in present)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_the_set_up_imports_only_the_standard_library(source: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            imported.add((node.module or "").split(".")[0])
    assert imported - {"devtools"} <= set(sys.stdlib_module_names) - {"ensurepip", "distutils"}


@pytest.mark.parametrize(
    "path", [*SOURCES, ROOT / ".ci" / "run", ROOT / "pyproject.toml"], ids=lambda p: p.name
)
def test_the_set_up_names_no_host(path: Path) -> None:
    assert "://" not in path.read_text(encoding="utf-8")


def test_the_pip_wheel_is_the_one_that_the_set_up_trusts() -> None:
    assert hashlib.sha256(environment.PIP_WHEEL.read_bytes()).hexdigest() == environment.PIP_SHA256


def test_a_need_is_met_by_any_of_its_names() -> None:
    assert system.missing([BROWSER], _probes("google-chrome")) == []
    assert system.missing([BROWSER], _probes("firefox")) == [BROWSER]


def test_the_package_name_is_the_one_that_this_release_knows() -> None:
    assert system.package_names([GLIB], {"libglib2.0-0t64"}.__contains__) == ["libglib2.0-0t64"]
    assert system.package_names([GLIB], {"libglib2.0-0"}.__contains__) == ["libglib2.0-0"]


def test_without_package_lists_the_old_name_is_taken_because_new_releases_still_provide_it() -> None:
    assert system.package_names([GLIB], lambda _: False) == ["libglib2.0-0"]


def test_a_package_that_serves_two_needs_is_named_once() -> None:
    needs = [Need("program", (name,), ("nodejs",)) for name in ("node", "npm")]
    assert system.package_names(needs, lambda _: True) == ["nodejs"]


def test_a_library_is_probed_by_opening_it() -> None:
    assert system.has_library("libc.so.6")
    assert not system.has_library("libno-such-library.so.7")


def test_a_font_is_found_anywhere_below_a_font_folder(tmp_path: Path) -> None:
    assert not system.has_font(".ttf", [str(tmp_path)])
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "Sans.ttf").touch()
    assert system.has_font(".ttf", [str(tmp_path)])


def test_with_everything_there_no_program_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "missing", lambda needs: [])
    monkeypatch.setattr(system.subprocess, "run", lambda *a, **k: pytest.fail("a program was run"))
    system.provide((GLIB,))


def test_who_may_not_install_is_told_one_line_to_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "missing", list)
    monkeypatch.setattr(system, "_privilege", lambda: None)
    monkeypatch.setattr(system.shutil, "which", {"apt-get": "apt-get"}.get)
    with pytest.raises(SetupFailed) as refused:
        system.provide((GLIB, BROWSER))
    text = str(refused.value)
    line = next(line for line in text.splitlines() if "sudo apt-get" in line)
    assert "libglib-2.0.so.0" in text
    assert line.endswith("chromium")
    assert "libglib2.0-0" in line


def test_apt_is_asked_for_names_only_after_its_lists_are_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    gaps = iter([[GLIB], []])
    monkeypatch.setattr(system, "missing", lambda needs: next(gaps))
    monkeypatch.setattr(system, "_privilege", list)
    monkeypatch.setattr(system.shutil, "which", lambda name: name)
    monkeypatch.setattr(system, "package_names", lambda needs: calls.append("names") or ["libglib2.0-0t64"])
    monkeypatch.setattr(system, "_apt", lambda privilege, arguments: calls.append(arguments[0]))
    system.provide((GLIB,))
    assert calls == ["update", "names", "install"]


def test_an_environment_of_another_lock_or_python_is_not_current(tmp_path: Path) -> None:
    stamp = tmp_path / environment.STAMP
    environment.scripts(tmp_path).mkdir()
    environment.python(tmp_path).touch()
    assert not environment.is_current(tmp_path)
    stamp.write_text(json.dumps(environment.fingerprint()), encoding="utf-8")
    assert environment.is_current(tmp_path)
    stamp.write_text(json.dumps(environment.fingerprint() | {"lock": "0"}), encoding="utf-8")
    assert not environment.is_current(tmp_path)
    stamp.write_text("{", encoding="utf-8")
    assert not environment.is_current(tmp_path)


def test_a_folder_that_is_no_environment_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SetupFailed, match="in the way"):
        environment.remove(tmp_path)
    assert (tmp_path / "precious.txt").exists()


def test_an_environment_made_by_hand_is_one_for_python(tmp_path: Path) -> None:
    venv = tmp_path / "hand made"
    environment.make_by_hand(venv)
    asked = [
        str(environment.python(venv)),
        "-c",
        "import sys, site; print(sys.prefix, *site.getsitepackages())",
    ]
    answer = subprocess.run(
        asked, capture_output=True, text=True, check=True, env=environment.clean_environ()
    ).stdout
    assert answer.startswith(str(venv))
    assert (venv / "lib").as_posix() in answer


@pytest.mark.parametrize(
    ("line", "closes"),
    [
        ("===== 3 passed in 0.12s =====", True),
        ("= 1 failed, 2 passed, 4 deselected in 71.10s (0:01:11) =", True),
        ("=== no tests ran in 0.01s ===", True),
        ("=== short test summary info ===", False),
        ("3 files already formatted", False),
    ],
)
def test_the_closing_line_of_pytest_is_recognised(line: str, closes: bool) -> None:
    assert bool(running.PYTEST_CLOSING.match(line)) is closes


def test_a_test_run_inherits_no_desktop_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QT_FONT_DPI", "192")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    environ = running.quiet_environ(tmp_path, long=True)
    assert "QT_FONT_DPI" not in environ
    assert "WAYLAND_DISPLAY" not in environ
    assert (environ["QT_SCALE_FACTOR"], environ["RELPLANNER_LONG"]) == ("1", "1")
    assert environ["HOME"] == str(tmp_path)
