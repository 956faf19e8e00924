"""Damaged plans: whatever stands in the file, an exit code and sentences, never a fault of the program."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relplanner.commands import cli

SAMPLE = Path("resources/samples/aurora.relplan.yaml").read_text(encoding="utf-8")
LINES = SAMPLE.splitlines(keepends=True)
PIECES = (
    "", "\n", "- ", ": ", "[", "]", "{", "}", '"', "&a ", "*a", "!!str ", "|", ">", "#", "\t", "- id: qa\n",
    "NO", "1:30", "T-14d", "0d", "-1", "1e3", "9" * 30, "after: qa", "parent: qa", "%",
    "\u2028", "\ufeff", "=cmd", "ongoing", "24x7",
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """The sample with up to four lines lost, doubled, swapped or with something put into them."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(("lose", "double", "swap", "put", "cut")))
        if how == "lose":
            del lines[at]
        elif how == "double":
            lines.insert(at, lines[at])
        elif how == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            column = draw(st.integers(0, len(lines[at])))
            rest = "" if how == "cut" else lines[at][column:]
            lines[at] = lines[at][:column] + draw(st.sampled_from(PIECES)) + rest
    return "".join(lines)


@pytest.mark.parametrize(
    "verb", [("check", "--format", "json"), ("schedule", "--format", "json"), ("schedule",)]
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=damaged())
def test_a_damaged_plan_never_makes_the_program_fail(verb, text: str, capsys, tmp_path: Path) -> None:
    path = tmp_path / "plan.relplan.yaml"
    path.write_text(text, encoding="utf-8")
    code = cli.run([verb[0], str(path), *verb[1:]])
    captured = capsys.readouterr()
    assert "fault of its own" not in captured.err, captured.err
    assert code in (0, 1, 2)
    assert (code == 2) == (captured.out == "")
    if code == 2:
        assert captured.err.startswith(str(path))
    elif "json" in verb:
        json.loads(captured.out)
