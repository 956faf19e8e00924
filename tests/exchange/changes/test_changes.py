"""Claims about the sentences on what changed between two plans."""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from relplanner.exchange.changes import Changes, as_json, as_markdown, as_text, changes, compared
from relplanner.exchange.changes.forms import markdown_safe
from relplanner.exchange.changes.listing import listing
from relplanner.plan.plan import Plan
from relplanner.schedule import compute
from relplanner.storage.reader import parse
from tests.strategies import plans

PLAN = """\
relplan: 1
release:
  product: Shop
  start: 2027-03-01T09:00
  target: 2027-03-10T17:00
  milestone: ship
  time_zone: Europe/Berlin
stakeholders:
- id: ana
  role: Release manager
  name: Ana Ruiz
- id: tom
  name: Tom Okafor
activities:
- id: freeze
  name: Code freeze
  kind: milestone
  at: 2027-03-02T17:00
  owner: ana
- id: qa
  name: QA testing
  duration: 3d
  after: freeze
  owner: tom
- id: security
  name: Security review
  duration: 1d
  after: freeze
  owner: tom
- id: docs
  name: Manual
  duration: 1d
  after: qa
  owner: tom
- id: pictures
  name: Pictures
  duration: 1d
  after: docs
  owner: tom
- id: ship
  name: Ship it
  kind: milestone
  after: [qa, security]
  owner: ana
gates:
- id: go
  name: Go/no-go
  activity: ship
  criteria:
  - id: coverage
    measured: Coverage
    target: ">= 80%"
risks:
- id: late
  risk: It gets late
  impact: medium
"""

TOMS = "  owner: tom\n- id: security"


def between(old: str, new: str) -> Changes:
    return changes(compute(parse(old).plan), compute(parse(new).plan))


def said(*pairs: tuple[str, str], plan: str = PLAN) -> list[str]:
    """The sentences on a plan in which texts were replaced, the weightiest first."""
    new = plan
    for old, text in pairs:
        assert new.count(old) == 1, old
        new = new.replace(old, text)
    return [sentence.text for sentence in between(plan, new).headlines]


def test_a_milestone_slips_by_days_and_to_a_day() -> None:
    sentences = said(("  at: 2027-03-02T17:00\n", "  at: 2027-03-04T17:00\n"))
    assert "Code freeze slipped 2 d, to Thu 4 Mar" in sentences
    assert sentences[0] == "The release is projected 4 d later, on Tue 9 Mar 17:00: 1 d before T0"


def test_within_a_day_the_time_is_told() -> None:
    assert "Code freeze came forward 4 h, to Tue 2 Mar 13:00" in said(("03-02T17:00", "03-02T13:00"))


def test_t0_moved_comes_first_with_the_slip_it_leaves() -> None:
    sentences = said(("  target: 2027-03-10T17:00\n", "  target: 2027-03-03T17:00\n"))
    assert sentences[0] == "T0 moved 7 d earlier, to Wed 3 Mar 17:00 (was Wed 10 Mar 17:00)"
    assert sentences[1] == "The release is still projected on Fri 5 Mar 17:00: 2 d after T0"


def test_t0_in_another_zone_says_which() -> None:
    told = said(("Europe/Berlin", "America/New_York"))
    assert told[0] == (
        "T0 moved 6 h later, to Wed 10 Mar 17:00 America/New_York (was Wed 10 Mar 17:00 Europe/Berlin)"
    )


def test_another_year_is_told() -> None:
    assert said(("target: 2027-03-10", "target: 2028-03-10"))[0].startswith(
        "T0 moved 366 d later, to Fri 10 Mar"
    )
    far = said(("  at: 2027-03-02T17:00\n", "  at: 2028-03-02T17:00\n"))
    assert "Code freeze slipped 366 d, to Thu 2 Mar 2028" in far


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (TOMS, "- id: security", "QA testing lost its owner, Tom Okafor"),
        (TOMS, "  owner: ana\n- id: security", "QA testing went from Tom Okafor to Ana Ruiz"),
        ("duration: 3d", "duration: 5d", "QA testing takes 5d instead of 3d"),
        ("name: QA testing", "name: QA", "“QA testing” is called “QA” now"),
        ("name: Pictures\n", "name: Pictures\n  parent: docs\n", "Pictures is part of Manual now"),
        ("after: [qa, security]", "after: qa", "Ship it no longer waits for Security review"),
        ("security]", "security SS+2d]", "Ship it waits for Security review by SS+2d, no longer by FS"),
        ("after: docs\n", "after: [docs, security FF]\n", "Pictures waits for Security review now by FF"),
        ("name: Pictures\n", "name: Pictures\n  deadline: T-1d\n", "Pictures has a deadline now: T-1d"),
        ("name: Pictures\n", "name: Pictures\n  start: T-1d\n", "Pictures is pinned: no earlier than T-1d"),
        ("name: Pictures\n", "name: Pictures\n  progress: 40%\n", "Pictures is 40 % done (was 0 %)"),
        ("name: Pictures\n", "name: Pictures\n  notes: Bright ones\n", "Pictures: notes added"),
        ("name: Pictures\n", "name: Pictures\n  kind: meeting\n", "Pictures is a meeting now, no task"),
        ("name: Pictures\n", "name: Pictures\n  tags: [a, b]\n", "Pictures: tags added a and b"),
        ('target: ">= 80%"', 'target: ">= 90%"', "Gate Go/no-go, criterion Coverage: target >= 80% → >= 90%"),
        ("impact: medium", "impact: high", "Risk It gets late: impact medium → high"),
        ("  impact: medium\n", "  impact: medium\n- id: rain\n  risk: It rains\n", "Risk It rains was added"),
        ("risks:\n- id: late\n  risk: It gets late\n  impact: medium\n", "", "Risk It gets late was removed"),
        ("name: Ana Ruiz", "name: Ana Lopez", "Release manager is Ana Lopez now, no longer Ana Ruiz"),
        ("name: Tom Okafor", "name: Tom Frost", "Stakeholder Tom Frost: name Tom Okafor → Tom Frost"),
        ("activities:\n", "change:\n  kind: emergency\nactivities:\n", "Change: kind normal → emergency"),
        ("product: Shop", "product: Shop\n  version: 2.0.0", "Version 2.0.0"),
        ("product: Shop", "product: Shop\n  status: approved", "Status draft → approved"),
        ("- id: pictures\n", "- id: images\n", "Pictures has the id images now (was pictures)"),
        ("product: Shop", "product: Shop\n  colour: red", "Unknown key colour added"),
    ],
)  # fmt: skip
def test_each_kind_of_change_has_its_sentence(old: str, new: str, sentence: str) -> None:
    assert sentence in said((old, new))


def test_a_new_critical_path_names_what_it_runs_through() -> None:
    sentences = said(("name: Security review\n  duration: 1d", "name: Security review\n  duration: 5d"))
    assert "New critical path through Security review, no longer through QA testing" in sentences


def test_what_moves_by_logic_is_told_together_with_its_cause() -> None:
    sentences = said(("duration: 3d", "duration: 4d"))
    assert "2 activities moved later by 1 d because of QA testing" in sentences
    assert not any("Manual" in sentence or "Pictures" in sentence for sentence in sentences)


def test_one_alone_that_moves_by_logic_is_named() -> None:
    without = PLAN.replace(
        "- id: pictures\n  name: Pictures\n  duration: 1d\n  after: docs\n  owner: tom\n", ""
    )
    sentences = said(("duration: 3d", "duration: 4d"), plan=without)
    assert "Manual moved later by 1 d because of QA testing" in sentences


def test_the_calendar_is_to_blame_where_no_predecessor_is() -> None:
    holiday = "calendars:\n- id: office\n  exceptions:\n  - from: 2027-03-01\nactivities:\n"
    plan = PLAN.replace("  kind: milestone\n  at: 2027-03-02T17:00\n", "  duration: 1d\n")
    sentences = said(("activities:\n", holiday), plan=plan)
    assert (
        "5 activities moved later by 1 d because of the calendars" not in sentences
    )  # some cross the weekend
    assert any(each.endswith("because of the calendars") for each in sentences)


def test_a_circle_is_told_before_all_else_and_hides_nothing() -> None:
    sentences = said(("duration: 3d\n  after: freeze", "duration: 4d\n  after: [freeze, pictures]"))
    assert "QA testing takes 4d instead of 3d" in sentences
    assert any("Manual" in sentence and "Pictures" in sentence for sentence in sentences[:3])


def test_two_plans_that_say_the_same_have_no_changes() -> None:
    found = between(PLAN, f"# other comments\n{PLAN}")
    assert found.same
    assert (as_text(found), as_markdown(found)) == ("The plans say the same.\n", "The plans say the same.\n")


def test_the_json_has_exactly_the_promised_keys_and_says_values_as_texts() -> None:
    old, new = (compute(parse(text).plan) for text in (PLAN, PLAN.replace("duration: 3d", "duration: 5d")))
    found = as_json(changes(old, new), old, new)
    assert list(found)[:4] == ["added", "removed", "changed", "slip_change_minutes"]
    assert found["changed"] == [
        {"id": "qa", "kind": "activities", "field": "duration", "old": "3d", "new": "5d"}
    ]
    assert found["slip_change_minutes"] == 4 * 1440
    assert found["projected"] == {"old": "2027-03-05T17:00+01:00", "new": "2027-03-09T17:00+01:00"}
    gone = as_json(changes(old, compute(parse(PLAN.replace("- id: late", "- id: rain")).plan)), old, new)
    assert (gone["added"], gone["removed"]) == (["risks/rain"], ["risks/late"])
    assert gone["renamed"] == {"risks/rain": "risks/late"}


def test_json_leads_into_nested_entries() -> None:
    old, new = (compute(parse(text).plan) for text in (PLAN, PLAN.replace(">= 80%", ">= 90%")))
    row = as_json(changes(old, new), old, new)["changed"][0]
    assert row == {
        "id": "go", "kind": "gates", "field": "criteria/coverage.target", "old": ">= 80%", "new": ">= 90%",
    }  # fmt: skip


def test_a_section_shows_so_many_sentences_and_counts_the_rest() -> None:
    many = "".join(f"- id: a{number}\n  name: Activity {number}\n" for number in range(30))
    found = between(PLAN, PLAN.replace("gates:\n", f"{many}gates:\n"))
    lines = as_text(found, 5).splitlines()
    shown = [f"  Activity {number} was added" for number in range(5)]
    assert lines == ["Activities:", *shown, "  … and 25 more"]
    assert "- *… and 25 more*" in as_markdown(found, 5)


def test_what_a_plan_says_can_neither_break_a_line_nor_command_a_terminal() -> None:
    evil = 'name: "a\\e[31m\\u202eb\\u2028c\\x07"'
    for text in said(("name: Pictures", evil)):
        assert len(text.splitlines()) == 1
        assert not set(text) & set("\x1b\x07\u202e\u2028")


@pytest.mark.parametrize(
    "text",
    ["<b>x</b>", "[x](http://x.example)", "![x](y)", "@ana", "#12", "`x`", "**x**", "a|b", "- x", "1. x",
     "# x",
     "www.example.com", "https://x.example", "x~~y~~", "\\", "$x$", "&amp;", "_x_"],
)  # fmt: skip
def test_markdown_shows_a_text_of_a_plan_and_does_not_obey_it(text: str) -> None:
    safe = markdown_safe(text)
    for sign in ("<", "http:", "https:", "www.", "@", "#1", "# "):
        assert sign not in safe
    assert not safe.startswith(("- ", "1. ", "# ", "* "))
    assert all(safe[at - 1] == "\\" for at, sign in enumerate(safe) if sign in "`*_[]|~$")


def test_the_listing_has_a_fact_a_line() -> None:
    lines = listing(compute(parse(PLAN).plan)).splitlines()
    at = lines.index("QA testing [qa]")
    assert lines[at + 1 : at + 6] == [
        "  from 2027-03-03 09:00", "  to 2027-03-05 17:00", "  Duration: 3d", "  Predecessors: freeze",
        "  Owner: tom",
    ]  # fmt: skip
    assert "Release projected: 2027-03-05 17:00, 5 d before T0" in lines


@given(plans(most_sections=4), plans(most_sections=4))
def test_any_two_plans_can_be_compared_in_every_form(old: Plan, new: Plan) -> None:
    before, after = compute(old), compute(new)
    found = changes(before, after)
    assert found.same == (old == new)
    assert all(len(sentence.text.splitlines()) == 1 for sentence in found.headlines)
    assert as_text(found)
    assert as_markdown(found)
    assert listing(after) is not None
    assert as_json(found, before, after)["added"] == list(found.added)
    weights = [sentence.weight for sentence in found.headlines]
    assert weights == sorted(weights, reverse=True)
    again, _, quick = compared(old, new)
    assert again == found
    assert list(quick.start) == list(after.start)
    assert list(quick.total_slack) == list(after.total_slack)
    assert {sentence for group in found.groups() for sentence in group.sentences} == set(found.headlines)


def test_a_chain_of_20_000_that_moves_is_no_deeper_than_any_other() -> None:
    lines = "".join(f"- id: a{n}\n  duration: 1h\n  after: a{n - 1}\n" for n in range(1, 20_000))
    plan = f"relplan: 1\nrelease:\n  start: 2027-03-01T09:00\nactivities:\n- id: a0\n  duration: 1h\n{lines}"
    begin = time.perf_counter()
    found = between(plan, plan.replace("- id: a0\n  duration: 1h", "- id: a0\n  duration: 2h"))
    assert any(
        sentence.text.startswith("19,999 activities moved later by 1 h to ") for sentence in found.headlines
    )
    assert time.perf_counter() - begin < 60
