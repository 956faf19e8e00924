"""`relplanner [FILE]`: the desktop application."""

from __future__ import annotations

from pathlib import Path

import click

from relplanner.commands.verbs import CONTEXT

REVIEW = "review"


@click.command("open", context_settings=CONTEXT, hidden=True)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--page", metavar="PAGE", help="Show this page first, such as timeline.")
@click.option("--review", is_flag=True, help="Open the review page, to read and comment on.")
def command(file: Path | None, page: str | None, review: bool) -> int:
    """Open the application, with a plan if one is named.

    With ``--review`` nothing of the plan can be changed, and comments can be written.
    """
    if file is not None and not file.exists():
        raise click.UsageError(f"There is no file “{file}”. “relplanner new” makes one.")
    from relplanner.ui.application import run

    return run(file, page=known_page(page) or (REVIEW if review else None), review=review)


def known_page(page: str | None) -> str | None:
    """The page's id. Raises :class:`click.UsageError` when there is none of that name."""
    if page is None:
        return None
    from relplanner.ui.pages import PAGES

    ids = [spec.id for spec in PAGES]
    if page not in ids:
        raise click.UsageError(f"There is no page “{page}”; there are: {', '.join(ids)}.")
    return page
