"""The formats of a report of ``termcheck``, for people and for programs."""
