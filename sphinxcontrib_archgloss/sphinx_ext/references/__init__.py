"""References that leave the project's term sets: intersphinx, Sphinx's glossary, other
roles.
"""
