"""Code in processes of its own."""

import os
import signal
import subprocess
import sys

import pytest

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and fork")


def run(code, *arguments, **environment):
    """Run code in a new process that can import what the tests import; return what it prints.

    If it does not end, the processes that it started end with it.
    """
    paths = os.pathsep.join(filter(None, sys.path))
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        env={**os.environ, **environment, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        output, errors = process.communicate(timeout=120)
    except subprocess.TimeoutExpired:
        end_session(process)
        raise
    assert process.returncode == 0, errors
    return output


def end_session(process):
    """Kill a process and the processes that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
