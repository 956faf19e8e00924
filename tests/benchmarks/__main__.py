"""Run the benchmarks and print one table; with names only those: `python -m tests.benchmarks schedule`.

The exit code is 1 when a target is missed or a benchmark fails, so that a long test run can use it.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import traceback

import tests.benchmarks as here
from tests.benchmarks.table import Row, format_table


def names() -> list[str]:
    """The benchmark modules' names without `bench_`, in order."""
    found = (module.name for module in pkgutil.iter_modules(here.__path__))
    return sorted(name.removeprefix("bench_") for name in found if name.startswith("bench_"))


def main(arguments: list[str]) -> int:
    known = names()
    strange = [name for name in arguments if name not in known]
    if strange:
        print(f"There is no benchmark {', '.join(strange)}; known are: {', '.join(known)}.", file=sys.stderr)
        return 2
    rows: list[Row] = []
    failed = []
    for name in arguments or known:
        print(f"{name} ...", file=sys.stderr, flush=True)
        try:
            rows += importlib.import_module(f"tests.benchmarks.bench_{name}").run()
        except Exception:  # noqa: BLE001 - a browser or a Java that is missing must not cost the other figures
            traceback.print_exc()
            failed.append(name)
    print(format_table(rows))
    if failed:
        print(f"Not measured, for the reasons above: {', '.join(failed)}.")
    return 1 if failed or any(row.passes is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
