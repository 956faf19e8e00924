"""Random edits of a plan as people make them, and whether a merge kept every one of them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from relplanner.errors import EditRefused
from relplanner.exchange.changes.leaves import parts_of
from relplanner.plan import edits
from relplanner.plan.checks import check
from relplanner.plan.diff import Difference, diff, text_of
from relplanner.plan.edits.edit import name_of
from relplanner.plan.edits.rename import rename_id
from relplanner.plan.fields import fields_of
from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.forms.moment import parse_moment
from relplanner.plan.nouns.readiness import Risk
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan, entries_of, id_of
from relplanner.storage.conflict_notes import MARK
from relplanner.storage.reader import Loaded, parse
from relplanner.storage.writer import write


class Author:
    """Makes random edits of a plan, as a person at the window or in an editor would."""

    def __init__(self, draw: random.Random, who: str) -> None:
        self.draw, self.who = draw, who
        self._kinds = (
            self._field, self._field, self._field, self._note, self._add, self._delete, self._link,
            self._unlink, self._rename, self._risk, self._release, self._move, self._criterion,
        )  # fmt: skip

    def edit(self, loaded: Loaded, number: int) -> str:
        """The text after so many edits."""
        plan = loaded.plan
        for _ in range(number):
            try:
                plan = self.draw.choice(self._kinds)(plan)
            except EditRefused:
                continue
        text = write(loaded.source, plan)[0]
        if self.draw.random() < 0.5:
            at = text.index("\n- id: ", text.index("\nactivities:")) + 1
            text = f"{text[:at]}# {self.who} was here {self.draw.random()}\n{text[at:]}"
        return text

    def _any(self, plan: Plan) -> Activity:
        return self.draw.choice(plan.activities[:6])  # few, so that both sides meet

    def _word(self) -> str:
        return f"{self.who} {self._number()}"

    def _number(self) -> int:
        """One that stands nowhere else, so that finding it means finding this very edit."""
        return self.draw.randrange(10**5, 10**6)

    def _field(self, plan: Plan) -> Plan:
        field, new = self.draw.choice(
            [
                ("duration", parse_duration(f"{self._number()}m")),
                ("name", self._word()),
                ("owner", self.draw.choice([None, *plan.ids("stakeholders")])),
                ("deadline", parse_moment(f"T-{self._number()}m")),
                ("progress", self._number() / 10**4),
                ("tags", (self._word(), self._word())),
                ("duration", None),
            ]
        )
        return edits.set_field(plan, "activities", self._any(plan).id, field, new).run(plan)

    def _note(self, plan: Plan) -> Plan:
        text = f"{self._word()}\n<<<<<<< {self._word()}\n# {self._word()}\n"
        return edits.set_field(plan, "activities", self._any(plan).id, "notes", text).run(plan)

    def _add(self, plan: Plan) -> Plan:
        new_id = f"new-{self.draw.randrange(3)}"
        if plan.activity(new_id) is not None:
            return plan
        return edits.add_entry(
            plan, "activities", Activity(id=new_id, name=self._word()), self.draw.randrange(4)
        ).run(plan)

    def _delete(self, plan: Plan) -> Plan:
        return edits.delete_activities(plan, [self._any(plan).id]).run(plan)

    def _link(self, plan: Plan) -> Plan:
        return edits.link(
            plan, self._any(plan).id, self._any(plan).id, "SS", parse_duration(f"{self._number()}m")
        ).run(plan)

    def _unlink(self, plan: Plan) -> Plan:
        activity = self._any(plan)
        return edits.set_predecessors(plan, activity.id, ()).run(plan)

    def _rename(self, plan: Plan) -> Plan:
        return rename_id(plan, "activities", self._any(plan).id, f"renamed-{self.draw.randrange(3)}").run(
            plan
        )

    def _risk(self, plan: Plan) -> Plan:
        if self.draw.random() < 0.3 and plan.risks:
            return edits.delete_entries(plan, "risks", [plan.risks[0].id]).run(plan)
        if self.draw.random() < 0.3:
            new = Risk(id=f"risk-{self.draw.randrange(2)}", risk=self._word())
            return plan if plan.entry("risks", new.id) else edits.add_entry(plan, "risks", new).run(plan)
        return (
            edits.set_field(plan, "risks", plan.risks[0].id, "mitigation", self._word()).run(plan)
            if plan.risks
            else plan
        )

    def _release(self, plan: Plan) -> Plan:
        field = self.draw.choice(["code_name", "maintainer", "notes"])
        return edits.set_release(plan, field, self._word()).run(plan)

    def _move(self, plan: Plan) -> Plan:
        activity = self._any(plan)
        return edits.move_down(plan, [activity.id]).run(plan)

    def _criterion(self, plan: Plan) -> Plan:
        gate = plan.gates[0]
        criteria = list(gate.criteria)
        at = self.draw.randrange(len(criteria))
        criteria[at] = replace(criteria[at], notes=self._word())
        return edits.set_field(plan, "gates", gate.id, "criteria", tuple(criteria)).run(plan)


def judge(base: Plan, ours: Plan, theirs: Plan, text: str, said: str) -> int:
    """Every edit is in the merged plan or in a comment, and every new error was told; how many those are."""
    loaded = parse(text)
    assert [finding for finding in loaded.findings if finding.severity == "error"] == []
    merged = loaded.plan
    notes = "\n".join(line for line in text.splitlines() if line.lstrip().startswith("#"))
    for side in (ours, theirs):
        for difference in diff(base, side):
            for what in lost(difference, merged, notes):
                raise AssertionError(f"lost: {what} ({difference})\n{said}")
    had = {each.message for plan in (ours, theirs) for each in errors_of(plan)}
    new = [each for each in errors_of(merged) if each.message not in had]
    for finding in new:
        assert " ".join(finding.message.split()) in said
    return len(new)


def errors_of(plan: Plan) -> list[Any]:
    return [finding for finding in check(plan) if finding.severity == "error"]


def lost(difference: Difference, merged: Plan, notes: str) -> Iterator[str]:
    """What one edit of one side brought and the outcome has nowhere."""
    if difference.what == "moved":
        return
    everything = "\n".join(values_of(merged)) + notes
    section, entry_id = difference.section, difference.id
    entries = {id_of(entry): entry for entry in entries_of(merged, section)}
    if difference.what == "removed":
        if entry_id in entries and MARK not in notes:
            yield f"the removal of {entry_id}"
        return
    if difference.what == "added":
        for name in values_in(difference.new):
            if name not in everything:
                yield name
        return
    for part in parts_of(difference):
        if part.new is None or part.new == () or part.moved:
            continue
        brought = (
            values_in(part.new) if part.entry or part.field is None else field_texts(part.field, part.new)
        )
        if part.field is not None and part.field.shape in ("many", "map") and part.old:
            brought = [value for value in brought if value not in field_texts(part.field, part.old)]
        for value in brought:
            if _bare(value) not in _bare(everything):
                yield value


def _bare(text: str) -> str:
    """Without what tells a text from the same text in a comment, or an id from the free one it was given."""
    text = re.sub(r"\b((?:new|renamed)-\d)-\d+\b", r"\1", text)
    return "".join(text.replace("#", "").split())


def field_texts(field: Any, value: Any) -> list[str]:
    if field.shape == "many":
        return [field.form.format(item) for item in value]
    if field.shape == "map":
        return [field.form.format(item) for _, item in value]
    return [text_of(field, value)]


def values_in(noun: Any) -> Iterator[str]:
    """Every text that a noun holds, nested nouns included."""
    for field in fields_of(type(noun)):
        value = getattr(noun, field.name)
        if value is None or value == () or (field.name == "id" and "new-" in value):
            continue
        if field.shape in ("parts", "keyed"):
            for item in value:
                yield from values_in(item)
        elif field.shape == "part":
            yield from values_in(value)
        else:
            yield from field_texts(field, value)


def values_of(plan: Plan) -> Iterator[str]:
    for field in fields_of(Plan):
        value = getattr(plan, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            yield name_of(item)
            yield from values_in(item)
