"""Every fault of a file: one clear sentence with line and column, in bounded time."""

# ruff: noqa: E501 - the sentences stand as people read them

from __future__ import annotations

import time
from pathlib import Path

import pytest

from relplanner.errors import PlanUnreadable, StorageError
from relplanner.storage import reader, yaml_text
from tests.benchmarks.generate import plan_text

UNREADABLE = {
    "nothing": ("", ["1:1: The file is empty. A plan's first line is: relplan: 1"]),
    "only a comment": ("# x\n", ["1:1: The file is empty. A plan's first line is: relplan: 1"]),
    "a list": ("- a\n", ["1:1: The file holds no keys such as release: or activities:. A plan's first line is: relplan: 1"]),
    "another program's file": (
        "services:\n  web: {}\n",
        ["1:1: The file is not a release plan: no key of a plan stands in it. A plan's first line is: relplan: 1"],
    ),
    "a newer format": (
        "relplan: 2\n",
        ["1:1: The plan is in format 2; this program knows formats up to 1 and cannot edit it. Install a newer relplanner."],
    ),
    "no format": ("# hm\nrelplan: one\n", ["2:1: “relplan: one” names no format. Write relplan: 1"]),
    "conflict markers": (
        "relplan: 1\n<<<<<<< HEAD\nrelease: {}\n=======\nscope: {}\n>>>>>>> theirs\n",
        [
            "2:1: A merge conflict marker stands here: “<<<<<<< HEAD”.",
            "4:1: A merge conflict marker stands here: “=======”.",
            "6:1: A merge conflict marker stands here: “>>>>>>> theirs”. Resolve the marked lines in an "
            "editor or with `git mergetool`, and open the plan again.",
        ],
    ),
    "tabs": (
        "relplan: 1\nrelease:\n\tversion: 1.0.0\n  type: x\nactivities:\n- id: a\n\tname: b\n",
        [
            "3:1: A tab stands where only spaces may indent. Replace it by spaces.",
            "7:1: A tab stands where only spaces may indent. Replace it by spaces.",
        ],
    ),
    "duplicate keys": (
        "relplan: 1\nrelease:\n  type: major\n  type: minor\nrelease: {}\n",
        [
            "4:3: The key “type” stands here for the second time; the first is in line 3. Keep one of the two.",
            "5:1: The key “release” stands here for the second time; the first is in line 2. Keep one of the two.",
        ],
    ),
    "a list as a key": (
        "relplan: 1\n? [a, b]\n: c\n",
        ["2:3: A list or mapping stands where a key was expected; a key is one text."],
    ),
    "a tag": (
        "relplan: 1\nrelease:\n  version: !!str 3\n",
        ["3:12: A tag (tag:yaml.org,2002:str) stands here; the field a text stands in says how it is read. Delete the tag, or put the text in quotes."],
    ),
    "two documents": (
        "relplan: 1\n---\nrelplan: 1\n",
        ["2:1: A second document begins here; a file holds one plan. Put each plan into a file of its own."],
    ),
    "an alias of nothing": ("relplan: 1\nrelease: *x\n", ["2:10: The alias *x refers to nothing before it. Put the text in quotes."]),
    "an alias of itself": ("relplan: 1\nscope: &x\n  debt: *x\n", ["3:9: The alias *x stands inside what it refers to."]),
    "a quote left open": (
        "relplan: 1\nactivities:\n- id: a\n  name: 'it's\n- id: b\n",
        ["4:13: A key was expected here. Align it with the keys above, and close quotes and brackets."],
    ),
    "an anchor for nothing": (
        "relplan: 1\nscope:\n  summary: &b\n",
        ["3:12: Nothing stands behind the anchor &b. Put the text in quotes."],
    ),
    "a comparison without quotes": (
        "relplan: 1\nmetrics:\n- id: m\n  target: > 5%\n",
        [
            "4:13: Behind “|” or “>” the line has to end. Put a text that begins with such a sign in quotes, or begin it "
            "on the next line."
        ],
    ),
    "a quote never closed": (
        'relplan: 1\nactivities:\n- id: a\n  name: "it\n- id: b\n  name: x\n',
        ["4:9: This quotation mark is never closed. Close it, or double it inside the text."],
    ),
    "no blank behind a colon": (
        "relplan: 1\nrelease:\n  version:1.0.0\n  type: major\n",
        [
            "4:7: This key does not fit here. Align it with its neighbours, and write the line above as KEY: VALUE, with "
            "a blank behind the colon."
        ],
    ),
    "several faults": (
        "relplan: 1\nactivities:\n- id: a\n  name: @home\n- id: b\n  name: b: c\nscope: [\nrisks:\n- id: %x\n",
        [
            "4:9: A text cannot begin with “@”. Put the text in quotes.",
            "6:10: A “:” stands where no value can begin. Put a text that holds “: ” in quotes, or align this key with "
            "its neighbours.",
            "7:9: A value was expected here after line 8, column 1. Look for an open bracket, a comma too many, or a text "
            "that needs quotes.",
            "9:7: A text cannot begin with “%”. Put the text in quotes.",
        ],
    ),
    "a control character": (
        "relplan: 1\nscope:\n  summary: a\x07b\x00c\n",
        [
            "3:13: The character U+0007 cannot stand in a text file. Delete it.",
            "3:15: The character U+0000 cannot stand in a text file. Save the file as UTF-8 text.",
        ],
    ),
    "900 levels": (
        "relplan: 1\nscope: " + "[" * 900 + "]" * 900,
        [
            "2:107: The text is nested more than 100 levels deep here. No part of a plan needs that; look for brackets "
            "that never close."
        ],
    ),
    "a merge of a text": (
        "relplan: 1\nrelease:\n  <<: x\n",
        ["1:1: The text cannot be read as a plan: the merge key << names something that is no mapping."],
    ),
    "an alias bomb": (
        "relplan: 1\na: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 10)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        ["1:1: The text cannot be read as a plan: its aliases stand for more than 100,000 values."],
    ),
}  # fmt: skip

FINDINGS = {
    "no version of the format": (
        "release:\n  type: major\n",
        ["1:1 warning MISSING-KEY : The file does not say its format and was read as 1; write “relplan: 1” on top."],
    ),
    "a value that is none": (
        "relplan: 1\nactivities:\n- id: qa\n  duration: 5 dayz\n",
        [
            "4:13 error BAD-VALUE activities[0].duration: duration: “5 dayz” is not a duration such as 10d, 4h or 2ed. "
            "The units are m, h, d, w and mo, with an e before them when the clock never stops: 2ed."
        ],
    ),
    "a word that is no choice": (
        "relplan: 1\nactivities:\n- id: qa\n  kind: mileston\n",
        [
            "4:9 error BAD-VALUE activities[0].kind: kind: “mileston” is not one of task, milestone, phase, gate, "
            "deployment, meeting, window or external. Perhaps milestone."
        ],
    ),
    "a key that nobody knows": (
        "relplan: 1\nactivities:\n- id: qa\n  ownr: ana\nreleese: {}\n",
        [
            "4:3 warning UNKNOWN-KEY activities[0].ownr: An activity has no key “ownr”. Perhaps owner was meant; it is kept "
            "in the file, unused.",
            "5:1 warning UNKNOWN-KEY releese: A plan has no key “releese”. Perhaps release was meant; it is kept in the file, "
            "unused.",
        ],
    ),
    "an entry without an id": (
        "relplan: 1\nactivities:\n- name: QA\n- id: b\n",
        [
            "3:3 error MISSING-KEY activities[0]: An activity needs the key “id”; without it the entry is not part of "
            "the plan."
        ],
    ),
    "an id that is none": (
        "relplan: 1\nactivities:\n- id: The Day!\n",
        [
            "3:3 error MISSING-KEY activities[0]: An activity needs the key “id”; while it cannot be read, the entry is "
            "not part of the plan.",
            "3:7 error BAD-VALUE activities[0].id: id: “The Day!” is not an id such as code-freeze (small letters, digits "
            "and hyphens). Perhaps the-day.",
        ],
    ),
    "keys where a text is meant": (
        "relplan: 1\nrelease:\n  version: {a: b}\nactivities: nothing\nassignments: [a]\n",
        [
            "3:12 error BAD-VALUE release.version: version: keys stand here; expected was a version such as 3.4.0 or "
            "3.5.0-rc.1.",
            "4:13 error BAD-VALUE activities: activities: a text stands here; expected was a list: each entry begins with "
            "“- ” and holds the keys of an activity.",
            "5:14 error BAD-VALUE assignments: assignments: a list stands here; expected was keys, each with what belongs "
            "to an assignment.",
        ],
    ),
    "one bad item of a list": (
        "relplan: 1\nactivities:\n- id: a\n  after: [b, 'c ??', {d: e}]\n",
        [
            "4:14 error BAD-VALUE activities[0].after[1]: after: “c ??” is not a dependency such as code-freeze, qa SS+2d or "
            "uat FF soft. First the id, then FS, SS, FF or SF with a lag, then soft if it only warns.",
            "4:22 error BAD-VALUE activities[0].after[2]: after: keys stand here; expected was a dependency such as "
            "code-freeze, qa SS+2d or uat FF soft.",
        ],
    ),
    "faults deep inside": (
        "relplan: 1\nrollout:\n  phases:\n  - id: canary\n    traffic: lots\nassignments:\n  qa: {ana: X}\n",
        [
            "5:14 error BAD-VALUE rollout.phases[0].traffic: traffic: “lots” is not a percentage from 0% to 100%.",
            "7:13 error BAD-VALUE assignments.qa.letters.ana: ana: “X” is not one of R, A, C, I, R A or A R.",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_plan_is_refused_with_every_reason(name: str) -> None:
    text, expected = UNREADABLE[name]
    with pytest.raises(PlanUnreadable) as caught:
        reader.parse(text)
    assert str(caught.value).splitlines() == expected


@pytest.mark.parametrize("name", FINDINGS)
def test_a_fault_in_a_field_is_found_and_the_rest_is_read(name: str) -> None:
    text, expected = FINDINGS[name]
    loaded = reader.parse(text)
    told = [f"{f.line}:{f.column} {f.severity} {f.code} {f.path}: {f.message}" for f in loaded.findings]
    assert told == expected


def test_scalars_are_what_they_say() -> None:
    text = "relplan: 1\nactivities:\n- id: no\n  name: NO\n  notes: 1:30\n  tags: [1e3, 0x1F, 2027-03-10, ~, yes]\n  owner: null\n"
    loaded = reader.parse(text)
    activity = loaded.plan.activities[0]
    assert (activity.id, activity.name, activity.notes, activity.owner) == ("no", "NO", "1:30", None)
    assert activity.tags == ("1e3", "0x1F", "2027-03-10", "yes")
    assert [(f.line, f.column) for f in loaded.findings] == [(6, 33)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff\xfer\0e\0l\0", "The file is written in UTF-16; a plan is UTF-8 text. Save it as UTF-8 in your editor."),
        (b"\xff\xfe\0\0r\0\0\0", "The file is written in UTF-32; a plan is UTF-8 text. Save it as UTF-8 in your editor."),
        (
            b"relplan: 1\nscope:\n  summary: f\xfcr\n",
            "3:13: The byte 0xFC is not UTF-8; the file may be written in Latin-1 or Windows-1252. Save it as UTF-8 in your "
            "editor.",
        ),
        (b"\x80\0a\0b\0c\0", "1:1: The file is not UTF-8 text: it looks like UTF-16 or a binary file. Save it as UTF-8 in your editor."),
    ],
)  # fmt: skip
def test_another_encoding_is_named(data: bytes, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "x.relplan.yaml"
    path.write_bytes(data)
    with pytest.raises(PlanUnreadable) as caught:
        reader.read(path)
    assert str(caught.value).removeprefix(f"{path}:").strip() == expected


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.relplan.yaml"
    with path.open("wb") as file:
        file.truncate(yaml_text.LIMIT_BYTES + 1)
    begin = time.monotonic()
    with pytest.raises(PlanUnreadable, match="a plan may have at most 64 MB and was not read"):
        reader.read(path)
    assert time.monotonic() - begin < 1


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="There is no such file"):
        reader.read(tmp_path / "none.relplan.yaml")
    with pytest.raises(StorageError, match="This is a folder"):
        reader.read(tmp_path)


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, "{a: " * 100_000, "- " * 200_000, "? " * 100_000, "a: " + "'" * 100_001, "&a " * 50_000,
     "relplan: 1\n" + "\t\n" * 50_000 + "\tx: y", "relplan: 1\n" + "a: @\n" * 3000, "k: " + "x " * 500_000 + ": y",
     "relplan: 1\n" + "<<<<<<< a\n" * 100_000],
    ids=["brackets", "braces", "dashes", "questions", "quotes", "anchors", "tabs", "many faults", "one long line", "markers"],
)  # fmt: skip
def test_nothing_hostile_takes_long(text: str) -> None:
    begin = time.process_time()
    with pytest.raises(PlanUnreadable) as caught:
        reader.parse(text)
    assert time.process_time() - begin < 2
    assert len(caught.value.problems) <= 51


def test_a_large_file_of_faults_tells_them_all_in_bounded_time() -> None:
    text = plan_text(1000).replace("  owner: ", "  ownr: ")
    begin = time.process_time()
    findings = reader.parse(text).findings
    assert time.process_time() - begin < 5
    assert len(findings) > 900
    assert {finding.code for finding in findings} == {"UNKNOWN-KEY"}
    lines = text.splitlines()
    assert all("ownr:" in lines[(finding.line or 0) - 1] for finding in findings)


def test_a_list_of_texts_takes_nothing_but_texts() -> None:
    text = "relplan: 1\nactivities:\n- id: a\n  deliverables: [report, {k: v}, null, notes]\n"
    loaded = reader.parse(text)
    assert loaded.plan.activities[0].deliverables == ("report", "notes")
    assert [finding.path for finding in loaded.findings] == [
        "activities[0].deliverables[1]", "activities[0].deliverables[2]"
    ]  # fmt: skip
