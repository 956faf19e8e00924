"""Regular expressions that are compiled when first used: a hundred cost each start some 20 ms."""

from __future__ import annotations

import re
from typing import Any, cast


def late_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Like :func:`re.compile`, but at the first use; a fault in ``text`` shows then too."""
    return cast("re.Pattern[str]", _Late(text, flags))


class _Late:
    """Stands for a pattern; the first use of a method puts the compiled pattern's methods in its place."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._flags)
        for method in ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
