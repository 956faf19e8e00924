"""Schedule risk by Monte Carlo: three-point estimates and risk events run through the schedule's own network.

It imports numpy, so it is imported when somebody asks for it.
"""

from relplanner.schedule.risk.inputs import CORRELATIONS, DISTRIBUTIONS
from relplanner.schedule.risk.result import Driver, EventShare, Histogram, Partial, Risk
from relplanner.schedule.risk.simulate import simulate

__all__ = [
    "CORRELATIONS", "DISTRIBUTIONS", "Driver", "EventShare", "Histogram", "Partial", "Risk", "simulate",
]  # fmt: skip
