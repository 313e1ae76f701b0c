"""The command line: one module for each command.

A command reads files, calls the other packages, and prints. It has no rules about terms of
its own, and no module that Sphinx loads imports it.
"""
