"""References to terms of other projects and glossaries, and links in definitions."""
