"""What the numbers were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ('sphinx', 'docutils', 'PyYAML', 'jsonschema-rs', 'rapidfuzz')


def describe() -> dict[str, str | int | float]:
    """Return the machine, the system and the versions of what is measured."""
    return {
        'processor': _processor(),
        'cores': len(os.sched_getaffinity(0))
        if hasattr(os, 'sched_getaffinity')
        else os.cpu_count() or 1,
        'memory_gib': round(_memory() / 2**30, 1),
        'load_at_start': round(os.getloadavg()[0], 2),
        'system': f'{platform.system()} {platform.release()} {platform.machine()}',
        'distribution': _distribution(),
        'python': f'{platform.python_implementation()} {platform.python_version()}',
        **{name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    try:
        lines = Path('/proc/cpuinfo').read_text(encoding='utf-8').splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    found = [
        line.partition(':')[2].strip() for line in lines if line.startswith('model name')
    ]
    return found[0] if found else platform.machine()


def _memory() -> int:
    return os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES')


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release().get('PRETTY_NAME', '')
    except OSError:
        return platform.platform()
