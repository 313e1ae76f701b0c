"""The directives ``page-terms`` and ``term-definition``."""
