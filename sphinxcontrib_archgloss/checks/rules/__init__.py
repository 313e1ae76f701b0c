"""The rules of ``termcheck``, one module for each family, and their registry."""
