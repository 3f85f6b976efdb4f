"""``python -m skembed``: which embedding should I use? What it does is in `_command`."""

import sys

from ._command import main

if __name__ == "__main__":
    sys.exit(main())
