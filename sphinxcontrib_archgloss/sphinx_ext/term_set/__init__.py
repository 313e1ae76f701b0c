"""The directive ``term-set``: its entries, letters, filter and back-references."""
