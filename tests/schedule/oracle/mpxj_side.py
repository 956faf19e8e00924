"""The child process: reads networks as JSON, schedules them with MPXJ, writes its answers as JSON.

It runs as a script of its own so that no test process ever hosts a Java machine, and imports nothing of the
package under test. Instants are minutes since 1970-01-01 00:00, which MPXJ sees as local date-times.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import jpype
import mpxj  # noqa: F401  (puts its jars on the class path)

jpype.startJVM("-Xss64m", "-Xmx1g", "-XX:+UseSerialGC", "-Xshare:auto")

from java.time import (  # noqa: E402
    DayOfWeek,
    LocalDate,
    LocalDateTime,
    LocalTime,
    ZoneOffset,
)
from org.mpxj import (  # noqa: E402
    ConstraintType,
    DayType,
    Duration,
    LocalTimeRange,
    ProjectFile,
    Relation,
    RelationType,
    TimeUnit,
)
from org.mpxj.cpm import MicrosoftScheduler  # noqa: E402

CONSTRAINTS = {
    "ASAP": ConstraintType.AS_SOON_AS_POSSIBLE,
    "ALAP": ConstraintType.AS_LATE_AS_POSSIBLE,
    "MSO": ConstraintType.MUST_START_ON,
    "MFO": ConstraintType.MUST_FINISH_ON,
    "SNET": ConstraintType.START_NO_EARLIER_THAN,
    "SNLT": ConstraintType.START_NO_LATER_THAN,
    "FNET": ConstraintType.FINISH_NO_EARLIER_THAN,
    "FNLT": ConstraintType.FINISH_NO_LATER_THAN,
}
LINKS = {
    "FS": RelationType.FINISH_START,
    "SS": RelationType.START_START,
    "FF": RelationType.FINISH_FINISH,
    "SF": RelationType.START_FINISH,
}
UNITS = {"work": TimeUnit.MINUTES, "elapsed": TimeUnit.ELAPSED_MINUTES, "percent": TimeUnit.PERCENT}


def instant(minute: int) -> Any:
    return LocalDateTime.ofEpochSecond(minute * 60, 0, ZoneOffset.UTC)


def minute_of(moment: Any) -> float | None:
    return None if moment is None else int(moment.toEpochSecond(ZoneOffset.UTC)) / 60


def time_ranges(hours: list[list[int]]) -> list[Any]:
    return [LocalTimeRange(time_of(start), time_of(end)) for start, end in hours]


def time_of(minute: int) -> Any:
    return LocalTime.of(minute // 60 % 24, minute % 60)


def add_calendar(file: Any, described: dict[str, Any]) -> Any:
    """``week`` and ``days`` hold hours within one day each: MPXJ knows no shift over midnight."""
    calendar = file.addCalendar()
    calendar.setName(described["id"])
    for number, hours in enumerate(described["week"]):
        day = DayOfWeek.of(number + 1)
        calendar.setCalendarDayType(day, DayType.WORKING if hours else DayType.NON_WORKING)
        ranges = calendar.addCalendarHours(day)
        for span in time_ranges(hours):
            ranges.add(span)
    for number, hours in described["days"]:
        exception = calendar.addCalendarException(LocalDate.ofEpochDay(number))
        for span in time_ranges(hours):
            exception.add(span)
    return calendar


def add_task(parent: Any, described: dict[str, Any], calendars: dict[str, Any]) -> Any:
    task = parent.addTask()
    task.setName(described["id"])
    unit = TimeUnit.ELAPSED_MINUTES if described["elapsed"] else TimeUnit.MINUTES
    length = float(described["minutes"])
    done = round(length * described["percent"] / 100)
    task.setDuration(Duration.getInstance(length, unit))
    task.setActualDuration(Duration.getInstance(float(done), unit))
    task.setRemainingDuration(Duration.getInstance(length - done, unit))
    task.setMilestone(length == 0)
    if described["calendar"] is not None:
        task.setCalendar(calendars[described["calendar"]])
    if described["constraint"] is not None:
        kind, moment = described["constraint"]
        task.setConstraintType(CONSTRAINTS[kind])
        if moment is not None:
            task.setConstraintDate(instant(moment))
    if described["deadline"] is not None:
        task.setDeadline(instant(described["deadline"]))
    if described["actual_start"] is not None:
        task.setActualStart(instant(described["actual_start"]))
        task.setPercentageComplete(float(described["percent"]))
    if described["actual_finish"] is not None:
        task.setActualFinish(instant(described["actual_finish"]))
    return task


def link(task: Any, source: Any, described: dict[str, Any]) -> None:
    lag = Duration.getInstance(float(described["lag"]), UNITS[described["unit"]])
    task.addPredecessor(Relation.Builder().predecessorTask(source).type(LINKS[described["type"]]).lag(lag))


def build(network: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    file = ProjectFile()
    calendars = {item["id"]: add_calendar(file, item) for item in network["calendars"]}
    file.setDefaultCalendar(calendars[network["default"]])
    tasks: dict[str, Any] = {}
    waiting = list(network["tasks"])
    while waiting:
        left = []
        for described in waiting:
            parent = described["parent"]
            if parent is None or parent in tasks:
                tasks[described["id"]] = add_task(tasks[parent] if parent else file, described, calendars)
            else:
                left.append(described)
        waiting = left
    for described in network["tasks"]:
        for one in described["after"]:
            link(tasks[described["id"]], tasks[one["on"]], one)
    return file, tasks


def slack(task: Any, duration: Any) -> float | None:
    """In minutes; MPXJ gives summaries in days and zero in hours."""
    if duration is None:
        return None
    if duration.getUnits() != TimeUnit.ELAPSED_MINUTES:
        duration = duration.convertUnits(TimeUnit.MINUTES, task.getEffectiveCalendar())
    return round(float(duration.getDuration()), 3)


def answer(network: dict[str, Any]) -> dict[str, Any]:
    file, tasks = build(network)
    try:
        MicrosoftScheduler().schedule(file, instant(network["start"]))
    except jpype.JException as error:
        return {"error": str(error)}
    return {
        "finish": minute_of(file.getProjectProperties().getFinishDate()),
        "tasks": {
            name: {
                "start": minute_of(task.getStart()),
                "finish": minute_of(task.getFinish()),
                "late_start": minute_of(task.getLateStart()),
                "late_finish": minute_of(task.getLateFinish()),
                "total_slack": slack(task, task.getTotalSlack()),
                "free_slack": slack(task, task.getFreeSlack()),
                "critical": bool(task.getCritical()),
            }
            for name, task in tasks.items()
        },
    }


if __name__ == "__main__":
    json.dump([answer(network) for network in json.load(sys.stdin)], sys.stdout)
    sys.stdout.flush()
