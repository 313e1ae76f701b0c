"""Circles: keys that lead to each other until they come back to where they began."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


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
