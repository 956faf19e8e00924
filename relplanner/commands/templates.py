"""`relplanner templates`: what `relplanner new` can start from."""

from __future__ import annotations

import click

from relplanner.commands.reading import echo_json
from relplanner.commands.verbs import CONTEXT, examples


@click.command("templates", context_settings=CONTEXT, epilog=examples("relplanner templates"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(form: str) -> int:
    """List the templates."""
    from relplanner.exchange.templates import own_templates, templates

    found = templates()
    if form == "json":
        echo_json([{"id": item.id, "about": item.about, "path": str(item.path)} for item in found])
        return 0
    width = max(len(item.id) for item in found)
    click.echo("\n".join(f"{item.id:{width}}  {item.about}" for item in found))
    click.echo(f"Your own go into {own_templates()}", err=True)
    return 0
