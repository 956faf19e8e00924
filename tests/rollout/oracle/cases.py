"""Random cases for promtool: series with everything that goes wrong, conditions on them, times to hold."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from relplanner.plan.forms.condition import parse_condition
from relplanner.plan.nouns.rollout import Metric
from relplanner.rollout.rule import Rule
from relplanner.rollout.series import Window
from tests.rollout.windows import series

METRICS = (
    Metric(id="a", better="lower", series=(("stable", "x"),)),
    Metric(id="b", better="higher"),
)
CONDITIONS = (
    ("a > 1", 8),
    ("a >= 2", 2),
    ("b < 1", 3),
    ("a <= 0.5", 1),
    ("a == 2", 1),
    ("a != 2", 1),
    ("absent(a)", 3),
    ("a > 1 and b < 2", 3),
    ("a > 1 or b < 1", 3),
    ("(a > 1 or absent(b)) and b != 3", 2),
    ("a > 1.5x stable", 2),
    ("a rises > 30% vs 2m ago", 2),
    ("b drops > 30% vs 3m", 2),
    ("a > 1.3x 2m", 3),
    ("a > 1.1 sigma vs 5m", 2),
    ("b > 0.9 sigma vs 4m", 1),
)
"""Conditions with how often each is drawn."""


KINDS = (["level", "walk", "ramp", "gap", "nan", "stale", "inf"], [8, 4, 3, 3, 2, 2, 1])


@dataclass(frozen=True)
class Case:
    """``samples`` are written as promtool has them, a ``step_s`` apart from the time 0 on."""

    number: int
    condition: str
    hold_s: int
    keep_s: int
    every_s: int
    step_s: int
    samples: tuple[tuple[str, str], ...]
    no_data: str = "default"

    @property
    def rule(self) -> Rule:
        return Rule(
            f"case{self.number}", parse_condition(self.condition), METRICS,
            hold_ms=self.hold_s * 1000, keep_ms=self.keep_s * 1000, every_ms=self.every_s * 1000,
            no_data=self.no_data,
        )  # fmt: skip

    @property
    def window(self) -> Window:
        return {key: series(text, key, step=self.step_s * 1000) for key, text in self.samples}

    @property
    def stop_s(self) -> int:
        """The last instant: later than the look-back after the last sample."""
        last = max(len(text.split()) for _, text in self.samples) * self.step_s + 360
        return last - last % self.every_s


def cases(count: int, seed: int = 1) -> list[Case]:
    random = Random(seed)
    return [_case(random, number) for number in range(count)]


def _case(random: Random, number: int) -> Case:
    every = (15, 30, 60)[number % 3]
    step = random.choice([every, every, every, every // 3, 2 * every, 4 * every])
    conditions, weights = zip(*CONDITIONS, strict=True)
    condition = random.choices(conditions, weights)[0]
    spread = "sigma" in condition
    count = random.randint(10, 50) * every // step + 4
    samples = tuple(
        (key, _samples(random, count, infinite=not spread)) for key in ("a", "b", "a/stable")
    )  # fmt: skip
    hold = random.choice([0, 0, every // 2, *(every * random.randint(1, 10) for _ in range(4)), 100])
    keep = random.choice([0, 0, every // 2, *(every * random.randint(1, 6) for _ in range(3)), 70])
    return Case(number, condition, hold, keep, every, step, samples)


def _samples(random: Random, count: int, *, infinite: bool) -> str:
    """Runs of levels, ramps that are reset, gaps short and long, NaN, stale marks, infinities."""
    words: list[str] = []
    while len(words) < count:
        length = random.randint(1, 9)
        kind = random.choices(["level", "walk", "ramp", "gap", "nan", "stale", "inf"], [8, 4, 3, 3, 2, 2, 1])[
            0
        ]
        if kind == "level":
            words += [f"{random.choice([0, 0.5, 1, 1.25, 2, 3, 4])}"] * length
        elif kind == "walk":
            words += [f"{random.choice([0, 0.75, 1.5, 2, 2.25, 3])}" for _ in range(length)]
        elif kind == "ramp":
            words += [f"{place * 0.5}" for place in range(length)]
        elif kind == "gap":
            words += ["_"] * random.choice([1, 1, 2, length, 24])
        elif kind == "inf" and infinite:
            words += [random.choice(["Inf", "-Inf"])] * random.choice([1, length])
        else:
            words += ["NaN" if kind == "nan" else "stale"] * random.choice([1, 1, 3])
    return " ".join(words[:count])
