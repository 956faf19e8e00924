"""A plan in the making: metrics by their queries, entries with ids of their own, and the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from relplanner.exchange.importing.report import Imported, Remark, Report
from relplanner.exchange.report.clean import clean
from relplanner.plan.forms.quantity import Baseline, format_baseline
from relplanner.plan.forms.reading import CONDITION_WORDS
from relplanner.plan.forms.scalars import slug
from relplanner.plan.nouns.people import Stakeholder
from relplanner.plan.nouns.release import Release
from relplanner.plan.nouns.rollout import Alert, Metric, Rollout, Source, Trigger
from relplanner.plan.plan import Plan
from relplanner.storage.yaml_text import Plain

MOST_LETTERS = 40
SOURCE = "prometheus"


class Draft:
    """What was found so far."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.product = ""
        self.metrics: dict[str, Metric] = {}
        self.triggers: dict[str, Trigger] = {}
        self.alerts: dict[str, Alert] = {}
        self.sources: dict[str, Source] = {}
        self.roles: dict[str, Stakeholder] = {}
        self.rollout = Rollout()
        self.addresses: dict[str, str] = {}
        self._by_query: dict[str, str] = {}
        self._taken: list[Remark] = []
        self._kept: list[Remark] = []

    def took(self, place: str, text: str) -> None:
        self._taken.append(Remark(one_line(place), one_line(text)))

    def left(self, place: str, text: str) -> None:
        self._kept.append(Remark(one_line(place), one_line(text)))

    def metric(self, query: str, hint: str, address: str = "") -> str:
        """The id of the metric that a query asks for; made where there is none yet."""
        known = self._by_query.get(query)
        if known is None:
            name = query if re.fullmatch(r"[a-zA-Z_:][a-zA-Z0-9_:]*", query) else hint
            known = self._by_query[query] = metric_id(name, self.metrics)
            source = self.source(address) if address else None
            self.metrics[known] = Metric(id=known, query=query, source=source)
        return known

    def mark(self) -> tuple[dict[str, Metric], dict[str, str]]:
        """What :meth:`back_to` goes back to: the metrics as they are now."""
        return dict(self.metrics), dict(self._by_query)

    def back_to(self, mark: tuple[dict[str, Metric], dict[str, str]]) -> None:
        self.metrics, self._by_query = mark

    def source(self, address: str) -> str:
        """The id of the source at an address."""
        if address not in self.addresses:
            self.addresses[address] = slug(SOURCE, {*self.addresses.values(), *self.sources})
        return self.addresses[address]

    def baseline(self, key: str, baseline: Baseline) -> bool:
        """Give a metric its baseline; false when it has another one already."""
        metric = self.metrics[key]
        if metric.baseline is None:
            self.metrics[key] = replace(metric, baseline=baseline)
        return format_baseline(self.metrics[key].baseline or baseline) == format_baseline(baseline)

    def role(self, name: str) -> str:
        """The id of a stakeholder, made where there is none yet."""
        key = slug(name)
        self.roles.setdefault(key, Stakeholder(id=key, role=name))
        return key

    def keep_all(self, plan: Plan) -> None:
        """The metrics of relplanner's own file, with the kinds of their sources."""
        self.product = self.product or plan.release.product or ""
        self.sources |= {source.id: source for source in plan.sources}
        for metric in plan.metrics:
            self.keep(metric)

    def keep(self, metric: Metric) -> None:
        """A metric as it is."""
        self.metrics[metric.id] = metric
        if metric.query:
            self._by_query.setdefault(metric.query, metric.id)

    def imported(self) -> Imported:
        made = (Source(id=key, kind="prometheus", url=address) for address, key in self.addresses.items())
        plan = Plan(
            release=Release(product=self.product or None),
            stakeholders=tuple(self.roles.values()),
            sources=(*self.sources.values(), *made),
            metrics=tuple(self.metrics.values()),
            rollout=self.rollout,
            triggers=tuple(self.triggers.values()),
            alerts=tuple(self.alerts.values()),
        )
        return Imported(plan, Report(self.form, tuple(self._taken), tuple(self._kept)))


def metric_id(name: str, taken: Mapping[str, object]) -> str:
    """An id that conditions can name."""
    base = (
        re.sub(r"[^a-z0-9_]+", "_", parted(name).lower().replace(":", "_"))[:MOST_LETTERS].strip("_")
        or "metric"
    )
    if base[0].isdigit() or base in CONDITION_WORDS:
        base = f"m_{base}"
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}_{number}"
    return key


def parted(name: str) -> str:
    """``TooManyErrors`` as words apart, ``Too-Many-Errors``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name)


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def text_at(tree: Plain, *path: str) -> str:
    """The text at a place of a tree; empty when there is none."""
    found = at(tree, *path)
    return found if isinstance(found, str) else ""


def at(tree: Plain, *path: str) -> Plain:
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def dicts(tree: Plain) -> list[dict[str, Plain]]:
    """The mappings of a sequence."""
    return [each for each in tree if isinstance(each, dict)] if isinstance(tree, list) else []


def pairs(tree: Plain) -> Iterator[tuple[str, str]]:
    """The texts of a mapping."""
    if isinstance(tree, dict):
        yield from ((str(key), each) for key, each in tree.items() if isinstance(each, str))
