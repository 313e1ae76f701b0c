"""``python -m sphinxcontrib_archgloss`` is ``archgloss``."""

from __future__ import annotations

import sys

from sphinxcontrib_archgloss.commands.main import main

if __name__ == '__main__':
    sys.exit(main())
