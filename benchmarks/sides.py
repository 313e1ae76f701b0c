"""The ways to have a glossary that are measured beside each other."""

from __future__ import annotations

from typing import NamedTuple


class Side(NamedTuple):
    """A way to have a glossary, and the one that its cost is divided by."""

    name: str
    baseline: str
    """Name of a side."""
    extensions: tuple[str, ...] = ()
    settings: str = ''
    """Further lines of conf.py."""
    archgloss: bool = False
    """Whether terms come from a set and references have the role ``term-ref``."""
    markdown: bool = False
    """Whether definitions are written in MyST."""
    record: str = ''
    """A line that each record of the set has beside its name and its definition."""

    @property
    def conf(self) -> str:
        """The end of conf.py."""
        return f'extensions = [*globals().get("extensions", ()), *{self.extensions}]\n' + (
            self.settings
        )

    def role(self, target: str) -> str:
        """Return a reference to *target* in a page."""
        return f':{"term-ref" if self.archgloss else "term"}:`{target}`'


SPHINX = Side('sphinx', 'sphinx')
ARCHGLOSS = Side(
    'archgloss',
    'sphinx',
    ('sphinxcontrib_archgloss',),
    "archgloss_term_sets = ['terms.yaml']\n",
    archgloss=True,
)
"""With everything that is on by default: popovers, back-references, search, structured
data."""


def _variant(name: str, settings: str, record: str = '') -> Side:
    return ARCHGLOSS._replace(
        name=name,
        baseline='archgloss' if record else 'sphinx',
        settings=ARCHGLOSS.settings + settings,
        record=record,
    )


SIDES = {
    side.name: side
    for side in (
        SPHINX,
        ARCHGLOSS,
        _variant('no-popovers', 'archgloss_popovers = False\n'),
        # definitions in Markdown
        SPHINX._replace(
            name='sphinx-myst',
            baseline='sphinx-myst',
            extensions=('myst_parser',),
            markdown=True,
        ),
        ARCHGLOSS._replace(
            name='myst',
            baseline='sphinx-myst',
            extensions=('myst_parser', *ARCHGLOSS.extensions),
            markdown=True,
        ),
        # automatic links: every mention is looked for, and none or the first is linked
        _variant('autolinks-sought', "archgloss_autolink = 'first'\n", 'autolink: suggest'),
        _variant('autolinks', "archgloss_autolink = 'first'\n", 'autolink: first'),
        # others' popovers; what they would fetch from the network is switched off
        SPHINX._replace(
            name='tippy',
            extensions=('sphinx_tippy',),
            settings='tippy_enable_wikitips = tippy_enable_doitips = False\n',
        ),
        SPHINX._replace(name='whisper', extensions=('sphinx_riddle_whisper',)),
        # needs Sphinx 8; its warnings about Sphinx 9 would count as those of the build
        SPHINX._replace(
            name='hoverxref',
            extensions=('hoverxref.extension',),
            settings="import warnings; warnings.simplefilter('ignore')\n"
            "hoverxref_roles = ['term']\nhoverxref_role_types = {'term': 'tooltip'}\n",
        ),
    )
}

PACKAGES = {
    'tippy': 'sphinx-tippy',
    'whisper': 'sphinx-riddle-whisper',
    'hoverxref': 'sphinx-hoverxref',
}
"""Sides that need a package of PyPI."""
