"""``archgloss show``: everything that is known of one term."""
