"""The places of references, table cells and spans of prose in their files."""
