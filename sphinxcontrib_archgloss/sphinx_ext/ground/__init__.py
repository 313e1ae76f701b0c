"""What the adapter stands on: configuration, warnings, nodes, the role and links."""
