"""Which checks must find which fault."""

BREAKS = {}


def caught_by(*names, possible=()):
    """Register a class with the checks that catch it; ``check_`` is left out."""

    def register(cls):
        BREAKS[cls] = tuple({f"check_{name}" for name in some} for some in (names, possible))
        return cls

    return register
