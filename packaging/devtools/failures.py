from __future__ import annotations


class SetupFailed(Exception):
    """Set-up cannot go on; the text tells the person what is missing and what to do."""
