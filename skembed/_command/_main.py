"""``python -m skembed``: options in, status out; every error ends with one line."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence

from .._compat.threads import one_blas_thread
from ._options import checked_options, parser
from ._run import run

_PROGRAM = "python -m skembed"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, default=None
        The command-line arguments; None uses ``sys.argv``.

    Returns
    -------
    status : int
        0 if all is well, 1 if the system failed (such as a full disk), 2 if data or options cannot
        be used, 130 after an interrupt. Invalid options exit the process with status 2.
    """
    given = checked_options(parser(), arguments)
    try:
        # More threads of BLAS than one make models on so few columns slower, not faster.
        with one_blas_thread(), warnings.catch_warnings():
            # What matters is in the notes: problems of the data, and errors below the table.
            warnings.simplefilter("ignore")
            run(given)
    except KeyboardInterrupt:
        return _end(130, f"interrupted; what is finished is in {given.output}.")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes at exit
        return _end(1, f"the output was closed; what is finished is in {given.output}.")
    except MemoryError:
        return _end(1, "not enough memory; use fewer texts (--limit) or fewer jobs (--n-jobs).")
    except OSError as error:
        return _end(1, str(error))
    except (ValueError, TypeError) as error:
        return _end(2, str(error))
    except Exception as error:  # noqa: BLE001  (a defect of ours is one line, too)
        return _end(1, f"{type(error).__name__}: {error}. This is a defect: please report it.")
    return 0


def _end(status: int, message: str) -> int:
    print(f"{_PROGRAM}: {' '.join(message.split())}", file=sys.stderr)
    return status
