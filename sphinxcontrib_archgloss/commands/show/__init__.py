"""``archgloss show``: everything that is known about one term."""
