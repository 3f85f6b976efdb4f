"""How Sphinx builds these pages. Nothing here, and nothing on the pages, needs a network."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Small problems are faster without threads in linear algebra; read when NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import skembed

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE / "develop")]

# Pictures are written to files.
os.environ.setdefault("MPLBACKEND", "agg")

project = "skembed"
author = "the skembed developers"
copyright = author  # noqa: A001  (the name that Sphinx wants)
version = release = skembed.__version__

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.doctest",
    "sphinx.ext.viewcode",
    "numpydoc",
    "sphinx_gallery.gen_gallery",
    "matplotlib.sphinxext.plot_directive",
    "sphinx_design",
    "sphinx_copybutton",
    "myst_parser",
    "external_links",
    "label_curves",
    "mathml",
    "optional_include",
    "rooms",
    "source_links",
]
templates_path = ["_templates"]
# Included by other pages.
exclude_patterns = ["_build", "benchmarks/*", "auto_examples/*.ipynb", "**/GALLERY_HEADER.rst"]
source_suffix = {".rst": "restructuredtext"}
default_role = "autolink"  # a link if the name is one of ours, else emphasis
html_math_renderer = "mathml"

# Reference: every name that a page points to must exist.
nitpicky = True
autosummary_generate = True
toc_object_entries_show_parents = "hide"
autodoc_typehints = "none"  # the docstrings say more, with shapes
numpydoc_show_class_members = False  # the class template lists them
numpydoc_class_members_toctree = False
numpydoc_xref_param_type = False

# Doctests run on all pages and docstrings.
doctest_global_setup = """
import numpy as np
np.set_printoptions(legacy=False)
"""

sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "auto_examples",
    "within_subsection_order": "gallery_order.ReadingOrder",
    "filename_pattern": r"[\\/]plot_",
    "backreferences_dir": "reference/generated/backreferences",
    "doc_module": ("skembed",),
    "reference_url": {"skembed": None},
    "download_all_examples": False,
    "show_memory": False,
    "show_signature": False,
    "min_reported_time": 3600,
    "plot_gallery": True,
    "abort_on_example_error": True,
    "remove_config_comments": True,
    "inspect_global_variables": False,
    "write_computation_times": False,
}

# Pictures of the guide are drawn when it is built, by the code that stands above them.
plot_include_source = True
plot_html_show_source_link = False
plot_html_show_formats = False
plot_formats = [("png", 160)]

html_theme = "pydata_sphinx_theme"
html_title = "skembed"
html_short_title = "skembed"
html_static_path = ["_static"]
html_css_files = ["skembed.css"]
html_favicon = "_static/favicon.svg"
html_context = {"default_mode": "auto"}  # light or dark, as the reader has it
html_show_sourcelink = False
html_copy_source = False
html_sidebars = {
    page: [] for page in ("index", "install", "tutorial", "benchmarks", "glossary", "changelog")
}
html_theme_options = {
    "logo": {"text": "skembed"},
    "navbar_align": "left",
    "navbar_end": ["theme-switcher"],
    "footer_start": ["copyright"],
    "footer_end": ["sphinx-version"],
    "header_links_before_dropdown": 7,
    "show_nav_level": 2,
    "show_toc_level": 2,
    "secondary_sidebar_items": ["page-toc"],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "back_to_top_button": False,
}
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True


def setup(app):
    """Let ``-D plot_gallery=0`` be a bool, before Sphinx complains of a str."""
    app.connect("config-inited", _convert, priority=100)


def _convert(app, config):
    if isinstance(config.plot_gallery, str):
        config.plot_gallery = config.plot_gallery not in {"0", "False", ""}
