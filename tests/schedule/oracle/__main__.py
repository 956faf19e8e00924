"""How the schedule stands against MPXJ's: ``python -m tests.schedule.oracle [COUNT [FIRST SEED]]``."""

from __future__ import annotations

import sys

from tests.schedule.oracle.compare import compare_all, failures, report
from tests.schedule.oracle.generate import networks

if __name__ == "__main__":
    count, first = [*map(int, sys.argv[1:]), *(300, 0)[len(sys.argv) - 1 :]]
    results = compare_all(networks(count, first))
    sys.stdout.write(f"{report(results)}\n{failures(results)}\n")
    sys.exit(any(found.unexplained for found in results))
