"""ArraySnapshot against plain copies: every state is what it was."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from skembed._core.snapshots import ArraySnapshot


def change(rng, shape):
    rows = rng.choice(shape[0], size=rng.integers(0, shape[0] + 1), replace=False)
    return rows, rng.normal(size=(len(rows), *shape[1:])).astype(np.float32)


@pytest.mark.parametrize("shape", [(7, 3), (1, 1), (12,)])
@pytest.mark.parametrize("seed", range(20))
def test_every_state_stays_what_it_was(shape, seed):
    rng = np.random.default_rng(seed)
    start = rng.normal(size=shape).astype(np.float32)
    states = [(ArraySnapshot(start), start.copy())]
    for _ in range(25):
        # most changes go on from the newest state, some from an older one
        place = -1 if rng.random() < 0.8 else int(rng.integers(len(states)))
        snapshot, copy = states[place]
        rows, values = change(rng, shape)
        changed = copy.copy()
        changed[rows] = values
        states.append((snapshot.changed(rows, values), changed))
        seen, expected = states[int(rng.integers(len(states)))]
        if rng.random() < 0.3:
            assert_array_equal(seen.array, expected)
        some = rng.integers(shape[0], size=4)
        assert_array_equal(seen.take(some), expected[some])
    for snapshot, copy in states:
        assert snapshot.shape == shape
        array = snapshot.array
        assert_array_equal(array, copy)
        assert not array.flags.writeable
        snapshot.changed(np.arange(shape[0]), np.zeros(shape, dtype=np.float32))
        assert snapshot.array is array
        assert_array_equal(array, copy)
    assert_array_equal(start, states[0][1])


def test_changes_are_made_in_place_until_the_array_is_seen():
    first = ArraySnapshot(np.zeros((100, 2), dtype=np.float32))
    one = np.ones((1, 2), dtype=np.float32)
    second = first.changed(np.array([3]), one)
    third = second.changed(np.array([4]), one)
    assert third._array is not first._array
    array = third.array
    assert np.shares_memory(array, third.array)
    fourth = third.changed(np.array([5]), one)
    assert not np.shares_memory(array, fourth.array)
    assert array[5].tolist() == [0, 0]
    assert second.array[3:5].tolist() == [[1, 1], [0, 0]]


def test_older_states_hold_no_more_than_the_array_again():
    first = snapshot = ArraySnapshot(np.zeros((10, 2), dtype=np.float32)).changed(
        np.array([0]), np.ones((1, 2))
    )
    for i in range(200):
        snapshot = snapshot.changed(np.array([i % 10, (i + 1) % 10]), np.full((2, 2), i))
    kept, state = 0, first
    while state is not None:
        kept, state = kept + len(state._before), state._newer
    assert kept <= 10
    assert first.array.tolist() == [[1, 1]] + [[0, 0]] * 9


def test_pickle():
    snapshot = ArraySnapshot(np.arange(6.0).reshape(3, 2)).changed(
        np.array([1]), np.array([[8.0, 9.0]])
    )
    loaded = pickle.loads(pickle.dumps(snapshot))
    assert_array_equal(loaded.array, [[0, 1], [8, 9], [4, 5]])
    assert_array_equal(loaded.changed(np.array([0]), np.ones((1, 2))).take(np.array([0])), [[1, 1]])


def test_threads_read_while_one_changes():
    n = 2000
    rows = np.arange(n)
    snapshot = ArraySnapshot(np.zeros((n, 4)))

    def look(state, value):
        return set(np.unique(state.array)) == {value}

    with ThreadPoolExecutor(4) as pool:
        futures = []
        for value in range(1, 60):
            snapshot = snapshot.changed(rows[: n // 2], np.full((n // 2, 4), value))
            snapshot = snapshot.changed(rows[n // 2 :], np.full((n // 2, 4), value))
            futures.append(pool.submit(look, snapshot, value))
        assert all(future.result() for future in futures)
