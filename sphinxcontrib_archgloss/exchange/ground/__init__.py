"""What every format builds on: sets as plain data, entries with their lines, losses."""
