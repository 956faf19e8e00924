"""The quick way through long lists yields exactly what YAML's events yield."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from relplanner.storage import events, quick, writer, yaml_text
from tests.benchmarks.generate import plan_text
from tests.strategies import plans

TEXT = plan_text(400, 5)


def _both(text: str) -> None:
    """Where the quick way yields a tree, the events yield the same."""
    found = yaml_text._quick(text)
    if found is not None:
        assert found == events.build(text)


def test_a_large_plan_goes_the_quick_way() -> None:
    assert yaml_text._quick(TEXT) is not None
    _both(TEXT)
    crlf = TEXT.replace("\n", "\r\n")
    assert yaml_text._quick(crlf) == events.build(TEXT) == events.build(crlf)


@given(st.data())
def test_mutated_lists_read_alike_both_ways(data: st.DataObject) -> None:
    lines = TEXT.split("\n")
    odd = st.sampled_from(
        ["", "- x", "  - x", "# c", "  # c", "  k: 'a''b'", '  k: "a\\tb"', "  k: a: b", "  k: a #b",
         "  k: a#b", "  k:",
         "  k: |", "   text", "  k: [a, [b]]", "  k: [a,]", "  k: [a, b", "  k: &x 1", "  k: *x",
         "  k: ~", "  k: null", "  k: null ", "  k: [null , a]",
         "key: value", "...", "---", "-", "- - a", "- a", '  k: "open', '" closed', "  k: - a", "  k: é",
         "  k: a ", "\tk: b",
         "  id: again", "  <<: {a: b}", "  k: !t x", " k: x", "  k: a:", "  k: 'x' y", "  k: [null, ~x]",
         "{", "}", "    more"]
    )  # fmt: skip
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(60, len(lines)))
        if data.draw(st.booleans()):
            lines.insert(at, data.draw(odd))
        elif at < len(lines):
            lines[at] = data.draw(odd)
    _both(data.draw(st.sampled_from(["\n", "\r\n"])).join(lines))


@given(plans())
def test_any_plan_reads_alike_both_ways(plan: object) -> None:
    shortest, quick.SHORTEST = quick.SHORTEST, 1
    try:
        _both(writer.format_new(plan))  # type: ignore[arg-type]
    finally:
        quick.SHORTEST = shortest


def test_events_agree_with_pyyamls_own_loader() -> None:
    tree = events.build(TEXT)
    assert tree.root == yaml.load(TEXT, yaml.CBaseLoader)
