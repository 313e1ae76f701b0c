"""Somebody who reads pages in a browser."""

from __future__ import annotations

from contextlib import contextmanager


class Reader:
    """A window with one page in it, and what a reader does there.

    Time stands still unless the reader waits: the script's delays are exact.
    """

    def __init__(self, browser, script='', **options):
        options = {'viewport': {'width': 800, 'height': 600}, **options}
        self._context = browser.new_context(**options)
        self.page = self._context.new_page()
        self.faults = []
        self.page.on('pageerror', lambda error: self.faults.append(str(error)))
        self.page.on('console', self._listen)
        if script:
            self.page.add_init_script(script)

    def _listen(self, message):
        asked_for_icon = message.location.get('url', '').endswith('/favicon.ico')
        if (
            message.type == 'error'
            and 'net::ERR_' not in message.text
            and not asked_for_icon
        ):
            self.faults.append(message.text)

    def leave(self):
        self._context.close()

    def visit(self, where, *, still=True):
        """Open a file or an address."""
        if still and not self._is_visited:
            self.page.clock.install(time=0)
            self.page.clock.pause_at(1000)
        self.page.goto(where if '://' in str(where) else f'file://{where}')
        return self

    @property
    def _is_visited(self):
        return self.page.url != 'about:blank'

    def wait(self, milliseconds):
        self.page.clock.run_for(milliseconds)

    # -- what is there

    @property
    def popover(self):
        return self.page.locator('.term-popover')

    @property
    def is_open(self):
        return self.popover.is_visible()

    @property
    def text(self):
        return ' '.join(self.popover.inner_text().split())

    def link(self, words):
        return (
            self.page.locator('a', has_text=words)
            .filter(has=self.page.locator('.term-ref'))
            .first
        )

    def style(self, selector, name):
        return self.page.evaluate(
            '([selector, name]) => getComputedStyle(document.querySelector(selector))[name]',
            [selector, name],
        )

    # -- what a reader does

    def hover(self, words, wait=300):
        self.link(words).hover()
        self.wait(wait)

    def look_away(self, wait=300):
        self.page.mouse.move(5, 5)
        self.wait(wait)

    def tab_to(self, words):
        """Come to a link by the keyboard."""
        self.link(words).evaluate(
            """link => {
                const shown = one => one.checkVisibility({visibilityProperty: true});
                const stops = 'a[href], button, input, label[tabindex], summary, [tabindex="0"]';
                const all = [...document.querySelectorAll(stops)].filter(
                    one => shown(one) && one.tabIndex >= 0);
                const before = all[all.indexOf(link) - 1];
                if (before) before.focus({preventScroll: true});
                else document.activeElement.blur();
            }"""
        )
        for _ in range(5):  # browsers stop at what scrolls, too
            self.page.keyboard.press('Tab')
            if self.link(words).evaluate('link => link === document.activeElement'):
                return
        raise AssertionError(f'the keyboard does not get to "{words}"')

    def press(self, key):
        self.page.keyboard.press(key)

    @contextmanager
    def staying(self):
        """Have the page stay the same, whatever the reader does."""
        before = self.page.url
        yield
        assert self.page.url == before

    def boxes(self, words):
        """(box of the link, box of what is seen of the popover)."""
        seen = self.page.locator('.term-popover-box')
        return self.link(words).bounding_box(), seen.bounding_box()
