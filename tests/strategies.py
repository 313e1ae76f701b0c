"""Values for the pure tests: made by hand in a line, or drawn by Hypothesis."""

from __future__ import annotations

import itertools
import json
import string
import unicodedata

import tomlkit
import yaml
from hypothesis import assume, settings
from hypothesis import strategies as st

from sphinxcontrib_archgloss.project.facts import Rendering, Request
from sphinxcontrib_archgloss.project.project import Project
from sphinxcontrib_archgloss.terms import schema
from sphinxcontrib_archgloss.terms.lexicon import Lexicon
from sphinxcontrib_archgloss.terms.loading.load import load_bytes
from sphinxcontrib_archgloss.terms.matching.mentions import Matcher
from sphinxcontrib_archgloss.terms.model import Alias, Term, TermSet, Text
from sphinxcontrib_archgloss.terms.slug import slug

# --- by hand ------------------------------------------------------------------


def term(name, *aliases, set='s', line=1, **fields):
    """A term; its aliases are texts or `Alias`es, its definition a text."""
    definition = fields.pop('definition', f'What {name} means.')
    text = Text(value=definition, lines=(line + 1,)) if definition else None
    return Term(
        set=set,
        id=fields.pop('id', slug(name)),
        name=name,
        line=line,
        name_line=line,
        definition=text,
        aliases=tuple(a if isinstance(a, Alias) else Alias(text=a) for a in aliases),
        **fields,
    )


def term_set(name, *terms, **fields):
    """A set of terms, or of names of terms, in a file named after it."""
    records = (record if isinstance(record, Term) else term(record) for record in terms)
    return TermSet(
        name=name,
        path=f'/{name}.yaml',
        location=f'conf:{name}.yaml',
        digest='',
        terms=tuple(record._replace(set=name) for record in records),
        **fields,
    )


def lexicon(*sets, **fields):
    """A lexicon of sets; names and terms instead of sets make the set ``s``."""
    if not all(isinstance(item, TermSet) for item in sets):
        sets = (term_set('s', *sets),)
    return Lexicon(sets, **fields)


def rendering(*keys, locations=(), files=(), **request):
    """A directive that has rendered terms, given by key."""
    names = dict.fromkeys(key.partition(':')[0] for key in keys)
    used = files or [(f'conf:{name}.yaml', '') for name in names]
    return Rendering(Request(locations=locations, **request), keys, tuple(used), '')


def project(words, **pages):
    """A project of pages (`PageFacts`) that are read in the order given."""
    return Project(words, pages, list(pages), str.title)


def from_yaml(text, path='/set.yaml'):
    """The set and the problems of a file with this text."""
    return load_bytes(text.encode('utf-8', 'surrogatepass'), path)


def from_toml(text):
    return from_yaml(text, '/set.toml')


def from_json(text):
    return from_yaml(text, '/set.json')


def reported(loaded):
    """The problems of a file: (line, message) pairs, in order."""
    return [(problem.place.line, problem.message) for problem in loaded.problems]


def mentions(text, *sets, **fields):
    """The mentions of a lexicon's terms in prose: (text, label) pairs."""
    return [(m.text, m.label) for m in Matcher(lexicon(*sets, **fields)).find(text)]


# --- drawn --------------------------------------------------------------------


def examples(count, **others):
    """Return settings for *count* examples under ``ARCHGLOSS_EXAMPLES=full``.

    The other profiles scale the number; see ``conftest.py``.
    """
    return settings(max_examples=max(1, count * settings().max_examples // 100), **others)


WORDS = st.text(string.ascii_letters, min_size=1, max_size=8)
SIGNS = st.text(
    '+#.-—_/&*\'"“”…()[]{}:, \u00a0\u2011\u00ad\u2019éßΩ注意力1٣', min_size=1, max_size=6
)


@st.composite
def labels(draw):
    """Labels as people write them, and odd ones."""
    parts = draw(st.lists(WORDS | WORDS | SIGNS, min_size=1, max_size=4))
    label = ' '.join(
        draw(st.sampled_from([' ', '-', '']) | st.just(' ')).join(parts).split()
    )
    return label or 'x'


FIELD = (
    'Token', 'Tokens', 'token', 'KV cache', 'cache', 'KV-cache entry', 'ML', 'HTML page', 'C',
    'C++', 'C#', '.NET', 'Node.js', 'MoE', 'Moe', 'Mixture of experts', 'HTTP 2', 'top_p',
    'Ära', 'A\u0308ra kind', 'Straße', "Moore's law", 'l’attention', '注意力', '注意力机制',
    'キー', 'が', '토큰', 'โทเค็น', 'हिन्दी', 'a: b', 'x²', 'TCP/IP', '-', 'up—down', 'so…',
    '“C” cache', '—',
)  # fmt: skip
"""Labels that overlap, and others that are hard to find."""


@st.composite
def vocabularies(draw):
    """Sets whose labels are shared, overlap, and have any rule and status."""
    pool = [*draw(st.lists(labels(), max_size=4)), *FIELD]
    label = st.sampled_from(pool)
    alias = st.builds(
        Alias,
        text=label,
        kind=st.sampled_from(schema.ALIAS_KINDS),
        case=st.sampled_from(schema.CASES),
        status=st.sampled_from(schema.ALIAS_STATUSES),
        hidden=st.booleans(),
        autolink=st.none() | st.sampled_from(schema.AUTOLINKS),
        in_text=st.none() | label,
    )
    sets = []
    for name in draw(st.lists(st.sampled_from('abc'), min_size=1, max_size=3, unique=True)):
        terms = [
            term(
                draw(label),
                *draw(st.lists(alias, max_size=2)),
                id=str(n),
                forms=tuple(draw(st.lists(label, max_size=1))),
                formerly=tuple(draw(st.lists(label, max_size=1))),
                no_plural=draw(st.booleans()),
                autolink=draw(st.none() | st.sampled_from(schema.AUTOLINKS)),
            )
            for n in range(draw(st.integers(1, 5)))
        ]
        sets.append(term_set(name, *terms, lang=draw(st.sampled_from(['', 'en', 'de']))))
    return sets


GLUE = (
    ' ', ' ', ' ', '', '-', '\n   ', '\n\n', '\u00a0', '\u00ad', '\u200b', '\u2011', '–', '—',
    '--', '---', '.', '. ', ', ', ',', ':', '::', '/', '_', '+', '#', '@', '&', '(', ')', '()',
    '(s)', "'", '’', "'s ", '’s', 's', 's ', 'es ', '"', '…', '\u0308', '1', ' 20', '.0', '://',
    'https://example.org/', 'x', 'é', '的', 'ー', '은', ' l’', '\ufffc', '\r\n', '\t',
)  # fmt: skip


@st.composite
def proses(draw, sets):
    """Texts with labels of *sets* in many spellings."""
    labels_of_sets = [label for s in sets for t in s.terms for label in t.labels()]
    word = st.sampled_from(labels_of_sets or ['x'])
    written = st.one_of(
        word,
        word,
        word.map(lambda label: f'{label}s'),
        word.map(str.lower),
        word.map(str.upper),
        word.map(lambda label: unicodedata.normalize('NFD', label)),
        word.map(lambda label: label.replace(' ', '-')),
        word.map(lambda label: label.replace(' ', '\n  ')),
        st.sampled_from(FIELD) | labels(),
    )
    glue = st.sampled_from(GLUE)
    between = st.one_of(st.just(' '), glue, st.tuples(glue, glue).map(''.join))
    parts = draw(st.lists(st.tuples(written, between), min_size=1, max_size=6))
    return ''.join(itertools.chain(*parts))


def lines_of_text():
    """Any text that a data file may hold, on one line."""
    seen = st.characters(
        exclude_categories=('Cc', 'Cs'), exclude_characters='\ufeff\u2028\u2029'
    )
    return st.text(seen | st.sampled_from(' \t'), max_size=30)


@st.composite
def texts(draw):
    """Texts of several lines that are not blank."""
    lines = draw(st.lists(lines_of_text(), max_size=4))
    lines.insert(draw(st.integers(0, len(lines))), draw(WORDS))
    return '\n'.join(lines)


PLAIN = st.recursive(
    st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False, allow_infinity=False)
    | lines_of_text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)
"""Data that every format can hold: JSON without null."""


def aliases():
    """Aliases, short or in full."""
    full = st.fixed_dictionaries(
        {'text': labels()},
        optional={
            'kind': st.sampled_from(schema.ALIAS_KINDS),
            'case': st.sampled_from(schema.CASES),
            'status': st.sampled_from(schema.ALIAS_STATUSES),
            'hidden': st.booleans(),
            'autolink': st.sampled_from(schema.AUTOLINKS),
            'in_text': labels(),
        },
    )
    return labels() | full


def records():
    """Records with any of the keys that a record may have, all of them valid."""
    url = st.builds('https://example.org/{}'.format, WORDS)
    source = st.fixed_dictionaries({'label': texts(), 'url': url})
    some = st.lists(labels(), max_size=2)
    return st.fixed_dictionaries(
        {'name': labels(), 'definition': texts()},
        optional={
            'id': WORDS.map(str.lower),
            'short': texts(),
            'aliases': st.lists(aliases(), max_size=3),
            'forms': some,
            'no_plural': st.booleans(),
            'canonical': WORDS | url,
            'published': st.booleans(),
            'related': some,
            'broader': some,
            'contrast': some,
            'see': labels(),
            'categories': st.just(['one']),
            'references': st.lists(source, max_size=2),
            'status': st.sampled_from(schema.TERM_STATUSES),
            'replaced_by': labels(),
            'formerly': some,
            'anchors': st.lists(WORDS.map('term-{}'.format), max_size=2),
            'autolink': st.sampled_from(schema.AUTOLINKS),
            'sort': labels(),
            'extra': PLAIN,
        },
    )


def set_data():
    """The data of a file without errors of shape."""
    return st.fixed_dictionaries(
        {
            'name': st.from_regex(r'[a-z0-9][a-z0-9_.-]{0,8}', fullmatch=True),
            'terms': st.lists(records(), max_size=4),
            'categories': st.just([{'id': 'one', 'label': 'One'}]),
        },
        optional={
            'title': texts(),
            'description': texts(),
            'lang': st.sampled_from(['en', 'en-GB', 'de', 'zh-Hant']),
            'markup': st.sampled_from(schema.MARKUPS),
            'order': st.sampled_from(schema.ORDERS),
            'url': st.just('https://example.org/set'),
            'licence': texts(),
        },
    )


@st.composite
def as_yaml(draw, data):
    """*data* as a YAML file, in one of several styles."""
    written = yaml.safe_dump(
        data,
        default_style=draw(st.sampled_from([None, '"', "'", '|', '>'])),
        default_flow_style=draw(st.sampled_from([None, True, False])),
        width=draw(st.sampled_from([20, 80, 10_000])),
        indent=draw(st.integers(2, 6)),
        allow_unicode=draw(st.booleans()),
        sort_keys=draw(st.booleans()),
    )
    # PyYAML sometimes cannot read a line that it has broken
    assume(yaml.load(written, getattr(yaml, 'CSafeLoader', yaml.SafeLoader)) == data)
    return written


def as_toml(data):
    """*data* as a TOML file."""
    return tomlkit.dumps(data)


@st.composite
def as_json(draw, data):
    """*data* as a JSON file, in one of several styles."""
    return json.dumps(
        data,
        indent=draw(st.sampled_from([None, 1, '\t'])),
        ensure_ascii=draw(st.booleans()),
        sort_keys=draw(st.booleans()),
    )


FORMATS = st.sampled_from(['.yaml', '.toml', '.json'])
"""File extensions."""


@st.composite
def damaged_files(draw):
    """(extension, bytes) of a valid file, with some bytes changed, added or removed."""
    suffix = draw(FORMATS)
    data = draw(set_data())
    writers = {'.yaml': as_yaml, '.json': as_json}
    text = draw(writers[suffix](data)) if suffix in writers else as_toml(data)
    raw = bytearray(text.encode())
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 5)))
        raw[start:end] = draw(st.binary(max_size=4) | st.sampled_from(SPLINTERS))
    return suffix, bytes(raw)


SPLINTERS = (
    b'"', b"'", b'"""', b'\n', b'\r\n', b'\r', b'\t', b'[', b']', b'{', b'}', b'- ', b': ',
    b'? ', b'&a ', b'*a', b'!!int ', b'!x ', b'|', b'>', b'#', b'=', b'\\', b'\\u', b'\\ud800',
    b'\\N', b'\x00', b'\x85', b'\xc2\x85', b'\xe2\x80\xa8', b'\xef\xbb\xbf', b'\xff', b'~',
    b'null', b'NaN', b'1e999', b'0x', b'1:1:1', b'---\n', b'...', b'<<: ', b'name', b'terms',
    b'[[terms]]\n', b'a.b=1\n',
)  # fmt: skip
