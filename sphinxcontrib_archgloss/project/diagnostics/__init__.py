"""What is wrong in a project: the warnings of a build, derived from all facts each time."""
