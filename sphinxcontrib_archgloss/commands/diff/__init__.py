"""``archgloss diff``: what has changed from one version of a set to another."""
