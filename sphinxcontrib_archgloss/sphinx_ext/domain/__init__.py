"""The domain ``archgloss``: facts by docname, resolution, and the state of one build."""
