"""Checks of a whole project: how its pages use the vocabulary, and the vocabulary itself.

Pure. The findings are a function of the lexicon, of the facts of all pages and of their
prose. Docutils and Sphinx are not known here: the caller passes the prose as text, and
functions that return the place of a stretch of it in a file.
"""
