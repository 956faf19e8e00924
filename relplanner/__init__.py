"""relplanner: plan a software release, prove the plan, watch it go out."""

__version__ = "0.1.0"
