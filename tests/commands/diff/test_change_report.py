"""Reports of changes contain everything that a reader needs."""

from __future__ import annotations

from hypothesis import given

from exchange.test_round_trips import bare, sets
from sphinxcontrib_archgloss.commands.diff.change_report import (
    as_data,
    as_markdown,
    as_text,
)
from sphinxcontrib_archgloss.terms.differences import differences
from sphinxcontrib_archgloss.terms.model import Alias
from strategies import term, term_set

OLD = term_set(
    's',
    term('KV cache', 'KV', definition='Keys and values.\nKept.'),
    term('Token', canonical='tokens'),
    term('Gone'),
    term('Decoding', definition='The second phase.'),
    term('MoE', Alias(text='mixture', kind='acronym')),
    title='Old',
)
NEW = term_set(
    's',
    term(
        'Key-value cache',
        'KV',
        definition='Keys and values.\nKept.',
        formerly=('KV cache',),
    ),
    term('Token', canonical='concepts/token', published=False),
    term('Decode', definition='The second phase.'),
    term('MoE', 'mixture', 'experts*', definition='New.', status='draft'),
    term('Prefill'),
    title='New',
)


def test_lines_for_people():
    assert list(as_text(differences(OLD, NEW))) == [
        'set        title: Old → New',
        'added      Prefill',
        'removed    Gone',
        'renamed    KV cache → Key-value cache (its record has the old name; the id is now '
        'key-value-cache)',
        'changed    Key-value cache: formerly: nothing → KV cache',
        're-linked  Token: tokens → concepts/token, held back',
        'renamed    Decoding → Decode (it has the same definition; the id is now decode)',
        'redefined  MoE',
        '             - What MoE means.',
        '             + New.',
        'aliases    MoE: + experts*',
        'changed    MoE: status: nothing → draft',
        'changed    MoE: aliases: {text: mixture, kind: acronym} → mixture, experts*',
    ]


def test_markdown_for_release_notes():
    assert '\n'.join(as_markdown(differences(OLD, NEW))) == (
        '### New terms\n\n- **Prefill**\n\n'
        '### Removed terms\n\n- **Gone**\n\n'
        '### Renamed\n\n- **KV cache** is now **Key-value cache**\n'
        '- **Decoding** is now **Decode**\n\n'
        '### Links\n\n- **Token**: `tokens` → `concepts/token, held back`\n\n'
        '### New definitions\n\n- **MoE**\n\n'
        '### Aliases\n\n- **MoE**: also experts\\*\n\n'
        '### Also changed\n\n'
        '- **Key-value cache**, `formerly`: nothing → KV cache\n'
        '- **MoE**, `status`: nothing → draft\n'
        '- **MoE**, `aliases`: {text: mixture, kind: acronym} → mixture, experts\\*\n'
        '- the set, `title`: Old → New'
    )


def test_data_for_programs():
    found = as_data(differences(OLD, NEW))
    assert [one['id'] for one in found['added']] == ['prefill']
    assert [one['name'] for one in found['removed']] == ['Gone']
    assert found['set'] == {'title': {'old': 'Old', 'new': 'New'}}
    by_id = {one['id']: one for one in found['changed']}
    assert by_id['key-value-cache'] == {
        'id': 'key-value-cache',
        'name': 'Key-value cache',
        'because': 'formerly',
        'old_id': 'kv-cache',
        'renamed': {'old': 'KV cache', 'new': 'Key-value cache'},
        'others': {'formerly': {'old': [], 'new': ['KV cache']}},
    }
    assert by_id['token']['relinked']['new'] == {
        'canonical': 'concepts/token',
        'published': False,
    }
    assert by_id['moe']['redefined'] == {'old': 'What MoE means.', 'new': 'New.'}
    assert by_id['moe']['aliases_added'] == ['experts*']


def test_dropped_aliases_are_reported():
    old, new = term_set('s', term('A', 'b', 'c')), term_set('s', term('A', 'c'))
    found = differences(old, new)
    assert list(as_text(found)) == ['aliases    A: - b']
    assert '- **A**: no longer b' in list(as_markdown(found))
    assert as_data(found)['changed'][0]['aliases_dropped'] == ['b']


def test_a_definition_that_two_terms_have_proves_nothing():
    old = term_set('s', term('A', definition='x'), term('B', definition='x'))
    new = term_set('s', term('C', definition='x'))
    found = differences(old, new)
    assert ([t.name for t in found.added], len(found.removed)) == (['C'], 2)


def test_a_name_of_old_cannot_be_taken_over_twice():
    old = term_set('s', term('A', definition='a'))
    new = term_set('s', term('B', formerly=('A',)), term('C', formerly=('A',)))
    found = differences(old, new)
    assert [change.new.name for change in found.changed] == ['B']
    assert [one.name for one in found.added] == ['C']


@given(sets())
def test_a_set_does_not_differ_from_itself(found):
    assert not differences(found, bare(found))


@given(sets(), sets())
def test_every_term_is_listed_once(old, new):
    found = differences(old, new)
    kept = len(new.terms) - len(found.added)
    assert kept == len(old.terms) - len(found.removed)
    assert len(found.changed) <= kept
    listed = [t.id for t in found.added] + [change.new.id for change in found.changed]
    assert len(listed) == len(set(listed))
    # which of several old names is taken may depend on the direction, not whether any is
    assert bool(differences(new, old)) == bool(found)


@given(sets())
def test_the_order_of_terms_makes_no_difference(found):
    turned = found._replace(terms=found.terms[::-1])
    assert not differences(found, turned)
