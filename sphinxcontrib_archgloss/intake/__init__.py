"""Vocabularies of others: files in formats that are no term sets, as data of one.

Each reader turns the text of a file into located data, as those of the vocabulary's
own formats do, so that the same checks follow and a message names a line of the
file that was read. What is taken in with a change is told.
"""
