extensions = ['sphinxcontrib_archgloss']
archgloss_term_sets = ['terms.yaml']
