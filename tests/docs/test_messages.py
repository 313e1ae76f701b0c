"""Messages, descriptions, docstrings and comments in the code have no phrases to avoid."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path

import sphinxcontrib_archgloss
from docs.prose import findings
from sphinxcontrib_archgloss.checks.rules.registry import RULES

PACKAGE = Path(sphinxcontrib_archgloss.__file__).parent
PHRASES = {
    r'\b(?:is|are) no (?!longer|canonical|more)\w': 'is not a',
    r'\bknown are\b': 'valid values:',
    r'; (?:drop|leave|take) (?:it|one|this|that)\b': 'remove it',
    r'\b(?:drop|take|leave) (?:it|them|one of them) (?:out|from)\b': 'remove it from',
    r'\b(?:take|leave|left|takes|leaves) out\b': 'remove, omit, ignore',
    r'\bmeanwhile\b': 'until then',
    r', (?:which|whose|without which)\b.*;': 'one fact, without "which"',
    r'\bthere (?:is|are) no (?!longer)': 'unknown, missing, not found',
    r'\b(?:is|are) already that of\b': 'is already used by',
    r'\bfits (?:\w+ )?terms\b': 'is ambiguous: it matches',
    r'\bhardly\b': 'easily confused',
    r'\b(?:that|who|which) nobody\b': 'unused',
    r'\bmay be repeated\b': 'repeatable',
    r'\bas it is\b': 'as plain text, unchanged',
    r'\bso (?:far )?as\b': 'if, where',
    r'\bnot as above\b': 'is invalid',
    r'\bbe had\b': 'be used, exist',
    r'\bsays? (?:nothing|otherwise)\b': 'has no effect; overrides',
}
"""Phrases of messages, in addition to those of `docs.prose`: phrase → instead."""


def texts(source: str) -> list[tuple[int, str]]:
    """Return (line, text) of the strings with three words that are not docstrings."""
    tree = ast.parse(source)
    skipped = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [v.value if isinstance(v, ast.Constant) else 'X' for v in node.values]
            skipped.update(map(id, node.values))
            found.append((node.lineno, ''.join(map(str, parts))))
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in skipped
        ):
            found.append((node.lineno, node.value))
    return [(line, text) for line, text in found if text.count(' ') > 1]


def remarks(source: str) -> list[tuple[int, str]]:
    """Return (line, text) of the docstrings and comments."""
    docstrings = [
        (node.value.lineno, node.value.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]
    comments = [
        (token.start[0], token.string)
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    ]
    return docstrings + comments


def phrases(text: str) -> list[tuple[str, str]]:
    """Return (phrase, what to write instead) for the phrases in a message."""
    own = [
        (match[0], instead)
        for phrase, instead in PHRASES.items()
        for match in re.finditer(phrase, text)
    ]
    return own + [(finding.words, finding.instead) for finding in findings(text)]


def test_messages_are_in_plain_english():
    found = {
        f'{path.relative_to(PACKAGE).as_posix()}:{line}': wrong
        for path in PACKAGE.rglob('*.py')
        for line, text in texts(path.read_text('utf-8'))
        if (wrong := phrases(text))
    }
    assert found == {}


def test_docstrings_and_comments_are_in_plain_english():
    wrong = {
        f'{path.relative_to(PACKAGE).as_posix()}:{line}': words
        for path in PACKAGE.rglob('*.py')
        for line, text in remarks(path.read_text('utf-8'))
        if (words := [finding.words for finding in findings(text)])
    }
    assert wrong == {}


def test_rules_are_in_plain_english():
    docs = {
        rule.id: (rule.find.__doc__ or '').split('*Bad:*')[0] for rule in RULES.values()
    }
    assert {name: wrong for name, text in docs.items() if (wrong := phrases(text))} == {}


def test_a_phrase_in_a_remark_is_found():
    source = (
        '"""Where it is said."""\n\nX = 1\n"""What is told."""\nY = 2  # as it is said\n'
    )
    found = [(line, *map(str, findings(text))) for line, text in remarks(source)]
    assert [line for line, *words in found if words] == [1, 4, 5]


def test_a_phrase_in_a_message_is_found():
    [(line, text)] = texts('"""X is no Y."""\nwarn(f"the {name} is no " "set; drop it")\n')
    assert (line, text) == (2, 'the X is no set; drop it')
    assert phrases(text) == [('is no s', 'is not a'), ('; drop it', 'remove it')]
