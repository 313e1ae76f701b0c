"""The adapter: the only package that imports Sphinx and docutils.

It teaches Sphinx to ask the lexicon. One file per docutils concept.
"""
