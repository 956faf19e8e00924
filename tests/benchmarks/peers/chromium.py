"""Chromium without a window, driven by its DevTools protocol over a pipe: no driver to install."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--allow-file-access-from-files",
    "--remote-debugging-pipe",
)
SAFE_FD = 20


def found() -> str | None:
    """The browser's path, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Chromium:
    """One browser with one page."""

    def __init__(self, width: int, height: int) -> None:
        program = found()
        if program is None:
            raise RuntimeError("Chromium is not installed.")
        self._profile = tempfile.TemporaryDirectory(prefix="relplanner-chromium-", ignore_cleanup_errors=True)
        to_read, self._send = os.pipe()
        self._receive, to_write = os.pipe()
        high = [os.dup2(fd, SAFE_FD + at) for at, fd in enumerate((to_read, to_write))]

        def connect() -> None:
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self._process = subprocess.Popen(
            [
                program,
                *FLAGS,
                f"--window-size={width},{height}",
                f"--user-data-dir={self._profile.name}",
                "about:blank",
            ],
            preexec_fn=connect,  # noqa: PLW1509 - the benchmarks have one thread
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for fd in (to_read, to_write, *high):
            os.close(fd)
        self._number = 0
        self._rest = b""
        target = self._call("Target.createTarget", {"url": "about:blank"})
        attached = self._call("Target.attachToTarget", {"targetId": target["targetId"], "flatten": True})
        self._session: str | None = attached["sessionId"]
        for domain in ("Page", "Runtime", "Performance"):
            self._call(f"{domain}.enable", {}, self._session)
        self._call(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
            self._session,
        )

    def open(self, page: Path) -> None:
        self._call("Page.navigate", {"url": page.as_uri()}, self._session)
        while self.evaluate("document.readyState") != "complete" or not self.evaluate(
            "Boolean(window.ready)"
        ):
            pass

    def evaluate(self, script: str) -> Any:
        """The value of a script; a promise is awaited."""
        answer = self._call(
            "Runtime.evaluate",
            {"expression": script, "returnByValue": True, "awaitPromise": True},
            self._session,
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def main_thread_ms(self, script: str) -> float:
        """What a script and the two frames after it cost on the page's main thread."""
        before = self._task_seconds()
        frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        self.evaluate(f"(() => {{ {script}; return {frames}; }})()")
        return (self._task_seconds() - before) * 1000

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        os.close(self._send)
        os.close(self._receive)
        self._profile.cleanup()

    def _task_seconds(self) -> float:
        metrics = self._call("Performance.getMetrics", {}, self._session)["metrics"]
        return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))

    def _call(self, method: str, given: dict[str, Any], session: str | None = None) -> Any:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": given}
        if session is not None:
            message["sessionId"] = session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            block = os.read(self._receive, 1 << 16)
            if not block:
                raise RuntimeError("Chromium went away.")
            self._rest += block
        whole, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(whole)
        return found
