"""Claims about pasted rows."""

from __future__ import annotations

import pytest

from relplanner.errors import EditRefused
from relplanner.plan.edits import paste_rows
from relplanner.plan.edits.cells import rows_of_table
from relplanner.plan.forms.dependency import format_dependencies
from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.forms.moment import parse_moment
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from tests.plan.sample import kestrel

K = kestrel()


def pasted(*rows: dict[str, str], plan: Plan = K, after_row: str | None = None) -> list[Activity]:
    new = paste_rows(plan, rows, after_row).run(plan)
    return [each for each in new.activities if each.id not in plan.activity_index]


def one(**cells: str) -> Activity:
    return pasted({"Name": "New", **{key.replace("_", " "): text for key, text in cells.items()}})[0]


def test_titles_are_recognised_whatever_their_case() -> None:
    table = [
        ["Task Name", "DURATION", "Predecessors", "Resource Names", "% Complete", "Type", "Slack"],
        ["Design", "5 days", "", "Ana Ruiz", "50%", "Task", "3d"],
        ["", "", "", "", "", "", ""],
        ["Build", "2w", "1FS+2d", "tom", "0", "", ""],
    ]
    design, build = pasted(*rows_of_table(table))
    assert (design.id, design.name, design.duration) == ("design", "Design", parse_duration("5d"))
    assert (design.owner, design.progress, design.kind, design.notes) == ("ana", 50.0, "task", None)
    assert (build.owner, format_dependencies(build.after)) == ("tom", "design FS+2d")


def test_without_titles_columns_come_in_the_tables_order() -> None:
    rows = rows_of_table([["Design", "2027-02-15", "", "5", "", "ana"], ["Build", "", "", "3d", "Design SS"]])
    design, build = pasted(*rows)
    assert (design.start, design.duration, design.owner) == (
        parse_moment("2027-02-15"),
        parse_duration("5d"),
        "ana",
    )
    assert format_dependencies(build.after) == "design SS"


def test_predecessors_are_rows_by_number_or_name_and_activities_by_id_or_name() -> None:
    rows = pasted(
        {"Name": "QA testing", "Duration": "1d"},
        {
            "Name": "Third",
            "Predecessors": "1; uat SS+1d, User acceptance FF soft, Code freeze-2d, rollout/canary",
        },
    )
    assert (
        format_dependencies(rows[1].after)
        == "qa-testing, uat SS+1d, uat FF soft, code-freeze FS-2d, rollout/canary"
    )


def test_whole_entries_keep_their_ties_to_each_other_under_new_ids() -> None:
    rows = pasted(
        {
            "id": "qa",
            "name": "QA testing",
            "parent": "testing",
            "start": "T-9d",
            "after": "code-freeze",
            "calendar": "x",
        },
        {"id": "uat", "name": "UAT", "parent": "qa", "after": "qa SS+1d"},
        after_row="production",
    )
    assert [each.id for each in rows] == ["qa-2", "uat-2"]
    assert (rows[0].parent, rows[0].start, rows[0].calendar) == (None, parse_moment("T-9d"), "x")
    assert (rows[1].parent, format_dependencies(rows[1].after)) == ("qa-2", "qa-2 SS+1d")


def test_depth_makes_rows_parts_of_those_above_them_and_the_first_ones_siblings_of_the_row() -> None:
    rows = pasted(
        {"name": "A", "depth": "0"},
        {"name": "B", "depth": "1"},
        {"name": "C", "depth": "2"},
        {"name": "D", "depth": "0"},
        after_row="qa",
    )
    assert [each.parent for each in rows] == ["testing", "a", "b", "testing"]
    new = paste_rows(K, [{"name": "A"}], "testing").run(K)
    assert new.ids("activities") == ("code-freeze", "testing", "qa", "uat", "a", "production")


def test_a_start_pins_only_what_waits_for_nothing() -> None:
    assert one(Start="2027-02-26").start == parse_moment("2027-02-26")
    assert one(Start="2027-02-26", Predecessors="qa").start is None
    assert one(Start="2027-02-26", Kind="milestone").at == parse_moment("2027-02-26")


def test_start_and_finish_give_the_duration_in_days_from_monday_to_friday() -> None:
    assert one(Start="26.02.2027", Finish="2027-03-02").duration == parse_duration("3d")
    assert one(Start="2027-02-26", Finish="2027-03-02", Duration="1d").duration == parse_duration("1d")


def test_no_duration_makes_a_milestone() -> None:
    made = one(Duration="0 days")
    assert (made.kind, made.duration) == ("milestone", None)


@pytest.mark.parametrize(
    ("written", "percent"),
    [("50", 50.0), ("50%", 50.0), ("0.5", 50.0), ("1.0", 100.0), ("1", 1.0), ("0", 0.0)],
)
def test_percentages_come_as_spreadsheets_keep_them(written: str, percent: float) -> None:
    assert one(**{"%": written}).progress == percent


def test_an_owner_nobody_knows_becomes_a_stakeholder_once() -> None:
    edit = paste_rows(K, [{"Name": "A", "Owner": "Li Wei"}, {"Name": "B", "Owner": "li wei"}], None)
    new = edit.run(K)
    assert edit.label == "Paste 2 activities and 1 stakeholder"
    assert edit.touched == {"a", "b"}
    assert new.ids("stakeholders") == ("ana", "tom", "li-wei")
    assert {each.owner for each in new.activities[-2:]} == {"li-wei"}
    assert edit.run(kestrel()) == new


def test_a_column_that_means_nothing_here_is_kept_in_the_notes() -> None:
    assert one(Cost="500", Notes="By hand").notes == "By hand\nCost: 500"


def test_every_cell_that_cannot_be_read_is_told_and_nothing_is_pasted() -> None:
    rows = [
        {"Name": "A", "Duration": "soon", "Start": "03/04/2027", "%": "120%"},
        {"Name": "", "Duration": "1d"},
        {"Name": "C", "Predecessors": "7, nobody FS, qa FS+soon", "Kind": "thing", "Parent": "nowhere"},
    ]
    with pytest.raises(EditRefused) as caught:
        paste_rows(K, rows, None)
    told = [problem.message for problem in caught.value.problems]
    starts = [
        "Row 1, Duration: “soon”",
        "Row 1, Start: “03/04/2027”",
        "Row 1, %: “120%”",
        "Row 2, Name: The row has no name",
        "Row 3, Predecessors: “7”",
        "Row 3, Predecessors: “nobody FS”",
        "Row 3, Predecessors: “qa FS+soon”",
        "Row 3, Kind: “thing”",
        "Row 3, Parent: “nowhere”",
    ]
    assert len(told) == len(starts)
    for start in starts:
        assert any(message.startswith(start) for message in told), (start, told)


def test_rows_that_wait_for_each_other_in_a_circle_are_refused_by_name() -> None:
    with pytest.raises(EditRefused, match="A → B → A"):
        paste_rows(K, [{"Name": "A", "Predecessors": "2"}, {"Name": "B", "Predecessors": "1"}], None)
    with pytest.raises(EditRefused, match="itself"):
        paste_rows(K, [{"Name": "A", "Predecessors": "1"}], None)


def test_nothing_to_paste_changes_nothing() -> None:
    assert paste_rows(K, [{"Name": " "}, {}], None).run(K) is K
    assert rows_of_table([["", " "]]) == []


def test_a_thousand_rows_are_pasted_at_once() -> None:
    rows = [
        {"Name": f"Task {n}", "Predecessors": str(n - 1) if n > 1 else "", "Duration": "1d"}
        for n in range(1, 1001)
    ]
    made = pasted(*rows)
    assert len(made) == 1000
    assert made[-1].after[0].on == "task-999"


def test_a_depth_that_no_outline_has_counts_as_none() -> None:
    edit = paste_rows(K, [{"name": "Sweep", "depth": "9" * 5000}], None)
    assert edit.run(K).activities[-1].parent is None
