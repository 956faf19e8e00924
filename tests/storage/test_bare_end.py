"""A file without a line break at its end stays so, unless that would change a value."""

from __future__ import annotations

import dataclasses

import pytest

from relplanner.plan.nouns.release import Release
from relplanner.plan.plan import Plan
from relplanner.storage import reader, writer

BARE = "relplan: 1\nrelease:\n  product: Aurora"


@pytest.mark.parametrize("notes", ["one\n", "one\ntwo\n", "one\n  deeper\nback\n", "first\n\n  - list\n"])
def test_a_block_text_at_a_bare_end_keeps_its_last_line_break(notes: str) -> None:
    loaded = reader.parse(BARE)
    new = dataclasses.replace(loaded.plan, release=Release(product="Aurora", notes=notes))
    saved, _ = writer.write(loaded.source, new)
    assert reader.parse(saved).plan.release.notes == notes


def test_another_edit_leaves_the_end_bare() -> None:
    loaded = reader.parse(BARE)
    new = dataclasses.replace(loaded.plan, release=Release(product="Borealis"))
    saved, _ = writer.write(loaded.source, new)
    assert saved == BARE.replace("Aurora", "Borealis")


def test_an_unknown_block_text_survives_a_bare_end() -> None:
    loaded = reader.parse(writer.format_new(Plan()).removesuffix("\n"))
    new = dataclasses.replace(loaded.plan, unknown=(("", "0\n"),))
    saved, _ = writer.write(loaded.source, new)
    assert reader.parse(saved).plan == new
