from __future__ import annotations

import pytest

from relplanner.plan.forms.dependency import (
    Dependency,
    format_dependencies,
    format_dependency,
    parse_dependencies,
    parse_dependency,
)
from relplanner.plan.forms.duration import Duration
from tests.plan.forms.refusals import refusal

NOT_A_DEPENDENCY = "is not a dependency such as code-freeze, qa SS+2d or uat FF soft."


@pytest.mark.parametrize(
    ("text", "dependency"),
    [
        ("code-freeze", Dependency("code-freeze")),
        ("code-freeze FS+2d", Dependency("code-freeze", "FS", Duration(2.0, "d"))),
        ("qa-test SS+1d", Dependency("qa-test", "SS", Duration(1.0, "d"))),
        ("qa SS+2d", Dependency("qa", "SS", Duration(2.0, "d"))),
        ("uat FF", Dependency("uat", "FF")),
        ("x SF", Dependency("x", "SF")),
        ("x FS-1d", Dependency("x", "FS", Duration(-1.0, "d"))),
        ("go-no-go FS+12eh", Dependency("go-no-go", "FS", Duration(12.0, "h", True))),
        ("x FS+50%", Dependency("x", "FS", Duration(50.0, "%"))),
        ("x FS+0d", Dependency("x", "FS", Duration(0.0, "d"))),
        ("x soft", Dependency("x", soft=True)),
        ("x SS+1d soft", Dependency("x", "SS", Duration(1.0, "d"), True)),
        ("rollout/canary", Dependency("rollout/canary")),
        ("soft soft", Dependency("soft", soft=True)),
        ("fs FF", Dependency("fs", "FF")),
    ],
)
def test_a_dependency_has_one_text(text: str, dependency: Dependency) -> None:
    assert parse_dependency(text) == dependency
    assert format_dependency(dependency) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("x +2d", "x FS+2d"),
        ("x -1d", "x FS-1d"),
        ("x+2d", "x FS+2d"),
        ("rollout/canary FS", "rollout/canary"),
        ("QA ss + 2 days", "qa SS+2d"),
        ("x FS \u2212 1d", "x FS-1d"),
        ("x finish-to-start +1d", "x FS+1d"),
        ("x start to finish", "x SF"),
        ("x FF hard", "x FF"),
        ("x Soft", "x soft"),
    ],
)
def test_a_dependency_may_be_typed_loosely(text: str, canonical: str) -> None:
    assert format_dependency(parse_dependency(text)) == canonical


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("x 2d", "Write the lag with its sign: qa FS+2d."),
        ("x FS+2", "Write the unit of the lag too: qa FS+2d."),
        ("a, b", "This is more than one dependency."),
        ("Security sign-off", "First the id, then FS, SS, FF or SF with a lag, then soft if it only warns."),
        ("x soft FS", "First the id, then FS, SS, FF or SF with a lag, then soft if it only warns."),
        ("a/b/c", "First the id, then FS, SS, FF or SF with a lag, then soft if it only warns."),
    ],
)
def test_a_refused_dependency_says_what_to_write(text: str, hint: str) -> None:
    assert refusal(parse_dependency, text) == f"“{text}” {NOT_A_DEPENDENCY} {hint}"


def test_a_wrong_lag_is_explained() -> None:
    assert "Write 2m for minutes or 2mo for months." in refusal(parse_dependency, "x FS+2M")


def test_a_cell_holds_dependencies_between_commas_or_semicolons() -> None:
    cell = parse_dependencies("a, b SS+2d; rollout/canary soft,")
    assert cell == (
        Dependency("a"),
        Dependency("b", "SS", Duration(2.0, "d")),
        Dependency("rollout/canary", soft=True),
    )
    assert format_dependencies(cell) == "a, b SS+2d, rollout/canary soft"


def test_an_empty_cell_has_no_dependencies() -> None:
    assert parse_dependencies(" ") == ()
    assert format_dependencies(()) == ""


def test_a_cell_names_the_dependency_that_is_wrong() -> None:
    assert refusal(parse_dependencies, "a, b 2d").startswith(f"“b 2d” {NOT_A_DEPENDENCY}")
