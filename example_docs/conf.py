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
    # half of the pages are Markdown; a project without any can leave this out
    'myst_parser',
    # formulas as pictures, for readers of EPUB, which run no scripts
    'sphinx.ext.imgmath',
    # tables of the manual that are made from the code
    'archgloss_docs',
]

# "architecture" comes with the package; the other set is this project's own
archgloss_term_sets = ['architecture', 'terms/inference.yaml']

myst_enable_extensions = ['colon_fence', 'dollarmath']

# without Graphviz these docs can be built, too: their maps are lists then
if shutil.which('dot') is None:
    suppress_warnings = ['archgloss.config']

# every kind of reference is held to what terms are held to: it leads somewhere
nitpicky = True

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

# the docs hold box drawings and East Asian scripts, which pdfTeX has no way to set
latex_engine = 'xelatex'
latex_use_xindy = False
latex_elements = {
    'papersize': 'a4paper',
    'preamble': r"""
% characters of East Asia are taken from a font that has them
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
  % 0 are all other characters, 4095 is what is none
  \XeTeXinterchartoks 0 \eastasian={\begingroup\eastasianfont}%
  \XeTeXinterchartoks 4095 \eastasian={\begingroup\eastasianfont}%
  \XeTeXinterchartoks \eastasian 0 ={\endgroup}%
  \XeTeXinterchartoks \eastasian 4095 ={\endgroup}%
  \XeTeXinterchartokenstate=1
}{}
% without FontAwesome, Sphinx 8.1.0 cannot set notes (its issue 13007); until 8.1.1
\makeatletter
\ifdefined\spx@faIcon \renewcommand\spx@faIcon[2][]{}\fi
\makeatother
% the index is one of words, not of code
\protected\def\sphinxstyleindexentry#1{#1}
""",
    'printindex': r'\addfontfeatures{Ligatures=TeX}\printindex',
}
archgloss_index_uses = True
