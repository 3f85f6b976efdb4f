"""Compare encoders of categorical columns: scores, times, and memory for a large table.

    python benchmarks/tables.py tabular/

The folder has ``adult.csv.gz`` (UCI Adult) and ``employee_salaries.csv.gz`` (OpenML 42125). All
encoders see the same folds; the numbers of a table are standardized beside them. Encoders of skrub
and a network of PyTorch are included if these packages are installed.
"""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path

import numpy as np
from _common import (
    header,
    isolated,
    load_average,
    one_thread,
    plural,
    say,
    section,
    table,
    write,
)
from _tables.data import TableSet, categories_of, read_tables
from _tables.encoders import (
    EMBEDDING,
    ONE_HOT,
    TARGET,
    WITH_NUMBERS,
    encoders,
    fit_large,
    seconds,
    splitter,
)
from _tables.network import (
    BATCH,
    MISSING,
    MOST_PASSES,
    N_COMPONENTS,
    fit_head,
    prepared,
    train_network,
)
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from skembed import EmbeddingComparison, compare_embeddings

LINEAR, TREES = "linear", "boosted trees"
LARGE = (1_000_000, 10, 100_000)  # rows, columns, categories of one of them


def main() -> None:
    """Measure everything and write the page."""
    load = load_average()
    options = read_options()
    one_thread()
    warnings.simplefilter("ignore")  # of skrub, for each column with unseen categories
    sets = read_tables(options.folder, options.limit_rows)
    parts = [quality(data, options.folds) for data in sets]
    parts.append(speed(sets[:2], options.repeats))
    parts.append(network(sets[:2]))
    rows, columns, categories = LARGE
    parts.append(large(rows // options.shrink, columns, categories // options.shrink))
    write("\n".join([intro(options, header(load)), *parts]), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("folder", type=Path, help="folder of the tables")
    add("--folds", type=int, default=5, help="number of cross-validation folds")
    add("--repeats", type=int, default=5, help="number of runs for each timing")
    add("--limit-rows", type=int, help="number of rows of each table, drawn at random")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    add("--quick", action="store_true", help="quick trial with 600 rows")
    options = parser.parse_args()
    options.shrink = 100 if options.quick else 1
    if options.quick:
        options.limit_rows, options.repeats, options.folds = 600, 1, 3
    return options


def intro(options: argparse.Namespace, top: str) -> str:
    """Return the beginning of the page."""
    text = (
        "Encoders of categorical columns in ``compare_embeddings``: the same "
        f"{options.folds} shuffled folds for all, numbers standardized beside the encoded "
        f"columns, one thread. *{WITH_NUMBERS}* gets the numbers as well "
        "(``categorical_features='from_dtype'``). *Linear* is logistic or ridge regression on "
        "scaled features; *boosted trees* are scikit-learn's histogram gradient boosting with its "
        "defaults. Behind each score: the difference from TargetEncoder with the 95 % interval of "
        "the paired difference, corrected for overlapping training sets."
    )
    if options.quick:
        text = "**A quick trial run: these numbers mean nothing.** " + text
    # what follows on the page is of a lower level
    return section("Tables: encoders of categories", text, top, level="-")


# Scores


def quality(data: TableSet, n_folds: int) -> str:
    """Compare the encoders before a linear model and before boosted trees."""
    trees = HistGradientBoostingRegressor if data.is_regression else HistGradientBoostingClassifier
    found: dict[str, EmbeddingComparison] = {}
    for model, estimator in [(LINEAR, None), (TREES, trees(random_state=0))]:
        found[model] = compare_embeddings(
            encoders(data), data.frame, data.y, estimator=estimator, scoring=data.scoring,
            cv=splitter(data, n_folds),
        )  # fmt: skip
        say(f"{data.name}, {model}: done")
    rows = [
        [name, *(cell for each in found.values() for cell in (score(each, i), gap(each, i)))]
        for i, name in enumerate(found[LINEAR].names)
    ]
    columns = ["encoder", *(cell for model in found for cell in (model, "to TargetEncoder"))]
    n_categories = [data.frame[name].nunique() for name in categories_of(data.frame)]
    sizes = f"{len(n_categories)} categorical columns (the largest of {max(n_categories):,} values)"
    n_numbers = data.frame.shape[1] - len(n_categories)
    text = (
        f"{len(data.frame):,} rows, {sizes} and {plural(n_numbers, 'number')}; "
        f"{'R²' if data.is_regression else 'area under the ROC curve'}, mean ± standard deviation "
        "over the folds."
    )
    return section(data.name.capitalize(), text, table(columns, rows))


def score(comparison: EmbeddingComparison, i: int) -> str:
    """Format a mean score with its standard deviation."""
    mean, std = comparison.mean_scores()[i, 0], comparison.std_scores()[i, 0]
    return "failed" if np.isnan(mean) else f"{mean:.4f} ± {std:.4f}"


def gap(comparison: EmbeddingComparison, i: int) -> str:
    """Format the difference from TargetEncoder with its interval."""
    behind, half_width = (each[i] for each in comparison.differences(reference=TARGET))
    if comparison.names[i] == TARGET or np.isnan(behind):
        return "–"
    return f"{-behind:+.4f} [{-behind - half_width:+.4f}, {-behind + half_width:+.4f}]"


# Times


def speed(sets: list[TableSet], repeats: int) -> str:
    """Time the encoders alone, on all rows."""
    rows = []
    for data in sets:
        times = {}
        for name, encoder in encoders(data).items():
            X = data.frame if name.startswith(WITH_NUMBERS) else categories_of(data.frame)
            fit = seconds(repeats, encoder.fit_transform, X, data.y)
            transform = seconds(repeats, encoder.transform, X)
            times[name] = fit, transform
        for name, (fit, transform) in times.items():
            ratios = fit / times[TARGET][0], transform / times[ONE_HOT][1]
            cells = f"{fit:.3f} s", f"{ratios[0]:.1f}", f"{transform:.3f} s", f"{ratios[1]:.1f}"
            rows.append([data.name, name, *cells])
    columns = [
        "table", "encoder", "fit_transform", "× TargetEncoder", "transform", "× OneHotEncoder",
    ]  # fmt: skip
    text = (
        f"Of all rows on one core, median of {plural(repeats, 'run')}; of the categorical columns, "
        f"and of the whole table for *{WITH_NUMBERS}*. Goals for EmbeddingEncoder: "
        "fit_transform at most 20 times TargetEncoder, transform at most once OneHotEncoder."
    )
    return section("Times of encoders", text, table(columns, rows))


def network(sets: list[TableSet]) -> str:
    """Train the same network with PyTorch on one core, on the categorical columns alone."""
    title = "The same network in PyTorch"
    if MISSING:
        return section(title, f"Skipped: {MISSING}.")
    rows = []
    for data in sets:
        X, y = categories_of(data.frame), prepared(data.y)
        train, test = next(splitter(data, 5).split(X, data.y))
        encoder = encoders(data)[EMBEDDING].set_params(n_components=1)
        ours = seconds(5, encoder.fit, X.iloc[train], data.y[train])
        vectors = encoder.transform(X)
        mine = fit_head(vectors[train], y[train], vectors[test], y[test])
        given = X.iloc[train], y[train], X.iloc[test], y[test]
        peer = isolated(train_network, *given, mine.loss)
        for name, found, time in [("PyTorch", peer, peer.seconds), (EMBEDDING, mine, ours)]:
            cells = f"{time:.3f} s", f"{found.passes or '–'}", f"{found.loss:.4f}"
            rows.append(
                [data.name, name, *cells, f"{found.score:.4f}", f"{peer.seconds / time:.1f}"]
            )
    columns = [
        "table", "model", "fit", "passes", "training loss", "test score", "times as fast",
    ]  # fmt: skip
    text = (
        f"An embedding of {N_COMPONENTS} components for each categorical column, side by side, and "
        f"a linear head, trained by Adam on one core in batches of {BATCH} until its training loss "
        "is that of a linear head on the vectors of EmbeddingEncoder, in at most "
        f"{plural(MOST_PASSES, 'pass')}; the first of 5 folds, categorical columns alone. Times "
        "hold the encoding of strings. A linear head that predicts one number or two classes has "
        "use for one component, so EmbeddingEncoder learns one. Goal: 20 times as fast."
    )
    return section(title, text, table(columns, rows))


def large(n_rows: int, n_columns: int, n_categories: int) -> str:
    """Measure the time and the memory of a fit to a large table, each in a new process."""
    rows = []
    for name in (TARGET, EMBEDDING):
        fit, transform, memory, codes = isolated(fit_large, name, n_rows, n_columns, n_categories)
        sizes = f"{memory / 1e6:,.0f} MB", f"{codes / 1e6:,.0f} MB"
        rows.append([name, f"{fit:.1f} s", f"{transform:.2f} s", *sizes])
    columns = ["encoder", "fit", "transform", "memory beyond the table", "codes and vectors"]
    text = (
        f"{n_rows:,} rows of {n_columns} columns of integers, one with {n_categories:,} "
        "categories, the others with 50, and a number to predict. The peak memory of the fit on "
        "top of the table, beside that of an int32 code for each cell and the vectors. A fit of "
        f"EmbeddingEncoder also needs y and the weights of the rows ({16 * n_rows / 1e6:,.0f} MB), "
        "the categories by value and by name, and about fifteen matrices of the effects of all "
        f"categories on four outputs ({32 * n_categories / 1e6:,.1f} MB each)."
    )
    return section("A large table", text, table(columns, rows))


if __name__ == "__main__":
    main()
