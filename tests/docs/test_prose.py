"""No text that people read has phrases that sound translated."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from docs.prose import PHRASES, Finding, findings
from sphinxcontrib_archgloss.commands.main import COMMANDS, make_parser

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / 'sphinxcontrib_archgloss'
PAGES = [
    *(
        REPOSITORY / name
        for name in ('README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md')
    ),
    *sorted((REPOSITORY / 'example_docs').rglob('*.rst')),
    *sorted((REPOSITORY / 'example_docs').rglob('*.md')),
]


def words(text: str) -> list[tuple[int, str, str]]:
    return [tuple(finding) for finding in findings(text)]


@pytest.mark.parametrize(
    'path', PAGES, ids=lambda path: path.relative_to(REPOSITORY).as_posix()
)
def test_a_page_is_in_plain_english(path):
    assert words(path.read_text('utf-8')) == []


@pytest.mark.parametrize('name', COMMANDS)
def test_help_is_in_plain_english(name):
    parser = make_parser([name])
    [commands] = [action for action in parser._actions if isinstance(action.choices, dict)]
    assert words(commands.choices[name].format_help()) == []


def test_the_texts_of_pages_are_in_plain_english():
    with (PACKAGE / 'locale' / 'sphinxcontrib_archgloss.pot').open('rb') as file:
        texts = [text for message in read_po(file) for text in message.id or ()]
    assert words('\n\n'.join(texts)) == []


def test_a_phrase_is_found_across_lines_and_not_in_code():
    text = (
        'All faults are\ntold, `is told` is code.\n\n.. code-block:: text\n\n   is told\n'
    )
    assert list(findings(text)) == [Finding(1, 'are told', PHRASES[next(iter(PHRASES))])]
