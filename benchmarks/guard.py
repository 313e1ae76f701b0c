"""Fails if a build has become more expensive: ``python benchmarks/guard.py``.

Counts the instructions of a clean build of 50 terms and 50 pages, with archgloss and with
Sphinx's own glossary. Their ratio may be 1.02 times the one that `ratios.json` has for the
minor versions of Python and Sphinx. ``--store`` writes the ratio there.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from pathlib import Path

import measures
import sphinx
from cases import GeneratedCase
from scenarios import clean_instructions
from sides import ARCHGLOSS, SPHINX

CASE = GeneratedCase(50, 50)
MARGIN = 1.02
RATIOS = Path(__file__).with_name('ratios.json')
STORE = '.ci/instructions --store'


def versions() -> str:
    """Return the key of this Python and this Sphinx."""
    python = '.'.join(platform.python_version_tuple()[:2])
    return f'Python {python}, Sphinx {sphinx.version_info[0]}.{sphinx.version_info[1]}'


def verdict(key: str, ratio: float, stored: float | None) -> tuple[int, str]:
    """Return the exit status for a *ratio*, and the message."""
    if stored is None:
        return 1, f'{RATIOS.name} has no ratio for {key}. To store {ratio:.4f}: {STORE}'
    limit = stored * MARGIN
    if ratio > limit:
        return 1, (
            f'{ratio:.4f} times the instructions of Sphinx alone are too many: {key} has '
            f'the ratio {stored:.4f}, so {limit:.4f} is allowed. Make the build cheaper; '
            f'benchmarks/hotspots.py shows where it spends its time. If the change is '
            f'worth its cost, store the ratio and say why in the commit: {STORE}'
        )
    message = f'{ratio:.4f} times the instructions of Sphinx alone; {limit:.4f} is allowed'
    if ratio * MARGIN < stored:
        message += f'. It has become cheaper; to keep it so: {STORE}'
    return 0, message


def main() -> int:
    """Count, and compare with what is stored or store it."""
    parser = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    parser.add_argument('--store', action='store_true', help='write the ratio down')
    store = parser.parse_args().store
    if not measures.has_valgrind():
        print('valgrind is missing; install it: .ci/packages instructions', file=sys.stderr)
        return 2
    measures.compile_package()
    counts = clean_instructions(CASE, (SPHINX, ARCHGLOSS))
    ratio = counts['archgloss'] / counts['sphinx']
    ratios = json.loads(RATIOS.read_text(encoding='utf-8')) if RATIOS.exists() else {}
    key = versions()
    billions = ', '.join(f'{side} {value / 1e9:.3f} G' for side, value in counts.items())
    print(f'{key}: {billions} instructions')
    if store:
        ratios[key] = round(ratio, 4)
        text = json.dumps(dict(sorted(ratios.items())), indent=2)
        RATIOS.write_text(f'{text}\n', encoding='utf-8')
        print(f'stored {ratio:.4f}')
        return 0
    status, message = verdict(key, ratio, ratios.get(key))
    print(message, file=sys.stderr if status else sys.stdout)
    return status


if __name__ == '__main__':
    sys.exit(main())
