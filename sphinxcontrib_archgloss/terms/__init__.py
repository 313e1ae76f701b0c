"""Term sets: records, loading, look-up of labels, and matching in text.

Pure. Nothing in this package knows docutils or Sphinx, a project, or a page.
"""
