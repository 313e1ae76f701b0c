"""References that are not to this project's terms, and our roles in other projects."""
