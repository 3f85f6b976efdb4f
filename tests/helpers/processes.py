"""Code in processes of its own."""

import os
import subprocess
import sys

import pytest

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and fork")


def run(code, *arguments, **environment):
    """Run code in a new process that can import what the tests import; return what it prints."""
    paths = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        env={**os.environ, **environment, "PYTHONPATH": paths},
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
