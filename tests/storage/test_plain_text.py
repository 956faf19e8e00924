"""What is read without a YAML library is what the library's events yield."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relplanner.resources import resource
from relplanner.storage import events, plain_text, writer
from relplanner.storage.yaml_text import Odd
from tests.strategies import plans

SAMPLE = resource("samples", "aurora.relplan.yaml").read_text(encoding="utf-8")
PLAIN = (SAMPLE, resource("templates", "blank.relplan.yaml").read_text(encoding="utf-8"))
LONG = "k" * 1100
TEXTS = (
    "", " ", "  ", "a: 1", "- a", "- a: 1", "-", "- ", "- - a", "a:", "a: ", "a: # c", "a:# c", "# c",
    "a #c: d", "a: b #c", "a: b#c", "a: b: c", "a: b:c", "a: b:", "a : b", "a b: c", "'a': b", '"a": b',
    "a: 'b'", 'a: "b"', "a: 'b' # c", "a: 'b'c", "a: 'b''c'", 'a: "b\\n"', 'a: "', "a: [b]",
    "a: [b, c] # d", "a: []", "a: [b,]", "a: [b, [c]]", "a: [b, null]", "a: {b: c}", "a: {b: c, d: e f}",
    "a: {b}", "a: {b: }", "a: {b: c, b: d}", "a: {b: null}", "a: {b:c}", "{a: b}", "[a]", "a: |", "a: >",
    "a: |+", "a: &b c", "a: *b", "a: !t c", "<<: a", "a: << b", "a: < 5", "a: <= 5", "a: <b", "a: null",
    "a: ~", "a: null ", "null: a", "~: a", "a: -1", "a: -b c", "a: - b", "a: -", "a: --- b", "---",
    "...", "--- a", "%TAG", "a: @b", "a: `b", "a: %b", "a: ?b", "? a", "a: ,b", "a: }b", "a: b}",
    "a: b, c", "a:\tb", "a: b\tc", "\ta: b", "a: é", "a: é # ü", "é: a", "a: \u3000", "a: \x7f",
    "a: 1:30", "a: NO", "a: 2027-03-10T09:00", "a: $5", "a: 'é'", "a: (b)", "a: b \\ c",
    "A.b-c/d (e): f", "a: b\x85c", "a: T-5d   # ü", "a: #", "a:  b", "a:   ", "-  a", "-  a: b",
    "a: \ufeff", "a: ''", 'a: ""', "'a b'", "a: [ b , c ]", f"{LONG}: a", f"a: {LONG}", "a: {b: c,d: e}",
    "a: {b: 1.5, c: -2}", "a: [b # c", "a: [-b]", "a: [b]c", "1: a", "_a: b", "a: b ]", "a: 'b",
)  # fmt: skip
"""One line each: what is plain and what only looks so."""
PLACES = (
    "LINE", "LINE\n", "k: v\nLINE\n", "k:\n  LINE\n", "k:\n- LINE\n", "k: v\n  LINE\n", "LINE\n- x\n",
    "k:\n- i: 1\n  LINE\n- i: 2\n", "LINE\n  deeper: 1\n", "LINE\n  more\n", "k:\n  - LINE\n  - j\n",
    "# c\n\nLINE\nz: 1\n",
)  # fmt: skip
"""Where it may stand."""


def _both(text: str) -> bool:
    """Whether the text is in the plain form; then the events yield the same."""
    found = plain_text.read(text)
    if found is not None:
        try:
            assert found == events.build(text)
        except Odd:
            pytest.fail(f"YAML refuses what was read as plain: {text!r}")
    return found is not None


@pytest.mark.parametrize("text", PLAIN)
def test_what_the_program_ships_is_plain(text: str) -> None:
    assert _both(text)


@pytest.mark.parametrize("line", TEXTS)
def test_a_line_is_read_as_yaml_reads_it_or_left_to_yaml(line: str) -> None:
    for place in PLACES:
        text = place.replace("LINE", line)
        _both(text)


@settings(max_examples=300)
@given(st.data())
def test_mutated_texts_are_read_alike_or_left_to_yaml(data: st.DataObject) -> None:
    lines = SAMPLE.split("\n")
    at = data.draw(st.integers(0, len(lines) - 40))
    lines = lines[at : at + 40]
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        spaces = " " * data.draw(st.integers(0, 6))
        change = data.draw(st.sampled_from(["insert", "replace", "indent", "drop", "twice"]))
        if change == "insert":
            lines.insert(at, spaces + data.draw(st.sampled_from(TEXTS)))
        elif change == "replace":
            lines[at] = spaces + data.draw(st.sampled_from(TEXTS))
        elif change == "indent":
            lines[at] = spaces + lines[at].lstrip()
        elif change == "twice":
            lines.insert(at, lines[at])
        elif len(lines) > 1:
            del lines[at]
    _both("\n".join(lines))


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(TEXTS)), max_size=7))
def test_made_up_texts_are_read_alike_or_left_to_yaml(lines: list[tuple[int, str]]) -> None:
    _both("\n".join("  " * depth + line for depth, line in lines))


@given(plans())
def test_any_plan_that_the_program_wrote_is_read_alike(plan: object) -> None:
    _both(writer.format_new(plan))  # type: ignore[arg-type]


def test_the_sample_is_read_without_yaml() -> None:
    program = (
        "import sys\n"
        "from relplanner.resources import resource\n"
        "from relplanner.storage.reader import read\n"
        "read(resource('samples', 'aurora.relplan.yaml'))\n"
        "assert 'yaml' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=True, timeout=30)
