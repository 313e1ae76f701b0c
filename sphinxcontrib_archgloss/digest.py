"""Digests of plain data, by which caches detect changes."""

from __future__ import annotations

import hashlib

from sphinxcontrib_archgloss.json_text import text_of


def digest_of(*parts: object) -> str:
    """Return a hex digest of *parts*: bytes as they are, other values as text.

    Parts are kept apart: ``digest_of('a', 'b')`` and ``digest_of('ab')`` differ.
    """
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else _bytes_of(part)
        state.update(b'%d:' % len(data))
        state.update(data)
    return state.hexdigest()


def _bytes_of(value: object) -> bytes:
    return text_of(value).encode('utf-8', 'surrogatepass')
