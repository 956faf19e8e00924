"""The CAB pack: what stands in it, in which order, and that it says no more than the plan."""

from __future__ import annotations

import dataclasses
import datetime as dt
from types import SimpleNamespace

import pytest

from relplanner.exchange.report import cab_pack
from relplanner.exchange.report.model import Paragraph, PictureSlot, Table, slots
from relplanner.exchange.report.parts.timeline import ROWS_IN_BODY, chosen_rows
from relplanner.schedule import compute
from relplanner.storage.reader import parse
from tests.benchmarks.generate import plan_text
from tests.exchange.report.plans import NOW, READY, texts, verdict


def _with(old: str, new: str) -> str:
    assert READY.count(old) == 1, old
    return READY.replace(old, new)


def test_the_pack_begins_with_the_decision_and_tells_every_part_once(sample_pack) -> None:
    keys = [section.id for section in sample_pack.sections]
    assert keys[0] == "decision"
    assert len(keys) == len(set(keys))
    wanted = {
        "scope", "readiness", "gates", "change", "timeline", "critical-path", "risks", "freezes", "sign-offs",
        "rollout", "rollback", "communications", "on-call", "evidence", "findings",
    }  # fmt: skip
    assert wanted <= set(keys)


def test_facts_tell_t0_in_the_plans_zone_and_in_utc_with_the_countdown(sample_pack) -> None:
    told = dict(sample_pack.facts.rows)
    assert told["T0, the promise"].text == "Wed 10 Mar 2027 09:00 CET"
    assert told["T0, the promise"].note == "Wed 10 Mar 2027 08:00 UTC"
    assert told["Countdown"].text == "T0 is in 15 d 23 h"
    assert (told["Projected release"].tone, told["Projected release"].note) == ("error", "2 d 4 h after T0")


def test_a_plan_with_all_in_place_speaks_for_a_go(packed) -> None:
    found = verdict(packed(READY))
    assert (found.tone, found.headline) == ("ok", "Nothing in the plan stands against a go")
    assert "Every gate criterion is met (1)." in texts(found)
    assert "The projected date keeps T0." in texts(found)


@pytest.mark.parametrize(
    ("old", "new", "tone", "said"),
    [
        ("target: 2027-03-12T17:00", "target: 2027-03-09T09:00", "error", "after T0"),
        ("value: 84.2%", "value: 79%", "error", "1 gate criterion has failed"),
        ("verdict: given", "verdict: refused", "error", "1 sign-off is refused"),
        ("decision: go", "decision: no-go", "error", "1 gate has been decided no-go"),
        ('stop: "100"', 'stop: "290"', "error", "took longer in rehearsal than its budget"),
        ("    verdict: given\n    at: 2027-03-05T10:00:00Z\n", "", "warning", "1 sign-off is open"),
        ("    rehearsal: yes\n", "", "warning", "The rollback has not been rehearsed"),
        ("  purpose: rollback\n", "", "ok", ""),
    ],
)
def test_each_thing_against_a_go_is_told_on_the_first_page(packed, old, new, tone, said) -> None:
    found = verdict(packed(_with(old, new)))
    assert (found.tone, said in texts(found)) == (tone, True)


def test_without_triggers_and_procedure_the_pack_says_so(packed, section) -> None:
    head = READY.partition("runbooks:")[0]
    told = texts(section(packed(head), "rollback"))
    assert "No rollback triggers are written yet." in told
    assert "No rollback procedure is written yet." in told


def test_an_empty_plan_makes_a_pack_that_says_what_is_missing(packed) -> None:
    report = packed("relplan: 1\n")
    told = texts(report)
    assert verdict(report).tone == "error"
    for said in ("No target date (T0) is set.", "No gates are written yet.", "No risks are written yet."):
        assert said in told


def test_a_decision_already_taken_is_not_asked_for_again(packed, section) -> None:
    assert "No decision is open" in texts(section(packed(READY), "decision"))
    asked = texts(section(packed(_with("  decision: go\n", "  quorum: 3\n")), "decision"))
    assert "Go or no-go at “launch”" in asked
    assert "CAB, quorum 3" in asked


def test_a_result_older_than_it_counts_is_no_result(packed, section) -> None:
    text = _with('    target: "> 80%"\n', '    target: "> 80%"\n    valid: 1ed\n')
    assert "Out of date" in texts(section(packed(text), "gates"))
    assert "Out of date" not in texts(
        section(packed(text, now=dt.datetime(2027, 3, 5, 20, 0, tzinfo=dt.UTC)), "gates")
    )


def test_the_rehearsed_time_is_told_against_the_budget(packed, section) -> None:
    told = texts(section(packed(READY), "rollback"))
    assert "3 min on Thu 4 Mar 11:00" in told
    assert "within the budget" in told
    over = texts(section(packed(_with('stop: "100"', 'stop: "290"')), "rollback"))
    assert "6 min 10 s" in over
    assert "over the budget" in over


def test_each_step_of_the_critical_path_says_why_and_what_would_make_it_earlier(sample_pack, section) -> None:
    table = next(block for block in section(sample_pack, "critical-path").blocks if isinstance(block, Table))
    names = [row[1].text for row in table.rows]
    assert (names[0], names[-1]) == ("Saved cards", "Production deployment")
    for row in table.rows:
        assert row[-1].text, row[1].text
        assert row[-1].note, row[1].text


def test_what_changed_and_what_moves_the_release_are_told(sample) -> None:
    changes = SimpleNamespace(
        headlines=[SimpleNamespace(text=f"Change {number}") for number in range(30)], slip_change_minutes=2880
    )
    mover = SimpleNamespace(
        id="qa", name="QA testing", drag_minutes=2880, drag_working=960, slack_used=480, criticality=0.9
    )
    phase = SimpleNamespace(**{**vars(mover), "id": "testing", "name": "Testing phase"})
    report = cab_pack(
        sample, findings=(), changes=changes, since="baseline “CAB”", movers=(phase, mover), now=NOW
    )
    told = texts(report)
    assert "Since baseline “CAB”: the slip has grown by 2 d." in told
    assert "Change 0" in told
    assert "5 smaller changes more." in told
    assert "QA testing\n" in told
    assert "2 d of work" in told
    assert "90 %" in told
    assert "Testing phase" not in told, "a phase moves the release by what its parts do"


def test_risk_figures_stand_with_their_picture(sample) -> None:
    target = sample.target
    risk = SimpleNamespace(
        trials=1000, seed=7, target=target, on_time_probability=0.31, criticality={}, drivers=(),
        finish=(1, 2), percentile=lambda p: target + 14 * p, histogram=lambda bins: None,
    )  # fmt: skip
    report = cab_pack(sample, findings=(), risk=risk, now=NOW)
    told = texts(report)
    assert "T0 is met in 31 % of the simulated runs." in told
    assert "1,000 simulated runs of the plan (seed 7)" in told
    assert [slot.id for slot in slots(report)] == ["timeline", "network", "histogram"]


def test_comments_are_told_with_author_and_what_they_are_about(sample) -> None:
    comment = SimpleNamespace(author="Li", text="Why so late?", about="QA testing", at=NOW)
    report = cab_pack(sample, findings=(), comments=(comment,), now=NOW)
    assert "Li\nMon 8 Mar 09:00\nQA testing\n\nWhy so late?" in texts(report)
    assert "Comments" not in texts(cab_pack(sample, findings=(), now=NOW))


def test_hours_that_nobody_covers_are_told_to_the_minute(sample_pack, section) -> None:
    told = texts(section(sample_pack, "on-call"))
    assert "Nobody is on call in the launch window (Fri 12 Mar 09:00 to Sat 20 Mar 13:00):" in told
    assert "Sun 14 Mar 09:00 to Sat 20 Mar 13:00 (6 d 4 h)." in told


def test_a_freeze_conflict_becomes_a_decision_and_names_what_runs_inside(sample_pack, section) -> None:
    assert "Except “Update of the mobile apps” from the freeze “Quarter-end close”" in texts(
        section(sample_pack, "decision")
    )
    assert "Update of the mobile apps, Thu 18 Mar 09:00" in texts(section(sample_pack, "freezes"))


def test_a_large_plan_shows_what_matters_and_prints_the_rest_at_the_end(packed) -> None:
    schedule = compute(parse(plan_text(415)).plan)
    shown = chosen_rows(schedule)
    assert len(shown) == ROWS_IN_BODY
    phases = [one.id for one in schedule.plan.activities if one.kind == "phase"]
    assert set(phases) <= set(shown)
    report = cab_pack(schedule, findings=(), now=NOW)
    pictures = [block for one in report.sections for block in one.blocks if isinstance(block, PictureSlot)]
    tiled = [slot for slot in pictures if slot.id.startswith("timeline")]
    assert [slot.tiled for slot in tiled] == [False, True]
    assert "40 of 415 rows" in tiled[0].caption


def test_a_plan_that_cannot_be_scheduled_still_makes_a_pack(packed) -> None:
    report = packed(_with("  duration: 2d\n  after: build\n", "  duration: 2d\n  after: ship\n"))
    assert "cannot be scheduled" in texts(report)
    assert verdict(report).tone == "error"


def test_the_same_input_makes_the_same_pack(packed) -> None:
    assert packed(READY) == packed(READY)
    assert dataclasses.replace(packed(READY), title="x") != packed(READY)


def test_no_cell_lacks_a_column(sample_pack) -> None:
    for section in sample_pack.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                assert {len(row) for row in block.rows} <= {len(block.columns)}, section.id
            if isinstance(block, Paragraph):
                assert block.text or block.title
