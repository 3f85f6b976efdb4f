"""What the tests of the command share: texts with labels, tables of them, tasks."""

import csv
import gzip

from texts import two_worlds

from skembed._command._data import load_task

TEXTS = two_worlds(n_documents=60, length=8)
LABELS = ["good", "bad"] * 30


def write(path, rows, delimiter=","):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def table(path, delimiter=","):
    return write(
        path, [["id", "review", "stars"], *zip(range(60), TEXTS, LABELS, strict=True)], delimiter
    )


def task_of(path, **options):
    options = {"text": None, "label": None, "limit": 0, "n_folds": 3, **options}
    return load_task(str(path), **options)
