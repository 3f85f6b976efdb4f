"""How Sphinx builds these pages. Nothing here, and nothing on the pages, needs a network."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE / "develop")]

# Examples may use all processors; the pages must not depend on how many there are.
os.environ.setdefault("MPLBACKEND", "agg")

import skembed  # noqa: E402

project = "skembed"
author = "the skembed developers"
copyright = author
version = release = skembed.__version__

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.doctest",
    "sphinx.ext.viewcode",
    "numpydoc",
    "sphinx_gallery.gen_gallery",
    "sphinx_design",
    "sphinx_copybutton",
    "myst_parser",
    "external_links",
    "mathml",
    "optional_include",
]
templates_path = ["_templates"]
# Included by other pages.
exclude_patterns = ["_build", "benchmarks/*", "auto_examples/*.ipynb", "**/GALLERY_HEADER.rst"]
source_suffix = {".rst": "restructuredtext"}
default_role = "py:obj"
html_math_renderer = "mathml"

# Reference: every name that a page points to must exist.
nitpicky = True
nitpick_ignore_regex = [
    # what numpydoc takes for a type in "Parameters"
    ("py:class", r"default.*|optional|.*-like|length n_.*|dtype.*|shape.*|.*of shape.*"),
    # private bases, and types of other packages that have no page of their own
    ("py:class", r"skembed\._.*|numpy\._typing.*|NDArray|.*pytest.*|Bunch"),
    ("py:obj", r"X|y|target_names|categories|estimator"),
]
autosummary_generate = True
autodoc_typehints = "none"  # the docstrings say more, with shapes
autodoc_default_options = {"inherited-members": None}
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
    "filename_pattern": r"[\\/]plot_",
    "ignore_pattern": r"[\\/](?!plot_)\w+\.py$",  # demo.py is a program, not a page
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

html_theme = "pydata_sphinx_theme"
html_title = "skembed"
html_short_title = "skembed"
html_static_path = ["_static"]
html_css_files = ["skembed.css"]
html_show_sourcelink = False
html_copy_source = False
html_sidebars = {"index": [], "install": [], "glossary": [], "changelog": [], "benchmarks": []}
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
