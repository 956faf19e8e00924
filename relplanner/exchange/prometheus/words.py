"""What the rules of a release are called, and what is said of a trigger that a rule cannot say."""

from __future__ import annotations

from collections.abc import Iterator

from relplanner.exchange.report.clean import clean
from relplanner.plan.forms.condition import comparisons, format_condition, in_words
from relplanner.plan.forms.duration import format_elapsed
from relplanner.plan.forms.scalars import slug
from relplanner.plan.nouns.rollout import Alert, Trigger
from relplanner.plan.plan import Plan
from relplanner.schedule import Schedule

CANNOT = (
    "A rollback trigger that fired stays latched in relplanner until a person acknowledges it; Prometheus "
    "resolves the alert as soon as the condition ends (keep_firing_for delays that).",
    "Prometheus does not know that it is blind: an alert whose data vanished resolves. The group that ends "
    "in -data watches for that.",
    "A query that fails lets the time of a pending alert run on; so it does in relplanner with the default "
    "no-data policy.",
)


def release_name(plan: Plan) -> str:
    """``Aurora Checkout 2.4.0``, as far as the plan says so."""
    release = plan.release
    return " ".join(clean(" ".join(filter(None, (release.product, release.version)))).split()) or "release"


def group_name(plan: Plan, part: str) -> str:
    return f"{slug(release_name(plan))}-{part}"


def title_of(entry: Trigger | Alert) -> str:
    return " ".join(clean(entry.name or "").split()) or entry.id


def reading_of(plan: Plan, entry: Trigger | Alert) -> str:
    """The condition in words."""
    if entry.when is None:
        return ""
    names = {
        leaf.metric: _one_line(getattr(plan.entry("metrics", leaf.metric), "name", None) or leaf.metric)
        for leaf in comparisons(entry.when.expr)
    }
    return in_words(entry.when, names)


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def untemplated(text: str) -> str:
    """A text that Prometheus, which reads labels and annotations as templates of Go, shows as it is."""
    return clean(text).replace("{{", '{{"{{"}}')


def unsaid(entry: Trigger | Alert) -> Iterator[str]:
    """What a rule leaves out of a trigger or an alert."""
    if entry.no_data == "hold":
        yield "While there is no data its clock should stand still; in Prometheus it starts anew."
    elif entry.no_data == "ignore":
        yield "What was not seen should not count; in Prometheus a gap starts its clock anew."
    if isinstance(entry, Alert):
        return
    if entry.recovers is not None:
        yield (
            f"It should recover only when {format_condition(entry.recovers)}; the alert resolves as soon as "
            "its condition ends."
        )
    if entry.warm_up is not None:
        yield (
            f"For {format_elapsed(entry.warm_up)} after a phase begins it should not be judged; the rule "
            "judges at once."
        )
    if entry.phases:
        yield f"It is armed only in {', '.join(entry.phases)}; the rule is armed while it is loaded."


def instants_of(schedule: Schedule) -> dict[str, int]:
    """The Unix seconds before which means of baselines are taken: when the rollout begins, T0, and rows."""
    wanted = {metric.baseline.before for metric in schedule.plan.metrics if metric.baseline} - {""}
    found = {before: _instant(schedule, before) for before in sorted(wanted)}
    return {before: minute * 60 for before, minute in found.items() if minute is not None}


def _instant(schedule: Schedule, before: str) -> int | None:
    plan = schedule.plan
    if before == "T0":
        return schedule.resolve(plan.release.target)
    row = before
    if before == "rollout":
        if not plan.rollout.phases:
            return schedule.resolve(plan.release.target)
        row = f"rollout/{plan.rollout.phases[0].id}"
    dates = schedule.dates(row)
    return None if dates is None else dates.start
