"""What takes time in proportion to the mentions on a page, and no more."""

from __future__ import annotations

import pytest

from projects import CONF
from sphinxcontrib_archgloss.commands.link.page_file import Edit, edited, rebased
from sphinxcontrib_archgloss.commands.main import main
from work_counter import assert_linear, work_of


def work(folder, paragraphs: list[str]) -> int:
    """Return the work of linking a term in each paragraph of a page."""
    source = folder / f'docs-{len(paragraphs)}'
    source.mkdir()
    names = [f'term {n}' for n in range(len(paragraphs))]
    (source / 'conf.py').write_text(f"{CONF}archgloss_term_sets = ['terms.yaml']\n")
    records = ''.join(f'  - {{name: {name}, definition: What it is.}}\n' for name in names)
    (source / 'terms.yaml').write_text(f'name: words\nterms:\n{records}')
    text = '\n'.join(map(str.format, paragraphs, names))
    (source / 'index.rst').write_text('Terms\n=====\n\n.. term-set::\n')
    (source / 'page.rst').write_text(f':orphan:\n\nPage\n====\n\n{text}\n')

    count = work_of(main, ['link', str(source)], folder)
    assert (source / 'page.rst').read_text().count(':term-ref:') == len(names)
    return count


@pytest.mark.parametrize(
    'paragraph',
    [
        'Here is {}.\n',
        'Here is {},',
        '* Here is {}.\n',
        '.. versionadded:: 1.0\n   Here is {}.\n',
        '.. csv-table::\n\n   Here, is {}.\n',
    ],
)
def test_linking_mentions(tmp_path, paragraph):
    few, more, most = (work(tmp_path, [paragraph] * count) for count in (20, 40, 60))
    assert most - more <= 1.1 * (more - few), (few, more, most)


def test_making_edits_of_a_text_and_their_offsets_in_the_text_before():
    def prepare(count):
        text = 'word ' * count
        edits = [Edit(start, start + 4, ':ref:`word`') for start in range(0, len(text), 5)]
        return lambda: rebased(edits, edits) and edited(text, edits)

    assert_linear(prepare)
