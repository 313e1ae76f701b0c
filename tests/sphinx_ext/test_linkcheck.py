"""The builder ``linkcheck``: broken addresses of terms, at their lines in the data file.

The addresses are those of a server in this process, which answers as its paths say.
"""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from projects import CONF


class _Site(BaseHTTPRequestHandler):
    closing = threading.Event()

    def do_GET(self):
        name = self.path.strip('/').partition('-')[0]
        if name == 'slow':
            self.closing.wait(5)
            return
        body = b'<h1 id="here">Here</h1>'
        self.send_response(
            {'good': 200, 'moved': 301, 'found': 302, 'busy': 503}.get(name, 404)
        )
        if name in ('moved', 'found'):
            self.send_header('Location', '/good')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command == 'GET':
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture(scope='module')
def site():
    """The address of a server: /good is there, /moved and /found redirect to it, /slow
    timed out, /busy has no time, and nothing else is there."""
    server = ThreadingHTTPServer(('127.0.0.1', 0), _Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f'http://127.0.0.1:{server.server_port}'
    _Site.closing.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def check(project, site):
    """Builds *pages* with a set of *terms*; SITE stands for the address of the server."""

    def build(terms: str, pages: dict[str, str], *arguments: str, conf: str = ''):
        files = {
            'conf.py': f'{CONF}archgloss_term_sets = ["s.yaml"]\nlinkcheck_timeout = 2\n{conf}',
            # longer than the pages, so that its lines are not theirs
            's.yaml': '#\n' * 30 + f'name: s\nterms:\n{terms}',
            **pages,
        }
        for name, text in files.items():
            project.write(name, text.replace('SITE', site))
        built = project.build(*arguments, builder='linkcheck')
        built.text = built.text.replace(site, 'SITE')
        for result in map(json.loads, built.page('output.json').splitlines()):
            lines = (project.source / result['filename']).read_text('utf-8').splitlines()
            # a line that the page does not have is of no use
            assert result['status'] == 'unchecked' or 1 <= result['lineno'] <= len(lines), (
                result
            )
        return built

    return build


def line_of(project, text: str, name: str = 's.yaml') -> int:
    lines = (project.source / name).read_text('utf-8').splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)


PAGES = {
    'index.rst': 'Start\n=====\n\nSee :term-ref:`Bad`.\n\n.. toctree::\n\n   p\n',
    'p.rst': 'P\n=\n\n.. term-set::\n',
}


def test_a_broken_address_is_reported_at_its_line_of_the_data_file(check, project):
    faults = {
        'SITE/bad': 'is broken (404 Client Error: Not Found)',
        'SITE/good#nowhere': "is broken (Anchor 'nowhere' not found)",
        'SITE/slow': 'timed out',
        'SITE/good': '',
        'SITE/good#here': '',
        'SITE/found': '',
        'SITE/busy': '',
    }
    terms = ''.join(
        f'  - name: {address.partition("/")[2]}\n    definition: d\n    canonical: {address}\n'
        for address in faults
    )
    built = check(terms, PAGES)
    reported = [w for w in built.warnings if w.endswith('[archgloss.broken]')]
    wrong = [address for address, fault in faults.items() if fault]
    for warning, address in zip(reported, wrong, strict=True):
        name = address.partition('/')[2]
        assert warning.startswith(
            f's.yaml:{line_of(project, name) + 2}: WARNING: the canonical page of "{name}", '
            f'{address}, {faults[address]}'
        )
        assert '; correct "canonical", or set "published: false"' in warning
    assert built.status == 1


def test_what_sphinx_prints_names_the_line_of_the_reference_or_of_the_directive(check):
    terms = """\
  - {name: Bad, definition: d, canonical: "SITE/bad"}
  - {name: Worse, definition: d, canonical: "SITE/worse"}
"""
    text = check(terms, PAGES).page('output.txt')
    assert re.search(r'^index\.rst:4: \[broken\] \S+/bad', text, re.MULTILINE)
    assert re.search(r'^p\.rst:4: \[broken\] \S+/worse', text, re.MULTILINE)


def test_references_and_links_in_definitions_are_addresses_of_a_term_too(check, project):
    terms = """\
  - name: Term
    definition: |
      Here is `a link <SITE/in-text>`__ of the first paragraph.

      The other_ one.

      .. _other: SITE/in-target
    references:
      - {label: Good, url: "SITE/good"}
      - label: Paper
        url: SITE/paper
"""
    built = check(terms, PAGES)
    broken = [warning for warning in built.warnings if 'archgloss.broken' in warning]
    found = {re.search(r'SITE/([\w-]+)', warning)[1]: warning for warning in broken}
    assert set(found) == {'in-text', 'in-target', 'paper'}
    for name, warning in found.items():
        assert warning.startswith(f's.yaml:{line_of(project, name)}: ')
    assert (
        'in the definition of "Term": the link, SITE/in-text, is broken' in found['in-text']
    )
    assert 'the reference "Paper" of "Term", SITE/paper, is broken' in found['paper']


def test_links_in_definitions_in_myst(check, project):
    pages = {'p.md': '# P\n\n```{term-set} m.toml\n```\n', 'index.rst': PAGES['index.rst']}
    pages['m.toml'] = (
        'name = "m"\nmarkup = "myst"\n[[terms]]\nname = "My"\ndefinition = """\nFirst.\n\n[Link](SITE/link).\n"""\n'
    )
    conf = 'extensions.append("myst_parser")\n'
    built = check(
        '  - {name: Bad, definition: d, canonical: "SITE/good"}\n', pages, conf=conf
    )
    [warning] = [w for w in built.warnings if 'broken' in w]
    assert warning.startswith(
        'm.toml:8: WARNING: in the definition of "My": the link, SITE/link,'
    )


def test_an_address_that_no_page_shows_is_tried_too(check, project):
    terms = """\
  - {name: Shown, definition: d}
  - {name: Hidden, definition: d, canonical: "SITE/hidden"}
  - {name: Cited, definition: d, references: [{label: P, url: "SITE/cited"}]}
  - {name: Later, definition: d, canonical: "SITE/later", published: false}
  - {name: Other, see: Hidden}
"""
    pages = {
        'index.rst': 'Start\n=====\n\n.. term-set::\n   :only: Shown\n\n.. toctree::\n\n   p\n',
        'p.rst': 'P\n=\n',
    }
    built = check(terms, pages, conf='linkcheck_exclude_documents = ["index"]\n')
    assert [w.partition(': ')[0] for w in built.warnings] == [
        f's.yaml:{line_of(project, "Hidden")}', f's.yaml:{line_of(project, "Cited")}',
    ]  # fmt: skip
    assert (
        built.page('output.txt').count('/hidden') == 2
    )  # the address, and Sphinx's reason


def test_two_records_with_one_address_are_both_named(check, project):
    terms = """\
  - {name: First, definition: d, canonical: "SITE/bad"}
  - {name: Second, definition: d, canonical: "SITE/bad"}
  - {name: Third, definition: 'See `it <SITE/bad>`__.', canonical: "SITE/bad"}
"""
    built = check(terms, PAGES | {'index.rst': 'Start\n=====\n\n.. toctree::\n\n   p\n'})
    lines = [line_of(project, name) for name in ('First', 'Second', 'Third')]
    assert [w.partition(': ')[0] for w in built.warnings] == [f's.yaml:{n}' for n in lines]


def test_a_reference_in_an_included_file(check):
    pages = {
        'index.rst': 'Start\n=====\n\n.. include:: long.txt\n',
        'long.txt': '\n' * 40 + ':term-ref:`Bad`\n',
    }
    built = check('  - {name: Bad, definition: d, canonical: "SITE/bad"}\n', pages)
    assert len(built.warnings) == 1  # the fixture looks at Sphinx's line


def test_what_sphinx_ignores_is_not_reported(check):
    terms = '  - {name: Bad, definition: d, canonical: "SITE/bad"}\n'
    conf = 'linkcheck_ignore = [".*/bad"]\n'
    assert check(terms, PAGES, conf=conf).warnings == []


def test_addresses_are_tried_as_the_project_rewrites_them(check):
    conf = """
def setup(app):
    app.connect('linkcheck-process-uri', lambda app, uri: uri.replace('/old-', '/good-'))
"""
    terms = """\
  - {name: Bad, definition: d, canonical: "SITE/bad"}
  - {name: Old, definition: d, canonical: "SITE/old-page"}
"""
    [warning] = check(terms, PAGES, conf=conf).warnings
    assert '"Bad"' in warning


def test_a_scheme_in_capitals_is_a_scheme(check, site):
    terms = f'  - {{name: Bad, definition: d, canonical: "{site.replace("http", "HTTP")}/good"}}\n'
    built = check(terms, PAGES)
    assert (built.warnings, built.status) == ([], 0)


def test_a_permanent_redirect_is_a_note_at_the_record(check, project):
    terms = """\
  - {name: Bad, definition: d, canonical: "SITE/good"}
  - {name: Moved, definition: d, canonical: "SITE/moved"}
"""
    built = check(terms, PAGES, '-W')
    note = (
        f's.yaml:{line_of(project, "Moved")}: the canonical page of "Moved", SITE/moved, has '
        'moved permanently; write SITE/good'
    )
    assert note in built._relative(built.text).splitlines()
    assert (built.warnings, built.status) == ([], 0)


def test_timeouts_count_as_broken_where_the_project_wants_it(check):
    terms = '  - {name: Bad, definition: d, canonical: "SITE/slow"}\n'
    built = check(terms, PAGES, conf='linkcheck_report_timeouts_as_broken = True\n')
    [warning] = built.warnings
    assert 'SITE/slow, is broken (' in warning


def test_builds_report_the_same_again_and_with_several_workers(check):
    terms = """\
  - {name: Bad, definition: 'See `it <SITE/text>`__.', canonical: "SITE/bad"}
  - {name: Worse, definition: d, canonical: "SITE/worse"}
"""
    more = {f'q{n}.rst': f'Q{n}\n==\n\n:term-ref:`Worse`\n' for n in range(6)}
    first = check(terms, PAGES | more)
    assert len(first.warnings) == 3
    again = check(terms, PAGES | more)
    assert (again.warnings, again.status) == (first.warnings, first.status)
    parallel = check(terms, PAGES | more, '-E', '-j', '2')
    assert (parallel.warnings, parallel.status) == (first.warnings, first.status)
    assert sorted(parallel.page('output.txt').splitlines()) == sorted(
        first.page('output.txt').splitlines()
    )
