"""``archgloss diff``: the changes from one version of a set to another."""
