"""What the prose of pages mentions, and what is made of it: links and acronyms."""
