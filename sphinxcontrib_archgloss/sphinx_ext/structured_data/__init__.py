"""JSON-LD in the head of a page: what the page defines, for search engines."""
