"""The keys of a data file, declared once.

The checks of `loading.validation`, the JSON Schema that is shipped for editors, and the
table of keys in the manual are made from these declarations. Run this module to print
the schema: ``python -m sphinxcontrib_archgloss.terms.schema``.
"""

from __future__ import annotations

import json
from typing import Any

from sphinxcontrib_archgloss.named_tuples import NamedTuple

SCHEMA_FILE = 'term-set.schema.json'

ALIAS_KINDS = ('acronym', 'abbreviation', 'synonym', 'variant', 'symbol', 'misspelling')
CASES = ('exact', 'fold', 'smart')
ALIAS_STATUSES = ('preferred', 'admitted', 'deprecated', 'forbidden')
TERM_STATUSES = ('draft', 'approved', 'deprecated')
AUTOLINKS = ('off', 'suggest', 'first', 'all')
MARKUPS = ('rst', 'myst')
ORDERS = ('alphabetical', 'written')


class Key(NamedTuple):
    """One key of a mapping in a data file."""

    schema: dict[str, Any]
    """JSON Schema of its value."""
    help: str
    """What it means, in a sentence or two (the manual prints it)."""
    required: bool = False


def _text(pattern: str = r'\S') -> dict[str, Any]:
    return {'type': 'string', 'pattern': pattern}


def _choice(*values: str) -> dict[str, Any]:
    return {'enum': list(values)}


def _listed(items: dict[str, Any]) -> dict[str, Any]:
    return {'type': 'array', 'items': items}


def _mapping(keys: dict[str, Key], **more: Any) -> dict[str, Any]:
    return {
        'type': 'object',
        'properties': {
            name: key.schema | {'description': key.help} for name, key in keys.items()
        },
        'additionalProperties': False,
        'required': [name for name, key in keys.items() if key.required],
        **more,
    }


_FLAG: dict[str, Any] = {'type': 'boolean'}
# scheme and host are alike in upper and lower case (RFC 3986, section 6.2.2.1)
_SCHEME = '[Hh][Tt][Tt][Pp][Ss]?:'
_HOST = r'(\[[0-9A-Fa-f:.]+\]|[^\s/?#@:.\[\]][^\s/?#@:\[\]]*)'
_ABSOLUTE = rf'{_SCHEME}//([^\s/?#@]*@)?{_HOST}(:[0-9]*)?([/?#]\S*)?'
_URL = _text(rf'^{_ABSOLUTE}$')
_ID = _text(r'^[^\s:#/?"\'<>`,]+$')
_ANCHOR = _text(r'^[^\s#%"\'<>`\\]+$')
# no document has a "//" in its name, which a URL of another kind has
_DOCUMENT = rf'(?!{_SCHEME}|[^#]*//)[^\s#:]([^#\n]*[^\s#])?(#[^\s#]([^#\n]*[^\s#])?)?'
_CANONICAL = _text(rf'^({_ABSOLUTE}|{_DOCUMENT})$')

ALIAS_KEYS = {
    'text': Key(_text(), 'The label itself.', required=True),
    'kind': Key(_choice(*ALIAS_KINDS), 'The kind of label.'),
    'case': Key(
        _choice(*CASES),
        'How mentions in prose are matched: *smart* matches acronyms exactly and ignores '
        'the case of other words. The role always ignores case.',
    ),
    'status': Key(_choice(*ALIAS_STATUSES), 'Whether writers should use the label.'),
    'hidden': Key(_FLAG, 'Works in references, but is not shown to readers.'),
    'autolink': Key(_choice(*AUTOLINKS), 'Overrides the term’s `autolink` for this label.'),
    'in_text': Key(
        _text(),
        'How the name is written in the middle of a sentence, where an acronym is spelled '
        'out; by default, it is made from the name.',
    ),
}
SOURCE_KEYS = {
    'label': Key(_text(), 'The text of the citation.', required=True),
    'url': Key(_URL, 'The address of the work: an absolute http(s) URL.', required=True),
}
CATEGORY_KEYS = {
    'id': Key(_ID, 'The id that records and directives use.', required=True),
    'label': Key(_text(), 'The name that readers see.', required=True),
    'description': Key(_text(), 'A sentence about the category.'),
}
TERM_KEYS = {
    'name': Key(_text(), 'Preferred label, shown as written.', required=True),
    'definition': Key(
        _text(),
        'What the term means, in the set’s `markup`; block markup is allowed. Optional in '
        'a record with `see`.',
    ),
    'id': Key(_ID, 'Slug, unique in the set; by default, it is made from the name.'),
    'short': Key(
        _text(),
        'One plain sentence for popovers, search and metadata; by default, the first '
        'sentence of the definition.',
    ),
    'aliases': Key(
        _listed(_mapping(ALIAS_KEYS) | {'type': ['string', 'object'], 'pattern': r'\S'}),
        'Other labels: text, or a mapping with details of the label.',
    ),
    'forms': Key(_listed(_text()), 'Irregular inflected forms of the name.'),
    'no_plural': Key(_FLAG, 'With `true`, inflected forms of the labels do not match.'),
    'canonical': Key(
        _CANONICAL,
        'The page that explains the term: a document (`concepts/kv-cache`), a '
        'place in one (`concepts/kv-cache#eviction`), or an absolute http(s) URL.',
    ),
    'published': Key(
        _FLAG, 'With `false`, references link to the entry, even if a page claims the term.'
    ),
    'related': Key(_listed(_text()), 'Names or ids of related terms.'),
    'broader': Key(_listed(_text()), 'Names or ids of broader terms.'),
    'contrast': Key(
        _listed(_text()), 'Names or ids of terms that readers may confuse with this one.'
    ),
    'see': Key(
        _text(),
        'Makes the record a redirect: references to it link where references to the term '
        'named here link.',
    ),
    'categories': Key(_listed(_text()), 'Ids from the set’s own `categories`.'),
    'references': Key(_listed(_mapping(SOURCE_KEYS)), 'Papers and specifications.'),
    'status': Key(_choice(*TERM_STATUSES), 'The editorial status of the record.'),
    'replaced_by': Key(_text(), 'Name or id of the term that replaces this one.'),
    'formerly': Key(_listed(_text()), 'Former names, which keep working.'),
    'anchors': Key(
        _listed(_ANCHOR),
        'Ids that the entry had before, for example in a Sphinx glossary; links to them '
        'keep working.',
    ),
    'autolink': Key(
        _choice(*AUTOLINKS),
        'Whether mentions in prose are linked. Common English words are only suggested '
        'unless the value is `first` or `all`.',
    ),
    'sort': Key(_text(), 'Sort key, used instead of the name.'),
    'extra': Key({}, 'Any data, kept for templates and exports.'),
}
SET_KEYS = {
    'name': Key(
        _text(r'^[a-z0-9][a-z0-9_.-]*$'),
        'Identifier of the set: lowercase letters, digits, `-`, `_` and `.`.',
        required=True,
    ),
    'title': Key(_text(), 'The title that readers see.'),
    'description': Key(_text(), 'What the set is about.'),
    'lang': Key(_text(r'^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$'), 'BCP 47 language tag.'),
    'markup': Key(_choice(*MARKUPS), 'Markup of the definitions; `rst` by default.'),
    'order': Key(
        _choice(*ORDERS),
        'Order of the entries: `alphabetical` (the default), or `written` for the order of '
        'the records. The option of `term-set` takes precedence.',
    ),
    'url': Key(_URL, 'The address at which the set is published.'),
    'licence': Key(_text(), 'The licence of the set.'),
    'categories': Key(_listed(_mapping(CATEGORY_KEYS)), 'The set’s own categories.'),
    'terms': Key(
        _listed(
            _mapping(TERM_KEYS, anyOf=[{'required': ['definition']}, {'required': ['see']}])
        ),
        'The records.',
        required=True,
    ),
}


OTHER_NAMES = {
    'plural': 'forms', 'plurals': 'forms', 'inflections': 'forms',
    'acronym': 'aliases', 'acronyms': 'aliases', 'abbreviation': 'aliases',
    'abbreviations': 'aliases', 'synonym': 'aliases', 'synonyms': 'aliases',
    'term': 'name', 'label': 'name', 'title': 'name', 'text': 'name',
    'meaning': 'definition', 'description': 'definition', 'desc': 'definition',
    'defn': 'definition', 'def': 'definition', 'gloss': 'definition',
    'see_also': 'related', 'seealso': 'related',
    'source': 'references', 'sources': 'references', 'tags': 'categories',
    'page': 'canonical', 'url': 'canonical', 'link': 'canonical',
    'license': 'licence', 'language': 'lang', 'entries': 'terms',
}  # fmt: skip
"""What other glossaries call a key → the key that a message suggests."""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a data file."""
    return {
        '$schema': 'https://json-schema.org/draft/2020-12/schema',
        'title': 'archgloss term set',
        **_mapping(SET_KEYS),
    }


def rendered_schema() -> str:
    """Return the text of the shipped schema file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + '\n'


if __name__ == '__main__':
    print(rendered_schema(), end='')
