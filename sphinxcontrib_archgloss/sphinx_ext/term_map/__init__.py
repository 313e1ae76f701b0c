"""The directive ``term-map``: terms and their relations, as a picture and as a list."""
