"""Numbers in text become the same bits as float32(float(text)), or are no numbers."""

import math
import random

import numpy as np
import pytest

from skembed._files.lines import as_number
from skembed._kernels.vectors import parse_rows

SOURCE = random.Random(0)


def native(text):
    line = f"a {text}\n".encode()
    row, term = np.empty((1, 1), np.float32), np.empty(len(line), np.uint8)
    n_rows, _, _ = parse_rows(line, row, term)
    return row[0, 0] if n_rows else None


def expected(text):
    with np.errstate(over="ignore"):
        number = np.float32(float(text))
    return number if np.isfinite(number) else None


def bits(number):
    return None if number is None else np.float32(number).tobytes()


def random_floats():
    for _ in range(3000):
        number = float(np.array(SOURCE.getrandbits(32), np.uint32).view(np.float32))
        if math.isfinite(number):
            yield number


def halfway(number):
    """The double in the middle between a float32 and the next one, where rounding is decided."""
    return (number + float(np.nextafter(np.float32(number), np.float32(0)))) / 2


FORMATS = ["%r", "%.5f", "%.9g", "%.17g", "%.25g", "%.60e", "%.3e"]


@pytest.mark.parametrize("pattern", FORMATS)
def test_written_numbers_come_back_to_the_bit(pattern):
    for number in random_floats():
        for some in (number, halfway(number)):
            text = pattern % some
            assert bits(native(text)) == bits(expected(text)), text


def test_digits_of_any_number():
    for _ in range(3000):
        digits = "".join(SOURCE.choices("0123456789", k=SOURCE.randint(1, 40)))
        at = SOURCE.randint(0, len(digits))
        text = f"{digits[:at]}.{digits[at:]}e{SOURCE.randint(-60, 50)}"
        assert bits(native(text)) == bits(expected(text)), text


SPECIAL = """
    0 0.0 .5 5. +1 1e5 1E5 1e+5 1E-5 1e-400 1e400 0e99999999999 9007199254740993 1e22 1e23 1e-22
    3.4028235e38 3.4028236e38 3.40282356779733661637e38 3.402823567797337e38 1e-45 7.0e-46 7.1e-46
    1.17549435e-38 1.401298464324817e-45 00000000000000000000000000000001.5 16777217 1e99999999999
"""
LONG = ["0." + "0" * 400 + "1e401", "1" + "0" * 400 + "e-400", "7" * 400 + "e-399"]


@pytest.mark.parametrize("text", [*SPECIAL.split(), *LONG])
def test_special_numbers(text):
    assert bits(native(text)) == bits(expected(text)) == bits(as_number(text.encode()))
    negative = "-" + text.lstrip("+-")
    assert bits(native(negative)) == bits(expected(negative)) == bits(as_number(negative.encode()))


NO_NUMBERS = """
    1_0 1_000.5 1,5 1.2.3 nan -nan inf -inf infinity NaN 0x1 0x1p3 1e 1e+ 1ee5 1e5.0 --1 +-1 . - +
    e5 .e5 1f 1.0d \u0661 \uff11
"""


@pytest.mark.parametrize("text", [*NO_NUMBERS.split(), "1\u00a0", "1\x00", "1\v", "1\r2"])
def test_what_is_no_number(text):
    assert native(text) is None
    assert as_number(text.encode()) is None
