"""The built-in term sets, as data, and their paths."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
"""The folder of the built-in sets."""


def built_in_sets() -> dict[str, str]:
    """Return name → absolute path of the sets that come with the package."""
    return {path.stem: str(path) for path in sorted(FOLDER.glob('*.yaml'))}
