"""What building ``tests/roots/every-warning`` really prints.

The manual shows it. Run this module to renew what is expected:
``python tests/docs/every_warning.py``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1] / 'roots' / 'every-warning'
EXPECTED = ROOT / 'expected.txt'


def output(folder: Path, *arguments: str) -> str:
    """Return what a build in *folder* prints, paths relative to the project.

    The project is copied there if it is not there yet; a second call is a re-run.
    """
    source = folder / 'docs'
    if not source.exists():
        shutil.copytree(ROOT, source)
    done = subprocess.run(
        [
            sys.executable, '-m', 'sphinx', '-q', '-N', *arguments,
            str(source), str(folder / 'build'),
        ],
        capture_output=True,
        text=True,
        encoding='utf-8',
        env={**os.environ, 'PYTHONWARNINGS': 'ignore'},
        check=False,
    )  # fmt: skip
    return (done.stdout + done.stderr).replace(f'{source}{os.sep}', '')


if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as made:
        EXPECTED.write_text(output(Path(made)), encoding='utf-8')
