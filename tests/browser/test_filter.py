"""The field that filters a list of terms, as readers use it."""

from __future__ import annotations

import pytest

from projects import Project

STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"

NAMES = [
    'Attention', 'Batch', 'Cache', 'Décodeur', 'Encoder', 'Feature', 'Gate', 'Head', 'Kernel',
    'Layer', 'Mask', 'Norm',
]  # fmt: skip

MORE = {
    'Batch': ', canonical: few',  # so that the others have no page *yet*
    'Kernel': ', status: deprecated',
    'Layer': ', related: [Mask]',
}

SETS = {
    'large': 'name: large\ncategories: [{id: a, label: Group A}, {id: n, label: Group N}]\nterms:\n'
    + ''.join(
        f'  - {{name: {name}, definition: "What {name.lower()}s are.", '
        f'aliases: [other {n}], categories: [{"n" if name == "Norm" else "a"}]'
        f'{MORE.get(name, "")}}}\n'
        for n, name in enumerate(NAMES)
    ),
    'few': 'name: few\nterms:\n  - {name: Alone, definition: d}\n',
}


@pytest.fixture(scope='module')
def site(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp('filter') / 'docs')
    project.conf(
        archgloss_term_sets=['large.yaml', 'few.yaml'],
        html_theme='alabaster',
        html_theme_options={'nosidebar': True},
    )
    for name, text in SETS.items():
        project.write(f'{name}.yaml', text)
    project.write(
        'index.rst',
        'Start\n=====\n\n.. toctree::\n\n   grouped\n   few\n   nine\n   ten\n\n'
        'See :term-ref:`the gate <Gate>` and :term-ref:`the norm <Norm>`.\n\n'
        '.. term-set:: large\n   :letters:\n',
    )
    project.write(
        'grouped.rst',
        'Grouped\n=======\n\n.. term-set:: large\n   :group: category\n   :no-index:\n',
    )
    for page, names in {'nine': NAMES[:9], 'ten': NAMES[:10]}.items():
        project.write(
            f'{page}.rst',
            f'{page}\n====\n\n.. term-set:: large\n   :no-index:\n   :only: {", ".join(names)}\n',
        )
    project.write('few.rst', 'Few\n===\n\n.. term-set:: few\n')
    built = project.build('-W')
    assert built.status == 0, built.text
    return built.output


def names(window):
    shown = window.page.locator('.term-set > dt:visible')
    return [text.rstrip('¶') for text in shown.all_inner_texts()]


def test_typing_leaves_what_fits_in_name_alias_or_text(site, reader):
    window = reader().visit(site / 'index.html')
    field = window.page.get_by_label('Filter terms')
    assert names(window) == NAMES
    for typed, left in {
        'att': ['Attention'],
        'OTHER 1': ['Batch', 'Mask', 'Norm'],
        'what caches': ['Cache'],
        'decod': ['Décodeur'],
        '  ': NAMES,
    }.items():
        field.fill(typed)
        assert names(window) == left, typed
    # where a term is mentioned is not what it is
    field.fill('Start')
    assert names(window) == []
    assert window.faults == []


def test_captions_are_not_searched_but_what_they_introduce_is(site, reader):
    window = reader().visit(site / 'index.html')
    said = window.page.locator('.term-set').inner_text()
    for caption in ('Also:', 'Deprecated.', 'Related:', 'Read more:', 'No page yet'):
        assert caption in said
    field = window.page.get_by_label('Filter terms')
    for typed in ('also', 'deprecated', 'related', 'read more', 'no page yet'):
        field.fill(typed)
        assert names(window) == [], typed
    field.fill('mask')
    assert names(window) == ['Layer', 'Mask']


def test_the_number_of_hits_is_told_once_typing_pauses(site, reader):
    window = reader().visit(site / 'index.html')
    field = window.page.get_by_label('Filter terms')
    status = window.page.get_by_role('status')
    assert status.inner_text() == ''
    field.fill('other 1')
    assert status.inner_text() == ''
    window.wait(300)
    assert status.inner_text() == 'Terms shown: 3 of 12'
    field.fill('nothing of the kind')
    window.wait(300)
    assert status.inner_text() == 'No terms match.'
    field.fill('')
    window.wait(300)
    assert status.inner_text() == ''


def test_the_keyboard_is_enough(site, reader):
    window = reader().visit(site / 'index.html')
    field = window.page.get_by_label('Filter terms')
    while not field.evaluate('one => one === document.activeElement'):
        window.page.keyboard.press('Tab')
    window.page.keyboard.type('gate')
    assert names(window) == ['Gate']
    window.page.keyboard.press('Escape')
    assert field.input_value() == ''
    assert names(window) == NAMES
    assert field.evaluate('one => one === document.activeElement')


def test_a_link_to_an_entry_out_of_view_shows_it(site, reader):
    window = reader().visit(site / 'index.html')
    field = window.page.get_by_label('Filter terms')
    field.fill('att')
    window.link('the norm').click()
    assert names(window) == NAMES
    assert window.page.locator('#term-norm').is_visible()
    assert window.page.url.endswith('#term-norm')
    assert window.page.evaluate('scrollY') > 0
    # the same link again, and then one by another way
    field.fill('att')
    window.link('the norm').click()
    assert window.page.locator('#term-norm').is_visible()
    field.fill('att')
    window.page.evaluate('location.hash = "#term-d%C3%A9codeur"')
    window.page.wait_for_selector('#term-décodeur', state='visible')
    # a letter, too
    field.fill('att')
    window.page.get_by_role('link', name='G', exact=True).click()
    assert window.page.locator('#term-gate').is_visible()


def test_a_link_within_what_is_shown_leaves_the_filter(site, reader):
    window = reader().visit(site / 'index.html')
    window.page.get_by_label('Filter terms').fill('att')
    window.page.evaluate('location.hash = "#term-attention"')
    window.wait(100)
    assert names(window) == ['Attention']


def test_a_page_can_be_opened_at_an_entry(site, reader):
    window = reader().visit(f'file://{site}/index.html#term-norm')
    assert window.page.locator('#term-norm').is_visible()


def test_groups_without_hits_go_with_their_headings(site, reader):
    window = reader().visit(site / 'grouped.html')
    field = window.page.get_by_label('Filter terms')
    headings = window.page.locator('.term-group:visible')
    assert headings.all_inner_texts() == ['Group A', 'Group N']
    field.fill('norm')
    assert headings.all_inner_texts() == ['Group N']
    field.fill('')
    assert headings.all_inner_texts() == ['Group A', 'Group N']


def test_the_field_is_where_it_is_of_use(site, reader):
    for name in ('few', 'nine', 'genindex'):
        window = reader().visit(site / f'{name}.html')
        assert window.page.locator('.term-filter').count() == 0
        assert 'archgloss-filter' not in window.page.content()
        assert 'data-filter' not in window.page.content()
    window = reader().visit(site / 'ten.html')
    assert window.page.locator('.term-filter').count() == 1
    plain = reader(java_script_enabled=False).visit(site / 'index.html', still=False)
    assert plain.page.locator('.term-filter').count() == 0
    assert names(plain) == NAMES


def test_print_has_no_field(site, reader):
    window = reader().visit(site / 'index.html')
    field = window.page.get_by_label('Filter terms')
    assert field.is_visible()
    window.page.emulate_media(media='print')
    assert not field.is_visible()
    assert not window.page.get_by_role('navigation', name='Terms by letter').is_visible()


def test_a_strict_policy_is_kept(site, reader, served):
    top = served(site, Content_Security_Policy=STRICT)
    window = reader().visit(f'{top}grouped.html')
    window.page.get_by_label('Filter terms').fill('norm')
    assert names(window) == ['Norm']
    assert [fault for fault in window.faults if 'filter' in fault] == []


@pytest.mark.parametrize('direction', ['ltr', 'rtl'])
def test_small_windows_need_no_scrolling_sideways(site, reader, direction):
    window = reader(viewport={'width': 320, 'height': 640}).visit(site / 'index.html')
    window.page.evaluate(f'document.documentElement.dir = {direction!r}')
    window.page.get_by_label('Filter terms').fill('other 1')
    window.wait(300)
    width = window.page.evaluate('document.documentElement.scrollWidth')
    assert width <= 320
    for letter in window.page.locator('.term-letters a').all():
        box = letter.bounding_box()
        assert box['width'] >= 24
        assert box['height'] >= 24


SPELLED = [
    'Straße', 'KV-cache', 'top_p', 'Matrix', 'Analysis', 'Criteria', 'Entropy', 'Batch',
    'Reﬂex', 'Œuvre', 'Moore’s law', 'Positional encodings', 'Zero\u00adcopy', 'Token',
]  # fmt: skip
FINDS = {
    'STRASSE': ['Straße'],
    'straße': ['Straße'],
    'kv cache': ['KV-cache'],
    'KV\u2011caches': ['KV-cache'],
    'top-p': ['top_p'],
    'matrices': ['Matrix'],
    'analyses': ['Analysis'],
    'criterion': ['Criteria'],
    'entropies': ['Entropy'],
    'batches': ['Batch'],
    'reflex': ['Reﬂex'],
    "moore's": ['Moore’s law'],
    'positional-encoding': ['Positional encodings'],
    'zerocopy': ['Zero\u00adcopy'],
    'tokens': ['Token'],
    'tokes': [],
}


def filtered(reader, folder, typed, **keys):
    """Return what is shown of a set with SPELLED names for each of the *typed* texts."""
    project = Project(folder / 'docs')
    project.conf(archgloss_term_sets=['words.yaml'], html_theme='alabaster')
    header = ''.join(f'{key}: {value}\n' for key, value in keys.items())
    records = ''.join(f'  - {{name: "{name}", definition: "A ¤."}}\n' for name in SPELLED)
    project.write('words.yaml', f'name: words\n{header}terms:\n{records}')
    project.write('index.rst', 'Words\n=====\n\n.. term-set::\n   :order: written\n')
    built = project.build('-W')
    assert built.status == 0, built.text
    window = reader().visit(built.output / 'index.html')
    field = window.page.get_by_label('Filter terms')
    shown = {}
    for text in typed:
        field.fill(text)
        shown[text] = names(window)
    return shown


def test_spelling_and_number_are_folded_as_by_the_role(tmp_path, reader):
    assert filtered(reader, tmp_path, FINDS) == FINDS


def test_other_languages_have_no_plurals_of_english(tmp_path, reader):
    shown = filtered(reader, tmp_path, ['matrices', 'tokens', 'STRASSE'], lang='de')
    assert shown == {'matrices': [], 'tokens': [], 'STRASSE': ['Straße']}


@pytest.mark.parametrize('layout', ['{{ term }}<dd>{{ definition }}</dd>', '{{ body }}'])
def test_entries_in_elements_of_a_layout_are_filtered(tmp_path, reader, layout):
    project = Project(tmp_path / 'docs')
    project.conf(
        archgloss_term_sets=['large.yaml'],
        html_theme='alabaster',
        templates_path=['_templates'],
    )
    project.write('large.yaml', SETS['large'].replace(', canonical: few', ''))
    project.write('index.rst', 'Start\n=====\n\n.. term-set:: large\n   :group: category\n')
    project.write('_templates/archgloss/entry.html', f'<div class="card">{layout}</div>')
    built = project.build('-W')
    assert built.status == 0, built.text
    window = reader().visit(built.output / 'index.html')
    cards = window.page.locator('.term-set > .card:visible')
    assert cards.count() == len(NAMES)
    window.page.get_by_label('Filter terms').fill('what norms')
    assert cards.locator('dt').all_inner_texts() == ['Norm']
    assert window.page.locator('.term-group:visible').all_inner_texts() == ['Group N']
