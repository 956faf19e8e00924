"""What changed between two schedules of one plan, in the words of those who plan.

::

    found = changes(before, after)
    found.headlines[0].text          # “T0 moved 7 d later, to Wed 17 Mar 09:00”
    as_text(found), as_markdown(found), as_json(found)
"""

from relplanner.exchange.changes.compare import changes, compared
from relplanner.exchange.changes.forms import as_json, as_markdown, as_text
from relplanner.exchange.changes.model import Changes, Group, Sentence

__all__ = ["Changes", "Group", "Sentence", "as_json", "as_markdown", "as_text", "changes", "compared"]
