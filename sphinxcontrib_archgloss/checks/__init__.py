"""Checks of a whole project: how its pages use the vocabulary, and the vocabulary itself.

Pure. What is found is a function of the lexicon, of the facts of all pages and of their
prose. Docutils and Sphinx are not known here: whoever asks for a check hands over the
prose as text, and says where in a file a stretch of it stands.
"""
