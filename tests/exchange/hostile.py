"""Small plans whose names try to break out of the language that they are exported to."""

from __future__ import annotations

from collections import Counter

from hypothesis import strategies as st

from relplanner.plan.forms.dependency import TYPES, Dependency
from relplanner.plan.forms.duration import Duration
from relplanner.plan.nouns.rollout import Phase, Rollout
from relplanner.plan.nouns.timeline import Activity
from relplanner.plan.plan import Plan
from tests.strategies import lines

IDS = (
    "end", "graph", "subgraph", "style", "class", "click", "default", "node", "edge", "digraph", "strict",
    "o", "x", "v", "a-b", "ab", "a--b", "1", "1-0", "0x1", "qa", "code-freeze", "linkstyle", "href",
)  # fmt: skip
NAMES = (
    'a "quoted" name', "back\\slash", "ends in a backslash\\", "\\N \\G \\l", "a --> b", "a -> b; c",
    "<b>bold</b>", "<script>alert(1)</script>", "&amp; &#34; &", "#quot; #35; #", "end", "subgraph x",
    "}", "]", "[x](y)", "{{x}}", "((x))", "%% no comment", "%%{init: {}}%%", "// no comment", "/* */", "# x",
    "`code`", "**bold**", "- item", "1. item", "---", "a|b", "|", "style x fill:#fff;", "classDef y:#z;w:#1;",
    "🚀 launch", "名前", "עברית", "a\u202eb", "a\nb", "a\r\nb",
    "tab\tbed", "\u2028", "\x00\x1b[31m", "ﬂ°°34¶ß",
    "click me href", "é ﬀ ² ①", "$x^2$", "\\(x\\)", "@{shape: x}", ":::critical", "'", "~~~", "",
)  # fmt: skip
names = st.one_of(
    st.none(), st.sampled_from(NAMES), lines, st.text(st.sampled_from('"\\#;&<>[]{}|%-=.~:`\n a'))
)
lags = st.sampled_from([None, Duration(2.0, "d"), Duration(-1.5, "h", elapsed=True), Duration(50.0, "%")])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Up to eight activities in phases and a rollout; links anywhere, some of them to nowhere."""
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=8, unique=True))
    found = []
    for number, key in enumerate(ids):
        on = st.sampled_from([*ids, "missing", "rollout/canary"])
        after = draw(
            st.lists(st.builds(Dependency, on, st.sampled_from(TYPES), lags, st.booleans()), max_size=3)
        )
        parent = draw(st.one_of(st.none(), st.sampled_from(ids[:number]))) if number else None
        kind = draw(st.sampled_from(["task", "milestone", "gate", "external", "deployment"]))
        found.append(Activity(id=key, name=draw(names), kind=kind, parent=parent, after=tuple(after)))
    phases = (Phase(id="canary", name=draw(names)),) if draw(st.booleans()) else ()
    return Plan(
        activities=tuple(found), rollout=Rollout(phases=phases, after=draw(st.sampled_from([None, *ids])))
    )


def links(plan: Plan) -> Counter[tuple[str, str]]:
    """What the plan says waits for what, as far as both are there."""
    rows = {activity.id for activity in plan.activities}
    rows |= {f"rollout/{phase.id}" for phase in plan.rollout.phases}
    found = [(each.on, activity.id) for activity in plan.activities for each in activity.after]
    if plan.rollout.phases and plan.rollout.after:
        found.append((plan.rollout.after, "rollout/canary"))
    return Counter((tail, head) for tail, head in found if tail in rows and tail != head)


def shown(name: str | None, key: str) -> str:
    """A name as one line of what can be seen."""
    text = "".join(c if c.isprintable() or c.isspace() else " " for c in name or "")
    return " ".join(text.split()) or key
