"""From the bytes of a data file to a term set, and everything that is wrong with it."""
