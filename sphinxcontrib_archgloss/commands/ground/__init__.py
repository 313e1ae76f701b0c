"""What the commands share: their arguments, the sets they are asked about, their output."""
