"""Sphinx glossaries in pages of reStructuredText and MyST, read by their own parsers."""
