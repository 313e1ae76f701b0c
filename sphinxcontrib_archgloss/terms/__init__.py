"""Term sets: records, loading, look-up of labels, and matching in text.

Pure. No module of this package knows docutils, Sphinx, projects or pages.
"""
