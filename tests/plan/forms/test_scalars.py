from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.plan.forms import scalars
from relplanner.plan.forms.moment import Offset, parse_moment
from relplanner.plan.forms.scalars import slug
from tests.plan.forms.refusals import refusal


def test_text_is_kept_to_the_letter() -> None:
    assert scalars.TEXT.parse("  NO \n1:30\t1e3 ") == "  NO \n1:30\t1e3 "


def test_a_line_is_one_line() -> None:
    assert scalars.LINE.parse(" Code  freeze\n") == "Code  freeze"
    assert refusal(scalars.LINE.parse, "one\ntwo") == (
        "“one ...” is not one line of text. Longer texts belong in the notes."
    )


def test_a_refused_id_is_mended() -> None:
    expected = "is not an id such as code-freeze (small letters, digits and hyphens)."
    assert refusal(scalars.IDENT.parse, "Code freeze!") == f"“Code freeze!” {expected} Perhaps code-freeze."
    assert refusal(scalars.IDENT.parse, "日本") == f"“日本” {expected}"
    assert scalars.IDENT.parse(" Code-Freeze ") == "code-freeze"


def test_a_metric_is_not_named_like_a_word_of_conditions() -> None:
    expected = "is not a metric's id such as error_rate (small letters, digits and underscores)."
    assert refusal(scalars.METRIC_ID.parse, "for") == f"“for” {expected} “for” is a word of conditions."
    assert refusal(scalars.METRIC_ID.parse, "error-rate") == f"“error-rate” {expected} Perhaps error_rate."


@pytest.mark.parametrize(
    ("text", "value", "canonical"),
    [("42", 42.0, "42"), ("1e3", 1000.0, "1000"), ("10,000.5", 10000.5, "10000.5"), ("\u22121", -1.0, "-1")],
)
def test_numbers_are_what_they_say(text: str, value: float, canonical: str) -> None:
    assert scalars.NUMBER.parse(text) == value
    assert scalars.NUMBER.format(value) == canonical


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", "0x10", "1:30", "", "٣", "1,00"])
def test_what_python_takes_for_a_number_is_not_always_one(text: str) -> None:
    assert f"“{text}” is not a number such as 42 or 2.5." in refusal(scalars.NUMBER.parse, text)


def test_a_number_beyond_all_bounds_is_refused() -> None:
    assert refusal(scalars.NUMBER.parse, "1e999").endswith("It is too large.")
    assert refusal(scalars.INTEGER.parse, "9" * 16).endswith("is not a whole number such as 42.")
    assert scalars.INTEGER.parse("1,000") == 1000


@pytest.mark.parametrize(("text", "value"), [("25%", 25.0), ("25", 25.0), ("0.5 %", 0.5), ("100%", 100.0)])
def test_a_percentage_may_leave_out_its_sign(text: str, value: float) -> None:
    assert scalars.PERCENT.parse(text) == value


@pytest.mark.parametrize("text", ["101%", "-1%", "a lot"])
def test_a_percentage_is_a_share_of_a_hundred(text: str) -> None:
    assert refusal(scalars.PERCENT.parse, text) == f"“{text}” is not a percentage from 0% to 100%."


@pytest.mark.parametrize(("text", "answer"), [("yes", True), ("True", True), ("NO", False), ("false", False)])
def test_yes_and_no_are_spoken_in_words(text: str, answer: bool) -> None:
    assert scalars.YES_NO.parse(text) is answer
    assert scalars.YES_NO.format(answer) == ("yes" if answer else "no")


def test_maybe_is_neither() -> None:
    assert refusal(scalars.YES_NO.parse, "maybe") == "“maybe” is not yes or no."


@pytest.mark.parametrize(
    "text",
    ["3.4.0", "0.0.1", "1.0.0-alpha.1", "1.0.0-x-y-z.--", "1.0.0+20130313144700", "1.0.0-rc.1+build.5"],
)
def test_versions_follow_semver(text: str) -> None:
    assert scalars.VERSION.parse(text) == text
    assert scalars.VERSION.parse(f"v{text}") == text


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("3.4", " Write all three numbers: 3.4.0."),
        ("3", " Write all three numbers: 3.0.0."),
        ("1.01.0", ""),
        ("x", ""),
    ],
)
def test_a_refused_version_says_what_to_write(text: str, hint: str) -> None:
    assert (
        refusal(scalars.VERSION.parse, text)
        == f"“{text}” is not a version such as 3.4.0 or 3.5.0-rc.1.{hint}"
    )


def test_a_time_zone_is_known_by_its_iana_name() -> None:
    assert scalars.TIME_ZONE.parse("Europe/Berlin") == "Europe/Berlin"
    assert scalars.TIME_ZONE.parse("america/new york") == "America/New_York"
    assert scalars.TIME_ZONE.parse("utc") == "UTC"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Berlin", " Perhaps Europe/Berlin."),
        ("Europe/Berlln", " Perhaps Europe/Berlin."),
        ("Europe", None),
        ("../../etc/passwd", ""),
        ("1.1.1", ""),
    ],
)
def test_a_refused_time_zone_is_mended(text: str, hint: str | None) -> None:
    told = refusal(scalars.TIME_ZONE.parse, text)
    assert told.startswith(f"“{text}” is not a time zone such as Europe/Berlin or UTC.{hint or ''}")


def test_a_web_address_is_http_or_https() -> None:
    assert (
        scalars.URL.parse(" HTTPS://Prometheus.Example.com/Path?Q=1 ")
        == "https://prometheus.example.com/Path?Q=1"
    )
    assert scalars.URL.parse("http://[::1]:9090") == "http://[::1]:9090"


@pytest.mark.parametrize(
    "text",
    [
        "ftp://example.com",
        "file:///etc/passwd",
        "https://",
        "javascript:alert(1)",
        "http://a b",
        "http://x:99999",
        "http://[",
    ],
)
def test_other_addresses_are_refused(text: str) -> None:
    assert (
        refusal(scalars.URL.parse, text)
        == f"“{text}” is not a web address such as https://prometheus.example.com."
    )


def test_an_address_without_scheme_is_mended() -> None:
    assert refusal(scalars.URL.parse, "prometheus.example.com:9090").endswith(
        "Perhaps https://prometheus.example.com:9090."
    )


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    told = refusal(scalars.URL.parse, "https://ana:hunter2@example.com")
    assert "hunter2" not in told
    assert told == (
        "A web address may not hold a user name or a password. "
        "Secrets are never written in a plan; name one by keyring:NAME instead."
    )


def test_a_secret_is_only_ever_a_reference() -> None:
    assert scalars.SECRET.parse("keyring:production") == "keyring:production"
    assert scalars.SECRET.parse("ENV:RELPLANNER_TOKEN") == "env:RELPLANNER_TOKEN"


@pytest.mark.parametrize(
    "text", ["hunter2", "keyring:", "keyring:a b", "env:relplanner_token", "file:/hunter2", ""]
)
def test_what_may_be_the_secret_itself_is_refused_and_not_repeated(text: str) -> None:
    told = refusal(scalars.SECRET.parse, text)
    assert "hunter2" not in told
    assert told == (
        "What stands here is not a reference to a secret. "
        "Secrets are never written in a plan: write keyring:NAME or env:RELPLANNER_NAME."
    )


def test_only_variables_of_the_program_are_read() -> None:
    assert refusal(scalars.SECRET.parse, "env:AWS_SECRET_ACCESS_KEY") == (
        "Only variables whose names begin with RELPLANNER_ are read. Write env:RELPLANNER_NAME."
    )


def test_a_choice_is_blind_to_case_and_to_how_blanks_are_written() -> None:
    form = scalars.choice("draft", "in planning", "go", name="status")
    assert form.parse("In_Planning") == form.parse("in-planning") == "in planning"
    assert form.choices == ("draft", "in planning", "go")
    assert refusal(form.parse, "in planing") == (
        "“in planing” is not one of draft, in planning or go. Perhaps in planning."
    )
    assert refusal(form.parse, "x") == "“x” is not one of draft, in planning or go."


def test_a_reference_says_which_sections_it_names() -> None:
    form = scalars.reference("activities", "gates")
    assert form.refers_to == ("activities", "gates")
    assert form.parse("rollout/canary") == "rollout/canary"
    assert "Perhaps qa-testing." in refusal(form.parse, "QA testing")


def test_a_reference_to_a_metric_has_underscores() -> None:
    assert scalars.reference("metrics").parse("error_rate") == "error_rate"
    assert scalars.reference("metrics", "activities").parse("error_rate") == "error_rate"
    assert "Perhaps error_rate." in refusal(scalars.reference("metrics").parse, "Error rate")


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("Code freeze", "code-freeze"),
        ("Go/no-go decision", "go-no-go-decision"),
        ("Müller & Søn: Größe", "muller-and-son-grosse"),
        ("T-14 days", "t-14-days"),
        ("  ", "item"),
        ("日本語", "item"),
        ("--", "item"),
    ],
)
def test_an_id_is_made_from_a_name(name: str, ident: str) -> None:
    assert slug(name) == ident


def test_an_id_that_is_taken_gets_a_number() -> None:
    assert slug("Code freeze", {"code-freeze"}) == "code-freeze-2"
    assert slug("Code freeze", {"code-freeze", "code-freeze-2"}) == "code-freeze-3"


def test_an_id_ends_between_words() -> None:
    assert slug("very " * 20) == "very-very-very-very-very-very-very-very-very-very-very-very"
    assert slug("x" * 80) == "x" * 60


@given(st.text(), st.sets(st.text(string.ascii_lowercase, max_size=3)))
def test_every_name_gives_a_free_id_of_decent_length(name: str, taken: set[str]) -> None:
    ident = slug(name, taken)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", ident)
    assert ident not in taken
    assert len(ident) <= 64


@pytest.mark.parametrize(
    ("name", "ident"), [("T0", "t0-item"), ("T6mo", "t6mo-item"), ("Ongoing", "ongoing-item")]
)
def test_a_slug_is_never_read_as_a_time(name: str, ident: str) -> None:
    assert slug(name) == ident
    assert parse_moment(slug(name)) == Offset(ident)
    assert slug(name, {ident}) == f"{ident}-2"
