"""Plans in real git repositories: merges, rebases, cherry-picks, and what diffs and logs show."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from relplanner.plan.forms.duration import parse_duration
from relplanner.plan.plan import Plan
from relplanner.resources import resource
from relplanner.storage.conflict_notes import MARK
from relplanner.storage.reader import parse
from tests.end_to_end.random_edits import Author, judge
from tests.end_to_end.repository import FILE, Repository

SAMPLE = (resource("samples") / "aurora.relplan.yaml").read_text(encoding="utf-8")
SMALL = """\
relplan: 1
release:
  product: Shop
  start: 2027-03-01T09:00
  target: 2027-03-10T09:00
  milestone: ship
activities:
- id: build
  name: Build it
  duration: 3d
  owner: ana
- id: test
  name: Test it
  duration: 2d
  after: build
  owner: ana
- id: ship
  name: Ship it
  kind: milestone
  after: test
  owner: ana
stakeholders:
- id: ana
  name: Ana Ruiz
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repo", tmp_path / "home")
    made.relplanner("git-setup")
    made.git("add", "-A")
    made.git("commit", "-q", "-m", "Set up")
    return made


def edited(*pairs: tuple[str, str], text: str = SMALL) -> str:
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def plan_in(repo: Repository) -> Plan:
    """The plan in the working tree; it must be readable without any fault."""
    loaded = parse(repo.file.read_bytes().decode())
    assert [finding for finding in loaded.findings if finding.severity == "error"] == []
    return loaded.plan


# What a merge does


def test_edits_of_one_line_block_by_both_sides_merge_where_lines_would_conflict(repo: Repository) -> None:
    ours = edited(("  duration: 2d\n", "  duration: 4d\n"))
    theirs = edited(("  after: build\n  owner: ana\n", "  after: build\n"))
    repo.branches(SMALL, ours, theirs)
    done = repo.git("merge", "--no-edit", "side")
    assert repo.file.read_text() == edited(
        ("  duration: 2d\n  after: build\n  owner: ana\n", "  duration: 4d\n  after: build\n")
    )
    assert repo.git("status", "--short").out == ""
    assert "conflict:" not in done.err


def test_a_conflict_leaves_a_plan_with_both_values_and_git_waiting(repo: Repository) -> None:
    ours, theirs = (edited(("duration: 3d", f"duration: {text}")) for text in ("5d", "8d"))
    repo.branches(SMALL, ours, theirs)
    done = repo.git("merge", "side", code=1)
    assert "activities/build.duration: 5d here, 8d there (was 3d); kept: ours" in done.err
    assert repo.git("status", "--short").out.startswith("UU")
    assert plan_in(repo).activities[0].duration == parse_duration("5d")
    assert f"# {MARK} both sides changed duration. Kept: ours. In theirs:\n#   duration: 8d\n" in (
        repo.file.read_text()
    )
    repo.git("add", FILE)
    repo.git("commit", "-q", "--no-edit")


def test_the_effect_on_the_release_is_told(repo: Repository) -> None:
    ours = edited(("duration: 3d", "duration: 4d"))
    repo.branches(SMALL, ours, edited(("duration: 2d", "duration: 6d")))
    done = repo.git("merge", "--no-edit", "side")
    assert "with theirs: The release is projected 4 d later, on Fri 12 Mar" in done.err


def test_a_circle_that_both_sides_make_together_is_named_and_stops_the_merge(repo: Repository) -> None:
    base = SMALL.replace("  after: build\n", "").replace("  after: test\n", "  after: [build, test]\n")
    ours = base.replace("  name: Build it\n", "  name: Build it\n  after: test\n")
    theirs = base.replace("  name: Test it\n", "  name: Test it\n  after: build\n")
    repo.branches(base, ours, theirs)
    done = repo.git("merge", "side", code=1)
    assert "error CYCLE" in done.err
    assert "Build it" in done.err
    assert "Test it" in done.err
    assert repo.git("status", "--short").out.startswith("UU")
    assert len(plan_in(repo).activities) == 3


def test_a_link_to_what_the_other_side_deleted_is_named_and_stops_the_merge(repo: Repository) -> None:
    more = "- id: docs\n  name: Docs\n  after: test\n  owner: ana\n"
    base = SMALL.replace("stakeholders:\n", f"{more}stakeholders:\n")
    theirs = edited(("  after: test\n  owner: ana\nstake", "  after: docs\n  owner: ana\nstake"))
    theirs = base.replace("kind: milestone\n  after: test\n", "kind: milestone\n  after: [test, docs]\n")
    repo.branches(base, SMALL, theirs)
    done = repo.git("merge", "side", code=1)
    assert "error UNKNOWN-ID" in done.err
    assert "docs" in done.err
    plan_in(repo)


@pytest.mark.parametrize(
    "broken",
    [
        "<<<<<<< HEAD\n" + SMALL + "=======\n" + SMALL + ">>>>>>> x\n",
        SMALL[: len(SMALL) // 2] + '\n  name: "half',
        SMALL.replace("duration: 3d", "duration: three days"),
        "",
    ],
    ids=["markers", "half-written", "bad-value", "emptied"],
)
def test_a_side_that_cannot_be_read_is_left_to_git_with_nothing_written(
    repo: Repository, broken: str
) -> None:
    ours = edited(("duration: 2d", "duration: 4d"))
    repo.branches(SMALL, ours, broken)
    done = repo.git("merge", "side", code=1)
    assert FILE in done.err
    assert repo.file.read_text() == ours
    assert repo.git("status", "--short").out.startswith("UU")
    assert repo.git("show", f":3:{FILE}").out == broken


def test_both_sides_added_the_file(repo: Repository) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.commit(edited(("product: Shop", "product: Market"), ("name: Test it", "name: Try it")))
    repo.git("checkout", "-q", "main")
    repo.commit(SMALL)
    done = repo.git("merge", "side", code=1)
    assert "with theirs: Try it has the id test-2 now: its own was taken by ours" in done.err
    plan = plan_in(repo)
    assert plan.release.product == "Shop"
    assert {"Test it", "Try it"} <= {activity.name for activity in plan.activities}
    assert "#   product: Market\n" in repo.file.read_text()


def test_a_rebase_replays_each_commit_by_id_and_field(repo: Repository) -> None:
    repo.branches(SMALL, edited(("duration: 3d", "duration: 4d")), SMALL.replace("Test it", "Test all"))
    repo.git("checkout", "-q", "side")
    repo.commit(repo.file.read_text().replace("duration: 3d\n", "duration: 3d\n  tags: [x]\n"), "More")
    repo.git("rebase", "main")
    build, test = plan_in(repo).activities[:2]
    assert (build.duration, build.tags, test.name) == (parse_duration("4d"), ("x",), "Test all")


def test_a_cherry_pick_takes_one_commit(repo: Repository) -> None:
    repo.branches(SMALL, edited(("duration: 3d", "duration: 4d")), edited(("duration: 2d", "duration: 1d")))
    repo.git("cherry-pick", "side")
    assert repo.file.read_text() == edited(("duration: 2d", "duration: 1d"), ("duration: 3d", "duration: 4d"))


def test_a_stash_comes_back_onto_another_commit(repo: Repository) -> None:
    repo.commit(SMALL)
    repo.file.write_text(edited(("duration: 2d", "duration: 4d")))
    repo.git("stash")
    repo.commit(edited(("duration: 2d\n", "duration: 2d\n  tags: [y]\n")))
    repo.git("stash", "pop")
    assert plan_in(repo).activities[1].duration == parse_duration("4d")
    assert plan_in(repo).activities[1].tags == ("y",)


def test_crossing_merges_have_a_conflict_free_base(repo: Repository) -> None:
    """Both branches merged each other once: git first merges the two bases into one, by the driver too."""
    repo.branches(SMALL, edited(("duration: 3d", "duration: 4d")), edited(("duration: 2d", "duration: 1d")))
    repo.git("branch", "other")
    repo.git("merge", "--no-edit", "side")
    repo.git("checkout", "-q", "side")
    repo.git("merge", "--no-edit", "other")
    repo.commit(repo.file.read_text().replace("name: Build it", "name: Build"))
    repo.git("checkout", "-q", "main")
    repo.commit(repo.file.read_text().replace("name: Test it", "name: Test"))
    repo.git("merge", "--no-edit", "side")
    assert [activity.name for activity in plan_in(repo).activities] == ["Build", "Test", "Ship it"]


# What git shows


def test_git_diff_and_log_speak_plan_language(repo: Repository) -> None:
    repo.commit(SMALL)
    repo.commit(edited(("duration: 2d", "duration: 6d")), "Longer tests")
    repo.file.write_text(
        edited(("duration: 2d", "duration: 6d"), ("  after: build\n  owner: ana\n", "  after: build\n"))
    )
    diffed = repo.git("diff").out
    assert "Test it lost its owner, Ana Ruiz" in diffed
    assert "@@" not in diffed
    assert "Test it takes 6d instead of 2d" in repo.git("diff", "HEAD~1", "HEAD").out
    logged = repo.git("log", "-p").out
    assert "-  Duration: 2d\n" in logged
    assert "+  Duration: 6d\n" in logged
    assert "-Release projected: 2027-03-05 17:00" in logged
    assert "+Release projected: 2027-03-11 17:00" in logged
    assert "Test it takes 6d instead of 2d" in repo.git("log", "-p", "--ext-diff", "-1").out


def test_git_shows_new_deleted_renamed_and_broken_files(repo: Repository) -> None:
    repo.commit(SMALL)
    assert f"plan {FILE} (new)" in repo.git("show", "--ext-diff", "HEAD").out
    repo.git("mv", FILE, "new.relplan.yaml")
    text = (repo.folder / "new.relplan.yaml").read_text()
    (repo.folder / "new.relplan.yaml").write_text(text.replace("Test it", "Test"))
    repo.git("add", "-A")
    renamed = repo.git("diff", "--cached", "-M").out
    assert f"plan {FILE} → new.relplan.yaml" in renamed
    assert "“Test it” is called “Test” now" in renamed
    repo.git("commit", "-q", "-m", "Rename")
    (repo.folder / "new.relplan.yaml").write_text('relplan: 1\nrelease: {product: "half')
    broken = repo.git("diff").out
    assert "It cannot be compared as a plan" in broken
    assert '+release: {product: "half' in broken
    repo.git("commit", "-q", "-a", "-m", "Break it")
    assert '+release: {product: "half' in repo.git("log", "-p", "-1").out
    repo.git("rm", "-q", "new.relplan.yaml")
    assert "plan new.relplan.yaml (deleted)" in repo.git("diff", "--cached").out


def test_a_change_of_comments_alone_is_shown_as_lines(repo: Repository) -> None:
    repo.commit(SMALL)
    repo.file.write_text(SMALL.replace("- id: test\n", "# by hand\n- id: test\n"))
    shown = repo.git("diff").out
    assert "The plans say the same; their texts differ" in shown
    assert "+# by hand" in shown


def test_what_a_plan_says_cannot_command_the_terminal(repo: Repository) -> None:
    repo.commit(SMALL)
    repo.file.write_text(SMALL.replace("name: Test it", 'name: "T\\e[31mest\\u202e"'))
    for words in (("diff",), ("diff", "--no-ext-diff"), ("diff", "--ext-diff", "--stat", "-p")):
        shown = repo.git(*words).out
        assert "\x1b[31m" not in shown
        assert "\u202e" not in shown


# The set-up


def test_the_set_up_may_be_repeated_and_taken_back(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "repo", tmp_path / "home")
    attributes, config = repo.folder / ".gitattributes", repo.folder / ".git" / "config"
    attributes.write_bytes(b"*.png binary\r\n*.sh eol=lf")
    before = config.read_text()
    assert "merge.relplan.driver" in repo.relplanner("git-setup", "--dry-run").out
    assert (config.read_text(), attributes.read_bytes()) == (before, b"*.png binary\r\n*.sh eol=lf")
    repo.relplanner("git-setup")
    once = (config.read_text(), attributes.read_bytes())
    assert once[1] == b"*.png binary\r\n*.sh eol=lf\r\n*.relplan.yaml merge=relplan diff=relplan\r\n"
    assert "Nothing was to be done" in repo.relplanner("git-setup").err
    assert (config.read_text(), attributes.read_bytes()) == once
    repo.relplanner("git-setup", "--remove")
    assert "relplan" not in config.read_text()
    assert attributes.read_bytes() == b"*.png binary\r\n*.sh eol=lf\r\n"
    assert "Nothing was to be done" in repo.relplanner("git-setup", "--remove").err


def test_a_set_up_for_all_repositories_serves_one_that_knows_of_none(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "repo", tmp_path / "home")
    repo.relplanner("git-setup", "--global")
    assert not (repo.folder / ".gitattributes").exists()
    repo.branches(
        SMALL,
        edited(("duration: 2d", "duration: 4d")),
        edited(("after: build\n  owner: ana\n", "after: build\n")),
    )
    repo.git("merge", "--no-edit", "side")
    assert plan_in(repo).activities[1].duration == parse_duration("4d")


def test_odd_folders_and_files_reach_no_shell(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "a $(touch pwned) 'q' \"r\" 100%O;b", tmp_path / "home")
    repo.relplanner("git-setup")
    odd = "-x $(touch pwned) `touch pwned` 'q' ü;.relplan.yaml"
    path = repo.folder / odd
    for branch, text in (("main", SMALL), ("side", edited(("duration: 2d", "duration: 4d")))):
        repo.git("checkout", "-q", "-B", branch)
        path.write_text(text)
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", branch)
    repo.git("checkout", "-q", "main")
    path.write_text(edited(("duration: 2d", "duration: 5d")))
    assert "Test it takes 5d instead of 2d" in repo.git("diff").out
    repo.git("commit", "-q", "-a", "-m", "ours")
    assert "kept: ours" in repo.git("merge", "side", code=1).err
    assert f"# {MARK}" in path.read_text()
    assert [each for each in tmp_path.rglob("pwned*") if each.is_file()] == []


def test_a_repository_cannot_make_the_drivers_import_its_modules(repo: Repository) -> None:
    for name in ("relplanner", "click", "yaml"):
        (repo.folder / name).mkdir()
        for file in ("__init__.py", "__main__.py"):
            (repo.folder / name / file).write_text("open('pwned', 'w')\n")
    repo.branches(SMALL, edited(("duration: 2d", "duration: 4d")), SMALL.replace("Build it", "Build"))
    repo.git("merge", "--no-edit", "side")
    repo.git("log", "-p")
    repo.git("diff", "HEAD~1")
    assert not (repo.folder / "pwned").exists()
    assert [activity.name for activity in plan_in(repo).activities] == ["Build", "Test it", "Ship it"]


def test_outside_a_repository_the_set_up_says_so(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "repo", tmp_path / "home")
    done = repo.relplanner("git-setup", tmp_path, code=2)
    assert "is not in a git repository" in done.err


# Many random conflicting edits


def test_random_conflicting_edits_lose_nothing_and_leave_a_valid_plan(
    repo: Repository, long_run: bool
) -> None:
    base = parse(SAMPLE)
    conflicts = errors = 0
    for seed in range(1000 if long_run else 50):
        draw = random.Random(seed)
        ours, theirs = (Author(draw, who).edit(base, draw.randrange(1, 9)) for who in ("ours", "theirs"))
        if SAMPLE in (ours, theirs) or ours == theirs:
            continue
        repo.git("checkout", "-q", "--orphan", f"case-{seed}")
        for name, text in (("base", SAMPLE), ("theirs", theirs)):
            repo.commit(text, name)
        repo.git("branch", "-f", "side")
        repo.git("reset", "-q", "--hard", "HEAD~1")
        repo.commit(ours, "ours")
        done = repo.git("merge", "--no-edit", "side", code=None)
        assert done.code in (0, 1), done.err
        text = repo.file.read_bytes().decode()
        told = [line for line in done.err.splitlines() if ": conflict: " in line]
        assert text.count(f"# {MARK} ") == len(told)
        conflicts += len(told)
        errors += judge(base.plan, parse(ours).plan, parse(theirs).plan, text, done.err)
        assert (done.code == 1) == bool(told or " error " in done.err), f"seed {seed}: {done.err}"
        for side in (ours, theirs):
            for line in side.splitlines():
                if " was here " in line:
                    assert line.removeprefix("# ") in text, f"seed {seed} lost the comment “{line}”"
        repo.git("reset", "-q", "--hard")
    assert conflicts > 20  # the edits do meet
    assert errors > 0
