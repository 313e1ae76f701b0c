"""``archgloss convert``: vocabularies of others into sets, and sets into other formats."""
