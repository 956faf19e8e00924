"""`relplanner schema`: the JSON Schema of the plan file, for editors and for other programs."""

from __future__ import annotations

import click

from relplanner.commands.reading import echo_json
from relplanner.commands.verbs import CONTEXT, examples


@click.command("schema", context_settings=CONTEXT, epilog=examples("relplanner schema > relplan.schema.json"))
def command() -> int:
    """The JSON Schema of the plan file."""
    from relplanner.storage.schema import json_schema

    echo_json(json_schema())
    return 0
