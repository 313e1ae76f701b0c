"""The manual is correct: it builds, its snippets run, its tables are complete.

The example docs are built once; everything else is asked of that build.
"""

from __future__ import annotations

import argparse
import ast
import fcntl
import html
import os
import pickle
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from docutils import nodes

from docs.snippets import SKIPPED, Reader, snippets
from projects import Built
from sphinxcontrib_archgloss.commands.main import COMMANDS, command_module
from sphinxcontrib_archgloss.sphinx_ext.directives import TermSetDirective
from sphinxcontrib_archgloss.sphinx_ext.ground.config import OPTIONS
from sphinxcontrib_archgloss.sphinx_ext.termcheck.config import CHECK_OPTIONS
from sphinxcontrib_archgloss.terms import problems, schema
from strategies import mentions

REPOSITORY = Path(__file__).parents[2]
SOURCE = REPOSITORY / 'example_docs'
PACKAGE = REPOSITORY / 'sphinxcontrib_archgloss'
PYPROJECT = tomllib.loads((REPOSITORY / 'pyproject.toml').read_text('utf-8'))
HOW_TO = sorted(
    path.stem for path in (SOURCE / 'manual' / 'how-to').iterdir() if path.stem != 'index'
)

CI = (
    '.github/workflows/docs.yml',
    '.github/workflows/docs-cached.yml',
    '.gitlab-ci.yml',
    '.pre-commit-config.yaml',
)


@pytest.fixture(scope='session')
def manual(tmp_path_factory):
    """The example docs, built as strictly as can be, by one worker for all."""
    top = tmp_path_factory.getbasetemp()
    if 'PYTEST_XDIST_WORKER' in os.environ:
        top = top.parent
    top /= 'manual'
    top.mkdir(exist_ok=True)
    kept = top / 'built.pickle'
    with (top / 'lock').open('w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_build_strictly(top)))
    return pickle.loads(kept.read_bytes())


def _build_strictly(top):
    command = [
        sys.executable, '-m', 'sphinx', '-b', 'html', '-W', '-n', '--keep-going', '-N',
        '-d', str(top / 'doctrees'), str(SOURCE), str(top / 'html'),
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, encoding='utf-8', check=False
    )
    return Built(done.returncode, top / 'html', done.stdout + done.stderr, SOURCE)


_TYPOGRAPHY = str.maketrans('‘’“”', '\'\'""', '`*')


def plain(text):
    """*text* on one line, without markup and typography."""
    text = html.unescape(re.sub(r'<[^>]+>', '', text))
    return ' '.join(text.translate(_TYPOGRAPHY).replace('--', '–').split())


def text_of(manual, name):
    """The text of a page of the manual."""
    return plain(manual.page(f'manual/{name}.html'))


def snippets_of(manual, name):
    return snippets(manual.output.parent / 'doctrees' / 'manual' / f'{name}.doctree')


def test_the_example_docs_build_without_a_warning(manual):
    assert manual.all_warnings == []
    assert manual.status == 0


# -- snippets ----------------------------------------------------------------------


def follow(manual, folder, *names):
    """Follow pages from their beginnings to their ends; return the reader."""
    reader = Reader(folder)
    for name in names:
        for shown, real in reader.follow(snippets_of(manual, name)):
            assert real == shown, name
    return reader


def links(reader, page, build='build'):
    return Built(0, reader.folder / build, '', reader.folder).links(page)


@pytest.mark.parametrize('name', ['tutorial', *(f'how-to/{name}' for name in HOW_TO)])
def test_every_snippet_can_be_run(manual, name):
    for snippet in snippets_of(manual, name):
        assert snippet.caption or snippet.language == 'console', (name, snippet)


def test_the_tutorial_can_be_followed(manual, tmp_path):
    reader = Reader(tmp_path)
    seen = []
    for shown, real in reader.follow(snippets_of(manual, 'tutorial')):
        assert real == shown
        if (reader.folder / 'build').exists():
            seen.append((links(reader, 'index.html'), links(reader, 'memory.html')))
    entry = 'glossary.html#term-kv-cache'
    first, *_, last = seen
    assert first == (
        {'KV cache': entry, 'tokens': 'glossary.html#term-token'},
        {'the caches': entry},
    )
    assert last[0]['KV cache'] == last[1]['the caches'] == 'kv-cache.html'
    assert 'The KV cache</span></a>' in (reader.folder / 'build/glossary.html').read_text()


@pytest.mark.parametrize('name', HOW_TO)
def test_a_how_to_page_can_be_followed(manual, tmp_path, name):
    if name == 'terms-on-pages' and shutil.which('dot') is None:
        pytest.skip('needs Graphviz: apt-get install graphviz')
    reader = follow(manual, tmp_path, 'how-to/index', f'how-to/{name}')
    # whatever was wrong on the way has been mended in the end
    strict = '$ sphinx-build -q -n -W docs build\n$ echo $?\n'
    assert [one.output for one in reader.type(strict)] == ['', '0\n']


def test_the_commands_of_ci_pass_where_nothing_is_wrong(manual, tmp_path):
    reader = follow(manual, tmp_path, 'how-to/index', 'how-to/in-ci')
    files = {path: yaml.safe_load((reader.folder / path).read_text('utf-8')) for path in CI}
    github, cached, gitlab, hooks = files.values()
    steps = [job for file in (github, cached) for job in file['jobs']['docs']['steps']]
    commands = [*(step.get('run', '') for step in steps), *gitlab['docs']['script']]
    commands = [
        command for command in commands if command and not command.startswith(SKIPPED)
    ]
    assert len(commands) == 7
    for command in commands:
        [exchange] = reader.type(f'$ {command} && echo passed\n')
        assert exchange.output.endswith('passed\n'), exchange
    [repository] = hooks['repos']
    offered = yaml.safe_load((REPOSITORY / '.pre-commit-hooks.yaml').read_text('utf-8'))
    for hook in repository['hooks']:
        assert hook['id'] in {one['id'] for one in offered}
        assert re.search(hook['files'], 'docs/terms.yaml')


def test_pages_become_canonical_in_all_ways(manual, tmp_path):
    name = 'how-to/publish-a-canonical-page'
    reader = follow(manual, tmp_path, 'how-to/index')
    seen = [
        links(reader, 'terms-in-use.html') for _ in reader.follow(snippets_of(manual, name))
    ]
    assert seen[0] == {
        'KV cache': 'kv-cache.html',
        'paged attention': 'https://arxiv.org/abs/2309.06180',
        'prefill': 'phases.html#reading-the-prompt',
        'decoding step': 'phases.html#writing-the-answer',
        'batch': 'batches.html',
    }
    assert seen[1]['batch'] == 'glossary.html#term-batch'
    assert seen[-1]['batch'] == 'batching.html'
    assert seen[-1]['KV cache'] == 'glossary.html#term-kv-cache'


def test_terms_of_another_project_are_linked(manual, tmp_path):
    reader = follow(manual, tmp_path, 'how-to/index', 'how-to/other-projects')
    theirs = 'https://handbook.example.org/index.html#term-'
    assert links(reader, 'phases.html') == {
        'token': 'glossary.html#term-token',
        'encoder': f'{theirs}encoder',
        'embeddings': f'{theirs}embedding',
    }
    assert links(reader, 'theirs.html') == {
        'token': f'{theirs}token',
        'positional encodings': f'{theirs}positional-encodings',
    }


def test_what_is_installed_is_this_package(manual):
    blocks = snippets_of(manual, 'tutorial')
    commands = [b.text.removeprefix('$ ').strip() for b in blocks if SKIPPED[0] in b.text]
    assert commands == [f'{SKIPPED[0]} {PYPROJECT["project"]["name"]}']


# -- tables ------------------------------------------------------------------------


@pytest.mark.parametrize(
    'keys',
    [
        schema.SET_KEYS, schema.TERM_KEYS, schema.ALIAS_KEYS,
        schema.SOURCE_KEYS, schema.CATEGORY_KEYS,
    ],
    ids=['set', 'term', 'alias', 'reference', 'category'],
)  # fmt: skip
def test_every_key_of_a_data_file_is_in_the_table(manual, keys):
    page = manual.page('manual/reference/record.html')
    rows = [plain(row) for row in re.findall(r'<tr.*?</tr>', page, re.DOTALL)]
    for name, key in keys.items():
        assert any(
            row.split()[0] == plain(name) and row.endswith(plain(key.help)) for row in rows
        ), name


def test_the_tables_of_mentions_are_true(manual):
    doctrees = manual.output.parent / 'doctrees' / 'manual'
    page = pickle.loads((doctrees / 'how-to' / 'mentions.doctree').read_bytes())
    tables = [node for node in page.findall(nodes.table) if 'mentions' in node['classes']]
    bodies = [body for table in tables for body in table.findall(nodes.tbody)]
    rows = [row for body in bodies for row in body]
    checked = 0
    for row in rows:
        (label,), yes, no = (
            [node.astext() for node in cell.findall(nodes.literal)] for cell in row
        )
        for text in yes:
            assert mentions(text, label), (label, text)
        for text in no:
            assert not mentions(text, label), (label, text)
        checked += len(yes) + len(no)
    assert checked > 40


@pytest.mark.parametrize(
    'option', [*OPTIONS, *CHECK_OPTIONS], ids=lambda option: option.name
)
def test_every_option_is_described(manual, option):
    page = manual.page('manual/reference/configuration.html')
    assert f'id="confval-{option.name}"' in page
    assert plain(option.help) in text_of(manual, 'reference/configuration')


@pytest.mark.parametrize('kind', problems.Kind)
def test_every_kind_of_warning_has_a_section_and_an_example(manual, kind):
    page = manual.page('manual/reference/warnings.html')
    assert f'id="warning-{kind}"' in page
    shown = text_of(manual, 'reference/warnings')
    assert plain(kind.help) in shown
    # once as the example and once in the whole output, which is not that of linkcheck
    assert shown.count(f'[archgloss.{kind}]') >= 2 - (kind is problems.Kind.BROKEN)


@pytest.mark.parametrize('option', TermSetDirective.option_spec)
def test_every_option_of_the_directive_is_described(manual, option):
    page = manual.page('manual/reference/directives-and-roles.html')
    assert f'id="directive-option-term-set-{option}"' in page


@pytest.mark.parametrize('name', COMMANDS)
def test_every_option_of_every_command_is_described(manual, name):
    page = manual.page('manual/reference/command-line.html')
    parser = argparse.ArgumentParser()
    command_module(name).add_arguments(parser)
    assert f'id="command-{name}"' in page
    for action in parser._actions:
        written = (action.option_strings or [f'arg-{action.metavar}'])[-1].strip('-')
        assert f'id="cmdoption-archgloss-{name}-{written}"' in page


MODULES = sorted(PACKAGE.rglob('*.py'))


@pytest.mark.parametrize('path', MODULES, ids=lambda path: '.'.join(path.parts[-2:]))
def test_every_module_is_in_the_architecture(manual, path):
    name = '.'.join(path.relative_to(REPOSITORY).with_suffix('').parts)
    header = ast.get_docstring(ast.parse(path.read_text('utf-8')))
    if path.parent == PACKAGE and path.stem == '__init__':
        header = header.partition('\n\n')[0]
    assert plain(header) in text_of(manual, 'architecture')
    if path.stem != '__init__':
        assert f'id="module-{name}"' in manual.page('manual/architecture.html')


def test_the_tree_has_a_line_for_every_folder(manual):
    text = text_of(manual, 'architecture')
    for init in sorted(PACKAGE.rglob('__init__.py')):
        header = ast.get_docstring(ast.parse(init.read_text(encoding='utf-8')))
        line = ' '.join(header.partition('\n\n')[0].replace('``', '').split())
        assert f'{init.parent.name}/ {line}' in ' '.join(text.split()), init


def test_the_walks_name_each_module_once_and_only_modules_there_are():
    source = SOURCE / 'manual' / 'architecture.rst'
    names = re.findall(r':py:mod:`~sphinxcontrib_archgloss\.([\w.]+)`', source.read_text())
    assert len(names) > 20
    assert len(names) == len(set(names))
    for name in names:
        assert (PACKAGE / f'{name.replace(".", "/")}.py').is_file(), name


@pytest.mark.parametrize('wanted', PYPROJECT['project']['dependencies'])
def test_every_dependency_is_accounted_for(manual, wanted):
    name = re.match(r'[\w-]+', wanted)[0]
    assert name in text_of(manual, 'dependencies').lower()
    assert name in text_of(manual, 'reference/compatibility')


def test_versions_are_those_of_the_package(manual):
    shown = text_of(manual, 'reference/compatibility')
    for line in PYPROJECT['project']['classifiers']:
        if match := re.search(r':: Python :: (3\.\d+)$', line):
            assert match[1] in shown


def test_every_custom_property_is_in_the_reference(manual):
    styles = sorted((PACKAGE / 'static').glob('*.css'))
    style = ''.join(path.read_text('utf-8') for path in styles)
    shown = manual.page('manual/reference/appearance.html')
    read = set(re.findall(r'var\((--archgloss-[\w-]+)', style))
    assert read == set(re.findall(r'>(--archgloss-[\w-]+)<', shown))


def test_every_class_of_popovers_is_in_the_reference(manual):
    shown = text_of(manual, 'reference/appearance')
    for name in ('archgloss.css', 'archgloss.js'):
        text = (PACKAGE / 'static' / name).read_text('utf-8')
        for found in re.findall(r'[.\'](term-[\w-]+)', text):
            assert found in shown, found


# -- claims ------------------------------------------------------------------------


def test_dependencies_are_imported_only_where_needed(project):
    """What the page on dependencies states about a build in which no set has changed."""
    project.conf(archgloss_term_sets=['architecture'])
    project.write('index.rst', 'Index\n=====\n\n.. term-set::\n\nA :term-ref:`token`.\n')
    script = (
        'import sys; from sphinx.cmd.build import main; '
        f"main(['-q', {str(project.source)!r}, {str(project.source / '_build')!r}]); "
        "print([m for m in ('yaml', 'tomlkit', 'jsonschema_rs', 'myst_parser', 'icu') "
        'if m in sys.modules])'
    )
    outputs = [
        subprocess.run(
            [sys.executable, '-c', script], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert outputs == ["['yaml']\n", '[]\n']
