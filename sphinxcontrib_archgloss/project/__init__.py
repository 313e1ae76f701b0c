"""One project's pages and what its terms link to: everything that needs no Sphinx.

Pure. Docnames are opaque strings here, and no module knows docutils or Sphinx. A reading is
a function of the lexicon and of the facts of all pages; the order in which pages were read,
the number of workers and the history of builds cannot change it.
"""
