"""The builder ``termcheck``: runs the checks on a project and writes the reports."""
