"""The browser that the tests look through: the Chromium of the machine, if any."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

NAMES = ('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
ARGUMENTS = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    # text looks the same on all machines
    '--disable-lcd-text',
    '--font-render-hinting=none',
    # nothing is fetched from anywhere but this machine
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

NEEDED = 'the tests in a browser need what the extra "browser" installs'
"""Why they are skipped without Playwright."""

WANTED = 'ARCHGLOSS_BROWSER'
"""Environment variable: path of the browser, or ``required`` if there must be one."""


def find() -> str | None:
    """Return the path of a Chromium, or None if the machine has none."""
    wanted = os.environ.get(WANTED, '')
    if wanted and wanted != 'required':
        return wanted
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, and stop it."""
    from playwright.sync_api import sync_playwright  # a test without it is skipped

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
