"""Whether the program that left a lock or a journal behind still runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

THIS = f"{os.getpid()}-{os.urandom(4).hex()}"
"""Names this run of the program; process numbers alone come back, in containers with every start."""


def is_gone(pid: int, since: float) -> bool:
    """Whether the process that had number ``pid`` at ``since`` (Unix time, seconds) no longer runs.

    When in doubt it still does.
    """
    if pid <= 0:
        return True
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return bool(kernel.GetLastError() == 87)  # ERROR_INVALID_PARAMETER: no such process
        kernel.CloseHandle(handle)
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    started = _started(pid)
    return started is not None and started > since + 2  # the clock of /proc is coarse


def _started(pid: int) -> float | None:
    """When a process began, in seconds of Unix time; ``None`` where /proc does not tell."""
    try:
        after_name = (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
        )
        ticks = int(after_name.split()[19])
        boot = next(
            int(line.split()[1])
            for line in Path("/proc/stat").read_text(encoding="ascii").splitlines()
            if line.startswith("btime ")
        )
        return boot + ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, StopIteration):
        return None
