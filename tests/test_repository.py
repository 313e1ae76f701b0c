"""The files around the package: addresses, workflows, forms, changes, and what guides say."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
import textwrap
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

from sphinxcontrib_archgloss import __version__
from sphinxcontrib_archgloss.project.concept_map import MOST_EDGES, MOST_TERMS
from sphinxcontrib_archgloss.terms.loading.load import DEFAULT_LIMIT
from sphinxcontrib_archgloss.terms.loading.positions import MAX_DEPTH

REPOSITORY = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((REPOSITORY / 'pyproject.toml').read_text('utf-8'))
URLS = PYPROJECT['project']['urls']
SOURCE, MANUAL = URLS['Source'], URLS['Documentation']
WORKFLOWS = sorted((REPOSITORY / '.github' / 'workflows').glob('*.yml'))
FORMS = [REPOSITORY / '.github' / 'ISSUE_TEMPLATE' / f'{n}.yml' for n in ('fault', 'idea')]
PAGES = [
    REPOSITORY / name
    for name in (
        'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md',
        '.github/PULL_REQUEST_TEMPLATE.md', '.github/ISSUE_TEMPLATE/config.yml',
        '.github/ISSUE_TEMPLATE/fault.yml', '.github/ISSUE_TEMPLATE/idea.yml',
    )
]  # fmt: skip
ELSEWHERE = ('https://keepachangelog.com/',)
"""Beginnings of addresses that are not the project's own."""


def text_of(name):
    return (REPOSITORY / name).read_text('utf-8')


def loaded(path):
    return yaml.safe_load(path.read_text('utf-8'))


def name_of(path):
    return path.relative_to(REPOSITORY).as_posix()


# -- addresses -------------------------------------------------------------------------


def addresses(text):
    """The targets of links and pictures of a page in Markdown, and bare addresses."""
    return {
        *re.findall(r'\]\(([^)\s]+)\)', text),
        *(found.rstrip('.,') for found in re.findall(r'https?://\w[^\s)>\]"\'`]*', text)),
    }


def page_of_the_manual(address):
    """The docname that an address of the manual links to, or None for its first page."""
    path = address.removeprefix(MANUAL).partition('#')[0]
    return path.removeprefix('page/').removesuffix('.html') or None


def test_the_addresses_of_the_project_agree():
    assert SOURCE.startswith('https://github.com/')
    assert URLS['Homepage'] in (SOURCE, MANUAL)
    assert URLS['Issues'] == f'{SOURCE}/issues'
    assert URLS['Changelog'] == f'{SOURCE}/blob/main/CHANGELOG.md'
    name = PYPROJECT['project']['name']
    assert f'https://{name}.readthedocs.io/' == MANUAL


@pytest.mark.parametrize('path', PAGES, ids=name_of)
def test_addresses_are_those_of_the_project_and_lead_somewhere(path):
    for address in addresses(path.read_text('utf-8')):
        if address.startswith(ELSEWHERE):
            continue
        if match := re.match(rf'{SOURCE}/(?:blob|raw|tree)/main/([^#]+)', address):
            assert (REPOSITORY / match[1]).exists(), address
        elif address.startswith(SOURCE):
            rest = address.removeprefix(SOURCE)
            assert rest in ('', '/issues', '/security/advisories/new'), address
        elif address.startswith(MANUAL):
            docname = page_of_the_manual(address) or 'index'
            assert list((REPOSITORY / 'example_docs').glob(f'{docname}.*')), address
        else:
            # of a file in the repository; a package index shows only the README
            assert path.name != 'README.md', f'{address} is no address of the project'
            assert not address.startswith('http'), address
            assert (path.parent / address).exists(), address


def test_the_readme_has_its_picture_and_its_links():
    found = addresses(text_of('README.md'))
    pictures = [f'example_docs/_static/archgloss-{mode}.png' for mode in ('light', 'dark')]
    assert {f'{SOURCE}/raw/main/{picture}' for picture in pictures} <= found
    assert {MANUAL, URLS['Changelog'], f'{SOURCE}/blob/main/LICENSE'} <= found


# -- scripts and workflows -------------------------------------------------------------


def scripts_in(text):
    """The scripts of `.ci` that a shell script or a workflow runs."""
    return set(re.findall(r'(?<![\w/])\.ci/([\w-]+)(?![\w.-])', text))


def runs_of(path):
    """Every command of a workflow."""
    return [
        step['run']
        for job in loaded(path)['jobs'].values()
        for step in job.get('steps', ())
        if 'run' in step
    ]


SCRIPTS = sorted(path.name for path in (REPOSITORY / '.ci').iterdir() if path.suffix == '')


@pytest.mark.parametrize('name', SCRIPTS)
def test_a_script_can_be_run(name):
    path = REPOSITORY / '.ci' / name
    assert os.access(path, os.X_OK)
    subprocess.run(['bash', '-n', path], check=True)
    first, *lines = path.read_text('utf-8').split('\n')
    assert first == '#!/usr/bin/env bash'
    assert 'source "$(dirname "$0")/common.sh"' in lines
    assert 'set -euo pipefail' in text_of('.ci/common.sh')


def test_the_workflow_runs_every_script_that_ci_runs():
    local = '\n'.join(
        line for line in text_of('.ci/run').split('\n') if not line.startswith('#')
    )
    hosted = '\n'.join(runs_of(REPOSITORY / '.github' / 'workflows' / 'ci.yml'))
    assert scripts_in(local) == scripts_in(hosted) == set(SCRIPTS) - {'run'}


def test_the_commands_of_the_readme_are_single_lines():
    for script in ('readme-docs', 'readme-tests'):
        end = re.search(r"readme '([^']+)'", text_of(f'.ci/{script}'))[1]
        assert re.search(rf'^python3 -m venv .*{end}$', text_of('README.md'), re.MULTILINE)


def test_the_pairs_of_python_and_sphinx_are_the_same_everywhere():
    jobs = loaded(REPOSITORY / '.github' / 'workflows' / 'ci.yml')['jobs']
    include = jobs['versions']['strategy']['matrix']['include']
    pairs = [(one['python'], one['sphinx']) for one in include]
    page = text_of('example_docs/manual/reference/versions.rst')
    assert re.findall(r'\* - (3\.\d+)\n +- (\d\.\d)\n', page) == pairs
    local = re.findall(r'\.ci/version (\S+) (\S+)', text_of('.ci/run'))
    assert set(local) <= set(pairs)
    found = re.findall(
        r'Python :: (3\.\d+)', '\n'.join(PYPROJECT['project']['classifiers'])
    )
    assert sorted({python for python, _ in pairs}) == found
    assert (
        pairs[0][1]
        in re.search(r'^sphinx==(.*)$', text_of('.ci/oldest.txt'), re.MULTILINE)[1]
    )


@pytest.mark.parametrize('path', WORKFLOWS, ids=name_of)
def test_a_workflow_may_only_read(path):
    workflow = loaded(path)
    assert workflow['permissions'] == {'contents': 'read'}
    more = {
        (name, right)
        for name, job in workflow['jobs'].items()
        for right, level in job.get('permissions', {}).items()
        if level != 'read'
    }
    assert more == ({('publish', 'id-token')} if path.stem == 'release' else set())
    if path.stem == 'release':
        assert workflow['jobs']['publish']['environment']['name'] == 'pypi'


@pytest.mark.parametrize('path', WORKFLOWS, ids=name_of)
def test_a_workflow_is_bounded(path):
    workflow = loaded(path)
    assert 'github.ref' in workflow['concurrency']['group']
    assert all(
        'timeout-minutes' in job for job in workflow['jobs'].values() if 'steps' in job
    )
    # what others can name never becomes part of a command
    assert not [run for run in runs_of(path) if '${{' in run]
    for job in workflow['jobs'].values():
        for step in job.get('steps', ()):
            if step.get('uses', '').startswith('actions/checkout@'):
                assert step['with']['persist-credentials'] is False


@pytest.mark.parametrize('path', WORKFLOWS, ids=name_of)
def test_actions_are_pinned(path):
    uses = re.findall(r'^ +(?:- )?uses: (.+)$', path.read_text('utf-8'), re.MULTILINE)
    assert uses
    for use in uses:
        if use.startswith('./'):
            assert (REPOSITORY / use).is_file()
        else:
            assert re.fullmatch(r'[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+', use), use


def test_an_action_is_pinned_once():
    """No workflow is left behind at another version."""
    text = ''.join(path.read_text('utf-8') for path in WORKFLOWS)
    pinned = set(re.findall(r'uses: ([\w-]+/[\w-]+)@(\w+) # (\S+)', text))
    assert len({action for action, *_ in pinned}) == len(pinned)


# -- other services --------------------------------------------------------------------


@pytest.mark.parametrize('path', FORMS, ids=name_of)
def test_an_issue_form_asks_for_what_is_needed(path):
    form = loaded(path)
    assert form.keys() == {'name', 'description', 'labels', 'body'}
    fields = [one for one in form['body'] if one['type'] != 'markdown']
    assert all(one['attributes']['label'] for one in fields)
    ids = [one['id'] for one in fields]
    assert len(ids) == len(set(ids))
    required = {one['id'] for one in fields if one.get('validations', {}).get('required')}
    if path.stem == 'fault':
        assert required == {'fault', 'conf', 'set', 'page', 'output', 'versions'}
    assert required


def test_the_manual_is_built_as_strictly_as_here():
    config = loaded(REPOSITORY / '.readthedocs.yaml')
    assert config['sphinx']['fail_on_warning'] is True
    assert (REPOSITORY / config['sphinx']['configuration']).is_file()
    assert 'graphviz' in config['build']['apt_packages']
    [installed] = config['python']['install']
    extras = PYPROJECT['project']['optional-dependencies']
    assert set(installed['extra_requirements']) <= set(extras)


def test_our_own_hooks_find_the_files_they_are_for():
    config = loaded(REPOSITORY / '.pre-commit-config.yaml')
    local = {
        hook['id']: hook
        for repo in config['repos']
        if repo['repo'] == 'local'
        for hook in repo['hooks']
    }
    files = [
        name_of(path)
        for folder in ('example_docs', 'sphinxcontrib_archgloss')
        for path in (REPOSITORY / folder).rglob('*.*')
    ]
    sets = sorted(f for f in files if re.search(local['archgloss-check']['files'], f))
    assert sets == [
        'example_docs/manual/words.yaml',
        'example_docs/terms/inference.yaml',
        'example_docs/terms/states-arabic.yaml',
        'example_docs/terms/states-empty.yaml',
        'example_docs/terms/states.yaml',
        'sphinxcontrib_archgloss/terms/sets/architecture.yaml',
    ]
    command = shlex.split(local['archgloss-check']['entry'])
    assert command.pop(0) == 'python'
    done = subprocess.run(
        [sys.executable, *command, *sets], cwd=REPOSITORY, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, b'')


# -- changes ---------------------------------------------------------------------------


def test_changes_are_sorted_as_keep_a_changelog_does():
    text = text_of('CHANGELOG.md')
    headings = re.findall(r'^(##+) (.+)$', text, re.MULTILINE)
    versions = [title for level, title in headings if level == '##']
    sorts = {title for level, title in headings if level == '###'}
    assert sorts <= {'Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'}
    assert {level for level, _ in headings} == {'##', '###'}
    first, *released = versions
    for title in released if first == 'Unreleased' else versions:
        assert re.fullmatch(r'\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d', title)
    assert first == 'Unreleased' or first.startswith(f'{__version__} - ')
    # every change stands below one of the sorts
    assert '\n- ' not in text.partition('### ')[0]
    assert text_of('example_docs/manual/changes.md') == (
        '```{include} ../../CHANGELOG.md\n```\n'
    )


# -- guides ----------------------------------------------------------------------------

PACKAGE = REPOSITORY / 'sphinxcontrib_archgloss'
PATH = re.compile(
    r'`((?:sphinxcontrib_archgloss|tests|example_docs|tools|\.ci|\.github)/[\w./-]+)`'
)
NEW = ('exchange/jsonl_format.py',)
"""Files that the guide has its readers make."""
OWN = {'TermCountDirective', 'term_count', 'jsonl_format', 'WITH_ANOTHER_TERM', 'CHANGELOG'}
"""Names that the guide makes up."""


def test_every_file_that_the_guide_names_is_there():
    found = PATH.findall(text_of('CONTRIBUTING.md'))
    assert len(found) > 15
    for path in found:
        assert path.endswith(NEW) or (REPOSITORY / path).exists(), path


def test_every_name_in_the_code_of_the_guide_is_in_the_package():
    text = text_of('CONTRIBUTING.md').partition('## Find your way')[2]
    blocks = re.findall(r'```python\n(.*?)```', text, re.DOTALL)
    spans = re.findall(r'`([^`\n]+)`', re.sub(r'```.*?```', '', text, flags=re.DOTALL))
    code = '\n'.join([*blocks, *(span for span in spans if not PATH.match(f'`{span}`'))])
    # CamelCase, or with an underscore: what nobody writes by chance
    names = set(
        re.findall(r'\b(?:_?[A-Z]\w*[a-z]\w*[A-Z]\w*|\w*[a-z]+_\w+|_?[A-Z_]{6,})\b', code)
    )
    made = set(re.findall(r'(?:def|class) (\w+)', code))
    package = '\n'.join(path.read_text('utf-8') for path in PACKAGE.rglob('*.py'))
    known = set(re.findall(r'\w+', package))
    assert {'PROJECT_RULES', 'located_set', 'PageDirective'} <= names
    assert {n for n in names - made - known if not n.startswith('ARCHGLOSS_')} <= OWN


def test_the_guide_has_every_folder_of_the_package():
    text = text_of('CONTRIBUTING.md')
    table = text.partition('| Folder of')[2].partition('\n\n')[0]
    named = re.findall(r'^\| `(\w+)` \|', table, re.MULTILINE)
    folders = {
        path.name
        for path in PACKAGE.iterdir()
        if path.is_dir() and (path / '__init__.py').exists()
    }
    assert set(named) == folders
    for folder, row in re.findall(r'^\| `(\w+)` \| ([^|]+) \|', table, re.MULTILINE):
        for inner in re.findall(r'\(`(\w+)`\)|: `(\w+)`,|then `(\w+)`', row):
            [name] = filter(None, inner)
            assert (PACKAGE / folder / name).is_dir(), (folder, name)


def test_no_two_classes_have_one_name():
    """Whoever looks a class up by its name finds the one that is meant."""
    modules = defaultdict(set)
    for path in PACKAGE.rglob('*.py'):
        for node in ast.walk(ast.parse(path.read_text('utf-8'))):
            if isinstance(node, ast.ClassDef):
                modules[node.name].add(path.relative_to(PACKAGE).as_posix())
    assert {name: found for name, found in modules.items() if len(found) > 1} == {}


def test_a_folder_holds_at_most_fifteen_modules():
    folders = Counter(p.parent for p in PACKAGE.rglob('*.py') if p.name != '__init__.py')
    assert [folder for folder, count in folders.items() if count > 15] == []


def test_the_guide_names_the_markers_of_pytest():
    named = re.findall(r'^\| `(\w+)` \| `tests/', text_of('CONTRIBUTING.md'), re.MULTILINE)
    markers = PYPROJECT['tool']['pytest']['ini_options']['markers']
    assert sorted(named) == sorted(one.partition(':')[0] for one in markers)


def test_the_limits_in_the_guide_to_security_are_those_of_the_code():
    text = ' '.join(text_of('SECURITY.md').split())
    size = f'{DEFAULT_LIMIT:,}'.replace(',', ' ')
    assert text.count(f'{size} bytes') == 2
    assert f'more than {MAX_DEPTH} levels deep' in text
    assert f'| Nesting of values | {MAX_DEPTH} |' in text
    assert f'| {MOST_TERMS} and {MOST_EDGES};' in text


HARMFUL = """\
name: set
terms:
- name: Raw
  definition: |
    A word.

    .. raw:: html

       <script>harm()</script>
- name: Included
  definition: |
    A word.

    .. include:: secret.txt
- name: Script
  canonical: javascript:harm()
  definition: "<script>harm()</script>"
"""


def test_settings_of_docutils_disarm_definitions(project):
    """What SECURITY.md recommends for sets of others, as it is written there."""
    lines = re.search(r'```ini\n(.*?)```', text_of('SECURITY.md'), re.DOTALL)[1]
    project.conf(archgloss_term_sets=['set.yaml'])
    project.write('set.yaml', HARMFUL)
    project.write('secret.txt', 'secret')
    project.write('index.rst', 'I\n=\n\n:term-ref:`script`\n\n.. term-set::\n')
    page = project.build().page('index.html')
    assert ('<script>harm()' in page, 'secret' in page) == (True, True)
    assert 'href="javascript' not in page
    project.write('docutils.conf', textwrap.dedent(lines))
    built = project.build('-E')
    page = built.page('index.html')
    assert ('<script>harm()' in page, 'secret' in page) == (False, False)
    assert [line.split('WARNING: ')[1].split(' [')[0] for line in built.warnings[:2]] == [
        'in the definition of "Raw": "raw" directive disabled.',
        'in the definition of "Included": "include" directive disabled.',
    ]
