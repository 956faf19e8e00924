"""A plan does not command the terminal that shows it."""

import json

import pytest

from relplanner.commands.texts import harmless, json_text, one_line
from tests.commands.faults import SOUND

EVIL = '"\\e]0;owned\\a\\e[2J\\u202egnp.exe"'


@pytest.mark.parametrize("text", ["Build it", "QA → UAT", "Ünïcode 日本語", "two\nlines", "no\u00a0break"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_commands_to_the_terminal_are_written_out() -> None:
    assert harmless("\x1b[2J\x07\x9b1m\u202e") == "\\x1b[2J\\x07\\x9b1m\\u202e"
    assert one_line("a\r\nb") == "a\\x0d b"


def test_json_means_the_same_without_commands_to_the_terminal() -> None:
    value = {"name": "\x1b[2J \x7f\x9b1m \u202e Ünïcode\n\t", "list": [1, "a\nb"]}
    text = json_text(json.dumps(value, indent=2, ensure_ascii=False))
    assert json.loads(text) == value
    assert harmless(text) == text
    assert "Ünïcode" in text


def test_a_file_name_does_not_command_the_terminal(run, write) -> None:
    outcome = run("check", write(SOUND.replace("owner: lead", "owner: nobody"), "\x1b[2J.relplan.yaml"))
    assert "\\x1b[2J.relplan.yaml:" in outcome.out
    assert "\x1b" not in outcome.out


@pytest.mark.parametrize("verb", ["check", "schedule"])
def test_a_name_in_a_plan_reaches_the_terminal_without_its_commands(run, write, verb: str) -> None:
    text = SOUND.replace("name: Build it", f"name: {EVIL}").replace(
        "duration: 3d\n  owner: lead", "duration: 30d"
    )
    outcome = run(verb, write(text))
    assert "\\x1b]0;owned\\x07" in outcome.out
    assert not any(sign in outcome.out for sign in "\x1b\x07\u202e")


def test_a_broken_file_reaches_the_terminal_without_its_commands(run, write) -> None:
    outcome = run("check", write(f"relplan: 1\nrelease: [{EVIL}\n\x1b[2J"))
    assert outcome.code == 2
    assert "\x1b" not in outcome.err
