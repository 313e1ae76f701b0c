"""Pages in a real browser: sites that are built once, and readers that look at them."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from browser import chromium, sites
from browser.reader import Reader
from projects import Project

SCREENSHOTS = Path(__file__).parents[2] / 'build' / 'screenshots'
"""Where pictures of what the tests saw go; git knows nothing of them."""

FONTS = {'FONTCONFIG_FILE': str(Path(__file__).with_name('fonts.conf'))}
"""Environment of builds whose maps are the same on all machines."""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope='session')
def browser():
    """Debian's Chromium, or another one; see `chromium.find`."""
    said = ''
    if importlib.util.find_spec('playwright') is None:
        said = chromium.NEEDED
    elif chromium.find() is None:
        said = (
            f'no Chromium on this machine; install one or name it in {chromium.WANTED} '
            'to run the tests in a browser'
        )
    if said:
        if os.environ.get(chromium.WANTED) == 'required':
            pytest.fail(said)
        pytest.skip(said)
    with chromium.chromium() as started:
        yield started


@pytest.fixture
def reader(browser, request):
    """Makes readers; each has a window of their own, with nothing in it yet."""
    readers = []

    def make(**options):
        readers.append(Reader(browser, **options))
        return readers[-1]

    yield make
    for n, one in enumerate(readers):
        if request.node.stash.get(FAILED, False):
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            one.page.screenshot(path=SCREENSHOTS / f'failed-{request.node.name}-{n}.png')
        one.leave()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == 'call':
        item.stash[FAILED] = report.failed
    return report


def _once(tmp_path_factory, name, build):
    """Do *build* in a folder called *name*, once for all workers; return the folder."""
    top = tmp_path_factory.getbasetemp()
    if 'PYTEST_XDIST_WORKER' in os.environ:
        top = top.parent
    top /= name
    top.mkdir(exist_ok=True)
    with (top / 'lock').open('w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (top / 'done').exists():
            build(top)
            (top / 'done').touch()
    return top


@pytest.fixture(scope='session')
def small(tmp_path_factory):
    """A small project in every builder of pages for a browser: folder of the outputs."""

    def build(top):
        project = Project(top / 'docs')
        sites.write_small(project)
        for name in ('html', 'dirhtml', 'singlehtml'):
            built = project.build('-W', builder=name, out=name)
            assert built.status == 0, built.text

    return _once(tmp_path_factory, 'browser-small', build)


@pytest.fixture(scope='session')
def example_docs(tmp_path_factory):
    """Builds the example docs with a theme; returns the folder of the pages."""

    def with_theme(theme):
        def build(top):
            subprocess.run(
                [
                    sys.executable, '-m', 'sphinx', '-q', '-W', '-b', 'html',
                    '-D', f'html_theme={theme}', '-d', str(top / 'doctrees'),
                    str(sites.EXAMPLE_DOCS), str(top / 'html'),
                ],
                check=True,
                cwd=top,
            )  # fmt: skip

        return _once(tmp_path_factory, f'browser-{theme}', build) / 'html'

    return with_theme


@pytest.fixture(scope='session')
def states(tmp_path_factory):
    """Builds the gallery of states with a theme; returns its page, and one in Arabic."""

    def with_theme(theme):
        def build(top):
            for name, write in (('en', sites.write_states), ('ar', sites.write_arabic)):
                project = Project(top / name / 'docs')
                write(project)
                built = project.build(f'-Dhtml_theme={theme}', out='html', env=FONTS)
                assert built.status == 0, built.text

        top = _once(tmp_path_factory, f'browser-states-{theme}', build)
        return top / 'en' / 'html' / 'states.html', top / 'ar' / 'html' / 'index.html'

    return with_theme


@pytest.fixture
def served():
    """Serves folders over HTTP; see `sites.serve`."""
    running = []

    def serve(folder, **options):
        server = sites.serve(folder, **options)
        running.append(server)
        return server.address

    yield serve
    for server in running:
        server.stop()
