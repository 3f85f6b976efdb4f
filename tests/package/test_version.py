"""The version stands in two places: the build reads one, Python the other."""

import re

from project import ROOT

import skembed


def test_the_version_of_the_build_is_the_version_of_the_package():
    found = re.search(r"^\s*version: '([^']+)'", (ROOT / "meson.build").read_text(), re.MULTILINE)
    assert found
    assert found[1] == skembed.__version__


def test_the_changelog_knows_the_version():
    assert f"## {skembed.__version__}" in (ROOT / "CHANGELOG.md").read_text()
