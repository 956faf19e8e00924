"""Plans to start from: the program's templates, a person's own ones, and the demo's sample."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import platformdirs

from relplanner.errors import Problem, UsageError
from relplanner.plan.edits import set_release
from relplanner.plan.forms.moment import Wall
from relplanner.resources import resource
from relplanner.storage import files, reader, writer

SUFFIX = ".relplan.yaml"
DEMO_HOUR = 9
DEMO_WEEKDAY = 2
"""The sample's target is a Wednesday, so that its weekends and its slip fall the same in every week."""
DEMO_LEAD_DAYS = 12
"""At least so many days lie between the day the demo is opened and its target, at most six more."""


@dataclass(frozen=True, slots=True)
class Template:
    """A plan to start from; ``about`` is the sentence with which its file begins."""

    id: str
    about: str
    path: Path


def templates() -> tuple[Template, ...]:
    """The templates by id; a person's own one (in the configuration folder) goes before the program's."""
    found: dict[str, Template] = {}
    for folder in (resource("templates"), own_templates()):
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            name = path.name.removesuffix(SUFFIX)
            found[name] = Template(name, _about(path), path)
    return tuple(found[name] for name in sorted(found))


def own_templates() -> Path:
    """Where a person keeps templates of their own; the folder need not exist."""
    return Path(platformdirs.user_config_dir("relplanner", appauthor=False)) / "templates"


def _about(path: Path) -> str:
    lines = []
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for line in file:
            if not line.startswith("#"):
                break
            lines.append(line.lstrip("#").strip())
    text = " ".join(lines)
    return text.partition(". ")[0].rstrip(".") + "." if text else ""


def from_template(name: str, target: Wall | None = None) -> str:
    """The text of a new plan. Raises :class:`UsageError` for a template that there is not."""
    known = {template.id: template for template in templates()}
    if name not in known:
        raise UsageError(Problem(f"There is no template “{name}”.", hint=f"There are: {', '.join(known)}."))
    return with_target(known[name].path, target)


def with_target(path: Path, target: Wall | None) -> str:
    """The text of a plan file with its release's target changed; all else, comments included, stays."""
    loaded = reader.read(path)
    plan = loaded.plan if target is None else set_release(loaded.plan, "target", target).run(loaded.plan)
    return writer.write(loaded.source, plan)[0]


def demo_target(now: dt.datetime) -> Wall:
    """The sample's T0 when opened at ``now`` (aware): 09:00 on a Wednesday 12 to 18 days ahead."""
    earliest = now.date() + dt.timedelta(days=DEMO_LEAD_DAYS)
    return Wall(earliest + dt.timedelta(days=(DEMO_WEEKDAY - earliest.weekday()) % 7), DEMO_HOUR * 60)


def demo_copy(now: dt.datetime | None = None, folder: Path | None = None) -> Path:
    """A copy of the sample in the user's data folder, dated from today; one a day, whose edits stay."""
    sample = resource("samples", f"aurora{SUFFIX}")
    moment = (now or dt.datetime.now(dt.UTC)).astimezone(ZoneInfo("Europe/Berlin"))
    place = folder or Path(platformdirs.user_data_dir("relplanner", appauthor=False)) / "demo"
    copy = place / f"aurora-{moment.date().isoformat()}{SUFFIX}"
    if not copy.exists():
        place.mkdir(parents=True, exist_ok=True)
        files.save(copy, with_target(sample, demo_target(moment)), None)
    return copy
