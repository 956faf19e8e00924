import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _locked() -> dict[str, str]:
    return {_key(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK, re.MULTILINE)}


def _pinned(requirements: list[str]) -> dict[str, str]:
    found = [re.fullmatch(r"([\w.-]+)==([\w.]+)", requirement) for requirement in requirements]
    assert all(found), f"every dependency is pinned exactly: {requirements}"
    return {_key(match[1]): match[2] for match in found if match}


def test_the_lock_names_no_host() -> None:
    assert "://" not in LOCK
    assert not re.search(
        r"^\s*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b", LOCK, re.MULTILINE
    )


@pytest.mark.parametrize("extra", ["runtime", "test"])
def test_the_lock_holds_exactly_what_the_project_pins(extra: str) -> None:
    requirements = PROJECT["dependencies"] if extra == "runtime" else PROJECT["optional-dependencies"]["test"]
    pinned = _pinned(requirements)
    locked = _locked()
    assert {name: locked.get(name) for name in pinned} == pinned


def test_every_locked_package_has_a_hash() -> None:
    blocks = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(_locked())
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_lock_serves_other_platforms_too() -> None:
    """PySide6 has a wheel for Linux, macOS and Windows each (and more for other processors)."""
    block = re.search(r"^pyside6-essentials==.*?(?=^\S)", LOCK, re.MULTILINE | re.DOTALL)
    assert block
    assert block[0].count("--hash=") >= 3
