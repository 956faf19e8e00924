"""`relplanner schedule --why ID`: the chain in the terminal."""

import json

KEYS = {"id", "answer", "critical", "disagreement", "conflicts", "steps"}
STEP_KEYS = {"id", "name", "end", "moment", "cause", "link", "gap_minutes", "gaps", "without", "alternatives",
             "sentence", "earlier"}  # fmt: skip


def test_the_chain_is_told_step_by_step_to_its_root_cause(run, plan_file) -> None:
    outcome = run("schedule", plan_file, "--why", "test")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert "The chain of 2 steps goes back to" in lines[0]
    assert lines[2].startswith("1. ")
    assert lines[3].startswith("   Starts Thu 2027-03-04 09:00, when “")
    assert lines[4].startswith("   Earlier: ")
    assert any(line.startswith("Critical: ") for line in lines)


def test_the_json_has_the_chain_beside_the_promised_keys(run, plan_file) -> None:
    plain = json.loads(run("schedule", plan_file, "--format", "json").out)
    answer = json.loads(run("schedule", plan_file, "--why", "test", "--format", "json").out)
    why = answer.pop("why")
    assert answer == plain
    assert set(why) == KEYS
    assert all(set(step) == STEP_KEYS for step in why["steps"])
    assert why["steps"][0]["moment"] == "2027-03-04T09:00+01:00"
    assert why["steps"][0]["link"] == "build"
    assert why["steps"][0]["gaps"] == [{"kind": "night", "name": "", "minutes": 960}]
    assert why["steps"][-1]["cause"] == "plan-start"


def test_an_unknown_id_is_a_wrong_command_line_with_the_nearest_one(run, plan_file) -> None:
    outcome = run("schedule", plan_file, "--why", "tset")
    assert outcome.code == 2
    assert "The plan has no activity “tset”. Did you mean “test”?" in outcome.err
    assert run("schedule", plan_file, "--why", "test", "--format", "csv").code == 2


def test_what_has_no_date_is_answered_with_its_reason(run, write, plan_file) -> None:
    text = (
        plan_file.read_text(encoding="utf-8")
        + "- id: loop\n  name: Loop\n  after: loop2\n- id: loop2\n  after: loop\n"
    )
    outcome = run("schedule", write(text), "--why", "loop")
    assert outcome.code == 1
    assert outcome.out.startswith("“Loop” has no date.")


def test_a_name_does_not_command_the_terminal(run, write, plan_file) -> None:
    text = plan_file.read_text(encoding="utf-8").replace("Build it", '"\\e[31mred"')
    outcome = run("schedule", write(text), "--why", "test")
    assert "\x1b" not in outcome.out
    assert "“\\x1b[31mred”" in outcome.out
