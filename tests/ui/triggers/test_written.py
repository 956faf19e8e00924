"""Everything the enterprise document asks for, and every form of a condition, typed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from relplanner.plan.forms.condition import format_condition
from relplanner.session.document import Document
from relplanner.ui.triggers import doing
from relplanner.ui.triggers.rows import ALERT, AUTOMATIC, BY_HAND
from tests.ui.triggers.conftest import Desk

AUTOMATIC_TRIGGERS = (
    ("technical", "error_rate > 1% for 5m"),
    ("technical", "p95_latency > 1000ms for 10m"),
    ("technical", "cpu > 90% for 15m"),
    ("technical", "memory > 95% for 5m"),
    ("technical", "db_connection_failures > 10% for 3m"),
    ("business", "payment_failures > 5%"),
    ("business", "registration_failures > 10%"),
    ("business", "orders drops > 20% vs 1w ago"),
    ("business", "escalations rises > 50% vs baseline"),
    ("security", "security_incidents > 0"),
    ("security", "auth_attempts > 3 sigma vs 1d"),
    ("security", "breach_indicators > 0"),
    ("security", "unauthorized_attempts > 100/h"),
)
MANUAL_TRIGGERS = (
    ("business", "Revenue loss exceeding $10,000/hour"),
    ("business", "User satisfaction score drops below 3.0"),
    ("operational", "Support team overwhelmed (>100 tickets/hour)"),
    ("compliance", "Regulatory violation detected"),
    ("executive", "C-level executive calls for rollback"),
)
ALERTS = (
    ("critical", "service_down > 0", "0m"),
    ("critical", "error_rate > 1% for 5m", "0m"),
    ("critical", "payment_failures > 5%", "0m"),
    ("critical", "db_connection_failures > 0", "0m"),
    ("critical", "breach_indicators > 0", "0m"),
    ("warning", "p95_latency > 500ms", "30m"),
    ("warning", "cpu > 80% for 10m", "30m"),
    ("warning", "memory > 85% for 10m", "30m"),
    ("warning", "disk > 80%", "30m"),
    ("warning", "tickets > 100/h", "30m"),
)
EVENTS = (
    "A deployment is done", "An auto-scaling event", "A feature flag changed", "A maintenance window",
    "A performance improvement",
)  # fmt: skip
FORMS = (
    "p99_latency > 5x baseline for 10m",
    "error_rate > stable for 5m",
    "error_rate > 2x stable and p95_latency > 300ms or heartbeat absent for 10m",
    "(error_rate > 1% or p95_latency > 1s) and orders < 80% for 5m",
    "error_rate burns > 14.4x in 1h/5m",
    "p95_latency no worse than baseline",
    "orders < baseline",
    "revenue_loss > $10,000/h for 15m",
    "satisfaction < 3",
    "denials rises > 50% vs 7d",
)


def shown(desk: Desk, section: str) -> str:
    key = desk.page.key
    assert key is not None
    assert key[0] == section
    entry = desk.plan.entry(section, key[1])
    assert entry.when is not None
    return format_condition(entry.when)


def test_every_trigger_of_the_document_is_typed_saved_and_read_again(desk: Desk, plan_file: Path) -> None:
    for category, text in AUTOMATIC_TRIGGERS:
        doing.add(desk.page, AUTOMATIC)
        desk.type_condition(text)
        desk.fill("category", category)
        assert shown(desk, "triggers") == text
        assert desk.page.editor.condition.form.text.replace("1x ", "") == text
    for category, text in MANUAL_TRIGGERS:
        doing.add(desk.page, BY_HAND)
        told = desk.page.editor.told
        assert told is not None
        desk.fill_in(told.input, text)
        told.commit()
        desk.fill("category", category)
    assert desk.window.desk.save()
    saved = Document.open(plan_file, read_only=True)
    try:
        conditions = [
            (one.category, format_condition(one.when)) for one in saved.plan.triggers if one.when is not None
        ]
        decisions = [(one.category, one.manual) for one in saved.plan.triggers if one.manual]
    finally:
        saved.close()
    assert set(AUTOMATIC_TRIGGERS) <= set(conditions)
    assert set(MANUAL_TRIGGERS) <= set(decisions)


def test_every_alert_of_the_document_is_typed(desk: Desk) -> None:
    for level, text, response in ALERTS:
        doing.add(desk.page, ALERT)
        desk.type_condition(text)
        desk.fill("level", level)
        desk.fill("response", response)
        assert shown(desk, "alerts") == text
    for event in EVENTS:
        doing.add(desk.page, ALERT)
        desk.press(desk.page.editor.other)
        told = desk.page.editor.told
        assert told is not None
        desk.fill_in(told.input, event)
        told.commit()
        desk.fill("level", "informational")
    assert {one.event for one in desk.plan.alerts if one.event} == set(EVENTS)


@pytest.mark.parametrize("text", FORMS)
def test_every_form_of_a_condition_is_typed_and_shown_in_the_form(desk: Desk, text: str) -> None:
    desk.type_condition(text)
    assert shown(desk, "triggers") == text
    form = desk.page.editor.condition.form
    assert form.text == text.replace("> stable", "> 1x stable").replace("< baseline", "< 1x baseline")
    assert desk.page.editor.reading.text()
