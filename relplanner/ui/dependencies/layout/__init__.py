"""Layered drawings of networks: cards of any size in columns, links from left to right.

Knows no Qt and no plan; made to run on a worker thread.
"""

from relplanner.ui.dependencies.layout.drawing import lay_out
from relplanner.ui.dependencies.layout.model import Box, Layout, LayoutCancelled, Spacing

__all__ = ["Box", "Layout", "LayoutCancelled", "Spacing", "lay_out"]
