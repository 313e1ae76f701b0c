"""Shared by the commands: their arguments, the sets they are given, their output."""
