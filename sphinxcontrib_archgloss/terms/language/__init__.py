"""The order of names, their letters, and how they read in a sentence."""
