"""What to write instead of labels that are not to be used."""

from __future__ import annotations

import pytest

from sphinxcontrib_archgloss.project.deprecated_labels import advice
from sphinxcontrib_archgloss.terms.model import Alias, Term

TERM = Term(
    set='s',
    id='kv-cache',
    name='KV cache',
    line=1,
    name_line=1,
    aliases=(
        Alias(text='cache'),
        Alias(text='KVC', kind='acronym', status='preferred'),
        Alias(text='KC', kind='acronym', status='deprecated'),
        Alias(text='attention cache', status='deprecated'),
        Alias(text='Memory', status='forbidden'),
        Alias(text='KV cash', kind='misspelling'),
    ),
    forms=('KV caché',),
    formerly=('Key store', 'Cache'),
)


@pytest.mark.parametrize(
    ('written', 'reason', 'instead'),
    [
        ('KV cache', '', ''),
        ('kv-caches', '', ''),
        ('KV caché', '', ''),
        ('cache', '', ''),
        ('caches', '', ''),
        ('Cache', 'former', 'KV cache'),
        ('Key store', 'former', 'KV cache'),
        ('key-stores', 'former', 'KV cache'),
        ('attention cache', 'deprecated', 'KV cache'),
        ('Attention-Caches', 'deprecated', 'KV cache'),
        ('KC', 'deprecated', 'KVC'),
        ('memories', 'forbidden', 'KV cache'),
        ('kv cash', 'misspelled', 'KV cache'),
        ('something else', '', ''),
    ],
)
def test_advice(written, reason, instead):
    advised = advice(TERM, written)
    assert (
        (advised.reason, advised.instead) == (reason, instead)
        if reason
        else advised is None
    )


def test_most_terms_have_no_advice():
    plain = Term(set='s', id='x', name='X', line=1, name_line=1, aliases=(Alias(text='y'),))
    assert not plain.has_discouraged_labels
    assert advice(plain, 'y') is None
