"""Shared by all formats: sets as plain data, records with their lines, losses."""
