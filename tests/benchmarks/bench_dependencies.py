"""Frames of the dependencies page with 1,000 cards beside the same steps of the timeline of the same plan.

Both run in processes of their own and take each step in turn, so that the machine's moods hit both.
"""

from __future__ import annotations

import statistics

from tests.benchmarks.bench_timeline import EACH, Ours
from tests.benchmarks.table import Row

CARDS = 1_000
ACTIVITIES = 1_060
"""Phases have no card of their own."""
ROUNDS = 12
TWICE = 2.0
STEPS = {
    "scroll": "a step of the wheel",
    "page": "another part, all painted",
    "zoom": "zoom",
    "fit": "every card in view",
}
MORE = {"light": "all that hangs on a card lit"}


class Network(Ours):
    """The dependencies page in a process of its own."""

    module = "tests.benchmarks.dependencies_frames"


def run() -> list[Row]:
    network, timeline = Network(ACTIVITIES), Ours(ACTIVITIES)
    rows = []
    try:
        for step, words in STEPS.items():
            rows.append(_beside(network, timeline, step, words))
        for step, words in MORE.items():
            network.step("rest")
            times = [network.step(step) for _ in range(ROUNDS)]
            rows.append(
                Row(f"network of {CARDS:,} cards, {words}", statistics.median(times), None, "", None, None)
            )
    finally:
        network.close()
        timeline.close()
    return rows


def _beside(network: Ours, timeline: Ours, step: str, words: str) -> Row:
    for program in (network, timeline):
        program.step("rest")
        program.step(step)
    pairs = [
        tuple(statistics.median(program.step(step) for _ in range(EACH)) for program in (network, timeline))
        for _ in range(ROUNDS)
    ]
    ratio = statistics.median(mine / other for mine, other in pairs)
    mine_ms, other_ms = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Row(
        f"network of {CARDS:,} cards, {words}", mine_ms, other_ms, "timeline, the same step", ratio, TWICE
    )
