"""Finding labels in running text that nobody has marked up."""
