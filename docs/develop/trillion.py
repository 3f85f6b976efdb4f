"""A plan for word vectors from 1 trillion tokens on many machines: its schedule and its costs.

Run this file to print the table of trillion.rst. It computes and simulates; it trains nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

# Measured on one core (docs/benchmarks/word2vec, glove; 23 November 2026).
CORPUS = 16_477_554  # tokens
ANALYSIS = CORPUS / 6.6  # tokens a second, from raw strings
SKIP_GRAM = 2.30e6 * 100 * (5 + 1)  # tokens a second, times components, times (window + 1)
COUNTING = CORPUS / 1.6  # tokens a second
NONZEROS = 51_123_863  # of the counts of this corpus, window 10
GLOVE = 9.84e6 * 100  # non-zeros a second, times components

HEAPS = 0.8  # non-zeros grow as tokens to this power (Pennington et al. 2014, section 3.2)
SUBSAMPLE = 1e-3
GB = 1e9


@dataclass(frozen=True)
class Plan:
    """Machines, corpus and model; ``network`` is in bytes a second, in each direction."""

    n_machines: int = 64
    n_tokens: float = 1e12
    n_terms: int = 1_000_000
    n_components: int = 300
    window: int = 5
    n_cores: int = 32
    network: float = 1.25e9
    n_parts: int = 256
    n_cycles: int = 300

    @property
    def part_bytes(self) -> float:
        """Size of one part of a matrix."""
        return 4 * self.n_components * self.n_terms / self.n_parts

    @property
    def n_pairs(self) -> float:
        """Pairs of a pass: (window + 1) for each token that subsampling keeps."""
        share = 1 / np.arange(1, self.n_terms + 1)  # Zipf's law
        share /= share.sum()
        keep = np.minimum(1, np.sqrt(SUBSAMPLE / share) + SUBSAMPLE / share)
        return self.n_tokens * float(share @ keep) * (self.window + 1)

    @property
    def block_seconds(self) -> float:
        """Mean time of one block (a part of each matrix) on all cores of a machine."""
        work = self.n_tokens * (self.window + 1) * self.n_components
        return work / SKIP_GRAM / self.n_cores / self.n_parts**2 / self.n_cycles


def blocks(plan: Plan, machine: int, r: int) -> list[tuple[int, int]]:
    """Return the blocks (input part, output part) of a machine in round r, in their order."""
    n = plan.n_parts // plan.n_machines
    return [(i, (i + r) % plan.n_parts) for i in range(machine * n, (machine + 1) * n)]


class Block(NamedTuple):
    """What a machine did when."""

    machine: int
    parts: tuple[int, int]
    begin: float
    end: float


def simulate(plan: Plan, n_rounds: int, speeds: np.ndarray) -> list[Block]:
    """Run rounds of the schedule; the network moves parts at half its speed, pairs at the other.

    After its first block of a round, a machine sends this block's output part to the machine
    before it, which needs it for its last block of the next round.
    """
    done: list[Block] = []
    now = np.zeros(plan.n_machines)
    link = np.zeros(plan.n_machines)  # when the outgoing link of a machine is free
    arrival = np.zeros(plan.n_machines)  # of the part for the last block
    for r in range(n_rounds):
        arriving = np.empty(plan.n_machines)
        for m in range(plan.n_machines):
            mine = blocks(plan, m, r)
            for k, parts in enumerate(mine):
                begin = max(now[m], arrival[m]) if k == len(mine) - 1 else now[m]
                now[m] = begin + plan.block_seconds / speeds[m]
                done.append(Block(m, parts, begin, now[m]))
                if k == 0:
                    link[m] = max(now[m], link[m]) + plan.part_bytes / (plan.network / 2)
                    arriving[m - 1] = link[m]
        arrival = arriving
    return done


def costs(plan: Plan) -> dict[str, float]:
    """Return sizes for each machine in GB, and times in seconds."""
    n, cores = plan.n_machines, plan.n_machines * plan.n_cores
    matrix = 4 * plan.n_terms * plan.n_components
    pair_bytes = 4 * plan.n_pairs / n  # two rows of 16 bits, within a block
    part_bytes = matrix * plan.n_cycles
    nonzeros = NONZEROS * (plan.n_tokens / CORPUS) ** HEAPS
    partial = NONZEROS * (plan.n_tokens / n / CORPUS) ** HEAPS  # of the shard of one machine
    work = plan.block_seconds * plan.n_parts**2 * plan.n_cycles / n
    return {
        "tokens on disk, GB": 4 * plan.n_tokens / n / GB,
        "memory for skip-gram, GB": (2 * matrix / n + plan.part_bytes) / GB
        + 2 * pair_bytes / plan.n_cycles / GB,
        "memory for GloVe, GB": (8 * nonzeros / n + 2 * 2 * matrix / n) / GB,
        "analysis, twice, s": 2 * plan.n_tokens / ANALYSIS / cores,
        "skip-gram, a pass: computing, s": work,
        "skip-gram, a pass: pairs over the network, s": pair_bytes / plan.network,
        "skip-gram, a pass: parts over the network, s": part_bytes / plan.network,
        "counting: computing, s": plan.n_tokens / COUNTING / cores,
        "counting: counts over the network, s": 8 * partial / plan.network,
        "GloVe, a pass: computing, s": nonzeros * plan.n_components / GLOVE / cores,
    }


def table(machines: tuple[int, ...] = (16, 64, 256)) -> str:
    """Return the costs as rows of a table, one column for each number of machines."""
    columns = [costs(Plan(n_machines=n)) for n in machines]
    lines = [("machines", *map(str, machines))]
    lines += [(name, *(f"{column[name]:,.1f}" for column in columns)) for name in columns[0]]
    return "\n".join(f"    {name:45}" + "".join(f"{v:>12}" for v in rest) for name, *rest in lines)


if __name__ == "__main__":
    print(table())
    plan = Plan()
    for spread in (0.0, 0.1):
        speeds = 1 - spread * np.random.default_rng(0).random(plan.n_machines)
        end = max(block.end for block in simulate(plan, plan.n_parts, speeds))
        least = plan.n_parts * (plan.n_parts // plan.n_machines) * plan.block_seconds / speeds.min()
        print(f"    speeds within {spread:.0%}: {max(0, end / least - 1):.1%} waiting")
