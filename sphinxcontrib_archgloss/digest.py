"""Digests of plain data, by which caches detect changes."""

from __future__ import annotations

import hashlib


def digest_of(*parts: object) -> str:
    """Return a hex digest of *parts*: bytes as they are, other values by their `repr`.

    Parts are kept apart: ``digest_of('a', 'b')`` and ``digest_of('ab')`` differ.
    """
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode('utf-8', 'replace')
        state.update(b'%d:' % len(data) + data)
    return state.hexdigest()
