"""What README.md shows is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from relplanner.plan.checks import check
from relplanner.plan.forms.base import Form
from relplanner.plan.forms.condition import CONDITION
from relplanner.plan.forms.constraint import CONSTRAINT
from relplanner.plan.forms.dependency import DEPENDENCY
from relplanner.plan.forms.duration import DURATION
from relplanner.plan.forms.moment import MOMENT
from relplanner.plan.forms.week import WEEK
from relplanner.schedule import compute
from relplanner.storage.reader import parse

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
FORMS = {
    "duration": DURATION,
    "moment": MOMENT,
    "dependency": DEPENDENCY,
    "constraint": CONSTRAINT,
    "calendar": WEEK,
    "condition": CONDITION,
}


def _examples() -> list[tuple[str, str]]:
    rows = re.findall(r"^\| (\w+) \| (.*`.*) \|$", README, flags=re.MULTILINE)
    return [(name, text) for name, cell in rows if name in FORMS for text in re.findall(r"`([^`]+)`", cell)]


def test_every_text_form_has_examples() -> None:
    assert {name for name, _ in _examples()} == set(FORMS)


@pytest.mark.parametrize(("name", "text"), _examples())
def test_every_example_of_a_text_form_reads(name: str, text: str) -> None:
    form: Form[object] = FORMS[name]
    assert form.parse(form.format(form.parse(text))) == form.parse(text)


def test_the_plan_by_example_is_a_plan_without_errors() -> None:
    found = re.search(r"```yaml\n(.*?)```", README, flags=re.DOTALL)
    assert found
    loaded = parse(found.group(1), "README.md")
    schedule = compute(loaded.plan)
    assert [finding for finding in loaded.findings if finding.severity == "error"] == []
    assert [finding for finding in check(loaded.plan) if finding.severity == "error"] == []
    assert schedule.problems == ()
    assert schedule.projected is not None


def test_every_picture_that_is_shown_exists() -> None:
    root = Path(__file__).parents[2]
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (root / picture).is_file(), picture
