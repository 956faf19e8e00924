"""`relplanner render`: a picture of a page, drawn without a screen."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from relplanner.commands.open_window import known_page
from relplanner.commands.progress import working
from relplanner.commands.reading import file_argument, read_plan, refuse_itself
from relplanner.commands.verbs import CONTEXT, examples

SUFFIXES = (".png", ".svg", ".pdf")
LARGEST = 16384
MOST_PIXELS = 100_000_000
"""A picture of so many pixels takes 400 MB while it is drawn."""
_SIZE = re.compile(r"([0-9]{2,5})[x×]([0-9]{2,5})\Z", re.IGNORECASE | re.ASCII)


class Size(click.ParamType[tuple[int, int]]):
    """Width and height in logical pixels: ``1600x1000``."""

    name = "WxH"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        found = _SIZE.match(str(value))
        if found is None or max(int(found[1]), int(found[2])) > LARGEST:
            self.fail(f"“{value}” is not a size such as 1600x1000, at most {LARGEST} each way.", param, ctx)
        return int(found[1]), int(found[2])


@contextmanager
def _stopped_at_once() -> Iterator[None]:
    """Let Ctrl+C end the process: Qt would swallow a KeyboardInterrupt raised while it paints. Nothing is
    half done, as the picture is put in its place in one step.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@click.command(
    "render",
    context_settings=CONTEXT,
    epilog=examples(
        "relplanner render plan.relplan.yaml --page timeline -o timeline.png",
        "relplanner render plan.relplan.yaml --page timeline --theme dark --scale 2 -o timeline.png",
    ),
)
@file_argument
@click.option("--page", required=True, metavar="PAGE", help="The page, such as timeline.")
@click.option("--size", type=Size(), default=(1600, 1000), help="In logical pixels.  [default: 1600x1000]")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@click.option(
    "--scale", type=click.FloatRange(0.5, 4), default=1, show_default=True, help="Pixels per pixel."
)
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), metavar="OUT")
def command(file: Path, page: str, size: tuple[int, int], theme: str, scale: float, out: Path) -> int:
    """Draw a page of the application into a picture.

    OUT ends in .png, .svg or .pdf.
    """
    if out.suffix.lower() not in SUFFIXES:
        raise click.UsageError(f"“{out}” names no picture: it must end in {', '.join(SUFFIXES)}.")
    if not out.absolute().parent.is_dir():
        raise click.UsageError(f"There is no folder “{out.absolute().parent}” to draw into.")
    if size[0] * size[1] * scale * scale > MOST_PIXELS:
        shown = f"{size[0]}x{size[1]} at scale {scale:g}"
        raise click.UsageError(f"{shown} is over {MOST_PIXELS:,} pixels; make it smaller.")
    refuse_itself(out, file, "picture")
    loaded = read_plan(file)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # the same picture everywhere, with or without a screen
    from relplanner.ui.render import render

    known_page(page)
    with working(f"Drawing {page}"), _stopped_at_once():
        render(loaded.plan, page, size, theme, scale, out, path=file)
    return 0
