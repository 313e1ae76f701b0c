"""Finds labels in plain text."""
