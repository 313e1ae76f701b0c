"""Shared by the commands: their arguments, the sets that these name, and their output."""
