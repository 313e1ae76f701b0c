"""What the commands share: their arguments, the term sets they are given, their output."""
