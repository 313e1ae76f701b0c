"""The configuration: each build warns of what is wrong, and uses the valid rest."""

from __future__ import annotations

import pytest

SET = """\
name: set
terms:
- {name: Token, definition: A piece.}
"""


@pytest.fixture
def work(project):
    project.write('set.yaml', SET)
    project.write('index.rst', 'Index\n=====\n\n.. term-set::\n\n:term-ref:`Token`\n')
    return project


@pytest.mark.parametrize(
    ('values', 'warning'),
    [
        (
            {'archgloss_term_sets': ['set.yaml', 'architectur']},
            'WARNING: archgloss_term_sets: unknown term set "architectur"; built-in sets: '
            'architecture; to name a file, add its extension (architectur.yaml) '
            '[archgloss.config]',
        ),
        (
            {'archgloss_term_sets': ['set.yaml', 'words.csv']},
            'WARNING: archgloss_term_sets: unknown term set "words.csv"; built-in sets: '
            'architecture; a term set file ends in one of .yaml, .yml, .toml, .json; '
            '"archgloss convert" reads other formats [archgloss.config]',
        ),
        (
            {'archgloss_term_sets': ['set.yaml', 3]},
            'WARNING: archgloss_term_sets must contain only strings, not 3; this item is ignored '
            '[archgloss.config]',
        ),
        (
            {'archgloss_term_sets': ['set.yaml'], 'archgloss_fail_on': ['undefind']},
            'WARNING: archgloss_fail_on: unknown kind "undefind"; did you mean '
            '"undefined"? [archgloss.config]',
        ),
        (
            {'archgloss_term_sets': ['set.yaml'], 'archgloss_data_limit': -1},
            'WARNING: archgloss_data_limit must be a positive number of bytes; using 20,000,000 [archgloss.config]',
        ),
    ],
)
def test_each_build_warns_of_a_faulty_value_and_uses_the_rest(work, values, warning):
    work.conf(**values)
    for _ in range(2):
        built = work.build('-W')
        assert built.warnings == [warning]
        assert built.status == 1
    assert 'href="#term-token"' in built.page('index.html')


@pytest.mark.parametrize(
    ('values', 'warning'),
    [
        ({'archgloss_fail_on': ['undefind']}, 'did you mean "undefined"?'),
        ({'archgloss_fail_on': ['x']}, 'valid kinds: undefined, ambiguous'),
        ({'archgloss_fail_on': 'undefined'}, "write ['undefined']"),
        ({'archgloss_fail_on': [3]}, 'must contain only strings, not 3'),
        ({'archgloss_fail_onn': ['data']}, 'did you mean "archgloss_fail_on"?'),
        ({'archgloss_chek_fail_on': []}, 'did you mean "archgloss_check_fail_on"?'),
    ],
)
@pytest.mark.parametrize('suppressed', [[], ['archgloss']])
def test_a_typo_in_what_fails_the_build_fails_it(work, values, warning, suppressed):
    work.conf(
        archgloss_term_sets=['set.yaml'],
        suppress_warnings=[*suppressed, 'config'],
        **values,
    )
    for _ in range(2):
        built = work.build('-q')
        assert built.status == 1
        # a build that fails prints the reason, whatever is suppressed
        reported = [line for line in built.text.splitlines() if warning in line]
        assert len(reported) == 1
        assert reported[0].endswith('[archgloss.config]') != bool(suppressed)
    assert 'href="#term-token"' in built.page('index.html')


def test_a_typo_in_another_option_warns_and_fails_nothing(work):
    work.conf(
        archgloss_term_sets=['set.yaml'],
        archgloss_popover=False,
        archgloss_house_style='a variable of the project itself',
    )
    built = work.build()
    assert built.warnings == [
        'WARNING: unknown option "archgloss_popover"; did you mean "archgloss_popovers"? '
        '[archgloss.config]'
    ]
    assert built.status == 0


def test_a_typo_on_the_command_line_fails_too(work):
    work.conf(archgloss_term_sets=['set.yaml'])
    assert work.build('-D', 'archgloss_fail_on=undefined,dangling').status == 0
    assert work.build('-D', 'archgloss_fail_on=').status == 0
    assert work.build('-D', 'archgloss_fail_on=undefined,danglin').status == 1
    assert work.build('-D', 'archgloss_failon=undefined').status == 1


FLAGS = {
    'archgloss_popovers': 'class="term-tips"',
    'archgloss_backlinks': 'term-mentions',
    'archgloss_structured_data': 'application/ld+json',
}


@pytest.mark.parametrize(('flag', 'mark'), FLAGS.items())
def test_a_flag_takes_0_and_1_as_sphinx_does(work, flag, mark):
    pages = {}
    for value in (False, 0, True, 1):
        work.conf(archgloss_term_sets=['set.yaml'], **{flag: value})
        built = work.build('-W', '-E', out=f'out-{value}')
        assert built.status == 0
        pages[repr(value)] = built.page('index.html')
    assert pages['0'] == pages['False']
    assert pages['1'] == pages['True']
    assert mark in pages['1']
    assert mark not in pages['0']


@pytest.mark.parametrize('flag', [*FLAGS, 'archgloss_std_terms', 'archgloss_index_uses'])
@pytest.mark.parametrize('value', [2, -1, 'off', None, 0.5])
def test_a_flag_that_is_neither_on_nor_off_warns_and_keeps_its_default(work, flag, value):
    work.conf(archgloss_term_sets=['set.yaml'], **{flag: value})
    default = flag in FLAGS
    assert work.build().warnings == [
        f'WARNING: {flag} must be True or False, not {value!r}; using {default} '
        '[archgloss.config]'
    ]


def test_text_where_a_list_is_wanted_is_reported_and_not_taken_apart(work):
    work.conf(archgloss_term_sets='set.yaml')
    built = work.build()
    assert (
        "WARNING: archgloss_term_sets must be a list of strings, not 'set.yaml'; write "
        "['set.yaml'] [archgloss.config]"
    ) in built.warnings


def test_a_project_without_any_set_is_reported_once(work):
    work.write('index.rst', 'Index\n=====\n\n:term-ref:`Token` and :term-ref:`Head`\n')
    work.conf()
    built = work.build('-n')
    assert built.warnings == [
        'index.rst:4: WARNING: no term set is configured, so 2 references to terms cannot be resolved; add one to archgloss_term_sets [archgloss.config]'
    ]
    assert built.all_warnings == built.warnings


def test_a_project_without_sets_and_references_builds_in_silence(work):
    work.write('index.rst', 'Index\n=====\n\nNothing here.\n')
    work.conf()
    assert work.build('-W', '-n').status == 0


def test_a_set_that_cannot_be_read_is_reported_once_and_not_at_each_reference(work):
    work.write('index.rst', 'Index\n=====\n\n:term-ref:`Token` and :term-ref:`Head`\n')
    work.conf(archgloss_term_sets=['gone.yaml'], archgloss_fail_on=['undefined'])
    built = work.build()
    assert built.warnings == [
        'gone.yaml:1: WARNING: term set file not found; its folder contains '
        '"set.yaml"; correct the path in archgloss_term_sets or in the directive, or create the file '
        '[archgloss.data]'
    ]
    # nobody may believe that all is well, though
    assert built.status == 1
    assert '2 undefined references are not reported individually' in built.text


def test_a_file_too_large_to_be_meant_is_refused(work):
    work.conf(archgloss_term_sets=['set.yaml'], archgloss_data_limit=20)
    assert (
        work.build()
        .warnings[0]
        .startswith(
            'set.yaml:1: WARNING: the file is larger than archgloss_data_limit allows (20 bytes)'
        )
    )


def test_two_files_with_one_name_are_reported_at_the_second(work):
    work.write('other.yaml', SET.replace('Token', 'Head'))
    work.conf(archgloss_term_sets=['set.yaml', 'other.yaml'])
    built = work.build()
    assert len(built.warnings) == 1
    assert built.warnings[0].startswith(
        'other.yaml:1: WARNING: the set name "set" is already'
    )


def test_one_file_reached_two_ways_is_one_set(work):
    work.write('index.rst', 'Index\n=====\n\n.. term-set:: set.yaml\n\n:term-ref:`Token`\n')
    work.write(
        'more/page.rst',
        ':orphan:\n\nPage\n====\n\n.. term-set:: /set.yaml\n   :no-index:\n',
    )
    work.conf(archgloss_term_sets=['set.yaml', './set.yaml'])
    assert work.build('-W').status == 0


def test_every_option_describes_its_purpose(work):
    from sphinxcontrib_archgloss.sphinx_ext.ground.config import OPTIONS
    from sphinxcontrib_archgloss.sphinx_ext.termcheck.config import CHECK_OPTIONS

    for option in (*OPTIONS, *CHECK_OPTIONS):
        assert option.name.startswith('archgloss_')
        assert option.help.endswith('.')
        assert not option.validate(option, option.default).faults
