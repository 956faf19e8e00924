"""The release as a whole: its promise, its milestone, its reviews, and secrets that do not belong in a
file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any, cast

from relplanner.plan.checks.look import Look, at_entry, parts_alone, title
from relplanner.plan.edits.edit import words
from relplanner.plan.fields import Field, fields_of
from relplanner.plan.findings import Finding
from relplanner.plan.forms.moment import Offset
from relplanner.plan.forms.scalars import LINE, TEXT
from relplanner.plan.plan import Plan, entries_of, sections


def promise(look: Look) -> Iterator[Finding]:
    """NO-T0 and NO-MILESTONE: without them no slip can be told. An empty plan owes neither."""
    release = look.plan.release
    if isinstance(release.target, Offset) and release.target.anchor == "T":
        message = "The release's target counts from T0, which is that target itself. Write a date and a time."
        yield Finding("NO-T0", "error", message, "release.target", id="release")
    if not look.plan.activities:
        return
    if release.target is None:
        message = (
            "The release has no target date (T0), so offsets such as T-14d hang on nothing and no slip "
            "is told."
        )
        yield Finding("NO-T0", "warning", message, "release.target", id="release")
    if release.milestone is None:
        message = "The release names no milestone: say which activity's finish is compared with T0."
        yield Finding("NO-MILESTONE", "warning", message, "release.milestone", id="release")


def target_hangs(look: Look) -> Iterator[Finding]:
    """TARGET-HANGS: a promise that follows the work can never be missed."""
    plan, at = look.plan, look.plan.release.target
    seen: set[str] = set()
    while isinstance(at, Offset) and at.anchor != "T" and at.anchor not in seen:
        seen.add(at.anchor)
        anchor = plan.entry("anchors", at.anchor)
        if anchor is not None and anchor.at is not None:
            at = anchor.at
            continue
        name = at.anchor if anchor is None else anchor.activity
        activity = plan.activity(name) if name else None
        if activity is not None:
            message = (
                f"The release's target (T0) hangs on {title(activity)} and moves with the plan, so a "
                "slip may go untold. Write a date and a time."
            )
            yield Finding("TARGET-HANGS", "warning", message, "release.target", id="release")
        return


def reviews(look: Look) -> Iterator[Finding]:
    """REVIEW-OVERDUE, of the plan and of its documents; told only when today is known."""
    today = look.today
    if today is None:
        return
    due = look.plan.release.next_review
    if due is not None and due < today:
        message = (
            f"The plan was to be reviewed on {due.isoformat()}. Review it and set the date of the next "
            "review."
        )
        yield Finding("REVIEW-OVERDUE", "warning", message, "release.next_review", id="release")
    for position, document in enumerate(look.plan.documents):
        if document.next_review is not None and document.next_review < today:
            message = f"{title(document)} was to be reviewed on {document.next_review.isoformat()}."
            yield at_entry(
                "REVIEW-OVERDUE", "warning", message, ("documents", position, document), "next_review"
            )


_SECRETS = re.compile(
    r"[a-z][a-z0-9+.-]{1,20}://[^/\s:@]{1,200}:[^/\s@]{1,200}@"  # a password in an address
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}"
    r"|\bxox[abpr]-[A-Za-z0-9-]{10}"
    r"|\b(?:password|passwd|secret|api[_-]?key|token)\s*[:=]\s*[A-Za-z0-9+/_.-]{12,}",
    re.IGNORECASE,
)
_HINT = "A plan is read by many: keep secrets in the keyring or the environment and name them (keyring:NAME)."


def secrets(look: Look) -> Iterator[Finding]:
    """SECRET-IN-FILE. The message never repeats what was found."""
    for section, position, entry in _suspects(look.plan):
        for path, text in _texts(entry):
            if _SECRETS.search(text):
                message = f"Something that looks like a secret stands in {title(entry)[:80]}. {_HINT}"
                if _SECRETS.search(message):
                    message = f"Something that looks like a secret stands here. {_HINT}"
                yield at_entry("SECRET-IN-FILE", "error", message, (section, position, entry), path)
    for section, part in parts_alone(look.plan):
        for path, text in _texts(part):
            if _SECRETS.search(text) and not path.startswith(("phases[", "log[")):
                message = f"Something that looks like a secret stands in the {words(section)}. {_HINT}"
                yield Finding("SECRET-IN-FILE", "error", message, f"{section}.{path}", id=section)


@cache
def _text_fields(noun: Hashable) -> tuple[tuple[Field, ...], Callable[[Any], tuple[Any, ...]]]:
    """The fields of a noun in which free text can stand, and what reads them all at once."""
    found = []
    for field in fields_of(cast("type[Any]", noun)):
        free = field.form is LINE or field.form is TEXT
        if free or (field.noun is not None and _text_fields(cast("Hashable", field.noun))[0]):
            found.append(field)
    names = [field.name for field in found]
    if len(names) > 1:
        return tuple(found), cast("Callable[[Any], tuple[Any, ...]]", attrgetter(*names))
    return tuple(found), lambda entry: tuple(getattr(entry, name) for name in names)


_MARKS = (":", "=", "---", "akia", "gh", "xox")
"""Without one of these a text in small letters holds nothing that :data:`_SECRETS` would find."""


def _suspects(plan: Plan) -> Iterator[tuple[str, int, Any]]:
    """Entries to be read closely. Goes field by field: nearly all of ten thousand activities pass at once."""
    for section in sections():
        entries = entries_of(plan, section.name)
        found: set[int] = set()
        for field in _text_fields(cast("Hashable", type(entries[0])))[0] if entries else ():
            column = [getattr(entry, field.name) for entry in entries]
            if field.shape in ("one", "many"):
                if field.shape == "many":
                    column = ["\n".join(texts) if texts else "" for texts in column]
                whole = "\n".join(filter(None, column)).lower()
                marks = [mark for mark in _MARKS if mark in whole]
                if marks:
                    found.update(
                        at for at, text in enumerate(column) if text and _is_marked(text.lower(), marks)
                    )
            else:
                found.update(at for at, value in enumerate(column) if value)
        found.update(at for at, entry in enumerate(entries) if getattr(entry, "unknown", ()))
        yield from ((section.name, at, entries[at]) for at in sorted(found))


def _is_marked(text: str, marks: list[str]) -> bool:
    return any(mark in text for mark in marks)


def _texts(entry: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    fields, read = _text_fields(cast("Hashable", type(entry)))
    for field, value in zip(fields, read(entry), strict=True):
        if not value:
            continue
        path = prefix + field.key
        if isinstance(value, str):
            yield path, value
        elif not isinstance(value, tuple):
            yield from _texts(value, f"{path}.")
        else:
            for at, item in enumerate(value):
                if isinstance(item, str):
                    yield f"{path}[{at}]", item
                elif isinstance(item, tuple):
                    yield f"{path}.{item[0]}", f"{item[0]}: {item[1]}"
                else:
                    yield from _texts(item, f"{path}[{at}].")
    for key, value in getattr(entry, "unknown", ()):
        if isinstance(value, str):
            yield f"{prefix}{key}", f"{key}: {value}"
