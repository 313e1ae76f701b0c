"""Cycles in a directed graph of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence


def find_cycles(targets: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield one cycle for each group of keys that reach each other, in a fixed order.

    *targets* has for each key the keys that it points to.
    """
    done: set[str] = set()
    for start in targets:
        path = [start]
        stack = [(start, iter(targets.get(start, ())))]
        on_path = {start}
        while stack:
            key, rest = stack[-1]
            target = next(rest, None)
            if target is None:
                stack.pop()
                path.pop()
                on_path.discard(key)
                done.add(key)
            elif target in on_path:
                cycle = path[path.index(target) :]
                if not done & set(cycle):
                    yield cycle
                    done.update(cycle)
            elif target not in done:
                stack.append((target, iter(targets.get(target, ()))))
                path.append(target)
                on_path.add(target)


def find_short_cycles(
    targets: Mapping[str, Sequence[str]], most: int
) -> Iterator[list[str]]:
    """Yield cycles of at most *most* keys, in a fixed order.

    Every two keys that point to each other are a cycle. A key is in at most one longer
    cycle, and in none if it is in a shorter one.
    """
    done: set[str] = set()
    for pair in _pairs(targets):
        done.update(pair)
        yield pair
    for length in range(3, most + 1):
        for key in targets:
            if key not in done and (cycle := _cycle_from(targets, key, length, done)):
                done.update(cycle)
                yield cycle


def _pairs(targets: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    pairs: set[frozenset[str]] = set()
    for key, others in targets.items():
        for other in others:
            pair = frozenset((key, other))
            if other != key and pair not in pairs and key in targets.get(other, ()):
                pairs.add(pair)
                yield [key, other]


def _cycle_from(
    targets: Mapping[str, Sequence[str]], start: str, length: int, excluded: Collection[str]
) -> list[str]:
    """Return a cycle of *length* keys from *start*, without *excluded*; empty if none."""
    paths = [[start]]
    for _ in range(length - 1):
        paths = [
            [*path, other]
            for path in paths
            for other in targets.get(path[-1], ())
            if other not in path and other not in excluded
        ]
    return next((path for path in paths if start in targets.get(path[-1], ())), [])
