"""The dates: working time, the network and its passes, and what explains them."""

from relplanner.schedule.columns import NEVER, Columns
from relplanner.schedule.engine import compute
from relplanner.schedule.schedule import Dates, Schedule
from relplanner.schedule.setting import FreezeWindow, IterationWindow

__all__ = ["NEVER", "Columns", "Dates", "FreezeWindow", "IterationWindow", "Schedule", "compute"]
