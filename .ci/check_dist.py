"""Checks that the built distributions hold what they must."""

from __future__ import annotations

import sys
import tarfile
import zipfile

WANTED = (
    'sphinxcontrib_archgloss/py.typed',
    'sphinxcontrib_archgloss/terms/sets/architecture.yaml',
    'sphinxcontrib_archgloss/terms/term-set.schema.json',
    'sphinxcontrib_archgloss/static/archgloss.css',
    'sphinxcontrib_archgloss/static/archgloss.js',
    *(
        f'sphinxcontrib_archgloss/locale/{language}/LC_MESSAGES/sphinxcontrib_archgloss.{kind}'
        for language in ('ar', 'de', 'ja')
        for kind in ('po', 'mo')
    ),
    'LICENSE',
)


def names(path: str) -> list[str]:
    """Return the names of the files in the distribution at *path*."""
    if path.endswith('.whl'):
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    with tarfile.open(path) as archive:
        return archive.getnames()


def main(paths: list[str]) -> int:
    """Return the number of files that are missing from the distributions."""
    missing = 0
    for path in paths:
        found = names(path)
        for wanted in WANTED:
            if not any(name.endswith(wanted) for name in found):
                print(f'{path}: {wanted} is missing')
                missing += 1
        print(f'{path}: {len(found)} files')
    return missing


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
