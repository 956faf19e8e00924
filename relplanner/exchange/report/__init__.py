"""What a CAB reads, made from a schedule: an immutable model, and its HTML. Pictures and PDF: ui.paper."""

from relplanner.exchange.report.html import as_html
from relplanner.exchange.report.model import Report, Section
from relplanner.exchange.report.pack import cab_pack

__all__ = ["Report", "Section", "as_html", "cab_pack"]
