"""DHTMLX Gantt (its MIT edition) on the same rows, links and dates, at its fastest settings."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from relplanner.plan import outline
from relplanner.plan.plan import Plan
from relplanner.schedule import NEVER, Schedule

HERE = Path(__file__).parent
CODE = HERE / "node_modules" / "dhtmlx-gantt" / "codebase"
KINDS = {"FS": "0", "SS": "1", "FF": "2", "SF": "3"}
STEPS = {
    "scroll": "window.y += 84; gantt.scrollTo(null, window.y)",
    "page": "window.n += 1; window.y += (window.n % 12 < 6 ? 890 : -863);gantt.scrollTo(null, window.y)",
    "zoom": "window.n += 1; gantt.config.min_column_width = window.n % 2 ? 88 : 70; gantt.render()",
    "rest": "window.y = window.first; gantt.scrollTo(null, window.y)",
}
TIMED = ("scroll", "page", "zoom")
PAGE = """<!doctype html><meta charset="utf-8">
<link rel="stylesheet" href="{css}"><script src="{js}"></script>
<style>html, body, #chart {{ margin: 0;
  width: 100%; height: 100%; overflow: hidden }}</style><div id="chart"></div>
<script src="data.js"></script><script>
gantt.config.date_format = "%Y-%m-%d %H:%i";
gantt.config.duration_unit = "minute";
gantt.config.row_height = 28; gantt.config.bar_height = 14; gantt.config.scale_height = 56;
gantt.config.scales = [{{unit: "month", format: "%M %Y"}}, {{unit: "week", format: "%j %M"}}];
gantt.config.min_column_width = 70;
gantt.config.static_background = true; gantt.config.static_background_cells = false;
gantt.config.show_task_cells = false; gantt.config.smart_rendering = true;
gantt.config.open_tree_initially = true; gantt.config.show_errors = false;
gantt.config.columns = [{{name: "text", tree: true, width: 250}}, {{name: "start_date", width: 110}},
  {{name: "end_date", width: 110}}, {{name: "duration", width: 70}}, {{name: "owner", width: 100}},
  {{name: "slack", width: 80}}];
gantt.config.grid_width = 720;
gantt.init("chart");
gantt.parse(data);
window.n = 0; window.first = Math.floor(data.data.length / 3) * 28; window.y = window.first;
const middle = gantt.getTaskByIndex(Math.floor(data.data.length / 3) + 15);
gantt.scrollTo(gantt.posFromDate(middle.start_date) - 200, window.y);
window.ready = true;
</script>"""


def installed() -> bool:
    """Fetch the peer by its lock file when it is not there yet; whether it is."""
    if not CODE.exists() and shutil.which("npm"):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, capture_output=True, check=False)
    return CODE.exists()


def write_page(folder: Path, plan: Plan, schedule: Schedule) -> Path:
    """The page and its data; rows without dates are left out."""
    (folder / "data.js").write_text(f"const data = {json.dumps(data_of(plan, schedule))};", encoding="utf-8")
    page = folder / "page.html"
    page.write_text(
        PAGE.format(css=(CODE / "dhtmlxgantt.css").as_uri(), js=(CODE / "dhtmlxgantt.js").as_uri()),
        encoding="utf-8",
    )
    return page


def data_of(plan: Plan, schedule: Schedule) -> dict[str, list[dict[str, object]]]:
    tasks: list[dict[str, object]] = []
    links: list[dict[str, object]] = []
    for row in outline.rows(plan):
        activity = plan.activities[row.position]
        start, finish = int(schedule.start[row.position]), int(schedule.finish[row.position])
        if start == NEVER:
            continue
        kind = "project" if row.has_children else ("milestone" if start == finish else "task")
        tasks.append(
            {
                "id": activity.id,
                "text": activity.name or activity.id,
                "parent": row.parent or 0,
                "type": kind,
                "start_date": f"{schedule.local(start):%Y-%m-%d %H:%M}",
                "end_date": f"{schedule.local(finish):%Y-%m-%d %H:%M}",
                "open": True,
                "progress": activity.progress / 100,
                "owner": activity.owner or "",
                "slack": int(schedule.total_slack[row.position]),
            }
        )
        links += [
            {
                "id": f"{each.on}>{activity.id}>{each.type}",
                "source": each.on,
                "target": activity.id,
                "type": KINDS[each.type],
            }
            for each in activity.after
        ]
    return {"data": tasks, "links": links}
