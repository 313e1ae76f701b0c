"""The command line: one module for each command.

A command reads files, asks the other packages, and prints. It decides nothing about
terms itself, and nothing that Sphinx loads imports it.
"""
