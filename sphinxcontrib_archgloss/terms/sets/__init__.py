"""The built-in term sets, as data."""
