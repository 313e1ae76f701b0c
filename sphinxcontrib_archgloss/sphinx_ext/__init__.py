"""The adapter: teaches Sphinx to ask, with one folder or module for each capability."""
