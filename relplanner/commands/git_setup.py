"""`relplanner git-setup`: git merges plans by id and field and shows their changes in plan language."""

from __future__ import annotations

import click

from relplanner.commands.texts import one_line
from relplanner.commands.verbs import CONTEXT, examples


@click.command(
    "git-setup",
    context_settings=CONTEXT,
    epilog=examples("relplanner git-setup", "relplanner git-setup --global --dry-run"),
)
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False))
@click.option("--global", "everywhere", is_flag=True, help="For all repositories of this person.")
@click.option("--remove", is_flag=True, help="Take it back.")
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would be done.")
def command(folder: str, everywhere: bool, remove: bool, dry: bool) -> int:
    """Make git merge plans by id and field, and show their changes in plan language.

    Sets a merge and a diff driver in git's configuration and one line in .gitattributes, for the repository
    of FOLDER (by default this one). May be run again at any time.
    """
    from relplanner.session.git_setup import set_up, shown, take_back

    changes = (take_back if remove else set_up)(folder, everywhere=everywhere, dry=dry)
    click.echo("".join(f"{one_line(line)}\n" for line in shown(changes)), nl=False)
    click.echo(_closing(all(change.done for change in changes), everywhere, remove, dry), err=True)
    return 0


def _closing(done: bool, everywhere: bool, remove: bool, dry: bool) -> str:
    if done:
        return "Nothing was to be done."
    if dry:
        return "Nothing was done: this is what would be."
    if remove:
        return "Done: git treats plans as any text again."
    if everywhere:
        return "Done, for all repositories of this person."
    return (
        "Done. Commit .gitattributes; each person who clones the repository runs “relplanner git-setup” once."
    )
