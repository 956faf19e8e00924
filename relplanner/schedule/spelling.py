"""Stretches of real time in words: findings, header and timeline say the same."""

from __future__ import annotations


def spell(minutes: int) -> str:
    """Elapsed time in its two largest units, never weeks: ``9 d 3 h``, ``6 h 12 m``."""
    days, left = divmod(abs(minutes), 1440)
    hours, rest = divmod(left, 60)
    if days:
        return f"{days:,} d {hours} h" if hours and days < 100 else f"{days:,} d"
    if hours:
        return f"{hours} h {rest} m" if rest else f"{hours} h"
    return f"{rest} m"
