"""What the numbers were measured on."""

from __future__ import annotations

import os
import platform
import re
import textwrap
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path


def describe() -> str:
    """Return the machine, the system and the versions of what is measured, in lines."""
    processor = platform.processor() or platform.machine()
    with suppress(OSError):
        match = re.search(r'model name\s*: (.+)', Path('/proc/cpuinfo').read_text('utf-8'))
        processor = match[1] if match else processor
    system = f'{platform.system()} {platform.release()}'
    with suppress(OSError):
        system += f', {platform.freedesktop_os_release().get("PRETTY_NAME", "")}'
    memory = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30
    python = f'{platform.python_implementation()} {platform.python_version()}'
    packages = ', '.join(
        f'{name} {version(name)}' for name in ('Sphinx', 'docutils', 'MyST-Parser')
    )
    machine = f'{processor}, {os.cpu_count()} cores, {memory:.1f} GiB'
    return textwrap.fill(f'{machine}; {system}; {python}, {packages}', 88)
