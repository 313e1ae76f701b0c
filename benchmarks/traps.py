"""Pieces of prose in which it is easy to find too much or too little."""

from __future__ import annotations

from typing import NamedTuple


class Trap(NamedTuple):
    """Labels, a text, and what of it are mentions."""

    what: str
    labels: tuple[str, ...]
    text: str
    found: tuple[str, ...]


TRAPS = (
    Trap('a label inside a word', ('ML',), 'HTML, ML', ('ML',)),
    Trap('case of an acronym', ('MoE',), 'moe, MoE', ('MoE',)),
    Trap('case of a word', ('Token',), 'token, Token', ('token', 'Token')),
    Trap('the longest label', ('KV', 'KV cache'), 'KV caches', ('KV caches',)),
    Trap('signs at the end', ('C', 'C++'), 'C++ and C', ('C++', 'C')),
    Trap('a sign that is no label', ('C',), 'C# and C', ('C',)),
    Trap('a sign at the beginning', ('.NET',), '.NET, ASP.NET', ('.NET',)),
    Trap('digits', ('HTTP 2',), 'HTTP 20, HTTP 2.0, HTTP 2', ('HTTP 2',)),
    Trap('hyphens', ('KV cache',), 'a KV-cache', ('KV-cache',)),
    Trap('no-break spaces', ('KV cache',), 'a KV\u00a0cache', ('KV\u00a0cache',)),
    Trap('line breaks', ('KV cache',), 'a KV\n   cache', ('KV\n   cache',)),
    Trap('soft hyphens', ('Token',), 'to\u00adken', ('to\u00adken',)),
    Trap('letters beyond ASCII', ('Ära',), 'Ära, Ärab', ('Ära',)),
    Trap('combining characters', ('Ära', 'ra'), 'A\u0308ra', ('A\u0308ra',)),
    Trap('the possessive', ('Model',), "model's", ('model',)),
    Trap('contractions', ('Don',), "don't", ()),
    Trap('irregular plurals', ('Matrix',), 'matrices', ('matrices',)),
    Trap('scripts without spaces', ('注意力',), '这个注意力很', ('注意力',)),
    Trap('katakana', ('キー',), 'スキーマのキー', ('キー',)),
    Trap('identifiers', ('Token',), 'token_id, token.py, token()', ()),
    Trap('compounds', ('Token',), 'pre-token, token', ('token',)),
    Trap('addresses', ('Token',), 'https://example.org/?token', ()),
)  # fmt: skip
