"""The Sphinx integration, with a folder or module for each feature."""
