"""The schedule of the plan to a trillion tokens keeps what the plan promises."""

import sys
from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest
from project import ROOT

PAGES = ROOT / "docs" / "develop"
sys.path.append(str(PAGES))
import trillion
from trillion import Plan, simulate

MACHINES = [1, 2, 4, 8]


def run(n_machines, n_rounds=16, spread=0.5, **parameters):
    plan = Plan(n_machines=n_machines, n_parts=16, n_terms=10_000, **parameters)
    speeds = 1 - spread * np.random.default_rng(n_machines).random(n_machines)
    return plan, simulate(plan, n_rounds, speeds), speeds


def visits(done):
    """For each part of each matrix, its blocks in the order of time: (begin, end, block)."""
    found = defaultdict(list)
    for block in sorted(done, key=lambda block: block.begin):
        for matrix in (0, 1):
            found[matrix, block.parts[matrix]].append((block.begin, block.end, block.parts))
    return found


@pytest.mark.parametrize("network", [1e3, 1e9])
@pytest.mark.parametrize("n_machines", MACHINES)
def test_a_cycle(n_machines, network):
    """Each block runs once, and no part is in two places at a time."""
    plan, done, _ = run(n_machines, network=network)
    assert sorted(block.parts for block in done) == [(i, j) for i in range(16) for j in range(16)]
    travel = plan.part_bytes / (network / 2)
    machine_of = {block.parts: block.machine for block in done}
    for (matrix, _), mine in visits(done).items():
        for (_, end, before), (begin, _, after) in pairwise(mine):
            moved = machine_of[before] != machine_of[after]
            assert not (moved and matrix == 0)  # input parts stay
            assert begin >= end + travel * moved - 1e-9 * begin


@pytest.mark.parametrize("n_machines", MACHINES[1:])
def test_the_order_of_updates_depends_on_nothing(n_machines):
    def orders(done):
        return {part: [parts for *_, parts in mine] for part, mine in visits(done).items()}

    assert orders(run(n_machines, 40)[1]) == orders(run(1, 40)[1])


def test_the_time_is_that_of_the_formulas():
    for network in (1e12, 1e2):  # computing, or the network, takes longer
        plan, done, _ = run(4, 160, spread=0, network=network)
        found = trillion.costs(plan)
        share = 160 / plan.n_parts / plan.n_cycles  # of a pass
        computing = found["skip-gram, a pass: computing, s"] * share
        moving = 2 * found["skip-gram, a pass: parts over the network, s"] * share
        assert max(b.end for b in done) == pytest.approx(max(computing, moving), rel=0.02)
    # a part that travels for nearly as long as a round takes, of four blocks, makes nobody wait
    network = 2 * plan.part_bytes / (3.9 * plan.block_seconds)
    plan, done, _ = run(4, 160, spread=0, network=network)
    assert max(b.end for b in done) == pytest.approx(160 * 4 * plan.block_seconds)
    plan, done, speeds = run(4, 160, spread=0.1, network=1e12)
    slowest = 160 * 4 * plan.block_seconds / speeds.min()
    assert max(b.end for b in done) == pytest.approx(slowest, rel=0.02)


def test_the_page_has_the_table_of_the_program():
    assert trillion.table() in (PAGES / "trillion.rst").read_text(encoding="utf-8")
