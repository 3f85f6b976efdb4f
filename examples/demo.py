"""Which embedding serves this task best? A grid search on real text, without a network.

The task: which subpackage of NumPy, SciPy, scikit-learn, joblib or gensim does a paragraph of
documentation belong to? Word2VecVectorizer (skip-gram and CBOW, two poolings) and TfidfVectorizer
stand in the same place of one pipeline, and GridSearchCV compares them. Printed: accuracies with
times, and the neighbours of some words in the best word2vec embedding. Saved: a picture of both.

    python examples/demo.py --output demo.png
"""

from __future__ import annotations

import argparse
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from sklearn.callback import ProgressBar
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from skembed import Embedding, Word2VecVectorizer
from skembed.datasets import load_docstrings

WORDS = ("matrix", "kernel", "clustering", "probability", "gradient")
QUICK_CATEGORIES = ("numpy.linalg", "scipy.fft", "scipy.stats.qmc", "sklearn.svm")
# Sides of a point where a label may stand: offsets in points and alignments.
SIDES = (
    (5, 0, "left", "center"),
    (-5, 0, "right", "center"),
    (0, 5, "center", "bottom"),
    (0, -5, "center", "top"),
    (4, 4, "left", "bottom"),
    (4, -4, "left", "top"),
    (-4, 4, "right", "bottom"),
    (-4, -4, "right", "top"),
)
COLORS = {"skip-gram": "#1f6fb4", "cbow": "#e07b28", "TF-IDF": "#7a7a7a"}


def make_search(*, n_jobs: int, quick: bool) -> GridSearchCV:
    """Vectorizer -> scaler -> classifier, with the vectorizer as one of the searched values."""
    word2vec = Word2VecVectorizer(
        n_components=20 if quick else 200,
        window=10,
        max_iter=2 if quick else 15,  # a small corpus needs more passes than a large one
        min_df=2,
        random_state=0,
    )
    pipeline = Pipeline(
        [
            ("vectorizer", word2vec),
            ("scaler", StandardScaler()),
            ("classifier", LogisticRegression(C=0.1, max_iter=100 if quick else 1000)),
        ]
    )
    param_grid = [
        {
            "vectorizer": [word2vec],
            "vectorizer__algorithm": ["skip-gram", "cbow"],
            "vectorizer__pooling": ["mean", "idf"],
        },
        {
            # Rows of tf-idf have unit length already: no scaler, but less regularisation.
            "vectorizer": [TfidfVectorizer(sublinear_tf=True)],
            "scaler": ["passthrough"],
            "classifier__C": [10.0],
        },
    ]
    return GridSearchCV(
        pipeline,
        param_grid,
        cv=StratifiedKFold(2 if quick else 3, shuffle=True, random_state=0),
        refit=best_word2vec,  # the others have no neighbours to show
        n_jobs=n_jobs,
    )


def best_word2vec(results: dict) -> int:
    """The index of the best candidate that learned an embedding."""
    is_word2vec = [isinstance(p["vectorizer"], Word2VecVectorizer) for p in results["params"]]
    return int(np.argmax(np.where(is_word2vec, results["mean_test_score"], -np.inf)))


def summarise(results: dict) -> list[dict]:
    """One record a candidate, the best first."""
    records = []
    for i, params in enumerate(results["params"]):
        group = params.get("vectorizer__algorithm", "TF-IDF")
        pooling = params.get("vectorizer__pooling")
        records.append(
            {
                "name": f"word2vec {group}, {pooling}" if pooling else group,
                "group": group,
                "accuracy": results["mean_test_score"][i],
                "accuracy_sd": results["std_test_score"][i],
                "fit": results["mean_fit_time"][i],
                "fit_sd": results["std_fit_time"][i],
                "score": results["mean_score_time"][i],
            }
        )
    return sorted(records, key=lambda record: -record["accuracy"])


def print_table(title: str, header: list[str], rows: list[list[str]]) -> None:
    """Print with rich where it is installed, and as plain text elsewhere."""
    if find_spec("rich"):
        from rich.console import Console
        from rich.table import Table

        table = Table(title=title, title_justify="left")
        for i, name in enumerate(header):
            table.add_column(name, justify="right" if i and len(header) > 2 else "left")
        for row in rows:
            table.add_row(*row)
        Console().print(table)
        return
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    print(f"\n{title}")
    for row in [header, ["-" * width for width in widths], *rows]:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def find_neighbours(embedding: Embedding, n: int = 6) -> dict[str, list[str]]:
    """The nearest of the frequent words; a word met three times is near to anything."""
    return {
        word: [term for term, _ in embedding.most_similar(word, n=n, restrict_to=2000)]
        for word in WORDS
        if word in embedding
    }


def draw(records: list[dict], neighbours: dict, embedding: Embedding, title: str, path: Path):
    """Accuracies beside fit times above a map of words."""
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(9, 8), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=[1, 1.7])
    accuracy, seconds = above.subplots(1, 2, sharey=True, width_ratios=[1.5, 1])
    draw_bars(accuracy, records, "accuracy", "{:.3f}", "accuracy (mean and sd over the folds)")
    draw_bars(seconds, records, "fit", "{:.1f}", "seconds to fit vectorizer and classifier")
    accuracy.set_title(title, loc="left", fontsize="medium")
    draw_map(below.subplots(), neighbours, embedding)
    figure.savefig(path, dpi=150)
    plt.close(figure)


def draw_bars(ax, records: list[dict], key: str, form: str, label: str) -> None:
    values = [record[key] for record in records]
    errors = [record[f"{key}_sd"] for record in records]
    colors = [COLORS[record["group"]] for record in records]
    places = range(len(records))
    ax.barh(
        places,
        values,
        xerr=errors,
        color=colors,
        height=0.65,
        ecolor="0.2",
        capsize=2.5,
    )
    for place, value, error in zip(places, values, errors, strict=True):
        ax.text(
            value + error,
            place,
            "  " + form.format(value),
            va="center",
            fontsize="small",
        )
    ax.set(xlabel=label, xlim=(0, 1.25 * max(np.add(values, errors))))
    ax.set_yticks(places, [record["name"] for record in records])
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right"]].set_visible(False)
    if not ax.yaxis_inverted():  # the y axis is shared
        ax.invert_yaxis()


def draw_map(ax, neighbours: dict[str, list[str]], embedding: Embedding) -> None:
    """The words and their neighbours on the two main axes of their directions."""
    words = list(dict.fromkeys(w for word, near in neighbours.items() for w in [word, *near]))
    vectors = np.array([embedding[word] for word in words])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    place = dict(zip(words, PCA(2).fit_transform(vectors), strict=True))
    ax.set_title(
        "Neighbours in the best word2vec embedding (PCA of the vectors, scaled to length 1)",
        loc="left",
        fontsize="medium",
    )
    ax.margins(0.08)
    ax.tick_params(left=False, bottom=False, labelleft=False, labelbottom=False)
    ax.spines[:].set_color("0.8")
    labels = []
    for i, (word, near) in enumerate(neighbours.items()):
        for other in near:
            ax.plot(
                *np.transpose([place[word], place[other]]),
                color=f"C{i}",
                lw=0.7,
                alpha=0.4,
            )
        ax.scatter(
            *np.transpose([place[w] for w in [word, *near]]),
            s=14,
            color=f"C{i}",
            zorder=2,
        )
        labels.append((word, {"color": f"C{i}", "weight": "bold", "size": "large"}))
        labels += [(other, {"size": "small"}) for other in near]
    write_labels(ax, sorted(labels, key=lambda label: "weight" not in label[1]), place)


def write_labels(ax, labels: list[tuple[str, dict]], place: dict[str, np.ndarray]) -> None:
    """Write each label on the side of its point where it covers the least of the others."""
    ax.figure.canvas.draw()  # places in pixels are known from here on
    points = ax.transData.transform(list(place.values()))
    taken = [np.concatenate([point - 4, point + 4]) for point in points]
    for word, style in dict(labels).items():
        tries = []
        for dx, dy, ha, va in SIDES:
            options = {
                "xytext": (dx, dy),
                "textcoords": "offset points",
                "ha": ha,
                "va": va,
            }
            text = ax.annotate(word, place[word], **options, **style)
            box = text.get_window_extent().extents
            text.remove()
            covered = sum(overlap(box, other) for other in taken)
            outside = overlap(box, box) - overlap(box, ax.bbox.extents)
            tries.append((covered + outside, len(tries), box, options))
        *_, box, options = min(tries)
        ax.annotate(word, place[word], **options, **style)
        taken.append(box)


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """The area that two boxes (left, bottom, right, top) share."""
    sides = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
    return float(np.prod(sides.clip(0)))


def main(argv: list[str] | None = None) -> None:
    """Search, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=Path("demo.png"), help="the picture")
    parser.add_argument("--n-jobs", type=int, default=2, help="fits at the same time (joblib)")
    parser.add_argument("--quick", action="store_true", help="a small task, to try the script")
    options = parser.parse_args(argv)

    start = time.perf_counter()
    docstrings = load_docstrings(categories=QUICK_CATEGORIES if options.quick else None)
    task = f"{len(docstrings.data):,} paragraphs, {len(docstrings.target_names)} classes"
    print(f"Docstrings of installed packages: {task} ({time.perf_counter() - start:.1f} s)")

    search = make_search(n_jobs=options.n_jobs, quick=options.quick)
    if find_spec("rich"):
        search.set_callbacks(ProgressBar(max_propagation_depth=0))
    search.fit(docstrings.data, docstrings.target)

    records = summarise(search.cv_results_)
    print_table(
        f"{task}, {search.n_splits_}-fold cross-validation",
        ["vectorizer", "accuracy", "fit (s)", "transform and score (s)"],
        [
            [
                r["name"],
                f"{r['accuracy']:.3f} ± {r['accuracy_sd']:.3f}",
                f"{r['fit']:.1f}",
                f"{r['score']:.2f}",
            ]
            for r in records
        ],
    )
    vectorizer = search.best_estimator_["vectorizer"]
    neighbours = find_neighbours(vectorizer.embedding_)
    print_table(
        f"Neighbours in the best word2vec embedding ({vectorizer.algorithm})",
        ["word", "nearest words"],
        [[word, ", ".join(near)] for word, near in neighbours.items()],
    )
    if find_spec("matplotlib"):
        draw(
            records,
            neighbours,
            vectorizer.embedding_,
            f"Which subpackage? {task}",
            options.output,
        )
        print(f"Picture: {options.output}")
    else:
        print("No picture: matplotlib is not installed.")
    print(f"Total: {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
