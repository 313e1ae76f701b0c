"""``archgloss link``: edits the files of pages so that mentions become references."""
