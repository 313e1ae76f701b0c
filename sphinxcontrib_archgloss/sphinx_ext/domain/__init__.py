"""The domain ``archgloss``: what pages say, kept by docname, and where references lead."""
