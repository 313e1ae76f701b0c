"""``archgloss show``: everything known of one term."""
