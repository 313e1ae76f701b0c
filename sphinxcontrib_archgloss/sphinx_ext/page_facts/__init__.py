"""The facts of each page, from its doctree and its directives, once it is read."""
