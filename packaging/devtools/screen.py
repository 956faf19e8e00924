"""An X server without a screen, with a window manager, for the tests that drive a real window."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import time
from collections.abc import Iterator

from .failures import SetupFailed

START_LIMIT_S = 30.0


@contextlib.contextmanager
def virtual_screen(environ: dict[str, str]) -> Iterator[dict[str, str]]:
    """Yields `environ` with DISPLAY set. 1600x1000 at 96 dpi: Xvfb's own default is 100 dpi."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1600x1000x24",
        "-dpi",
        "96",
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(
        command,
        env=environ,
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    manager = None
    try:
        on_screen = environ | {"DISPLAY": f":{_number(reading)}", "QT_QPA_PLATFORM": "xcb"}
        manager = subprocess.Popen(
            ["openbox"], env=on_screen, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _await_manager(on_screen)
        yield on_screen
    finally:
        os.close(reading)
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait(timeout=START_LIMIT_S)


def _number(reading: int) -> str:
    """The server picks a free display itself and writes its number, so runs side by side never collide."""
    ready, _, _ = select.select([reading], [], [], START_LIMIT_S)
    text = os.read(reading, 16).decode().strip() if ready else ""
    if not text:
        raise SetupFailed("Xvfb did not start. Run `Xvfb :99` by hand to see its reason.")
    return text


def _await_manager(environ: dict[str, str]) -> None:
    limit = time.monotonic() + START_LIMIT_S
    ask = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
    while time.monotonic() < limit:
        asked = subprocess.run(
            ask,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        if "window id" in asked.stdout:
            return
        time.sleep(0.05)
    raise SetupFailed("The window manager openbox did not start. Run it by hand to see its reason.")
