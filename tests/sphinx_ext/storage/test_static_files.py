"""`storage.static_files`: what browsers load of our style sheets and scripts."""

from __future__ import annotations

import pytest

from sphinxcontrib_archgloss.sphinx_ext.storage import static_files

SOURCES = {
    'style.css': (
        '/* Of terms.\n * More. */\n.a {\n  color: red; /* warm */\n}\n\n.b {\n}\n',
        '.a {\ncolor: red;\n}\n.b {\n}\n',
    ),
    'script.js': (
        '// What it does.\n(() => {\n  const HOVER = 300; // ms\n  // why\n'
        "  const at = 'https://a'\n  go(/* all */ at)\n})();\n",
        "(() => {\nconst HOVER = 300;\nconst at = 'https://a'\ngo( at)\n})();\n",
    ),
}


@pytest.mark.parametrize('name', SOURCES)
def test_browsers_load_no_comments_and_no_indentation(name, tmp_path, monkeypatch):
    source, shipped = SOURCES[name]
    (tmp_path / name).write_text(source, 'utf-8')
    monkeypatch.setattr(static_files, '_FOLDER', tmp_path)
    assert static_files.shipped(name).decode() == shipped
