"""The running text of a doctree, as passages."""
