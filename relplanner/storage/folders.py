"""Where the program keeps what is neither plan nor preference, and how a folder is put on the disk."""

from __future__ import annotations

import contextlib
import os
import zlib
from pathlib import Path


def state_folder() -> Path:
    """The folder for the recovery journal, backups and locks; it need not exist yet."""
    import platformdirs

    return Path(platformdirs.user_state_dir("relplanner", appauthor=False))


def label_of(path: str | os.PathLike[str]) -> str:
    """What a file is called in the state folder: its name, and sums of its real path that set it apart.

    Two sums of zlib: a hash worth the name would load OpenSSL at every start.
    """
    real = os.path.realpath(path)
    raw = os.fsencode(real)
    name = "".join(c if c.isalnum() or c in "-_." else "_" for c in Path(real).name)[:80]
    return f"{name}-{zlib.crc32(raw):08x}{zlib.adler32(raw):08x}"


def folder_beside(path: str | os.PathLike[str]) -> Path:
    """``NAME.relplan.d``, which holds what belongs to a plan and is not the plan; it need not exist."""
    name = Path(path).name.removesuffix(".yaml").removesuffix(".yml").removesuffix(".relplan")
    return Path(path).with_name(f"{name}.relplan.d")


def sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut. Windows has no such call, and some file systems refuse it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
