"""Keep the catalogues of the interface's texts.

    python tools/catalogues.py

extracts the texts of the code into ``sphinxcontrib_archgloss.pot``, adds new texts to the
catalogue of each language, removes old ones, and compiles the catalogues. With
``--check`` nothing is written, and the exit status is 1 if anything would be.
A new language begins as an empty file ``LANGUAGE/LC_MESSAGES/sphinxcontrib_archgloss.po``
beside the others. Babel, which comes with Sphinx, does the work.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

DOMAIN = 'sphinxcontrib_archgloss'
PACKAGE = Path(__file__).parents[1] / DOMAIN
LOCALE = PACKAGE / 'locale'

# times would make every run a change, and names nobody keeps up to date
_DROPPED = re.compile(
    r'^"(Project-Id|Report-Msgid|POT-Cr|PO-Rev|Last-Tr|Language-Team|Generated-By).*\n',
    re.MULTILINE,
)


def template() -> Catalog:
    """Return the texts of the code."""
    catalog = Catalog(header_comment='# What readers see of archgloss.', fuzzy=False)
    found = extract_from_dir(
        PACKAGE, comment_tags=('Translators:',), strip_comment_tags=True
    )
    for name, _line, message, comments, context in sorted(found):
        # lines of code would make every edit a change
        catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def updated(path: Path, texts: Catalog) -> Catalog:
    """Return the catalogue at *path* with the *texts* of the code, translated or not."""
    language = path.parents[1].name
    with path.open('rb') as file:
        catalog = read_po(file, locale=language, domain=DOMAIN)
    catalog.update(texts, no_fuzzy_matching=True, update_header_comment=True)
    catalog.fuzzy = False  # as Babel has it while it is new
    return catalog


def written(catalog: Catalog) -> bytes:
    """Return the text of *catalog*."""
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalog,
        width=88,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    return _DROPPED.sub('', buffer.getvalue().decode()).encode()


class _Undated(Catalog):
    """A catalogue whose header is always the same."""

    mime_headers = [  # noqa: RUF012
        ('MIME-Version', '1.0'),
        ('Content-Type', 'text/plain; charset=utf-8'),
        ('Content-Transfer-Encoding', '8bit'),
    ]


def compiled(text: bytes) -> bytes:
    """Return the catalogue with *text* as programs read it."""
    catalog = _Undated(fuzzy=False)
    for message in read_po(io.BytesIO(text), domain=DOMAIN):
        if message.id:
            catalog.add(message.id, message.string, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def files() -> dict[Path, bytes]:
    """Return path → content of all files as they should be."""
    texts = template()
    made = {LOCALE / f'{DOMAIN}.pot': written(texts)}
    for path in sorted(LOCALE.glob(f'*/LC_MESSAGES/{DOMAIN}.po')):
        made[path] = written(updated(path, texts))
        made[path.with_suffix('.mo')] = compiled(made[path])
    return made


def main(arguments: list[str]) -> int:
    """Write what differs, or only tell; return the number of differing files."""
    check = '--check' in arguments
    differing = 0
    for path, content in files().items():
        if not path.exists() or path.read_bytes() != content:
            differing += 1
            print(f'{path}: {"differs from the code" if check else "written"}')
            if not check:
                path.write_bytes(content)
    return differing if check else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
