"""Definitions that do harm, or look as if they did."""

from __future__ import annotations

from hypothesis import strategies as st

PAYLOADS = (
    '</script><script>harmed = 1</script>',
    '</p></template></div><script>harmed = 1</script>',
    '<template><p>',
    '<img src=x onerror="harmed = 1">',
    '"><svg onload=harmed=1>',
    "' onmouseover='harmed = 1",
    '<a href="javascript:harmed = 1">x',
    '<!-- <![CDATA[ <?x',
    '<b',
    '<',
    '&lt;i&gt; &#60;script&#62; &amp',
    '\\u003cscript\\u003eharmed = 1',
    '\u202eright to left\u2066',
    '\x00\x07\x1b[2J\x85\u2028',
    '{{ harmed }} {% raw %} ${harmed}',
    r'\(\require{html}\href{javascript:harmed=1}{x}\)',
)


def texts():
    """Texts of payloads and of any characters."""
    part = st.sampled_from(PAYLOADS) | st.text(max_size=20)
    return st.lists(part, min_size=1, max_size=6).map(' '.join)
