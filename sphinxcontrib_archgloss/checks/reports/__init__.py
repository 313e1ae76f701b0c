"""A report of ``termcheck`` in the formats that people and programs read."""
