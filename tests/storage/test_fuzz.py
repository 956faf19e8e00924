"""Mutated files: read, or refused with places; never a traceback, never a hang."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

from relplanner.errors import PlanUnreadable
from relplanner.storage import reader, writer
from tests.benchmarks.generate import plan_text

EXAMPLE = (Path(__file__).parents[1] / "data" / "example.relplan.yaml").read_text(encoding="utf-8")
SIGNS = "\n :-#'\"[]{},&*!|>%@`~\t\x00\r\x85\u2028\ufeff\\?=<$ab1\x7f\ud800é"
PIECES = [
    "<<<<<<< ours\n", "=======\n", ">>>>>>> theirs\n", "- - - ", "? ", "&a ", "*a ", "<<: *a\n", "!!str ",
    "---\n", "...\n", "|+\n", ">-\n", "[" * 120, "{a: ", "null", "'", '"', "# x\n", "\n\n", "    ",
    "%YAML 1.2\n", "id: id\n",
]  # fmt: skip


def _mutated(draw: random.Random, text: str) -> str:
    for _ in range(draw.choice((1, 1, 2, 3, 8))):
        at = draw.randrange(len(text) + 1)
        match draw.randrange(7):
            case 0:
                text = text[:at] + draw.choice(SIGNS) + text[at:]
            case 1:
                text = text[:at] + draw.choice(SIGNS) + text[at + 1 :]
            case 2:
                text = text[:at] + text[at + draw.randrange(1, 30) :]
            case 3:
                text = text[:at] + draw.choice(PIECES) + text[at:]
            case 4:
                end = min(len(text), at + draw.randrange(1, 200))
                to = draw.randrange(len(text) + 1)
                text = text[:to] + text[at:end] + text[to:]
            case 5:
                lines = text.split("\n")
                draw.shuffle(lines[len(lines) // 2 :])
                number = draw.randrange(len(lines))
                lines[number] = " " * draw.randrange(5) + lines[number].strip()
                text = "\n".join(lines)
            case 6:
                text = (
                    text[:at]
                    if draw.random() < 0.2
                    else text.replace(draw.choice(SIGNS[:18]), draw.choice(SIGNS), 1)
                )
    return text


def _check_places(error: PlanUnreadable, text: str) -> None:
    lines = sum(text.count(sign) for sign in "\n\r\x85\u2028") + 1
    assert error.problems
    for problem in error.problems:
        assert problem.message
        assert problem.where.line is None or 1 <= problem.where.line <= lines


def test_no_mutated_file_raises_anything_but_its_reasons_or_hangs(long_run: bool) -> None:
    draw = random.Random(20270310)
    seeds = [EXAMPLE, EXAMPLE.replace("\n", "\r\n"), plan_text(30, 5)]
    read = refused = 0
    for number in range(10_000 if long_run else 600):
        text = _mutated(draw, seeds[number % len(seeds)])
        begin = time.process_time()
        try:
            loaded = reader.parse(text, "x.relplan.yaml")
        except PlanUnreadable as error:
            refused += 1
            _check_places(error, text)
        else:
            read += 1
            assert all(finding.line for finding in loaded.findings)
            assert writer.write(loaded.source, loaded.plan)[0] == text
        assert time.process_time() - begin < 2, text
    assert read > 50
    assert refused > 50


def test_any_edit_of_a_mutated_file_is_saved_or_the_file_was_refused(long_run: bool) -> None:
    """The plan after an edit reads back from the patched text, whatever stood there before."""
    draw = random.Random(4711)
    for number in range(3000 if long_run else 150):
        text = _mutated(draw, (EXAMPLE, plan_text(30, 5))[number % 2])
        try:
            loaded = reader.parse(text)
        except PlanUnreadable:
            continue
        plan = loaded.plan
        activities = list(plan.activities)
        draw.shuffle(activities)
        if activities:
            activities.pop()
        activities = [replace(a, name="Edited", owner=None) if draw.random() < 0.3 else a for a in activities]
        edited = replace(plan, activities=tuple(activities), release=replace(plan.release, version="9.9.9"))
        saved, source = writer.write(loaded.source, edited)
        assert reader.parse(saved).plan == edited
        assert writer.write(source, edited)[0] == saved
