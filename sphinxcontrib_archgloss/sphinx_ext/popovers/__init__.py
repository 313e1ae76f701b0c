"""Popovers beside references, and the one-sentence summaries that they show."""
