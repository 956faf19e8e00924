"""What a command loads: a fresh process for each, because modules stay."""

import subprocess
import sys

import pytest

SAMPLE = "resources/samples/aurora.relplan.yaml"
WINDOW = ("PySide6", "shiboken6", "pyqtgraph", "relplanner.ui", "relplanner.session")
HEAVY = ("networkx", "numpy", "holidays", "rich", "hypothesis", "jsonschema")


def _loaded(*arguments: str) -> set[str]:
    """The names of all modules that a command line has loaded when it is done."""
    script = (
        "import sys\n"
        "from relplanner.commands import cli\n"
        f"code = cli.run({list(arguments)!r})\n"
        "print('|', code, *sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    last = done.stdout.rpartition("|")[2].split()
    assert last[0] in ("0", "1"), done.stderr
    return set(last[1:])


def _among(loaded: set[str], names: tuple[str, ...]) -> list[str]:
    return sorted(
        module
        for module in loaded
        if module.startswith(tuple(f"{name}." for name in names)) or module in names
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", SAMPLE),
        ("schedule", SAMPLE),
        ("schedule", SAMPLE, "--format", "json"),
        ("export", SAMPLE, "--to", "csv"),
        ("diff", SAMPLE, SAMPLE),
        ("templates",),
        ("schema",),
        ("-h",),
        ("render", "-h"),
    ],
    ids=" ".join,
)
def test_a_command_without_a_picture_loads_no_qt_and_no_window(arguments) -> None:
    assert _among(_loaded(*arguments), WINDOW) == []


@pytest.mark.parametrize("arguments", [("check", SAMPLE), ("schedule", SAMPLE)], ids=" ".join)
def test_check_and_schedule_of_a_small_plan_load_nothing_heavy(arguments) -> None:
    assert _among(_loaded(*arguments), HEAVY) == []


def test_the_overview_loads_no_verb_and_no_plan() -> None:
    loaded = _loaded("-h")
    assert _among(loaded, ("relplanner.plan", "relplanner.storage", "relplanner.schedule", "yaml")) == []
