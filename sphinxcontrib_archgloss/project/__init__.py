"""One project's pages and where its terms lead: everything that needs no Sphinx.

Pure. Docnames are opaque strings here, and nothing knows docutils or Sphinx. A
reading is a function of the lexicon and of the facts of all pages; the order in
which pages were read, the number of workers and the history of builds cannot
show in it.
"""
