"""Asks MPXJ: one child process with one Java machine, all networks in one JSON text."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

from tests.schedule.oracle.networks import Network, for_mpxj

CHILD = Path(__file__).with_name("mpxj_side.py")
TIMEOUT_S = 300


class Values(TypedDict):
    """What a scheduler says of one task: UTC minutes and minutes of slack."""

    start: float | None
    finish: float | None
    late_start: float | None
    late_finish: float | None
    total_slack: float | None
    free_slack: float | None
    critical: bool


Answer = dict[str, Values]


class MpxjFailed(Exception):
    """MPXJ could not be run, or refused a network."""


def ask_mpxj(networks: Sequence[Network]) -> list[Answer]:
    """MPXJ's values of every task of every network, by id. Raises :class:`MpxjFailed`."""
    text = json.dumps([for_mpxj(network) for network in networks])
    ran = subprocess.run(
        [sys.executable, str(CHILD)],
        input=text,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    if ran.returncode != 0:
        raise MpxjFailed(
            f"MPXJ did not run (exit {ran.returncode}); it needs Java 11 or later.\n{ran.stderr[-2000:]}"
        )
    answers = []
    for network, found in zip(networks, json.loads(ran.stdout), strict=True):
        if "error" in found:
            raise MpxjFailed(f"MPXJ refuses network {network.seed}: {found['error']}")
        answers.append(found["tasks"])
    return answers
