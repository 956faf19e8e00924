"""The plan of the next release, made from this one: the same work and people, nothing that happened."""

from __future__ import annotations

import dataclasses
from typing import Any

from relplanner.errors import EditRefused
from relplanner.plan.fields import Field, fields_of
from relplanner.plan.forms.moment import Wall
from relplanner.plan.nouns.release import Release
from relplanner.plan.plan import Plan, sections
from relplanner.plan.shifting import rewritten, shifted

_HAPPENED = {
    "activities": ("progress", "actual_start", "actual_finish", "remaining"),
    "release": ("status", "status_date", "last_review", "next_review", "document_version", "code_name"),
    "risks": ("closed",),
    "compliance": ("status", "evidence"),
    "documents": ("state", "next_review"),
    "change": (
        "kind", "request", "approval", "business", "technical_risk", "security", "customer", "resources",
    ),
    "scope": (
        "summary", "objective", "objectives", "user_impact", "revenue_impact", "features", "fixes",
        "performance", "security", "debt",
    ),
}  # fmt: skip
"""Fields that tell of the old release, beside those the tables mark as records."""
_COMPANY = frozenset({"calendars", "freezes", "iterations"})
"""Dates that belong to the company, not to the release: they stay."""
_EMPTY = frozenset({"feedback", "release_notes"})


def clone(plan: Plan, target: Wall, *, version: str | None = None, code_name: str | None = None) -> Plan:
    """A plan for the next release, dated from its T0.

    Anchors, offsets, links, people and triggers are kept. Dates fixed to a day move by the days between the
    two targets. What happened is left behind: actuals, progress, decisions, votes, signatures, ticks, runs,
    incidents, measurements, feedback. Raises :class:`EditRefused` when dates leave the years of a plan.
    """
    old = plan.release.target
    days = (target.day - old.day).days if isinstance(old, Wall) else 0
    fresh = {section.name: _section(section, getattr(plan, section.name), days) for section in sections()}
    release: Release = dataclasses.replace(
        fresh["release"], target=target, version=version, code_name=code_name
    )
    if release.start is not None and isinstance(release.start, Wall) and release.start.day >= target.day:
        raise EditRefused(
            "The plan's start would lie behind the new T0. Give the plan a T0 before cloning it."
        )
    return dataclasses.replace(plan, **{**fresh, "release": release})


def _section(section: Field, value: Any, days: int) -> Any:
    if section.name in _EMPTY:
        return section.default
    emptied = _HAPPENED.get(section.name, ())
    moved = 0 if section.name in _COMPANY else days
    if section.shape == "part":
        return _fresh(value, emptied, moved)
    return tuple(_fresh(entry, emptied, moved) for entry in value)


def _fresh(entry: Any, emptied: tuple[str, ...], days: int) -> Any:
    def change(field: Field, value: Any) -> Any:
        if field.record:
            return field.default
        return shifted(value, days) if days else value

    known = {field.name: field.default for field in fields_of(type(entry)) if field.name in emptied}
    return rewritten(dataclasses.replace(entry, **known) if known else entry, change)
