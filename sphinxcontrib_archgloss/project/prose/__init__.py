"""Mentions of terms in the prose of pages, and the links and acronyms made of them."""
