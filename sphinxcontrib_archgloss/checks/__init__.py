"""Checks of a whole project: how its pages use the vocabulary, and the vocabulary itself.

Pure. The findings are a function of the lexicon, of the facts of all pages and of their
prose. This package does not know docutils or Sphinx: the caller passes the prose as text,
and functions that return the place of a part of it in a file.
"""
