"""Other formats, each read and written in one place: tables, outlines, Sphinx glossaries.

Writers turn a set into text and list what the format cannot hold. Readers turn text into
located data, as the readers of data files do, so the same checks apply and messages have
the lines of the file that was read. Nothing here opens a file.
"""
