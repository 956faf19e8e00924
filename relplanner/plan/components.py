"""Which nodes of a graph wait for each other: the one search behind every circle that is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Following = Sequence[Sequence[int]] | Mapping[int, Sequence[int]]
"""The nodes that follow each node."""


def strong_groups(nodes: Iterable[int], after: Following) -> list[list[int]]:
    """The strongly connected components among some nodes; what ``after`` names besides them is passed over.

    R. Tarjan, Depth-first search and linear graph algorithms (1972), without recursion.
    """
    roots = list(nodes)
    inside = set(roots)
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    on_stack: set[int] = set()
    stack: list[int] = []
    groups: list[list[int]] = []
    for root in roots:
        if root in number:
            continue
        work = [(root, iter(after[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while work:
            at, following = work[-1]
            for target in following:
                if target not in inside:
                    continue
                if target not in number:
                    number[target] = low[target] = len(number)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(after[target])))
                    break
                if target in on_stack:
                    low[at] = min(low[at], number[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[at])
                if low[at] == number[at]:
                    group = [stack.pop()]
                    while group[-1] != at:
                        group.append(stack.pop())
                    on_stack.difference_update(group)
                    groups.append(group)
    return groups
