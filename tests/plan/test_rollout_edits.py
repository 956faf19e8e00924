"""Claims about the edits of the rollout, and that the phases of the documents can be written by them."""

from __future__ import annotations

import pytest

from relplanner.errors import EditRefused
from relplanner.plan.edits import add_entry, delete_entries, set_field
from relplanner.plan.edits import rollout as edits
from relplanner.plan.edits.edit import Edit
from relplanner.plan.fields import field_of
from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.nouns.rollout import ManualCriterion, Metric, Phase, Slot
from relplanner.plan.plan import Plan
from relplanner.storage.reader import parse
from relplanner.storage.writer import format_new


def done(plan: Plan, *made: Edit) -> Plan:
    for edit in made:
        plan = edit.run(plan)
    return plan


def names(plan: Plan) -> list[str]:
    return [phase.name or phase.id for phase in plan.rollout.phases]


def again(plan: Plan) -> Plan:
    """The plan after saving and loading."""
    loaded = parse(format_new(plan))
    assert [one for one in loaded.findings if one.severity == "error"] == []
    return loaded.plan


@pytest.fixture
def canary() -> Plan:
    return done(Plan(), edits.begin_canary(Plan()))


def test_a_canary_begins_with_one_percent_and_ends_with_everyone(canary: Plan) -> None:
    assert [phase.traffic for phase in canary.rollout.phases] == [1.0, 10.0, 50.0, 100.0]
    assert canary.rollout.phases[-1].ongoing
    assert canary.rollout.strategy == "canary"
    assert again(canary) == canary


def test_a_canary_never_replaces_phases(canary: Plan) -> None:
    with pytest.raises(EditRefused, match="has phases already"):
        edits.begin_canary(canary)


def test_a_new_phase_lies_between_its_neighbours(canary: Plan) -> None:
    edit, new = edits.add_phase(canary, "limited")
    after = edit.run(canary)
    assert [phase.id for phase in after.rollout.phases] == ["canary", "limited", new, "expanded", "full"]
    assert after.entry("rollout", new).traffic == 30.0


def test_a_copy_is_of_what_is_planned_not_of_what_happened(canary: Plan) -> None:
    from relplanner.plan.forms.moment import parse_moment

    begun = done(
        canary,
        set_field(canary, "rollout", "canary", "actual_start", parse_moment("2027-03-10T13:00")),
        set_field(canary, "rollout", "canary", "manual", [ManualCriterion(text="Staff is happy", by="Ana")]),
    )
    edit, new = edits.duplicate_phase(begun, "canary")
    copy = edit.run(begun).rollout.phases[1]
    assert (copy.id, copy.name) == (new, "Canary 1 % (copy)")
    assert copy.actual_start is None
    assert copy.manual == (ManualCriterion(text="Staff is happy"),)


def test_phases_move_past_each_other_and_stop_at_the_ends(canary: Plan) -> None:
    moved = edits.move_phase(canary, "canary", 1).run(canary)
    assert names(moved)[:2] == ["Limited 10 %", "Canary 1 %"]
    assert edits.move_phase(canary, "canary", -1).run(canary) is canary
    assert edits.move_phase(canary, "full", 1).run(canary) is canary


def test_a_length_ends_what_was_open_ended(canary: Plan) -> None:
    after = edits.lengthen(canary, "full", parse_duration("30ed")).run(canary)
    assert not after.rollout.phases[-1].ongoing


def test_traffic_beyond_everyone_is_refused(canary: Plan) -> None:
    with pytest.raises(EditRefused, match="from 0% to 100%"):
        edits.expose(canary, "canary", 101.0)


def test_blue_green_begins_with_both_environments_and_the_usual_steps() -> None:
    after = edits.choose_strategy(Plan(), "blue-green").run(Plan())
    switch = after.rollout.blue_green
    assert switch is not None
    assert switch.steps == (0.0, 5.0, 25.0, 50.0, 100.0)
    assert switch.blue == Slot(traffic=100.0)
    assert again(after) == after


def test_another_strategy_keeps_what_was_said_of_the_switch() -> None:
    blue = edits.choose_strategy(Plan(), "blue-green").run(Plan())
    back = edits.choose_strategy(blue, "rolling").run(blue)
    assert back.rollout.blue_green == blue.rollout.blue_green


def test_steps_become_phases_that_are_watched_one_by_one() -> None:
    blue = edits.choose_strategy(Plan(), "blue-green").run(Plan())
    split = edits.phases_of_steps(blue).run(blue)
    assert [phase.traffic for phase in split.rollout.phases] == [5.0, 25.0, 50.0, 100.0]
    longer = edits.lengthen(split, "switch-50", parse_duration("30em")).run(split)
    assert [phase.duration for phase in longer.rollout.phases] == [
        parse_duration(text) for text in ("15em", "15em", "30em", "15em")
    ]
    with pytest.raises(EditRefused, match="phases already"):
        edits.phases_of_steps(split)


def test_a_step_is_changed_alone_and_one_that_there_is_not_is_refused() -> None:
    blue = edits.choose_strategy(Plan(), "blue-green").run(Plan())
    changed = edits.set_step(blue, 1, 10.0).run(blue).rollout.blue_green
    assert changed is not None
    assert changed.steps == (0.0, 10.0, 25.0, 50.0, 100.0)
    with pytest.raises(EditRefused, match="no such step"):
        edits.set_step(blue, 5, 10.0)


def test_a_switch_that_says_nothing_is_none() -> None:
    one = edits.set_switch(Plan(), "watch", parse_duration("5em")).run(Plan())
    assert one.rollout.blue_green is not None
    assert edits.set_switch(one, "watch", None).run(one).rollout.blue_green is None


# The documents' own rollouts, written phase by phase as a person would

ENTERPRISE = (
    (
        "Phase 1 - Canary Release", "1%", "24eh", "Internal users + early adopters",
        ("error_rate < 0.1%", "p95_latency < 200ms", "critical_security_issues == 0", "satisfaction > 4.0"),
        (),
    ),
    (
        "Phase 2 - Limited Release", "10%", "48eh", "Beta users + selected customers",
        ("error_rate < 0.05%", "p95_latency < 150ms", "tickets < baseline", "adoption > 20%"),
        (),
    ),
    (
        "Phase 3 - Expanded Release", "50%", "72eh", "Half of production traffic",
        ("escalations no increase vs baseline",),
        ("System stability maintained", "Performance metrics within SLA", "Business metrics improving"),
    ),
    (
        "Phase 4 - Full Release", "100%", "", "All production users",
        (),
        (
            "Complete feature availability", "All monitoring green", "Business objectives met",
            "User adoption targets achieved",
        ),
    ),
)  # fmt: skip
METRICS = {
    "error_rate": "%", "p95_latency": "ms", "critical_security_issues": "", "satisfaction": "", "tickets": "",
    "adoption": "%", "escalations": "",
}  # fmt: skip


def write(plan: Plan, phase_id: str, field: str, text: str) -> Plan:
    """What the page does with a typed cell."""
    entry = field_of(Phase, field)
    assert entry.form is not None
    value = (
        [entry.form.parse(part) for part in text.split("; ")]
        if entry.shape == "many"
        else entry.form.parse(text)
    )
    return set_field(plan, "rollout", phase_id, field, value).run(plan)


def added(plan: Plan) -> tuple[Plan, str]:
    edit, new = edits.add_phase(plan)
    return edit.run(plan), new


def test_the_four_phases_of_the_enterprise_document_can_be_written() -> None:
    plan = edits.choose_strategy(Plan(), "canary").run(Plan())
    for metric, unit in METRICS.items():
        plan = add_entry(plan, "metrics", Metric(id=metric, unit=unit or None)).run(plan)
    for name, traffic, duration, audience, criteria, manual in ENTERPRISE:
        plan, new = added(plan)
        plan = write(
            write(write(plan, new, "name", name), new, "traffic", traffic), new, "audience", audience
        )
        if duration:
            plan = write(plan, new, "duration", duration)
        else:
            plan = write(plan, new, "ongoing", "yes")
            plan = set_field(plan, "rollout", new, "duration", None).run(plan)
        if criteria:
            plan = write(plan, new, "criteria", "; ".join(criteria))
        judged = [ManualCriterion(text=one) for one in manual]
        plan = set_field(plan, "rollout", new, "manual", judged).run(plan)
    loaded = again(plan)
    assert loaded == plan
    assert names(loaded) == [phase[0] for phase in ENTERPRISE]
    assert [len(phase.criteria) + len(phase.manual) for phase in loaded.rollout.phases] == [4, 4, 4, 4]
    assert (
        delete_entries(loaded, "rollout", ["new-phase"]).run(loaded).rollout.phases
        == loaded.rollout.phases[1:]
    )


def test_the_blue_green_switch_of_the_enterprise_document_can_be_written() -> None:
    plan = edits.choose_strategy(Plan(), "blue-green").run(Plan())
    for side, slot in (
        (
            "blue",
            Slot(
                namespace="production-blue", traffic=100.0, database="Primary connection",
                monitoring="Full observability stack",
            ),
        ),
        (
            "green",
            Slot(
                namespace="production-green", traffic=0.0, database="Read replica for testing",
                monitoring="Parallel metrics collection",
            ),
        ),
    ):  # fmt: skip
        plan = edits.set_switch(plan, side, slot).run(plan)
    plan = edits.set_switch(plan, "test", "Run full test suite on green").run(plan)
    plan = edits.set_switch(plan, "decommission_after", parse_duration("24eh")).run(plan)
    switch = again(plan).rollout.blue_green
    assert switch is not None
    assert (switch.blue, switch.green) != (None, None)
    assert switch.steps == (0.0, 5.0, 25.0, 50.0, 100.0)


def test_the_pilot_of_skyoptima_can_be_written() -> None:
    plan, new = added(edits.choose_strategy(Plan(), "canary").run(Plan()))
    for field, text in (
        ("name", "Pilot Execution"), ("traffic", "5%"), ("duration", "48eh"),
        ("audience", "Internal stakeholders and key partners"),
    ):  # fmt: skip
        plan = write(plan, new, field, text)
    plan, full = added(plan)
    plan = write(write(plan, full, "name", "Full Production Rollout"), full, "traffic", "100%")
    loaded = again(plan)
    assert names(loaded) == ["Pilot Execution", "Full Production Rollout"]
    assert loaded.rollout.phases[0].duration == parse_duration("48eh")


def test_the_program_of_alumicatalyst_names_its_places() -> None:
    plan = edits.choose_strategy(Plan(), "phased program").run(Plan())
    for metric, unit in (
        ("latency", "s"), ("accuracy", "%"), ("satisfaction", "%"), ("sync_accuracy", "%"), ("adoption", "%"),
        ("uptime", "%"),
    ):  # fmt: skip
        plan = add_entry(plan, "metrics", Metric(id=metric, unit=unit)).run(plan)
    for name, sites, duration, criteria in (
        ("Pilot", "high-impact sites", "6emo", "latency < 5s; accuracy >= 85%; satisfaction >= 70%"),
        ("Expansion", "further sites", "6emo", "sync_accuracy >= 95%"),
        ("Global Rollout", "all facilities", "6emo", "adoption >= 85%; uptime >= 99.99% over 30ed"),
    ):
        plan, new = added(plan)
        assert plan.entry("rollout", new).traffic is None
        for field, text in (("name", name), ("sites", sites), ("duration", duration), ("criteria", criteria)):
            plan = write(plan, new, field, text)
    loaded = again(plan)
    assert loaded == plan
    assert names(loaded) == ["Pilot", "Expansion", "Global Rollout"]
