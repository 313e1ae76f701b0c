"""What each build reads again, rewrites and reports, and what it remembers."""
