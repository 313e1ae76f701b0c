"""``archgloss link``: mentions in the files of pages become references."""
