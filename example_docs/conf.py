"""Configuration of the example docs: the manual and a small handbook."""

import shutil
import sys
from pathlib import Path

from sphinxcontrib_archgloss import __version__

sys.path.append(str(Path(__file__).parent / '_ext'))

project = 'archgloss'
author = 'archgloss contributors'
copyright = 'archgloss contributors'
version = release = __version__
language = 'en'

extensions = [
    'sphinxcontrib_archgloss',
    # for Markdown pages; a project without any does not need it
    'myst_parser',
    # draws formulas as pictures for EPUB readers, which run no scripts
    'sphinx.ext.imgmath',
    # makes tables of the manual from the code
    'archgloss_docs',
]

# "architecture" comes with the package; the other set is this project's own
archgloss_term_sets = ['architecture', 'terms/inference.yaml']

myst_enable_extensions = ['colon_fence', 'dollarmath']

# without Graphviz, maps are lists
if shutil.which('dot') is None:
    suppress_warnings = ['archgloss.config']

# report every broken reference, not only those to terms
nitpicky = True

# but the gallery of states shows what one looks like
nitpick_ignore = [('archgloss:term-ref', 'wrong fount')]

# -D language=de builds the pages that have a translation in German
locale_dirs = ['locale']
gettext_compact = False

exclude_patterns = ['_build', 'Thumbs.db', '.DS_Store']

html_math_renderer = 'mathjax'  # -D html_math_renderer=imgmath for EPUB
imgmath_image_format = 'svg'

html_theme = 'furo'
html_title = 'archgloss'
html_static_path = ['_ext/static']
html_css_files = ['manual.css']

# these docs contain box drawings and East Asian scripts, which pdfTeX cannot set
latex_engine = 'xelatex'
latex_use_xindy = False
latex_elements = {
    'papersize': 'a4paper',
    'preamble': r"""
% use a font with East Asian characters, if there is one
\IfFontExistsTF{Droid Sans Fallback}{%
  \newfontfamily\eastasianfont{Droid Sans Fallback}%
  \newXeTeXintercharclass\eastasian
  \newcount\character
  \def\eastasianblock#1#2{%
    \character="#1
    \loop \XeTeXcharclass\character=\eastasian
      \ifnum\character<"#2 \advance\character by 1 \repeat}%
  \eastasianblock{1100}{11FF}\eastasianblock{2E80}{9FFF}%
  \eastasianblock{AC00}{D7AF}\eastasianblock{FF00}{FFEF}%
  % 0 is the class of all other characters, 4095 that of boundaries
  \XeTeXinterchartoks 0 \eastasian={\begingroup\eastasianfont}%
  \XeTeXinterchartoks 4095 \eastasian={\begingroup\eastasianfont}%
  \XeTeXinterchartoks \eastasian 0 ={\endgroup}%
  \XeTeXinterchartoks \eastasian 4095 ={\endgroup}%
  \XeTeXinterchartokenstate=1
}{}
% Sphinx 8.1.0 cannot set notes without FontAwesome (its issue 13007); fixed in 8.1.1
\makeatletter
\ifdefined\spx@faIcon \renewcommand\spx@faIcon[2][]{}\fi
\makeatother
% index entries are words, not code
\protected\def\sphinxstyleindexentry#1{#1}
""",
    'printindex': r'\addfontfeatures{Ligatures=TeX}\printindex',
}
archgloss_index_uses = True
