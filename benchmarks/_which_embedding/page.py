"""The page of `which_embedding.py`: comparisons as tables in reStructuredText."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from _common import chosen_on, plural, reached, section, table

from _which_embedding.results import Profile, in_order
from skembed import EmbeddingComparison

Named = Sequence[tuple[str, EmbeddingComparison]]


def page(
    everything: Named, curves: Named, profile: Profile, machine: str, has_vectors: bool
) -> str:
    """Return the page."""
    vectors = (
        "The pretrained vectors are word2vec skip-gram, learned by ``Word2VecVectorizer`` from 17 "
        "million words of Wikipedia. They are used frozen, or fine-tuned as initial vectors "
        "(``init``) of a supervised embedding."
        if has_vectors
        else ""
    )
    return "\n".join(
        [
            section(
                "Results",
                "``compare_embeddings`` with its default estimator (logistic regression on scaled "
                "features) on the same folds. " + vectors,
                *chosen_on(name for name, _ in everything),
                machine,
                level="-",
            ),
            all_labels(everything),
            few_labels(curves),
            time_of(profile),
        ]
    )


def all_labels(everything: Named) -> str:
    names = everything[0][1].names
    ordered = [in_order(found, names) for _, found in everything]
    means = np.array([found.mean_scores()[:, -1] for found in ordered])
    rows = []
    for i in np.argsort(-means.mean(axis=0)):
        cells = [
            f"{mean:.3f}{'*' * tied(found, i)}"
            for mean, found in zip(means[:, i], ordered, strict=True)
        ]
        rows.append([names[i], *cells, f"{means[:, i].mean():.3f}"])
    times = [
        [name, *(f"{found.mean_of('fit_times')[i, -1]:.1f}" for found in ordered)]
        for i, name in enumerate(names)
    ]
    titles = [name for name, _ in everything]
    n_folds = everything[0][1].n_folds
    sizes = ", ".join(f"{name} {found.train_sizes[-1]:,}" for name, found in everything)
    return section(
        "All labels",
        table(["accuracy", *titles, "mean"], rows),
        f"Mean over {plural(n_folds, 'fold')} (stratified, shuffled). A star marks the best on the "
        "data set, and all whose 95 % interval of the paired difference from the best (corrected "
        f"for overlapping training sets) contains 0. Training texts: {sizes}.",
        table(["fit time (seconds)", *titles], times),
        "Single-threaded, with another fit running on the other core; reading the texts is "
        "included. On the largest data set word2vec skip-gram, GloVe, supervised and tf-idf ran "
        "alone.",
    )


def tied(found: EmbeddingComparison, i: int) -> bool:
    """Return whether a candidate is the best, or not significantly worse."""
    behind, half_width = found.differences()
    return bool(behind[i] <= half_width[i] or behind[i] == 0)


def few_labels(curves: Named) -> str:
    blocks = []
    for name, found in curves:
        means = found.mean_scores()
        best = np.nanargmax(means, axis=0)
        rows = [
            [
                vectorizer,
                *(
                    f"**{m:.3f}**" if best[j] == i else "" if np.isnan(m) else f"{m:.3f}"
                    for j, m in enumerate(means[i])
                ),
            ]
            for i, vectorizer in enumerate(found.names)
        ]
        blocks.append(table([f"{name}, labels", *(f"{n:,}" for n in found.train_sizes)], rows))
    runs = f"{plural(curves[0][1].n_folds, 'fold')} and {plural(len(curves[0][1].seeds), 'draw')}"
    return section(
        "Few labels",
        "Accuracy against the number of labeled texts, as in Qi et al. (2018). Vectorizers that "
        "need no labels are fitted to all texts of the training set; supervised ones, and the "
        f"classifier, use only the labeled texts. Means over {runs} of labeled texts; the best of "
        "each column is in bold.",
        *blocks,
    )


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
