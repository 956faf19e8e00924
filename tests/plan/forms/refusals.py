"""What a parser says to a text it cannot read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from relplanner.errors import TextError


def refusal(parse: Callable[[str], Any], text: str) -> str:
    with pytest.raises(TextError) as caught:
        parse(text)
    return str(caught.value)
