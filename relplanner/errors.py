"""What can go wrong, as values and as one exception tree.

::

    RelplannerError
    ├── TextError            a text form could not be read (duration, T-offset, dependency ...)
    ├── EditRefused          an edit would make a plan that cannot be meant
    ├── PlanUnreadable       a file is not a plan: syntax, conflict markers, limits
    ├── DataUnreadable       samples of metrics could not be read: a CSV, a recording
    ├── Cancelled            work under way was given up because somebody asked for it
    ├── StorageError         the file system said no
    │   ├── FileChanged      the file changed underneath since it was read
    │   └── FileInUse        another process holds the file open
    └── UsageError           the command line was used wrongly

Each carries :class:`Problem` values, never bare strings: what happened, where, what to do.
"""

from __future__ import annotations

from relplanner.values import value


@value
class Place:
    """Where a problem stands: ``line`` and ``column`` from 1, ``path`` like ``activities[3].after[0]``."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None

    def __str__(self) -> str:
        at = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{at} ({self.path})" if at and self.path else at or self.path or ""


@value
class Problem:
    """One thing that is wrong, as a sentence for a person, its place, and what to do about it."""

    message: str
    where: Place = Place()
    hint: str = ""

    def __str__(self) -> str:
        place = str(self.where)
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} {self.hint}" if self.hint else text


class RelplannerError(Exception):
    """Base of all errors this program raises on purpose; ``str(error)`` is fit to show to a person."""

    def __init__(self, *problems: Problem | str) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            problem if isinstance(problem, Problem) else Problem(problem) for problem in problems
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


class TextError(RelplannerError):
    """A text form could not be read; the message says what stands there and what was expected."""


class EditRefused(RelplannerError):
    """An edit was refused because its result could not be meant; the plan is unchanged."""


class PlanUnreadable(RelplannerError):
    """A file could not be read as a plan; ``problems`` lists every reason with its place."""


class DataUnreadable(RelplannerError):
    """Samples of metrics could not be read; ``problems`` name the place and the remedy."""


class Cancelled(RelplannerError):
    """Work under way was given up because the caller asked for it; nothing was changed."""


class StorageError(RelplannerError):
    """Reading or writing failed; the message names the file and the remedy."""


class FileChanged(StorageError):
    """The file on disk is not the one that was read; saving would lose somebody's work."""


class FileInUse(StorageError):
    """Another process has the file open for editing."""


class UsageError(RelplannerError):
    """The command line or an argument was wrong."""
