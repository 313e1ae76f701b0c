"""From the bytes of a data file to a term set and its problems."""
