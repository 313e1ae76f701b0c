"""The order of names, their letters, and their wording in sentences."""
