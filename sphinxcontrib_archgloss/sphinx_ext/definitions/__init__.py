"""Parses the definitions of a data file into docutils nodes."""
