"""`templates`, `new` and the demo's copy."""

import datetime as dt
import json
from pathlib import Path

import pytest

from relplanner.commands.check import findings_of
from relplanner.exchange.dated import dated_rows
from relplanner.exchange.templates import demo_copy, demo_target, own_templates
from relplanner.plan.forms.moment import Wall
from relplanner.schedule import compute
from relplanner.storage import reader

EARLY = dt.datetime(2027, 7, 1, 8, tzinfo=dt.UTC)


def test_templates_lists_the_shipped_ones_with_a_sentence_each(run) -> None:
    outcome = run("templates")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert [line.split()[0] for line in lines] == ["blank", "enterprise"]
    assert all(line.endswith(".") and len(line.split()) > 5 for line in lines)


def test_a_template_of_ones_own_goes_before_the_shipped_one_of_that_name(run) -> None:
    own_templates().mkdir(parents=True)
    (own_templates() / "blank.relplan.yaml").write_text("# Ours.\nrelplan: 1\nrelease:\n  product: Own\n")
    listed = {item["id"]: item for item in json.loads(run("templates", "--format", "json").out)}
    assert listed["blank"]["about"] == "Ours."
    assert listed["blank"]["path"] == str(own_templates() / "blank.relplan.yaml")


def test_new_sets_the_target_and_keeps_the_rest_of_the_text(run, tmp_path: Path) -> None:
    out = tmp_path / "plan.relplan.yaml"
    assert run("new", "--template", "enterprise", "--target", "2028-02-01T10:30", "-o", out).code == 0
    made = out.read_text(encoding="utf-8").splitlines()
    template = Path("resources/templates/enterprise.relplan.yaml").read_text(encoding="utf-8").splitlines()
    differing = [(old, new) for old, new in zip(template, made, strict=True) if old != new]
    assert len(differing) == 1
    assert differing[0][1].startswith("  target: 2028-02-01T10:30")


def test_a_day_alone_means_its_morning(run, tmp_path: Path) -> None:
    out = tmp_path / "plan.relplan.yaml"
    assert run("new", "--template", "blank", "--target", "2028-02-01", "-o", out).code == 0
    assert reader.read(out).plan.release.target == Wall(dt.date(2028, 2, 1), 9 * 60)


def test_new_replaces_nothing_unless_told_to(run, plan_file: Path) -> None:
    before = plan_file.read_bytes()
    outcome = run("new", "--template", "blank", "-o", plan_file)
    assert outcome.code == 2
    assert "--force" in outcome.err
    assert plan_file.read_bytes() == before
    assert run("new", "--template", "blank", "-o", plan_file, "--force").code == 0
    assert plan_file.read_bytes() != before


def test_a_template_that_there_is_not_is_said_with_those_there_are(run, tmp_path: Path) -> None:
    outcome = run("new", "--template", "space-shuttle", "-o", tmp_path / "x.relplan.yaml")
    assert outcome.code == 2
    assert outcome.err == "There is no template “space-shuttle”. There are: blank, enterprise.\n"


def test_a_folder_that_is_not_there_is_said(run, tmp_path: Path) -> None:
    outcome = run("new", "--template", "blank", "-o", tmp_path / "none" / "x.relplan.yaml")
    assert outcome.code == 2
    assert f"There is no folder “{tmp_path / 'none'}”." in outcome.err


@pytest.mark.parametrize("days", range(14))
def test_the_demo_lies_12_to_18_days_ahead_on_a_wednesday_morning(days: int) -> None:
    now = EARLY + dt.timedelta(days=days)
    target = demo_target(now)
    assert 12 <= (target.day - now.date()).days <= 18
    assert (target.day.weekday(), target.minute) == (2, 9 * 60)


def test_the_demo_opens_a_dated_copy_and_keeps_what_was_tried_in_it(tmp_path: Path) -> None:
    copy = demo_copy(EARLY, tmp_path / "demo")
    assert copy.name == "aurora-2027-07-01.relplan.yaml"
    assert reader.read(copy).plan.release.target == demo_target(EARLY)
    copy.write_text(copy.read_text(encoding="utf-8") + "# tried\n", encoding="utf-8")
    assert demo_copy(EARLY, tmp_path / "demo").read_text(encoding="utf-8").endswith("# tried\n")
    assert demo_copy(EARLY + dt.timedelta(days=1), tmp_path / "demo") != copy


@pytest.mark.parametrize("week", range(0, 52, 5))
def test_the_demo_tells_the_same_story_in_every_week_of_the_year(week: int, tmp_path: Path) -> None:
    loaded = reader.read(demo_copy(EARLY + dt.timedelta(weeks=week), tmp_path))
    schedule = compute(loaded.plan)
    assert schedule.slip_minutes == (2 * 24 + 4) * 60
    assert schedule.critical_path[0] == "saved-cards"
    near = [row.id for row in dated_rows(schedule) if row.near_critical]
    assert near == ["performance", "apps"]
    codes = {finding.code for finding in findings_of(loaded)}
    assert codes == {"T0-SLIP", "RACI-NO-R", "FREEZE"}


def test_new_from_the_last_plan_keeps_its_work_and_leaves_behind_what_happened(run, tmp_path: Path) -> None:
    last, out = Path("resources/samples/aurora.relplan.yaml"), tmp_path / "next.relplan.yaml"
    outcome = run("new", "--from", last, "--target", "2028-01-12", "--version", "4.0.0", "-o", out)
    assert outcome.code == 0
    old, new = reader.read(last).plan, reader.read(out).plan
    assert (new.release.version, new.release.target) == ("4.0.0", Wall(dt.date(2028, 1, 12), 9 * 60))
    assert [activity.after for activity in new.activities] == [activity.after for activity in old.activities]
    assert not any(activity.progress or activity.actual_start for activity in new.activities)
    assert not [finding for finding in findings_of(reader.read(out)) if finding.severity == "error"]


def test_new_from_a_plan_needs_a_target_and_one_origin(run, tmp_path: Path) -> None:
    last, out = Path("resources/samples/aurora.relplan.yaml"), tmp_path / "next.relplan.yaml"
    for words in (
        ("--from", last), (), ("--from", last, "--template", "blank"),
        ("--template", "blank", "--version", "2"),
        ("--from", tmp_path / "none.relplan.yaml", "--target", "2028-01-12"),
        ("--from", last, "--target", "2028-01-12", "--version", "four"),
    ):  # fmt: skip
        outcome = run("new", *words, "-o", out)
        assert outcome.code == 2
        assert not out.exists()
        assert "Traceback" not in outcome.err
