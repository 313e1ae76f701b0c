"""Shared by the whole integration: configuration, warnings, nodes, the role and links."""
