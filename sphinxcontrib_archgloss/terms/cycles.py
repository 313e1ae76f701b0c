"""Circles: keys that lead to each other until they come back to where they began."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence


def circles(above: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield one circle for each group of keys that reach each other, in a fixed order.

    *above* has for each key those that it leads to.
    """
    done: set[str] = set()
    for start in above:
        path: list[str] = []
        stack = [(start, iter(above.get(start, ())))]
        on_path = {start}
        path.append(start)
        while stack:
            key, rest = stack[-1]
            onward = next(rest, None)
            if onward is None:
                stack.pop()
                path.pop()
                on_path.discard(key)
                done.add(key)
            elif onward in on_path:
                circle = path[path.index(onward) :]
                if not done & set(circle):
                    yield circle
                    done.update(circle)
            elif onward not in done:
                stack.append((onward, iter(above.get(onward, ()))))
                path.append(onward)
                on_path.add(onward)


def short_circles(above: Mapping[str, Sequence[str]], most: int) -> Iterator[list[str]]:
    """Yield circles of at most *most* keys, in a fixed order.

    Every pair that lead to each other is one; of longer circles, each key is in one at
    most, and those of keys that are in a shorter one are left out.
    """
    done: set[str] = set()
    for pair in _pairs(above):
        done.update(pair)
        yield pair
    for length in range(3, most + 1):
        for key in above:
            if key not in done and (circle := _back(above, key, length, done)):
                done.update(circle)
                yield circle


def _pairs(above: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    met: set[frozenset[str]] = set()
    for key, onward in above.items():
        for other in onward:
            pair = frozenset((key, other))
            if other != key and pair not in met and key in above.get(other, ()):
                met.add(pair)
                yield [key, other]


def _back(
    above: Mapping[str, Sequence[str]], start: str, length: int, barred: Collection[str]
) -> list[str]:
    """Return a circle of so many keys, none of them *barred*; empty if there is none."""
    paths = [[start]]
    for _ in range(length - 1):
        paths = [
            [*path, other]
            for path in paths
            for other in above.get(path[-1], ())
            if other not in path and other not in barred
        ]
    return next((path for path in paths if start in above.get(path[-1], ())), [])
