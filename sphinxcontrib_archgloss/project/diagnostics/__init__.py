"""What is wrong in a project: the warnings of a build, drawn anew from all facts."""
