"""Work that ends the worker process that does it, the first time it is done in any worker."""

import os
from pathlib import Path


class Dying:
    """Calls a function; the first call in another process than this one ends that process."""

    def __init__(self, function, flag):
        # functools.wraps copies attributes into a wrapper: none of its names may be used here
        self.work, self.flag, self.home = function, flag, os.getpid()

    def __call__(self, *arguments):
        if os.getpid() != self.home:
            try:
                Path(self.flag).touch(exist_ok=False)
            except FileExistsError:
                pass  # another worker has died
            else:
                os._exit(1)
        return self.work(*arguments)
