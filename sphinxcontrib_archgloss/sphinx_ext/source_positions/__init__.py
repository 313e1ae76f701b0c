"""Where a reference, a table cell or a span of prose stands in its file."""
