"""Why a text could not be read: every reason at once, as sentences with line and column.

The quick pass (:mod:`relplanner.storage.yaml_text`) only knows that something is odd. This one walks the text
again with all marks. libyaml stops at its first error, so a text with a syntax error is taken apart at its
top-level keys and at the entries of their lists, and each part is looked at on its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from relplanner.errors import Place, PlanUnreadable, Problem
from relplanner.storage import yaml_text

MOST = 50
"""About how many problems are looked for and listed; more are best mended from the top."""

_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|\Z).*$", re.MULTILINE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_TOP_KEY = re.compile(r"^(?=[^\s#\-%.\]}])", re.MULTILINE)
_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=[^\s#])", re.MULTILINE)
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(slots=True)
class _Found:
    name: str
    line_offset: int = 0
    problems: list[Problem] = field(default_factory=list)

    def add(self, message: str, mark: Any, hint: str = "") -> None:
        self.at(message, mark.line, mark.column, hint)

    def at(self, message: str, line: int, column: int, hint: str = "") -> None:
        place = Place(self.name or None, line + 1 + self.line_offset, column + 1)
        self.problems.append(Problem(message, place, hint))


def refuse_conflicts(text: str, name: str) -> None:
    """Raise when git left conflict markers: all of them, before YAML sees any."""
    found = _Found(name)
    for match in islice(_CONFLICT.finditer(text), MOST):
        line = _line_of(text, match.start())
        found.at(f"A merge conflict marker stands here: “{match[0].rstrip()[:60]}”.", line, 0)
    if not any(mark in problem.message for problem in found.problems for mark in ("<<<<<<<", ">>>>>>>")):
        return
    last = found.problems[-1]
    hint = "Resolve the marked lines in an editor or with `git mergetool`, and open the plan again."
    found.problems[-1] = Problem(last.message, last.where, hint)
    raise PlanUnreadable(*found.problems[:MOST])


def problems(text: str, name: str, error: Exception) -> list[Problem]:
    """Every reason why ``text`` is no plan; at least one, in the order of the text."""
    found = _Found(name)
    if _forbidden_characters(text, found):
        return found.problems[:MOST]
    syntax = _inspect(text, found, whole=True)
    if syntax is not None:
        found.problems.clear()
        _inspect_parts(text, found)
        if not found.problems:
            _explain(syntax, text, found)
    if not found.problems:
        found.at(f"The text cannot be read as a plan: {str(error) or 'it is not YAML'}.", 0, 0)
    found.problems.sort(key=lambda problem: (problem.where.line or 0, problem.where.column or 0))
    unique = list(dict.fromkeys(found.problems))
    if len(unique) > MOST:
        more = Problem("More problems follow.", Place(name or None))
        return [*unique[:MOST], more]
    return unique


def _forbidden_characters(text: str, found: _Found) -> bool:
    for match in _FORBIDDEN.finditer(text):
        line, column = _place_of(text, match.start())
        code = ord(match[0])
        message = f"The character U+{code:04X} cannot stand in a text file."
        hint = "Save the file as UTF-8 text." if code == 0 else "Delete it."
        found.at(message, line, column, hint)
        if len(found.problems) > MOST:
            break
    return bool(found.problems)


def _inspect_parts(text: str, found: _Found) -> None:
    for line, part in _cut(text, _TOP_KEY):
        found.line_offset = line
        before = len(found.problems)
        if before > MOST:
            break
        syntax = _inspect(part, found, whole=False)
        if syntax is None:
            continue
        del found.problems[before:]
        _inspect_entries(part, found)
        if len(found.problems) == before:
            _explain(syntax, part, found)
    found.line_offset = 0


def _inspect_entries(part: str, found: _Found) -> None:
    """Look at each entry of a key's list on its own."""
    first = re.search(r"^( *)- ", part, re.MULTILINE)
    if first is None:
        return
    offset = found.line_offset
    entry = re.compile(rf"^{first[1]}(?=- )", re.MULTILINE)
    for line, text in list(_cut(part, entry))[1:]:
        found.line_offset = offset + line
        error = _inspect(text, found, whole=False)
        if error is not None:
            _explain(error, text, found)
        if len(found.problems) > MOST:
            break
    found.line_offset = offset


def _cut(text: str, at: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The text cut before every match, with the line of each piece; what precedes the first comes first."""
    starts = [match.start() for match in at.finditer(text)]
    edges = [0, *[start for start in starts if start > 0], len(text)]
    line = 0
    for start, end in pairwise(edges):
        piece = text[start:end]
        yield line, piece
        line += len(_BREAK.findall(piece))


@dataclass(slots=True)
class _Level:
    mapping: bool
    keys: dict[str, Any] = field(default_factory=dict)
    key: Any = None  # the event of the key whose value comes next
    anchor: str | None = None


def _inspect(text: str, found: _Found, *, whole: bool) -> yaml.MarkedYAMLError | None:
    """List what is odd; returns the syntax error that ended the walk, if one did."""
    parser = CParser(text)
    levels: list[_Level] = []
    anchors: dict[str, bool] = {}
    documents = 0
    try:
        while parser.check_event():
            event = parser.get_event()
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents == 2:
                    hint = "Put each plan into a file of its own."
                    found.add("A second document begins here; a file holds one plan.", event.start_mark, hint)
                    return None
            elif isinstance(event, CollectionEndEvent):
                closed = levels.pop()
                if closed.anchor is not None:
                    anchors[closed.anchor] = True
                _value_done(levels)
            elif isinstance(event, NodeEvent) and not _node(event, levels, anchors, found, whole):
                return None
    except yaml.MarkedYAMLError as error:
        return error
    return None


def _node(event: Any, levels: list[_Level], anchors: dict[str, bool], found: _Found, whole: bool) -> bool:
    """One scalar, alias or beginning; returns whether the walk may go on."""
    top = levels[-1] if levels else None
    as_key = top is not None and top.mapping and top.key is None
    if getattr(event, "tag", None) is not None:
        message = f"A tag ({event.tag}) stands here; the field a text stands in says how it is read."
        found.add(message, event.start_mark, "Delete the tag, or put the text in quotes.")
    if isinstance(event, AliasEvent):
        if as_key:
            found.add("An alias stands where a key was expected.", event.start_mark)
        elif whole:
            _alias(event, anchors, found)
        _value_done(levels, event)
        return True
    if isinstance(event, ScalarEvent):
        _scalar(event, levels, anchors, found)
        return True
    if as_key:
        found.add("A list or mapping stands where a key was expected; a key is one text.", event.start_mark)
    if len(levels) >= yaml_text.LIMIT_DEPTH:
        message = f"The text is nested more than {yaml_text.LIMIT_DEPTH} levels deep here."
        found.add(
            message, event.start_mark, "No part of a plan needs that; look for brackets that never close."
        )
        return False
    if event.anchor is not None:
        anchors[event.anchor] = False
    assert isinstance(event, (MappingStartEvent, SequenceStartEvent))
    if as_key and top is not None:
        top.key = event
    levels.append(_Level(isinstance(event, MappingStartEvent), anchor=event.anchor))
    return True


def _scalar(event: Any, levels: list[_Level], anchors: dict[str, bool], found: _Found) -> None:
    if event.anchor is not None:
        anchors[event.anchor] = True
        if not event.value and not event.style:
            found.add(f"Nothing stands behind the anchor &{event.anchor}.", event.start_mark, _QUOTES)
    if levels and levels[-1].mapping and levels[-1].key is None:
        _key(event, levels[-1], found)
    else:
        _value_done(levels)


def _value_done(levels: list[_Level], event: Any = None) -> None:
    """A value is complete: its mapping waits for the next key. A value in a key's place takes that place."""
    if levels and levels[-1].mapping:
        levels[-1].key = event if levels[-1].key is None else None


def _key(event: Any, level: _Level, found: _Found) -> None:
    first = level.keys.get(event.value)
    level.key = event
    if first is None:
        level.keys[event.value] = (event.start_mark.line + found.line_offset, event.start_mark.column)
        return
    message = (
        f"The key “{event.value[:60]}” stands here for the second time; the first is in line {first[0] + 1}."
    )
    found.add(message, event.start_mark, "Keep one of the two.")


def _alias(event: Any, anchors: dict[str, bool], found: _Found) -> None:
    complete = anchors.get(event.anchor)
    if complete is None:
        found.add(f"The alias *{event.anchor} refers to nothing before it.", event.start_mark, _QUOTES)
    elif not complete:
        found.add(f"The alias *{event.anchor} stands inside what it refers to.", event.start_mark)


def _explain(error: yaml.MarkedYAMLError, text: str, found: _Found) -> None:
    mark = error.problem_mark
    line, column, index = (mark.line, mark.column, mark.index) if mark is not None else (0, 0, 0)
    last = len(_BREAK.findall(text))
    if line > last or index >= len(text):
        line, column = _place_of(text, len(text.rstrip()))
    opened = ""
    if error.context_mark is not None:
        opened = (
            f"line {error.context_mark.line + 1 + found.line_offset}, column {error.context_mark.column + 1}"
        )
    character = text[index : index + 1]
    message, hint = _sentence(error.problem or "", error.context or "", character, opened)
    if error.context_mark is not None and message.startswith("This quotation mark"):
        line, column = error.context_mark.line, error.context_mark.column
    elif "mapping values" in (error.problem or "") and _ALONE.search(text, 0, index):
        message, hint = _MISPLACED
    tab = _TAB_INDENT.search(text)
    if tab is not None and _line_of(text, tab.start()) <= line:
        line, column = _place_of(text, text.index("\t", tab.start()))
        message, hint = _TAB
        for other in islice(_TAB_INDENT.finditer(text), 1, MOST):
            found.at(_TAB[0], *_place_of(text, text.index("\t", other.start())))
    found.at(message, line, column, hint)


_TAB = ("A tab stands where only spaces may indent.", "Replace it by spaces.")
_QUOTES = "Put the text in quotes."
_ALONE = re.compile(r"^ *[\w-]+ *\Z", re.MULTILINE)
"""A line that holds one word so far: a key, if what stands above let it be one."""
_MISPLACED = (
    "This key does not fit here.",
    "Align it with its neighbours, and write the line above as KEY: VALUE, with a blank behind the colon.",
)
_NO_VALUE = "Look for an open bracket, a comma too many, or a text that needs quotes."
_SENTENCES: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "A “:” stands where no value can begin.",
        "Put a text that holds “: ” in quotes, or align this key with its neighbours.",
    ),
    (
        "did not find expected key",
        "A key was expected here.",
        "Align it with the keys above, and close quotes and brackets.",
    ),
    (
        "did not find expected '-' indicator",
        "An entry that begins with “- ” was expected here, as above.",
        "Align the entries.",
    ),
    (
        "could not find expected ':'",
        "A key without its “:” stands here or above.",
        "Write KEY: VALUE with a blank behind the colon, or put the text in quotes.",
    ),
    (
        "block sequence entries are not allowed",
        "A list cannot begin here.",
        "Put its first “- ” on a line of its own.",
    ),
    (
        "found unknown escape character",
        "The backslash is followed by a letter that means nothing here.",
        "Double the backslash, or use single quotes.",
    ),
    (
        "did not find expected comment or line break",
        "Behind “|” or “>” the line has to end.",
        "Put a text that begins with such a sign in quotes, or begin it on the next line.",
    ),
    ("found a tab character", *_TAB),
    (
        "did not find expected <document start>",
        "The text goes on after its end.",
        "Align this line with the keys above.",
    ),
    (
        "found incompatible YAML document",
        "This YAML version is not known.",
        "Delete the line that begins with %YAML.",
    ),
    (
        "found undefined tag handle",
        "A tag stands here that means nothing.",
        "Delete it, or put the text in quotes.",
    ),
    ("did not find expected alphabetic", "A name was expected after “&” or “*”.", _QUOTES),
    ("mapping keys are not allowed", "A key cannot begin here.", "Put it on a line of its own."),
    ("found duplicate", "A line that begins with % stands here twice.", "Delete one."),
)


def _sentence(problem: str, context: str, character: str, opened: str) -> tuple[str, str]:
    """What libyaml means, for people."""
    if "cannot start any token" in problem:
        return _TAB if character == "\t" else (f"A text cannot begin with “{character}”.", _QUOTES)
    if "quoted scalar" in context and ("end of stream" in problem or "document indicator" in problem):
        return "This quotation mark is never closed.", "Close it, or double it inside the text."
    if "expected ',' or" in problem:
        end = "]" if "]" in problem else "}"
        return (
            f"The bracket opened in {opened} goes on without “,” or “{end}”.",
            "Close it, or put texts in quotes.",
        )
    if "did not find expected node content" in problem:
        where = f" after {opened}" if opened else ""
        return (
            f"A value was expected here{where}.",
            "Look for an open bracket, a comma too many, or a text that needs quotes.",
        )
    for part, message, hint in _SENTENCES:
        if part in problem:
            return message, hint
    return f"This is not YAML ({problem}{', ' + context if context else ''}).", ""


def _place_of(text: str, index: int) -> tuple[int, int]:
    """0-based line and column of an index."""
    line, begin = 0, 0
    for match in _BREAK.finditer(text, 0, index):
        line, begin = line + 1, match.end()
    return line, index - begin


def _line_of(text: str, index: int) -> int:
    return _place_of(text, index)[0]
