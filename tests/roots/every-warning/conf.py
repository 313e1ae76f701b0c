"""A project in which everything that archgloss warns of is wrong at least once."""

project, version, release = 'Every warning', '1', '1'
extensions = ['sphinxcontrib_archgloss', 'myst_parser']
html_theme = 'basic'

archgloss_term_sets = [
    'sets/serving.yaml',
    'sets/training.toml',
    'sets/cut-off.json',
    'hardware',  # config: there is no such set
]
archgloss_fail_on = ['undefind']  # config: misspelled
