"""The builder ``termcheck``: the checks run on a project, with its reports."""
