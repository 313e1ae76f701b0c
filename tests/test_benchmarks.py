"""The verdict of the guard in CI, and the chart and the table that the manual shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from defusedxml import ElementTree

BENCHMARKS = Path(__file__).parents[1] / 'benchmarks'


def python(*arguments: str) -> str:
    env = {**os.environ, 'PYTHONPATH': str(BENCHMARKS)}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, env=env, capture_output=True, text=True, check=True
    ).stdout


def verdict(ratio: float, stored: float | None) -> tuple[int, str]:
    code = f'import guard; print(*guard.verdict("Python 3.11", {ratio}, {stored}))'
    status, _, message = python('-c', code).partition(' ')
    return int(status), message


def test_a_build_may_become_two_per_cent_more_expensive_and_no_more():
    assert verdict(1.04, 1.03)[0] == 0
    status, message = verdict(1.06, 1.03)
    assert status == 1
    assert 'Python 3.11 has the ratio 1.0300, so 1.0506 is allowed' in message


def test_a_cheaper_build_and_a_new_pair_of_versions_print_how_to_store_the_ratio():
    status, message = verdict(1.00, 1.10)
    assert (status, '.ci/instructions --store' in message) == (0, True)
    status, message = verdict(1.00, None)
    assert status == 1
    assert message.startswith('ratios.json has no ratio for Python 3.11.')
    assert '.ci/instructions --store' in message


def test_results_become_a_table_and_a_chart_with_a_text_alternative(tmp_path):
    samples = [
        ('300x100', side, 'clean', 'instructions', 0, count)
        for side, count in (('sphinx', 16e9), ('archgloss', 16.4e9), ('whisper', 160e9))
    ]
    results = tmp_path / 'results.json'
    results.write_text(json.dumps({'machine': 'a machine', 'samples': samples}))
    table = python(str(BENCHMARKS / 'tables.py'), str(results))
    assert '16.400 1.025' in table
    code = (
        'import chart, pathlib, tables; '
        f'_, samples = tables.read(pathlib.Path({str(results)!r})); '
        'print(chart.draw(chart.bars(samples)))'
    )
    svg = ElementTree.fromstring(python('-c', code))
    texts = {child.get('id'): child.text for child in svg}
    title, description = (texts[name] for name in svg.get('aria-labelledby').split())
    assert (
        title
        == 'Cost of a clean build in instructions, beside Sphinx alone with the same pages'
    )
    assert description == (
        '300 terms, 100 pages, 20 references a page: Sphinx alone 1.00, archgloss 1.02, '
        'sphinx-riddle-whisper 10.00.'
    )


def test_the_manual_shows_the_results_that_are_kept_with_the_benchmarks():
    code = 'import json, manual_tables; print(json.dumps(manual_tables.files()))'
    pages = BENCHMARKS.parent / 'example_docs' / 'manual'
    for name, text in json.loads(python('-c', code)).items():
        assert (pages / name).read_text(encoding='utf-8') == text, (
            f'to write {name}: python benchmarks/manual_tables.py'
        )
