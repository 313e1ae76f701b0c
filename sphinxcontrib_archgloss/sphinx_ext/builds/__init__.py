"""What each build reads again, reports and writes again, and what it remembers."""
