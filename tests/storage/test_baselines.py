"""Claims about baselines: kept byte for byte, under any name, and never hidden by a broken one."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relplanner.errors import PlanUnreadable, StorageError
from relplanner.storage.baselines import (
    SUFFIX,
    Baseline,
    baselines,
    broken,
    find,
    folder_of,
    load,
    remove,
    take,
    text_of,
)

TEXT = "relplan: 1\r\n# a comment\r\nrelease:\r\n  product: Shop   # tail"
WHEN = dt.datetime(2027, 3, 1, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "shop.relplan.yaml"
    path.write_text("relplan: 1\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("text", [TEXT, f"\ufeff{TEXT}", "relplan: 1\n", TEXT + "\n\n"])
def test_a_baseline_keeps_the_plan_byte_for_byte(plan: Path, text: str) -> None:
    taken = take(plan, text, "Before the CAB", "Ana Ruiz", WHEN)
    assert text_of(taken) == text
    assert taken.path.read_bytes().endswith(text.encode())
    assert baselines(plan) == (taken,)
    assert (taken.name, taken.author) == ("Before the CAB", "Ana Ruiz")
    assert taken.taken_at == WHEN
    assert taken.id == "20270301T093000Z-before-the-cab"
    assert taken.path.parent == plan.parent / "shop.relplan.d" / "baselines"


def test_a_baseline_loads_as_the_plan_it_was(plan: Path) -> None:
    assert load(take(plan, TEXT, "x")).plan.release.product == "Shop"


def test_the_newest_comes_first_and_two_of_one_second_are_two(plan: Path) -> None:
    taken = [take(plan, TEXT, "same", at=WHEN + dt.timedelta(seconds=each)) for each in (0, 0, 5, -9)]
    ids = [one.id for one in baselines(plan)]
    assert ids == [taken[2].id, taken[1].id, taken[0].id, taken[3].id]
    assert len({one.path for one in taken}) == 4


@given(st.text(max_size=300))
def test_any_name_makes_a_file_inside_the_folder_and_comes_back(name: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.relplan.yaml"
        taken = take(
            path,
            TEXT,
            name.encode("utf-8", "replace").decode(),
            name[:50].encode("utf-8", "replace").decode(),
        )
        assert taken.path.parent == folder_of(path)
        assert taken.path.name.isascii()
        assert baselines(path) == (taken,)
        assert find(path, taken.id) == taken


def test_a_broken_one_is_told_and_hides_none(plan: Path) -> None:
    good = take(plan, TEXT, "good", at=WHEN)
    folder = folder_of(plan)
    (folder / f"a{SUFFIX}").write_text("relplan: 1\n")
    (folder / f"b{SUFFIX}").write_bytes(b"# relplanner baseline: {\xff")
    (folder / f"c{SUFFIX}").write_text('# relplanner baseline: {"name": "c", "author": "d", "taken_at": 5}\n')
    (folder / f"d{SUFFIX}").write_text("# relplanner baseline: " + "[" * 9000)
    (folder / f"e{SUFFIX}").symlink_to(plan)
    os.mkfifo(folder / f"f{SUFFIX}")
    (folder / f"g{SUFFIX}").mkdir()
    (folder / "notes.txt").write_text("mine")
    assert baselines(plan) == (good,)
    assert [finding.message.partition(":")[0] for finding in broken(plan)] == [
        f"{each}{SUFFIX}" for each in "abcdefg"
    ]


def test_one_whose_text_is_no_plan_is_refused_when_it_is_loaded(plan: Path) -> None:
    taken = take(plan, "- no plan", "x", at=WHEN)
    with pytest.raises(PlanUnreadable, match="holds no keys"):
        load(taken)
    taken.path.write_text("relplan: 1\n")
    with pytest.raises(PlanUnreadable, match="not that of a baseline"):
        load(taken)


def test_find_takes_an_id_or_the_newest_of_a_name_and_else_names_what_there_is(plan: Path) -> None:
    old, new = (take(plan, TEXT, "weekly", at=WHEN + dt.timedelta(days=each)) for each in (0, 7))
    assert find(plan, "weekly") == new
    assert find(plan, old.id) == old
    with pytest.raises(StorageError, match=r"no baseline “daily”.*There are: “weekly”, “weekly”"):
        find(plan, "daily")
    with pytest.raises(StorageError, match="It has none"):
        find(plan.with_name("other.relplan.yaml"), "x")


def test_removing_takes_one_away_and_may_be_repeated(plan: Path) -> None:
    one, other = (take(plan, TEXT, name, at=WHEN) for name in ("one", "other"))
    remove(one)
    remove(one)
    assert baselines(plan) == (other,)


def test_a_folder_that_cannot_be_made_is_told(plan: Path) -> None:
    (plan.parent / "shop.relplan.d").write_text("a file stands here")
    with pytest.raises(StorageError, match="could not be made"):
        take(plan, TEXT, "x")
    assert baselines(plan) == ()


def test_without_an_author_it_is_this_systems_user(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-unknown-here")
    taken: Baseline = take(plan, TEXT, "x")
    assert taken.author == "somebody-unknown-here"
