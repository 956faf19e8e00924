"""Which column each card stands in after a small edit: where it stood, unless its links force it away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from relplanner.ui.dependencies.layout.layers import neighbours, topological
from relplanner.ui.dependencies.layout.model import Layout
from relplanner.ui.dependencies.layout.network import Ints


def kept_columns(names: Sequence[str], tails: Ints, heads: Ints, previous: Layout) -> Ints:
    """Columns from 0. New cards stand right after what leads to them, or right before what they lead to."""
    before, after = neighbours(len(names), tails, heads)
    order = topological(before, after)
    wish = _former(names, previous)
    layer: list[int | None] = [None] * len(names)
    for card in order:
        behind = [column for each in before[card] if (column := layer[each]) is not None]
        least = max(behind) + 1 if behind else None
        wished = wish[card]
        if wished is None:
            layer[card] = least
        else:
            layer[card] = wished if least is None else max(wished, least)
    found = np.zeros(len(names), dtype=np.int64)
    for card in reversed(order):
        here = layer[card]
        found[card] = (min((found[each] for each in after[card]), default=1) - 1) if here is None else here
    return np.unique(found, return_inverse=True)[1].astype(np.int64).reshape(-1)


def _former(names: Sequence[str], previous: Layout) -> list[int | None]:
    """The columns of the known cards, all counted as on the sheet that holds most of them.

    Cards of other sheets take the column that stands nearest to where they were.
    """
    sheets = [previous.sheet.get(name) for name in names]
    known = [sheet for sheet in sheets if sheet is not None]
    if not known:
        return [None] * len(names)
    main = max(sorted(set(known)), key=known.count)
    if all(sheet is None or sheet == main for sheet in sheets):
        return [previous.layer.get(name) for name in names]
    places: dict[int, float] = {}
    for name, drawn_on in previous.sheet.items():
        if drawn_on == main:
            places[previous.layer[name]] = previous.centres[name][0]
    columns = np.array(sorted(places))
    x = np.array([places[column] for column in columns.tolist()])
    pitch = float(np.diff(x).mean()) if len(x) > 1 else 0.0
    found: list[int | None] = []
    for name, sheet in zip(names, sheets, strict=True):
        if sheet is None or sheet == main:
            found.append(previous.layer.get(name) if sheet is not None else None)
            continue
        here = previous.centres[name][0]
        if pitch and here > x[-1]:
            found.append(int(columns[-1] + round((here - x[-1]) / pitch)))
        else:
            found.append(int(columns[np.abs(x - here).argmin()]))
    return found
