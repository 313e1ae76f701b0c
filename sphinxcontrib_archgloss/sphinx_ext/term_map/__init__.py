"""The directive ``term-map``: a concept map as a picture and as a list."""
