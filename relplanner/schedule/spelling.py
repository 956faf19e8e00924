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


def spell_work(minutes: int, day: int = 480) -> str:
    """Working time as ``2 d``, ``1 d 4 h``, ``−3 h`` on a calendar whose nominal day is ``day`` minutes."""
    days, rest = divmod(abs(minutes), max(day, 1))
    parts = [f"{days:,} d"] if days else []
    if rest // 60 and days < 100:
        parts.append(f"{rest // 60} h")
    if rest % 60 and not days:
        parts.append(f"{rest % 60} m")
    return ("−" if minutes < 0 else "") + (" ".join(parts) or "0 d")
