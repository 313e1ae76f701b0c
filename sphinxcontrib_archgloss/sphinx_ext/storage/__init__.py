"""The files archgloss reads and keeps: term sets and their copies, styles and scripts."""
