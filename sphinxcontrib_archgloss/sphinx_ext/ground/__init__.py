"""The lowest layer of the adapter: configuration, warnings, nodes, the role, links."""
