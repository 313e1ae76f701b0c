"""``archgloss convert``: other vocabularies into sets, and sets into other formats."""
