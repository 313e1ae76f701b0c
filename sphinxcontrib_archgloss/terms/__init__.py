"""The vocabulary: files into a validated value that answers questions about labels.

Pure. Nothing in this package knows docutils or Sphinx, a project, or a page.
"""
