"""Pages that have a mention in each construct of reStructuredText and MyST.

Brackets, which are taken out, are around mentions: ⟦ ⟧ where `archgloss link` writes a
reference, ⟪ ⟫ where the place is exact but takes none (headings, drawn tables, emphasis in
reStructuredText, quotations, roles), ‹ › around what a page shows other text for.
"""

from __future__ import annotations

CONF = """\
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
extensions = [
    'myst_parser', 'sphinxcontrib_archgloss', 'sphinx.ext.extlinks', 'sphinx.ext.todo',
    'other_roles',
]
extlinks = {
    'issue': ('https://example.org/%s', 'issue %s'),
    'silent': ('https://example.org/%s', '%.0s'),
}
myst_enable_extensions = [
    'amsmath', 'attrs_block', 'attrs_inline', 'colon_fence', 'deflist', 'dollarmath',
    'fieldlist', 'html_image', 'replacements', 'smartquotes', 'strikethrough',
    'substitution', 'tasklist',
]
myst_substitutions = {'kv': 'KV cache'}
rst_epilog = '.. |epi| replace:: KV cache in the epilog'
todo_include_todos = True
archgloss_term_sets = ['terms.yaml']
suppress_warnings = ['*', 'toc', 'archgloss', 'myst', 'ref', 'docutils', 'image']
"""
FILES = {
    'conf.py': CONF,
    'terms.yaml': """\
name: words
terms:
- {name: KV cache, definition: x}
- {name: model's head, definition: x}
- {name: RAG–loop, definition: x}
- {name: Token, definition: x}
""",
    'index.rst': 'Glossary\n========\n\n.. term-set::\n',
    'other_roles.py': """\
from docutils import nodes


def shout(name, raw, text, line, inliner, options=None, content=None):
    return [nodes.inline(raw, text.upper(), classes=['shout'])], []


def badge(name, raw, text, line, inliner, options=None, content=None):
    return [nodes.inline('', text, classes=['badge'])], []


def two(name, raw, text, line, inliner, options=None, content=None):
    more = [nodes.Text(' and more '), nodes.strong('', 'y')]
    return [nodes.emphasis(raw, 'x ' + text), *more], []


def none(name, raw, text, line, inliner, options=None, content=None):
    return [], []


def setup(app):
    for role in (shout, badge, two, none):
        app.add_role(role.__name__, role)
""",
}

CONSTRUCTS = {
    'substitution.rst': (
        '.. |x| replace:: KV cache\n'
        '\n'
        'A ‹|x|› is ⟦KV cache⟧, ⟦KV cache⟧.\n'
    ),
    'substitutions-of-sphinx.rst': (
        '⟦KV cache⟧ |release| and ⟦KV cache⟧ |today| ⟦KV cache⟧ |version|\n'
    ),
    'substitution-with-markup.rst': (
        '.. |n| replace:: **big** *KV cache* word\n'
        '\n'
        '⟦KV cache⟧ x ‹|n|› y ⟦KV cache⟧ ``KV cache`` ⟦KV cache⟧.\n'
    ),
    'substitution-with-role.rst': (
        '.. |r| replace:: the :term-ref:`Token`\n'
        '.. |u| unicode:: U+00E9\n'
        '\n'
        '⟦KV cache⟧ |r| y ⟦KV cache⟧ |u| ⟦KV cache⟧.\n'
    ),
    'substitution-of-epilog.rst': 'A ⟦KV cache⟧ ‹|epi|› and ⟦KV cache⟧.\n',
    'subst-role.rst': (
        '.. |x| replace:: KV cache\n'
        '\n'
        'A ‹|x|› is :issue:`12` ⟦KV cache⟧, :issue:`KV cache` ⟦KV cache⟧ :none:`KV '
        'cache` and ⟦KV cache⟧.\n'
    ),
    'subst-link.rst': (
        '.. |x| replace:: the text\n'
        '.. _x: http://x.y\n'
        '\n'
        'A |x|_ is ⟦KV cache⟧ |x|__ ⟦KV cache⟧\n'
        '\n'
        '__ http://x.y\n'
    ),
    'subst-undefined.rst': 'A |nope| is ⟦KV cache⟧ and ⟦KV cache⟧.\n',
    'substitution.md': 'A ‹{{ kv }}› is ⟦KV cache⟧, ⟦KV cache⟧.\n',
    'subst-nested.md': (
        '⟦KV cache⟧ ‹{{ kv }}› `{{ kv }}` ⟦KV cache⟧ {issue}`1` ⟦KV cache⟧.\n'
    ),
    'lines.rst': (
        '| A ⟦KV cache⟧\n'
        '| and ⟦KV cache⟧\n'
        '\n'
        '  | nested ⟪KV cache⟫\n'
        '    goes on with ⟪KV cache⟫\n'
        '| x\n'
    ),
    'lines-and-text.rst': (
        'Para ⟦KV cache⟧:\n'
        '\n'
        '| ⟦KV cache⟧\n'
        '|    ⟦KV cache⟧\n'
        '| \n'
        '| ``KV cache`` ⟦KV cache⟧\n'
    ),
    'quotes.rst': (
        'The ⟦model\'s head⟧ isn\'t "⟦KV cache⟧" -- the \'⟦model\'s head⟧\'... '
        '⟦RAG--loop⟧.\n'
    ),
    'quotes.md': (
        'The ⟦model\'s head⟧ isn\'t "⟦KV cache⟧" -- the \'⟦model\'s head⟧\'... '
        '⟦RAG--loop⟧.\n'
    ),
    'replacements.md': '(c) ⟦KV cache⟧ (tm) +- ⟦KV cache⟧ (R) x.... ⟦KV cache⟧\n',
    'quotes-over-lines.rst': (
        '- item\n'
        '\n'
        "  The ⟦model's\n"
        '  head⟧ and "the ⟦model\'s head⟧".\n'
    ),
    'csv.rst': (
        '.. csv-table:: Title ⟪KV cache⟫\n'
        '   :header: "a ⟪KV cache⟫", b\n'
        '   :widths: 10, 20\n'
        '\n'
        '   "x, ⟦KV cache⟧", ⟦KV cache⟧\n'
        '   ⟦KV cache⟧, "say ""⟦KV cache⟧"" now"\n'
        '   "two\n'
        '   lines ⟦KV cache⟧", y\n'
    ),
    'csv-delim.rst': (
        '.. csv-table::\n'
        '   :delim: ;\n'
        "   :quote: '\n"
        '\n'
        '   a; ⟦KV cache⟧\n'
        "   '⟦KV cache⟧; x'; ⟦KV cache⟧\n"
    ),
    'csv-same.rst': (
        '.. csv-table::\n'
        '\n'
        '   ⟦KV cache⟧, ⟦KV cache⟧\n'
        '   ⟦KV cache⟧, ⟦KV cache⟧\n'
        '\n'
        '.. csv-table::\n'
        '\n'
        '   ⟦KV cache⟧, ⟦KV cache⟧\n'
    ),
    'csv-markup.rst': (
        '.. csv-table::\n'
        '\n'
        '   ``KV cache`` ⟦KV cache⟧, "- ⟦KV cache⟧\n'
        '   - :issue:`1` ⟦KV cache⟧"\n'
    ),
    'csv.md': (
        '```{csv-table} Title ⟪KV cache⟫\n'
        ':header: a, b ⟪KV cache⟫\n'
        '\n'
        '"x, ⟦KV cache⟧", ⟦KV cache⟧\n'
        '⟦KV cache⟧, y\n'
        '```\n'
    ),
    'csv-yaml.md': (
        ':::{csv-table}\n'
        '---\n'
        'header: "a", b\n'
        '---\n'
        '"x, ⟦KV cache⟧", ⟦KV cache⟧\n'
        ':::\n'
    ),
    'csv-in-list.rst': (
        '- item\n'
        '\n'
        '  .. csv-table::\n'
        '\n'
        '     a, ⟦KV cache⟧\n'
    ),
    'list-table.rst': (
        '.. list-table:: Title ⟪KV cache⟫\n'
        '   :header-rows: 1\n'
        '\n'
        '   * - ⟪KV cache⟫\n'
        '     - b\n'
        '   * - ⟦KV cache⟧ and ⟦KV cache⟧\n'
        '     - | ⟦KV cache⟧\n'
        '   * - - ⟦KV cache⟧\n'
        '     - x\n'
        '\n'
        '       ⟦KV cache⟧\n'
    ),
    'list-table.md': (
        '```{list-table} Title ⟪KV cache⟫\n'
        ':header-rows: 1\n'
        '\n'
        '* - ⟪KV cache⟫\n'
        '  - b\n'
        '* - ⟦KV cache⟧ and ⟦KV cache⟧\n'
        '  - x ⟦KV cache⟧\n'
        '```\n'
    ),
    'pipe.md': (
        '| ⟪KV cache⟫ | b |\n'
        '|---|:-:|\n'
        '| ⟦KV cache⟧ | ⟦KV cache⟧ and ⟦KV cache⟧ |\n'
        '| `KV cache` ⟦KV cache⟧ | a \\| ⟦KV cache⟧ |\n'
        '| *⟦KV cache⟧* | {issue}`1` ⟦KV cache⟧\n'
    ),
    'pipe-bare.md': (
        'a | ⟪KV cache⟫\n'
        '--|--\n'
        '⟦KV cache⟧ | x\n'
        '`a \\| b` ⟦KV cache⟧ | ⟦KV cache⟧\n'
    ),
    'pipe-nested.md': (
        '- item\n'
        '\n'
        '  | a | b |\n'
        '  |---|---|\n'
        '  | ⟦KV cache⟧ | ⟦KV cache⟧ |\n'
        '\n'
        '> | a |\n'
        '> |---|\n'
        '> | ⟪KV cache⟫ |\n'
        '\n'
        ':::{note}\n'
        '| a |\n'
        '|---|\n'
        '| ⟦KV cache⟧ |\n'
        ':::\n'
    ),
    'pipe-directive.md': (
        ':::{table} Caption ⟪KV cache⟫\n'
        '| a | b |\n'
        '|---|---|\n'
        '| ⟦KV cache⟧ | ‹{{ kv }}› ⟦KV cache⟧ |\n'
        ':::\n'
    ),
    'pipe-links.md': (
        '| a | b |\n'
        '|---|---|\n'
        '| [KV cache](x) ⟦KV cache⟧ | $xy$ ⟦KV cache⟧ |\n'
    ),
    'grid.rst': (
        '+--------------+----------+\n'
        '| a ⟪KV cache⟫   | ⟪KV cache⟫ |\n'
        '+==============+==========+\n'
        '| x ⟪KV cache⟫   | y        |\n'
        '|              |          |\n'
        '| - ⟪KV cache⟫   | ⟪KV cache⟫ |\n'
        '+--------------+----------+\n'
    ),
    'simple.rst': (
        '==========  ==========\n'
        '⟪KV cache⟫    b\n'
        '==========  ==========\n'
        '⟪KV cache⟫    ⟪KV cache⟫\n'
        'x           y\n'
        '            ⟪KV cache⟫\n'
        '==========  ==========\n'
    ),
    'definitions.rst': (
        'Term ⟪KV cache⟫\n'
        '   Def ⟦KV cache⟧\n'
        '\n'
        '   more ⟦KV cache⟧\n'
        '\n'
        'Other : classifier KV cache\n'
        '   x\n'
    ),
    'definitions.md': (
        'Term ⟪KV cache⟫\n'
        ': Def ⟦KV cache⟧\n'
        '\n'
        '  more ⟦KV cache⟧\n'
        '\n'
        'Other\n'
        '\n'
        ': x ⟦KV cache⟧\n'
        '  and ⟦KV cache⟧\n'
    ),
    'fields.rst': (
        'Text.\n'
        '\n'
        ':a KV cache: b ⟦KV cache⟧ and ⟦KV cache⟧\n'
        ':long:\n'
        '   body ⟦KV cache⟧\n'
        '\n'
        '   - item ⟦KV cache⟧\n'
    ),
    'fields.md': (
        'Text.\n'
        '\n'
        ':a KV cache: b ⟦KV cache⟧ and ⟦KV cache⟧\n'
        ':long:\n'
        '  body ⟦KV cache⟧\n'
    ),
    'options.rst': (
        'Text.\n'
        '\n'
        '-a          Use ⟦KV cache⟧\n'
        '--long=x    Take ⟦KV cache⟧\n'
        '            and ⟦KV cache⟧\n'
        '\n'
        '.. option:: --opt KV\n'
        '\n'
        '   ⟦KV cache⟧ x\n'
    ),
    'admonitions.rst': (
        '.. admonition:: Title ⟪KV cache⟫ ⟪KV cache⟫\n'
        '\n'
        '   Body ⟦KV cache⟧\n'
        '\n'
        '.. note:: First ⟦KV cache⟧\n'
        '   and ⟦KV cache⟧\n'
        '\n'
        '.. versionadded:: 1.0\n'
        '   Text ⟦KV cache⟧ here\n'
        '\n'
        '.. deprecated:: 1.0\n'
        '   Then ⟦KV cache⟧.\n'
        '\n'
        '.. seealso:: the ⟦KV cache⟧\n'
        '\n'
        '.. todo:: do ⟦KV cache⟧\n'
    ),
    'admonitions.md': (
        ':::{admonition} Title ⟪KV cache⟫ ⟪KV cache⟫\n'
        ':class: tip\n'
        '\n'
        'Body ⟦KV cache⟧\n'
        ':::\n'
        '\n'
        '```{note} First ⟪KV cache⟫\n'
        'and ⟦KV cache⟧\n'
        '```\n'
        '\n'
        '```{versionadded} 1.0\n'
        'Text ⟦KV cache⟧ here\n'
        '```\n'
    ),
    'topics.rst': (
        '.. topic:: Title ⟪KV cache⟫\n'
        '\n'
        '   ⟦KV cache⟧\n'
        '\n'
        '.. sidebar:: Side ⟪KV cache⟫\n'
        '   :subtitle: Sub ⟪KV cache⟫\n'
        '\n'
        '   ⟦KV cache⟧\n'
        '\n'
        '.. rubric:: Rub ⟪KV cache⟫\n'
        '\n'
        '.. centered:: x KV cache\n'
        '\n'
        '.. hlist::\n'
        '\n'
        '   * ⟦KV cache⟧\n'
        '   * b ⟦KV cache⟧\n'
        '\n'
        '.. epigraph::\n'
        '\n'
        '   Quote ⟪KV cache⟫\n'
        '\n'
        '   -- by KV cache\n'
    ),
    'captions.rst': (
        '.. figure:: x.png\n'
        '   :alt: KV cache\n'
        '\n'
        '   Caption ⟦KV cache⟧ ⟦KV cache⟧\n'
        '\n'
        '   Legend ⟦KV cache⟧\n'
        '\n'
        '.. code-block:: text\n'
        '   :caption: Code ⟪KV cache⟫\n'
        '\n'
        '   KV cache\n'
        '\n'
        '.. table:: Tab ⟪KV cache⟫\n'
        '\n'
        '   ===== ==========\n'
        '   a     ⟪KV cache⟫\n'
        '   ===== ==========\n'
    ),
    'captions.md': (
        '```{figure} x.png\n'
        ':alt: KV cache\n'
        '\n'
        'Caption ⟦KV cache⟧ ⟦KV cache⟧\n'
        '\n'
        'Legend ⟦KV cache⟧\n'
        '```\n'
        '\n'
        '```{code-block} text\n'
        ':caption: Code ⟪KV cache⟫\n'
        '\n'
        'KV cache\n'
        '```\n'
    ),
    'footnotes.rst': (
        'See [1]_ and [#x]_ ⟦KV cache⟧ [CIT]_ ⟦KV cache⟧.\n'
        '\n'
        '.. [1] Foot ⟦KV cache⟧\n'
        '.. [#x] ⟦KV cache⟧ more\n'
        '   ⟦KV cache⟧\n'
        '.. [CIT] Cit ⟦KV cache⟧\n'
    ),
    'footnotes.md': (
        'See [^1] and ⟦KV cache⟧.\n'
        '\n'
        '[^1]: Foot ⟦KV cache⟧\n'
        '    more ⟦KV cache⟧\n'
        '\n'
        'End ⟦KV cache⟧.\n'
    ),
    'nested.rst': (
        'A **bold ⟪KV cache⟫ x** and *⟪KV cache⟫* ⟦KV cache⟧ :sup:`KV cache` '
        ':strong:`‹KV cache›` ⟦KV cache⟧.\n'
    ),
    'nested.md': (
        'A **bold *⟦KV cache⟧* x** ~~⟦KV cache⟧~~ and ***⟦KV cache⟧*** ⟦KV cache⟧ [*KV '
        'cache*](x) ⟦KV cache⟧ $KV cache$ ⟦KV cache⟧ <b>⟦KV cache⟧</b> [span ⟦KV '
        'cache⟧]{.red} ⟦KV cache⟧\n'
    ),
    'nested-link.md': (
        '[![KV cache](x.png)](y) ⟦KV cache⟧ ![KV cache](z.png) ⟦KV cache⟧ '
        '<http://kv.cache> ⟦KV cache⟧ [KV\n'
        'cache](x.md) ⟦KV cache⟧ [](x.md) ⟦KV cache⟧ [KV cache][r] ⟦KV cache⟧ [r] ⟦KV '
        'cache⟧\n'
        '\n'
        '[r]: http://x.y\n'
    ),
    'roles.rst': (
        ':shout:`KV cache` ⟦KV cache⟧ :badge:`x` ⟦KV cache⟧ :two:`y` ⟦KV cache⟧ '
        ':none:`KV cache` ⟦KV cache⟧\n'
    ),
    'many-roles.rst': (
        ':doc:`index` ⟦KV cache⟧ :ref:`KV cache <x>` ⟦KV cache⟧ :issue:`2` ⟦KV cache⟧ '
        ':silent:`KV cache` ⟦KV cache⟧ :pep:`8` ⟦KV cache⟧ :rfc:`1` ⟦KV cache⟧ '
        ':py:class:`~a.KVcache` ⟦KV cache⟧ :kbd:`KV cache` ⟦KV cache⟧ :guilabel:`&KV '
        'cache` ⟦KV cache⟧ :menuselection:`KV --> cache` ⟦KV cache⟧ :file:`KV/{cache}` '
        '⟦KV cache⟧ :samp:`KV {cache}` ⟦KV cache⟧ :abbr:`KV (KV cache)` ⟦KV cache⟧ '
        ':index:`x <KV cache>` ⟦KV cache⟧ :command:`KV cache` ⟦KV cache⟧ :dfn:`KV '
        'cache` ⟦KV cache⟧ :manpage:`ls(1)` ⟦KV cache⟧ :download:`KV cache <x>` ⟦KV '
        'cache⟧ :numref:`x` ⟦KV cache⟧ :eq:`x` ⟦KV cache⟧ :math:`KV` ⟦KV cache⟧ '
        ':option:`-x` ⟦KV cache⟧ :envvar:`KV` ⟦KV cache⟧ :token:`x:KV` ⟦KV cache⟧\n'
    ),
    'roles.md': (
        '{shout}`KV cache` ⟦KV cache⟧ {badge}`x` ⟦KV cache⟧ {two}`y` ⟦KV cache⟧ '
        '{none}`KV cache` ⟦KV cache⟧\n'
    ),
    'many-roles.md': (
        '{doc}`index` ⟦KV cache⟧ {ref}`KV cache <x>` ⟦KV cache⟧ {issue}`2` ⟦KV cache⟧ '
        '{silent}`KV cache` ⟦KV cache⟧ {pep}`8` ⟦KV cache⟧ {py:class}`~a.KVcache` ⟦KV '
        'cache⟧ {kbd}`KV cache` ⟦KV cache⟧ {guilabel}`&KV cache` ⟦KV cache⟧ '
        '{menuselection}`KV --> cache` ⟦KV cache⟧ {samp}`KV {cache}` ⟦KV cache⟧ '
        '{abbr}`KV (KV cache)` ⟦KV cache⟧ {index}`x <KV cache>` ⟦KV cache⟧ '
        '{download}`KV cache <x>` ⟦KV cache⟧ {math}`KV` ⟦KV cache⟧\n'
    ),
    'escapes.rst': (
        '\\*a\\* ⟦KV cache⟧ \\| b \\` ⟦KV cache\\s⟧ and KV\\ cache x\\ *y*\\ z ⟦KV '
        'cache⟧ a\\\\b ⟦KV cache⟧\n'
    ),
    'escapes.md': (
        '\\*a\\* ⟦KV cache⟧ \\| b \\` ⟦KV cache⟧ &lt;x&gt; ⟦KV cache⟧ &nbsp; ⟦KV cache⟧ '
        'a\\\\b ⟦KV cache⟧ \\[x\\](y) ⟦KV cache⟧\n'
    ),
    'tabs.rst': (
        '-\tA\t⟦KV cache⟧\n'
        '\tand\t⟦KV\tcache⟧\n'
        '\n'
        '\tquote ⟦KV cache⟧\n'
        '\n'
        '.. note::\t⟦KV cache⟧\n'
    ),
    'tabs.md': (
        '-\tA\t⟦KV cache⟧\n'
        '\tand\t⟦KV\tcache⟧\n'
        '\n'
        '>\tquote ⟪KV cache⟫\n'
    ),
    'cjk.rst': (
        '这是 ⟦KV cache⟧ 缓存，⟦KV cache⟧。\n'
        '\n'
        '.. csv-table::\n'
        '\n'
        '   缓存, ⟦KV cache⟧\n'
        '\n'
        '+------+----------+\n'
        '| 缓存 | ⟪KV cache⟫ |\n'
        '+------+----------+\n'
        '\n'
        '缓存 é 👍 ⟦KV cache⟧\n'
    ),
    'cjk.md': (
        '这是 ⟦KV cache⟧ 缓存，⟦KV cache⟧。\n'
        '\n'
        '| 缓 | b |\n'
        '|--|--|\n'
        '| 缓存 👍 | ⟦KV cache⟧ |\n'
    ),
    'nested-directives.rst': (
        'Before ⟦KV cache⟧.\n'
        '\n'
        '.. only:: x\n'
        '\n'
        '   ⟦KV cache⟧\n'
        '\n'
        '.. container:: c\n'
        '\n'
        '   ⟦KV cache⟧\n'
    ),
    'hardbreak.md': (
        'A ⟦KV cache⟧  \n'
        'b ⟦KV cache⟧\\\n'
        'c ⟦KV cache⟧ <br> ⟦KV cache⟧\n'
    ),
    'comments.md': (
        '% KV cache\n'
        '\n'
        'A ⟦KV cache⟧ <!-- KV cache --> ⟦KV cache⟧\n'
        '\n'
        '(target)=\n'
        'B ⟦KV cache⟧\n'
        '+++\n'
        'C ⟦KV cache⟧\n'
    ),
    'eval.md': (
        '```{eval-rst}\n'
        'A ⟪KV cache⟫ and :issue:`1` ⟪KV cache⟫\n'
        '\n'
        '| line ⟪KV cache⟫\n'
        '```\n'
        '\n'
        'After ⟦KV cache⟧\n'
    ),
    'object-fields.rst': (
        '.. py:function:: f(a)\n'
        '\n'
        '   Do ⟦KV cache⟧.\n'
        '\n'
        '   :param a: the ⟦KV cache⟧ and ⟦KV cache⟧\n'
        '   :param int b: b ⟦KV cache⟧\n'
        '   :returns: a ⟦KV cache⟧\n'
        '   :raises ValueError: if ⟦KV cache⟧\n'
        '\n'
        '   more\n'
        '   ⟦KV cache⟧\n'
    ),
    'titles.rst': (
        '====================\n'
        'Top ⟪KV cache⟫ title\n'
        '====================\n'
        '\n'
        '\n'
        '\n'
        'Sub ⟪KV cache⟫ ⟪KV cache⟫\n'
        '-------------------------------\n'
        '\n'
        'Text ⟦KV cache⟧.\n'
        '\n'
        '==================\n'
        '  Mid ⟪KV cache⟫\n'
        '==================\n'
        '\n'
        '.. _x:\n'
        '\n'
        'Last *⟪KV cache⟫*\n'
        '------------------------\n'
    ),
    'titles.md': (
        '\n'
        '\n'
        '# Top ⟪KV cache⟫ title\n'
        '\n'
        '\n'
        'Text ⟦KV cache⟧.\n'
        '\n'
        '## Sub ⟪KV cache⟫ ⟪KV cache⟫ ##\n'
        '\n'
        '   ### Ind ⟪KV cache⟫\n'
        '\n'
        'Setext ⟪KV cache⟫\n'
        '---\n'
        '\n'
        'Two\n'
        'lines ⟪KV cache⟫\n'
        '===\n'
    ),
    'twice.rst': (
        'The ⟦KV cache⟧.\n'
        '\n'
        'The ⟦KV cache⟧.\n'
        '\n'
        '- The ⟦KV cache⟧.\n'
        '- The ⟦KV cache⟧.\n'
        '\n'
        '.. math::\n'
        '\n'
        '   KV cache\n'
        '\n'
        '::\n'
        '\n'
        '   The KV cache.\n'
    ),
    'attr.md': (
        '{.cls #id}\n'
        'A ⟦KV cache⟧ para\n'
        '\n'
        '[KV cache]{.no-term-autolink} ⟦KV cache⟧ `KV cache`{l=py} ⟦KV cache⟧ '
        '![KV](x.png){w=1} ⟦KV cache⟧\n'
    ),
    'target.rst': (
        'A _`KV cache` ⟦KV cache⟧ `KV cache`_ ⟦KV cache⟧ kv_ ⟦KV cache⟧ `KV cache '
        '<http://a.b/KVcache>`__ ⟦KV cache⟧ http://kv.cache ⟦KV cache⟧ `default` ⟦KV '
        'cache⟧\n'
        '\n'
        '.. _kv: http://x.y\n'
    ),
    'quote.rst': (
        'P::\n'
        '\n'
        '   KV cache\n'
        '\n'
        'Q ⟦KV cache⟧::\n'
        '\n'
        '   KV cache\n'
        '\n'
        '    Quoted KV cache\n'
        '\n'
        '>>> KV cache\n'
        'KV cache\n'
        '\n'
        'Z ⟦KV cache⟧ ::\n'
        '\n'
        '   x\n'
    ),
    'parsed.rst': (
        '.. parsed-literal::\n'
        '\n'
        '   KV cache *x*\n'
        '\n'
        '.. glossary::\n'
        '\n'
        '   some KV cache\n'
        '      Def ⟦KV cache⟧\n'
        '\n'
        '.. productionlist::\n'
        '   x: KV cache\n'
        '\n'
        '.. compound::\n'
        '\n'
        '   ⟦KV cache⟧\n'
        '\n'
        '.. class:: x\n'
        '\n'
        'A ⟦KV cache⟧\n'
        '\n'
        '.. index:: KV cache\n'
        '\n'
        'B ⟦KV cache⟧\n'
    ),
}  # fmt: skip

_BRACKETS = dict(zip('⟦⟪‹', '⟧⟫›', strict=True))


def without_brackets(text: str) -> tuple[str, list[tuple[str, tuple[int, int, int, int]]]]:
    """Return the text, and (opening bracket, span) for each pair of brackets."""
    plain, marked, opened = '', [], ('', 0, 0)
    line = column = 1
    for char in text:
        if char in _BRACKETS:
            opened = (char, line, column)
        elif char in _BRACKETS.values():
            marked.append((opened[0], (*opened[1:], line, column)))
        else:
            plain += char
            line, column = (line + 1, 1) if char == '\n' else (line, column + 1)
    return plain, marked


def with_roles(name: str) -> str:
    """Return a page as `archgloss link --all` writes it."""
    role = ':term-ref:' if name.endswith('.rst') else '{term-ref}'
    text = CONSTRUCTS[name].replace('⟦', f'{role}`').replace('⟧', '`')
    for bracket in '⟪⟫‹›':
        text = text.replace(bracket, '')
    return text


def docname(name: str) -> str:
    """Return the docname of a page: the file has the markup in front."""
    stem, _, suffix = name.rpartition('.')
    return f'{suffix}-{stem}'


def pages() -> dict[str, str]:
    """Return all pages: name of the file → text."""
    return {
        f'{docname(name)}.{name.rpartition(".")[2]}': without_brackets(text)[0]
        for name, text in CONSTRUCTS.items()
    }
