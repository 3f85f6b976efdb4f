"""Tasks in threads: results in order, tasks generated one at a time, and the first error of all."""

from threading import Event
from time import sleep

import pytest

from skembed._files.blocks import in_threads


def tasks(n, error=None):
    """Generate slowly: a generator that a second thread enters meanwhile raises an error."""
    for i in range(n):
        sleep(0.001)
        yield i
    if error:
        raise error


@pytest.mark.parametrize("n_threads", [1, 2, 3])
def test_results_are_in_the_order_of_the_tasks(n_threads):
    assert list(in_threads(lambda i: -i, tasks(20), n_threads)) == [-i for i in range(20)]
    assert list(in_threads(lambda i: -i, tasks(0), n_threads)) == []


def test_a_later_task_does_not_wait_for_an_earlier_one():
    done = Event()

    def wait_for_the_second(i):
        if i == 0:
            assert done.wait(30)
        done.set()
        return i

    assert list(in_threads(wait_for_the_second, tasks(3), 2)) == [0, 1, 2]


@pytest.mark.parametrize("n_threads", [1, 2])
def test_the_first_error_is_raised_after_the_results_before_it(n_threads):
    def fail_twice(i):
        if i in (3, 4):
            sleep(0.01 if i == 3 else 0)
            raise ValueError(f"task {i}")
        return i

    for results, message, n in (
        (in_threads(fail_twice, tasks(9), n_threads), "task 3", 3),
        (in_threads(fail_twice, tasks(2, ValueError("the end")), n_threads), "the end", 2),
    ):
        assert [next(results) for _ in range(n)] == list(range(n))
        with pytest.raises(ValueError, match=message):
            next(results)
