"""A set as YAML, which holds all of it: laid out as a person would.

Texts of several lines are block scalars, short lists and mappings are on one line, and a
blank line separates two records. PyYAML writes; this module only chooses the style of each
value.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from sphinxcontrib_archgloss.exchange.ground.plain_data import Conversion, set_as_data

if TYPE_CHECKING:
    from sphinxcontrib_archgloss.terms.model import TermSet

MODELINE = '# yaml-language-server: $schema='
"""What precedes the path or URL of the schema, for language servers."""

_ONE_LINE = 72
"""The most characters of a list or mapping that is written on one line."""
_OTHER_BREAKS = frozenset('\x85\u2028\u2029')
_UNBROKEN = 2**31
"""A width at which no line is broken: PyYAML may not read a line that it has broken."""


class _Dumper(yaml.SafeDumper):
    """Indents lists in mappings, and writes every value out."""

    def __init__(self, stream: io.StringIO) -> None:
        super().__init__(stream, sort_keys=False, allow_unicode=True, width=_UNBROKEN)
        # asked for when a style is chosen, and again when the text is written
        self.analyze_scalar = cache(super().analyze_scalar)  # type: ignore[method-assign]

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None
    if '\n' in text:
        # PyYAML loses other characters that are line breaks in YAML
        is_plain = not _OTHER_BREAKS.intersection(text)
        style = '|' if is_plain and dumper.analyze_scalar(text).allow_block else '"'
    return dumper.represent_scalar('tag:yaml.org,2002:str', text, style=style)


_Dumper.add_representer(str, _represent_text)


def as_yaml(term_set: TermSet, schema: str = '') -> Conversion:
    """Return *term_set* as a YAML file.

    *schema* is the path or URL of the JSON Schema, for the editor's modeline.
    """
    data = set_as_data(term_set)
    records = data.pop('terms')
    for record in records:
        if '\n' in record.get('definition', ''):
            # a block scalar without a chomping indicator ends with a line break
            record['definition'] += '\n'
    head = f'{MODELINE}{schema}\n' if schema else ''
    head += _block(data)
    if not records:
        return Conversion(f'{head}terms: []\n')
    if len(data) > 1:
        head += '\n'
    terms = '\n'.join(_indented(_block([record])) for record in records)
    return Conversion(f'{head}terms:\n{terms}')


def _block(data: Any) -> str:
    """Return *data* in YAML, with a line for each value of the outermost mapping."""
    text = io.StringIO()
    dumper = _Dumper(text)
    root = dumper.represent_data(data)
    for node in _outermost(root):
        _lay_out(node)
    dumper.open()
    dumper.serialize(root)
    dumper.close()
    return text.getvalue()


def _outermost(node: yaml.Node) -> list[yaml.Node]:
    """Return the values of a mapping, or of the one mapping in a list."""
    node.flow_style = False  # type: ignore[attr-defined]
    if isinstance(node, yaml.SequenceNode):
        return _outermost(node.value[0])
    return [value for _, value in node.value]


def _lay_out(node: yaml.Node) -> None:
    """Choose between one line and several for *node* and everything in it."""
    if isinstance(node, yaml.ScalarNode):
        return
    children = node.value
    if isinstance(node, yaml.MappingNode):
        children = [part for pair in node.value for part in pair]
    for child in children:
        _lay_out(child)
    short = all(isinstance(c, yaml.ScalarNode) and '\n' not in c.value for c in children)
    short = short and sum(len(child.value) + 2 for child in children) <= _ONE_LINE
    node.flow_style = short  # type: ignore[attr-defined]


def _indented(block: str) -> str:
    # YAML breaks lines and skips blanks at fewer characters than Python does
    return ''.join(f'  {line}\n' if line else '\n' for line in block.split('\n')[:-1])
