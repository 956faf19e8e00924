"""A plan from its file: tolerant of faults in fields, and every one of them told with line and column.

::

    loaded = read(Path("kestrel.relplan.yaml"))
    loaded.plan, loaded.findings, loaded.source
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from relplanner.errors import Place, PlanUnreadable, Problem, StorageError
from relplanner.plan.findings import Finding
from relplanner.plan.plan import FORMAT, Plan, sections
from relplanner.storage.decode import Decoder, Fault
from relplanner.storage.decode import Path as TreePath
from relplanner.storage.source import Source
from relplanner.storage.yaml_text import BOM, LIMIT_BYTES, Plain, Tree, load, no_collection, refuse_too_large
from relplanner.values import value

FORMAT_KEY = "relplan"
CONFLICT_MARK = "Merge conflict:"
"""With this begins the comment above whatever both sides of a merge changed differently."""
MOST_NOTES = 100


@value
class Loaded:
    """A plan, the text it came from, and what is wrong in it."""

    plan: Plan
    source: Source
    findings: tuple[Finding, ...]


def read(path: str | os.PathLike[str]) -> Loaded:
    """Read a plan file. Raises :class:`StorageError` and :class:`PlanUnreadable`."""
    return parse(read_text(path), os.fspath(path))


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a file as it is. Raises :class:`StorageError` and :class:`PlanUnreadable`."""
    name = os.fspath(path)
    try:
        with Path(path).open("rb") as file:
            refuse_too_large(os.fstat(file.fileno()).st_size, name)
            data = file.read(LIMIT_BYTES + 1)  # it may have grown since
            refuse_too_large(len(data), name)
    except OSError as error:
        raise StorageError(Problem(_unreadable(error), Place(name))) from error
    return decode_text(data, name)


def decode_text(data: bytes, name: str = "") -> str:
    """Bytes as UTF-8 text. Raises :class:`PlanUnreadable` that says where they are not, and what to do."""
    for mark, encoding in ((b"\xff\xfe\0\0", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if data.startswith(mark):
            message = f"The file is written in {encoding}; a plan is UTF-8 text."
            raise PlanUnreadable(Problem(message, Place(name or None), "Save it as UTF-8 in your editor."))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n")
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace"))
        if data.count(b"\0") > len(data) // 8:
            message = "The file is not UTF-8 text: it looks like UTF-16 or a binary file."
        else:
            byte = f"0x{data[error.start]:02X}"
            message = f"The byte {byte} is not UTF-8; the file may be written in Latin-1 or Windows-1252."
        place = Place(name or None, line + 1, column + 1)
        raise PlanUnreadable(Problem(message, place, "Save it as UTF-8 in your editor.")) from None


def parse(text: str, name: str = "") -> Loaded:
    """A plan from text. ``name`` is what messages call the file. Raises :class:`PlanUnreadable`."""
    with no_collection():
        tree = load(text, name)
        version, fault = _format_of(tree, name)
        if version < FORMAT:
            from relplanner.storage import migrations

            tree.root = migrations.migrate(tree.root, version)
            tree.block = False  # nothing of the old text may stay: it is written anew
        root = {key: value for key, value in tree.root.items() if key != FORMAT_KEY}
        decoder = Decoder()
        if fault is not None:
            decoder.faults.append(fault)
        plan = decoder.noun(Plan, root)
        bare = text.removeprefix(BOM)
        findings = (*_findings(decoder.faults, tree, bare, name), *_conflict_notes(bare))
        if not tree.aliases:
            tree.root = None  # the source keeps the tree's lines, not its values
        source = Source.of_text(text, tree, plan, name, decoder.dropped)
        return Loaded(plan, replace(source, outdated=version < FORMAT), findings)


def source_of(text: str, plan: Plan, name: str = "") -> Source:
    """The source of a plan whose text was just written and holds nothing else."""
    return Source.of_text(text, load(text, name), plan, name, set())


def _format_of(tree: Tree, name: str) -> tuple[int, Fault | None]:
    """The format's version, and a fault if it is not said. Raises :class:`PlanUnreadable`."""
    root = tree.root
    where = Place(name or None, 1, 1)
    hint = "A plan's first line is: relplan: 1"
    if root is None:
        raise PlanUnreadable(Problem("The file is empty.", where, hint))
    if not isinstance(root, dict):
        raise PlanUnreadable(Problem("The file holds no keys such as release: or activities:.", where, hint))
    if FORMAT_KEY not in root:
        if not any(section.key in root for section in sections()):
            raise PlanUnreadable(
                Problem("The file is not a release plan: no key of a plan stands in it.", where, hint)
            )
        message = (
            f"The file does not say its format and was read as {FORMAT}; write “relplan: {FORMAT}” on top."
        )
        return FORMAT, Fault((), "MISSING-KEY", "warning", message)
    said = root[FORMAT_KEY]
    at = next((key for key in tree.keys if key.name == FORMAT_KEY), None)
    where = Place(name or None, at.line + 1 if at else 1, at.column + 1 if at else 1)
    if not isinstance(said, str) or not said.isascii() or not said.isdigit() or not int(said[:9]) > 0:
        raise PlanUnreadable(
            Problem(f"“relplan: {str(said)[:40]}” names no format.", where, f"Write relplan: {FORMAT}")
        )
    if int(said[:9]) > FORMAT:
        message = (
            f"The plan is in format {said[:9]}; this program knows formats up to {FORMAT} and cannot edit it."
        )
        raise PlanUnreadable(Problem(message, where, "Install a newer relplanner."))
    return int(said), None


def _conflict_notes(text: str) -> Iterator[Finding]:
    """Where a merge noted that both sides changed something: until the note is gone, nobody decided."""
    if CONFLICT_MARK not in text:
        return
    for found in islice(re.finditer(rf"^[ \t]*# {CONFLICT_MARK}(.*)$", text, re.MULTILINE), MOST_NOTES):
        line = text.count("\n", 0, found.start()) + 1
        said = re.sub(r" In (?:ours|theirs):\s*$", "", found[1].rstrip()[:200])
        message = f"A merge left this for a person to decide:{said}"
        hint = "Keep or change what stands below, then delete the comment."
        yield Finding("MERGE-CONFLICT", "warning", f"{message} {hint}", line=line)


def _findings(faults: list[Fault], tree: Tree, text: str, name: str) -> list[Finding]:
    if not faults:
        return []
    from relplanner.storage.places import Locator

    locator = Locator(text, tree, name)
    found = []
    for fault in faults:
        place = locator.place(fault.path, at_key=fault.at_key)
        entry = _entry_id(tree.root, fault.path)
        found.append(
            Finding(
                fault.code,
                fault.severity,
                fault.message,
                path_text(fault.path),
                place.line,
                entry,
                place.column,
            )
        )
    found.sort(key=lambda finding: (finding.line or 0, finding.column or 0))
    return found


def path_text(path: TreePath) -> str:
    """``activities[3].after[0]``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _entry_id(root: Plain, path: TreePath) -> str:
    """The entry a path leads into: ``qa``, elsewhere ``section/id``; empty where it has no id."""
    if len(path) < 2:
        return ""
    section, position = path[0], path[1]
    if isinstance(position, int):
        entry = root[section][position] if isinstance(root[section], list) else None
    elif len(path) > 2 and isinstance(path[2], int) and isinstance(root[section], dict):
        items = root[section].get(position)  # rollout's phases, the incidents' log
        entry = items[path[2]] if isinstance(items, list) else None
    else:
        return ""
    found = entry.get("id") if isinstance(entry, dict) else None
    if not isinstance(found, str):
        return ""
    return found if section == "activities" else f"{section}/{found}"


def _unreadable(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "There is no such file."
    if isinstance(error, IsADirectoryError):
        return "This is a folder, not a plan file."
    if isinstance(error, PermissionError):
        return "You may not read this file."
    return f"The file could not be read ({error.strerror or error})."
