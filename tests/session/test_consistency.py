"""A random user: after each step the plan, its file, its schedule and its history agree."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from relplanner.errors import EditRefused, FileChanged
from relplanner.plan import edits
from relplanner.plan.checks import check
from relplanner.plan.edits import Edit
from relplanner.plan.forms.constraint import parse_constraint
from relplanner.plan.forms.dependency import TYPES
from relplanner.plan.forms.duration import parse_duration, parse_lag
from relplanner.plan.forms.moment import parse_moment
from relplanner.plan.outline import rows
from relplanner.plan.plan import Plan
from relplanner.schedule import compute
from relplanner.session.change import PlanChange
from relplanner.session.document import Document
from relplanner.storage import reader, writer

SAMPLE = Path(__file__).parents[1] / "data" / "example.relplan.yaml"

places = st.integers(0, 40)
names = st.sampled_from(["Review", "QA", "Sign-off: phase #1", "- dash", "Größe", "no", "1:30"])
durations = st.sampled_from(["30m", "4h", "1d", "5d", "2w", "36eh", "0d"]).map(parse_duration)
moments = st.sampled_from(["T-14d", "T0", "2027-02-22", "2027-03-01T14:30", "T-5wd", "code-freeze+1d"]).map(
    parse_moment
)
lags = st.sampled_from([None, "+1d", "-4h", "+12eh", "+50%"]).map(
    lambda text: parse_lag(text) if text else None
)
values: list[tuple[str, Any]] = [
    ("owner", "product-owner"),
    ("owner", None),
    ("kind", "milestone"),
    ("kind", "deployment"),
    ("kind", "task"),
    ("calendar", "around-the-clock"),
    ("deadline", parse_moment("T-2d")),
    ("constraint", parse_constraint("must finish on T-3d")),
    ("constraint", parse_constraint("as late as possible")),
    ("constraint", None),
    ("notes", "first\n\n  second: #x\n"),
    ("tags", ("a", "b, c")),
    ("actual_start", parse_moment("2027-02-16T09:00")),
    ("actual_start", None),
]


Pick = Callable[[int], str]
EDITS: dict[str, tuple[st.SearchStrategy[Any], Callable[[Plan, Pick, Any], Edit]]] = {
    "resize": (st.tuples(places, durations), lambda plan, pick, d: edits.resize(plan, pick(d[0]), d[1])),
    "pin": (st.tuples(places, moments), lambda plan, pick, d: edits.pin_start(plan, pick(d[0]), d[1])),
    "unpin": (places, lambda plan, pick, d: edits.unpin(plan, [pick(d)])),
    "field": (
        st.tuples(places, st.sampled_from(values)),
        lambda plan, pick, d: edits.set_field(plan, "activities", pick(d[0]), *d[1]),
    ),
    "parent": (
        st.tuples(places, places),
        lambda plan, pick, d: edits.set_field(plan, "activities", pick(d[0]), "parent", pick(d[1])),
    ),
    "progress": (
        st.tuples(places, st.sampled_from([0, 30, 100])),
        lambda plan, pick, d: edits.set_progress(plan, [pick(d[0])], d[1]),
    ),
    "add": (st.tuples(names, places), lambda plan, pick, d: _add(plan, pick, *d)),
    "link": (
        st.tuples(places, places, st.sampled_from(TYPES), lags),
        lambda plan, pick, d: edits.link(plan, pick(d[0]), pick(d[1]), d[2], d[3]),
    ),
    "unlink": (st.tuples(places, places), lambda plan, pick, d: edits.unlink(plan, pick(d[0]), pick(d[1]))),
    "move": (
        st.tuples(places, st.sampled_from([edits.indent, edits.outdent, edits.move_up, edits.move_down])),
        lambda plan, pick, d: d[1](plan, [pick(d[0])]),
    ),
    "move rows": (
        st.tuples(places, places, places),
        lambda plan, pick, d: edits.move_rows(plan, [pick(d[0])], pick(d[1]), _parent(plan, pick(d[1]))),
    ),
    "duplicate": (places, lambda plan, pick, d: _few(plan, lambda: edits.duplicate(plan, [pick(d)]))),
    "paste": (st.tuples(places, names), lambda plan, pick, d: _few(plan, lambda: _paste(plan, pick, *d))),
    "T0": (
        st.sampled_from(["2027-03-10T09:00", "2027-04-01", "2027-03-28T02:30"]).map(parse_moment),
        lambda plan, pick, d: edits.set_release(plan, "target", d),
    ),
    "stakeholder": (
        st.sampled_from(["release-manager", "engineering-lead", "product-owner"]),
        lambda plan, pick, d: edits.delete_entries(plan, "stakeholders", [d]),
    ),
}


def _add(plan: Plan, pick: Pick, name: str, place: int) -> Edit:
    row = pick(place) if plan.activities else None
    return edits.add_activity(plan, name, after_row=row, parent=row if place % 2 else None)


def _paste(plan: Plan, pick: Pick, place: int, name: str) -> Edit:
    table = [
        {"Name": name, "Duration": "2"},
        {"Name": "Next", "Predecessors": "1FS+1d", "Owner": "Li Wei"},
    ]
    return edits.paste_rows(plan, table, pick(place) if plan.activities else None)


def _parent(plan: Plan, activity_id: str) -> str | None:
    activity = plan.activity(activity_id)
    return activity.parent if activity is not None else None


def _few(plan: Plan, make: Callable[[], Edit]) -> Edit:
    """Plans stay small enough to be checked after every step."""
    return make() if len(plan.activities) < 30 else Edit("Nothing", lambda same: same)


def unknown_ids(plan: Plan) -> set[str]:
    """Without the guess at what was meant: it changes with what else there is."""
    found = (finding for finding in check(plan) if finding.code == "UNKNOWN-ID")
    return {finding.message.partition(" Did you mean ")[0] for finding in found}


class RandomUser(RuleBasedStateMachine):
    """Edits, undoes, saves, reloads and merges; a shadow history says which plan must be there."""

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="relplanner-consistency-"))
        self.path = self.folder / "sample.relplan.yaml"
        shutil.copyfile(SAMPLE, self.path)
        self._hold(Document.open(self.path))

    def _hold(self, document: Document) -> None:
        self.document = document
        self.done: list[Plan] = []
        self.undone: list[Plan] = []
        self.changes: list[PlanChange] = []
        document.subscribe(self.changes.append)

    def teardown(self) -> None:
        if hasattr(self, "document"):
            self.document.close()
            shutil.rmtree(self.folder)

    def _pick(self, place: int) -> str:
        ids = self.document.plan.ids("activities")
        return ids[place % len(ids)] if ids else "none"

    def _apply(self, make: Callable[[Plan], Edit]) -> None:
        before = self.document.plan
        self.document.end_burst()
        try:
            change = self.document.apply(make(before))
        except EditRefused:
            assert self.document.plan is before
            return
        if change is None:
            assert self.document.plan is before
        else:
            assert change.before is before
            assert self.changes[-1] is change
            self.done.append(before)
            self.undone.clear()

    @rule(data=st.data(), kinds=st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=5))
    def edit(self, data: st.DataObject, kinds: list[str]) -> None:
        for kind in kinds:
            strategy, make = EDITS[kind]
            drawn = data.draw(strategy, label=kind)
            self._apply(lambda plan, make=make, drawn=drawn: make(plan, self._pick, drawn))

    @rule(way=st.lists(st.booleans(), min_size=1, max_size=6))
    def go_back_and_forth(self, way: list[bool]) -> None:
        for back in way:
            if back:
                self.undo()
            else:
                self.redo()

    @precondition(lambda self: len(self.document.plan.activities) > 4)
    @rule(one=places, two=places)
    def delete(self, one: int, two: int) -> None:
        lost = unknown_ids(self.document.plan)
        self._apply(lambda plan: edits.delete_activities(plan, list({self._pick(one), self._pick(two)})))
        assert unknown_ids(self.document.plan) <= lost, "what named a deleted activity does so no more"

    @rule(place=places, number=st.integers(1, 99))
    def rename_id(self, place: int, number: int) -> None:
        lost = unknown_ids(self.document.plan)
        self._apply(lambda plan: edits.rename_id(plan, "activities", self._pick(place), f"renamed-{number}"))
        assert unknown_ids(self.document.plan) <= lost, "what named the old id names the new one"

    def undo(self) -> None:
        before = self.document.plan
        change = self.document.undo()
        assert (change is None) == (not self.done)
        if change is not None:
            self.undone.append(before)
            assert self.document.plan == self.done.pop()

    def redo(self) -> None:
        before = self.document.plan
        change = self.document.redo()
        assert (change is None) == (not self.undone)
        if change is not None:
            self.done.append(before)
            assert self.document.plan == self.undone.pop()

    @rule()
    def save(self) -> None:
        try:
            self.document.save()
        except FileChanged:
            assert self.document.outside_change()
        else:
            assert not self.document.is_modified
            assert reader.read(self.path).plan == self.document.plan

    @rule()
    def close_and_load(self) -> None:
        if not self.document.outside_change():
            self.document.save()
            saved = self.document.plan
            self.document.close()
            self._hold(Document.open(self.path))
            assert self.document.plan == saved

    @rule(name=names)
    def change_outside(self, name: str) -> None:
        """Somebody else renames the last activity and adds a risk."""
        loaded = reader.read(self.path)
        plan = loaded.plan
        if plan.activities:
            plan = edits.set_field(plan, "activities", plan.activities[-1].id, "name", name).run(plan)
        plan = edits.set_release(plan, "code_name", name).run(plan)
        self.path.write_text(writer.write(loaded.source, plan)[0], encoding="utf-8", newline="")

    @rule(name=names)
    def change_outside_and_merge(self, name: str) -> None:
        self.change_outside(name)
        self.merge()

    @rule()
    def merge(self) -> None:
        before = self.document.plan
        merged = self.document.merge_outside()
        assert merged.plan is self.document.plan
        assert not self.document.outside_change()
        if self.document.plan != before:
            self.done.append(before)
            self.undone.clear()

    @precondition(lambda self: self.done)
    @rule()
    def revert(self) -> None:
        before = self.document.plan
        self.document.revert()
        assert not self.document.is_modified
        if self.document.plan != before:
            self.done.append(before)
            self.undone.clear()

    @rule(place=places, duration=durations)
    def preview(self, place: int, duration: Any) -> None:
        plan, schedule = self.document.plan, self.document.schedule
        with contextlib.suppress(EditRefused):
            self.document.preview(edits.resize(plan, self._pick(place), duration))
        assert self.document.plan is plan
        assert self.document.schedule is schedule

    @invariant()
    def what_would_be_saved_reads_as_the_plan(self) -> None:
        if hasattr(self, "document"):
            assert reader.parse(self.document.file.text(self.document.plan)).plan == self.document.plan

    @invariant()
    def the_schedule_is_that_of_the_plan_made_afresh(self) -> None:
        if hasattr(self, "document"):
            assert dates(self.document.schedule) == dates(compute(self.document.plan))
            assert self.document.schedule.plan is self.document.plan

    @invariant()
    def every_activity_is_shown_once(self) -> None:
        if hasattr(self, "document"):
            plan = self.document.plan
            assert sorted(row.position for row in rows(plan)) == list(range(len(plan.activities)))
            assert len(plan.activity_index) == len(plan.activities)
            assert rows(plan) == rows(Plan(activities=plan.activities))

    @invariant()
    def no_edit_ever_closes_a_circle(self) -> None:
        if hasattr(self, "document"):
            assert not [finding for finding in check(self.document.plan) if finding.code == "CYCLE"]

    @invariant()
    def labels_tell_whether_there_is_something_to_undo(self) -> None:
        if hasattr(self, "document"):
            assert (self.document.undo_label is None) == (not self.done)
            assert (self.document.redo_label is None) == (not self.undone)


def dates(schedule: Any) -> list[Any]:
    columns = (
        schedule.start,
        schedule.finish,
        schedule.late_start,
        schedule.late_finish,
        schedule.total_slack,
    )
    whole = [schedule.ids, schedule.projected, schedule.slip_minutes]
    found = [[int(each) for each in column] for column in columns]
    return [whole, *found, [bool(each) for each in schedule.critical], {p.code for p in schedule.problems}]


TestRandomUser = RandomUser.TestCase
TestRandomUser.settings = settings(max_examples=max(25, settings().max_examples // 5), stateful_step_count=40)
