"""The vocabulary in other tongues: sets and what is told of them, as text.

Pure functions from records to text. They open no file, and they say what the
format they write cannot hold; whether that matters is for the caller to decide.
"""
