"""What the operating system must provide: asked for by what is there, not by package names.

Package names differ between releases of Debian and Ubuntu (libglib2.0-0, libglib2.0-0t64), so each need is
probed (a library is opened, a program looked for), and only what is missing becomes a package name.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from .failures import SetupFailed

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


@dataclass(frozen=True)
class Need:
    kind: str  # "library", "program" or "font"
    names: tuple[str, ...]  # any one of them will do
    packages: tuple[str, ...]  # Debian's and Ubuntu's names; the first that apt knows is taken


def _libraries(*rows: str) -> tuple[Need, ...]:
    """A row is the file that is opened and the packages that may hold it."""
    return tuple(Need("library", (row.split()[0],), tuple(row.split()[1:])) for row in rows)


def _program(names: str, *packages: str) -> Need:
    return Need("program", tuple(names.split()), packages)


QT = (
    *_libraries(
        "libglib-2.0.so.0 libglib2.0-0t64 libglib2.0-0",
        "libdbus-1.so.3 libdbus-1-3",
        "libEGL.so.1 libegl1",
        "libGL.so.1 libgl1",
        "libfontconfig.so.1 libfontconfig1",
        "libfreetype.so.6 libfreetype6",
        "libgssapi_krb5.so.2 libgssapi-krb5-2",
        "libX11.so.6 libx11-6",
        "libX11-xcb.so.1 libx11-xcb1",
        "libxkbcommon.so.0 libxkbcommon0",
        # what the plug-in for X11 opens besides
        "libxcb-cursor.so.0 libxcb-cursor0",
        "libxcb-icccm.so.4 libxcb-icccm4",
        "libxcb-image.so.0 libxcb-image0",
        "libxcb-keysyms.so.1 libxcb-keysyms1",
        "libxcb-randr.so.0 libxcb-randr0",
        "libxcb-render-util.so.0 libxcb-render-util0",
        "libxcb-shape.so.0 libxcb-shape0",
        "libxcb-sync.so.1 libxcb-sync1",
        "libxcb-xfixes.so.0 libxcb-xfixes0",
        "libxcb-xkb.so.1 libxcb-xkb1",
        "libxkbcommon-x11.so.0 libxkbcommon-x11-0",
    ),
    Need("font", (".ttf", ".otf", ".ttc"), ("fonts-dejavu-core",)),
)
TOOLS = (
    _program("git", "git"),
    _program("Xvfb", "xvfb"),
    _program("openbox", "openbox"),
    _program("xdotool", "xdotool"),
    _program("xprop", "x11-utils"),
    _program("import", "imagemagick"),
    _program("java", "default-jre-headless"),
    _program("promtool", "prometheus"),
    _program("pdftotext", "poppler-utils"),  # reads PDFs back; brings pdffonts, pdfinfo and pdftoppm
    _program("dot", "graphviz"),
)
BROWSER = (
    _program("chromium chromium-browser google-chrome", "chromium", "chromium-browser"),
    _program("node nodejs", "nodejs"),
    _program("npm", "npm"),
)
NEEDS = {"demo": QT, "test": (*QT, *TOOLS), "bench": (*QT, *TOOLS, *BROWSER)}


def needs_of(command: str) -> tuple[Need, ...]:
    return NEEDS[command] if sys.platform.startswith("linux") else ()


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_font(suffix: str, folders: Iterable[str] = FONT_FOLDERS) -> bool:
    return any(next(Path(folder).expanduser().rglob(f"*{suffix}"), None) for folder in folders)


PROBES: dict[str, Callable[[str], bool]] = {
    "library": has_library,
    "program": lambda name: shutil.which(name) is not None,
    "font": has_font,
}


def missing(needs: Iterable[Need], probes: dict[str, Callable[[str], bool]] = PROBES) -> list[Need]:
    return [need for need in needs if not any(probes[need.kind](name) for name in need.names)]


def apt_knows(package: str) -> bool:
    """Whether apt has a package of this very name (one that others merely provide does not count)."""
    if shutil.which("apt-cache") is None:
        return False
    shown = subprocess.run(
        ["apt-cache", "show", "--no-all-versions", package], capture_output=True, check=False
    )
    return shown.returncode == 0 and bool(shown.stdout.strip())


def package_names(needs: Iterable[Need], known: Callable[[str], bool] = apt_knows) -> list[str]:
    """One name a need, without repeats. When apt knows none (its lists are empty), the last: newer releases
    still provide the old names."""
    chosen = (next(filter(known, need.packages), need.packages[-1]) for need in needs)
    return list(dict.fromkeys(chosen))


def provide(needs: tuple[Need, ...]) -> None:
    """Installs what is missing where the user may, else raises SetupFailed naming it in one copyable line.

    With everything there, no other program is run: repeated and offline runs never meet apt.
    """
    gaps = missing(needs)
    if not gaps:
        return
    privilege = _privilege() if shutil.which("apt-get") else None
    if privilege is None:
        raise SetupFailed(_what_to_do(gaps, tried=False))
    _apt(privilege, ["update"])  # names can be looked up only afterwards; a failure shows in what follows
    names = package_names(gaps)
    print(f"Installing {len(names)} system packages: {' '.join(names)}")
    _apt(privilege, ["install", "--yes", "--no-install-recommends", *names])
    gaps = missing(gaps)
    if gaps:
        raise SetupFailed(_what_to_do(gaps, tried=True))


def _what_to_do(gaps: list[Need], *, tried: bool) -> str:
    wanted = ", ".join(" or ".join(need.names) if need.kind != "font" else "a font" for need in gaps)
    names = " ".join(package_names(gaps))
    if tried:
        reason = "apt-get did not bring it (its reason stands above). Mend that, or run"
    elif shutil.which("apt-get"):
        reason = "You are not root here, so please run this line, then the command again:"
    else:
        reason = "Install it with this system's package manager. On Debian and Ubuntu the line is:"
    line = f"sudo apt-get update && sudo apt-get install --yes --no-install-recommends {names}"
    return f"This machine lacks {wanted}. {reason}\n\n    {line}\n"


def _privilege() -> list[str] | None:
    """What to put before a command to run it as root without a question; None where that is not allowed."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(
        ["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    return ["sudo", "-n"] if allowed.returncode == 0 else None


def _apt(privilege: list[str], arguments: list[str]) -> None:
    quiet = ["-q", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"]
    command = [*privilege, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *quiet, *arguments]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
