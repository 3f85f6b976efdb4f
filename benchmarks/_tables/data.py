"""The tables of the benchmark: real ones, one with misspelled titles, and a large random one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))
TITLE = "employee_position_title"


class TableSet(NamedTuple):
    """A table, its targets and the score by which encoders are compared."""

    name: str
    frame: pd.DataFrame
    y: Any
    scoring: str

    @property
    def is_regression(self) -> bool:
        """Whether the targets are numbers."""
        return self.scoring == "r2"


def read_tables(folder: Path, limit: int | None) -> list[TableSet]:
    """Read the tables of a folder; of each, at most ``limit`` rows drawn at random."""
    adult = drawn(pd.read_csv(folder / "adult.csv.gz", na_values="?").drop(columns="split"), limit)
    pay = pd.read_csv(folder / "employee_salaries.csv.gz")
    # the year is a column of its own, and the name of a department says the same as its code
    pay = drawn(pay.drop(columns=["date_first_hired", "department_name"]), limit)
    salary = pay.pop("current_annual_salary").to_numpy()
    typos = pay.assign(**{TITLE: misspelled(pay[TITLE])})
    return [
        TableSet("adult", adult, adult.pop("income").to_numpy(dtype=object), "roc_auc"),
        TableSet("employee salaries", pay, salary, "r2"),
        TableSet("employee salaries, misspelled titles", typos, salary, "r2"),
    ]


def drawn(frame: pd.DataFrame, limit: int | None) -> pd.DataFrame:
    """Return the rows in random order, at most ``limit`` of them."""
    return frame.sample(n=min(limit or len(frame), len(frame)), random_state=0, ignore_index=True)


def misspelled(titles: pd.Series, share: float = 0.5) -> list[str]:
    """Replace, drop or double one letter in a share of the titles."""
    random = np.random.default_rng(0)
    found = []
    for title in titles:
        place, kind = random.integers(len(title)), random.integers(3)
        letter = ["", title[place] * 2, random.choice(LETTERS)][kind]
        wrong = title[:place] + letter + title[place + 1 :]
        found.append(wrong if random.random() < share else title)
    return found


def large_table(n_rows: int, n_columns: int, n_categories: int) -> tuple[pd.DataFrame, Any]:
    """Return columns of integer codes, one of ``n_categories``, the others of 50, and targets."""
    random = np.random.default_rng(0)
    sizes = [n_categories] + [50] * (n_columns - 1)
    effects = [random.normal(size=n) for n in sizes]
    codes = [random.integers(n, size=n_rows) for n in sizes]
    y = sum(e[c] for e, c in zip(effects, codes, strict=True)) + random.normal(size=n_rows)
    return pd.DataFrame({f"c{i}": column for i, column in enumerate(codes)}), y


def categories_of(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that are not numbers."""
    return frame.select_dtypes(exclude="number")
