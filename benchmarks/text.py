"""Compare reading texts with scikit-learn's: transform, the encoding in fit, n-grams, whole fits.

    python benchmarks/text.py --texts 20newsgroups.csv.gz --corpus wiki17m.txt.xz

The texts are a table with the columns ``text`` and ``label``, the corpus is a text file with one
document per line. Both are read into memory first. The peers take turns. Memory is measured in a
process of its own for each peer, beside the texts.
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from _common import (
    header,
    isolated,
    load_average,
    one_thread,
    plural,
    reached,
    read_documents,
    say,
    section,
    spread,
    table,
    with_peak,
    write,
)
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from skembed import (
    Embedding,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    unicode_token_pattern,
)
from skembed._text.analyzer import Analyzer
from skembed._text.ngrams import learn_features
from skembed._text.reading import number_tokens
from skembed._text.vocabulary import learn_vocabulary

N_COMPONENTS, N_TERMS = 100, 300_000
OURS, OURS_2, PEER = "skembed", "skembed, 2 threads", "scikit-learn"
SCRIPTS = {
    # Texts of the same words in other letters: one in two vowels with an accent, and Greek letters.
    "accents": str.maketrans("aeiouAEIOU", "áeíoúÁEÍOÚ"),
    "another script": str.maketrans(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "αβψδεφγηιξκλμνοπθρστυωςχυζΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥΩΣΧΥΖ",
    ),
}

CHARACTERS = {"analyzer": "char", "ngram_range": (3, 5)}
OF_WORDS = {"analyzer": "char_wb", "ngram_range": (3, 5)}
EVERY = 6  # one in so many texts is read as n-grams of characters, which takes scikit-learn long
MOST_MB = 800

Run = Callable[[], Any]


class Comparison(NamedTuple):
    """A step, how much faster than scikit-learn it must be, if there is a goal, and the calls."""

    name: str
    goal: float | None
    calls: dict[str, Run]


def main() -> None:
    """Measure everything and write the page."""
    load = load_average()
    options = read_options()
    one_thread()
    texts, labels, corpus = read_data(options)
    say(f"{len(texts):,} texts and {len(corpus):,} documents read")
    times: dict[str, dict[str, list[float]]] = {}
    goals: dict[str, float | None] = {}
    for name, documents in {"20 Newsgroups": texts, "Wikipedia": corpus}.items():
        for comparison in comparisons(name, documents):
            goals[comparison.name] = comparison.goal
            times[comparison.name] = take_turns(comparison.calls, options.repeats)
            say(comparison.name)
    for comparison in fits(texts, labels, corpus):
        goals[comparison.name] = comparison.goal
        times[comparison.name] = take_turns(comparison.calls, 1)
        say(comparison.name)
    single = short_text(options.terms)
    alone = {who: take_turns({who: call}, 2000)[who] for who, call in single.items()}
    shorts = {"": alone, " in turns with the other": take_turns(single, 2000)}
    say("single text")
    memory = {
        (min_df, who): isolated(memory_of_characters, texts, who, min_df)
        for min_df in (1, 2)
        for who in (OURS, PEER)
    }
    pairs = isolated(memory_of_pairs, options.corpus)
    write(page(times, goals, shorts, memory, pairs, options, header(load)), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--texts", type=Path, required=True, help="table with the columns text and label")
    add("--corpus", type=Path, required=True, help="text file, one document per line; .xz or not")
    add("--repeats", type=int, default=5, help="number of runs for each timing")
    add("--terms", type=int, default=N_TERMS, help="size of the vocabulary for a single text")
    add("--limit-documents", type=int, help="only use this many documents of each")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    return parser.parse_args()


def read_data(options: argparse.Namespace) -> tuple[list[str], list[str], list[str]]:
    """Read the texts, their labels and the corpus."""
    import pandas as pd

    frame = pd.read_csv(options.texts, keep_default_na=False, dtype=str)
    frame = frame.sample(frac=1, random_state=0)[: options.limit_documents]
    corpus = read_documents(options.corpus, options.limit_documents)
    return frame["text"].tolist(), frame["label"].tolist(), corpus


def take_turns(calls: dict[str, Run], repeats: int) -> dict[str, list[float]]:
    """Return the seconds of each call in each turn, after one that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(repeats + (repeats > 1)):
        for name, call in calls.items():
            start = perf_counter()
            call()
            if turn > 0 or repeats == 1:
                times[name].append(perf_counter() - start)
    return times


def comparisons(name: str, documents: list[str]) -> list[Comparison]:
    """Return the steps that read documents."""
    rng = np.random.default_rng(0)
    counter = CountVectorizer().fit(documents)
    terms = counter.get_feature_names_out()
    vectors = rng.standard_normal((len(terms), N_COMPONENTS)).astype(np.float32)
    one, two = (PretrainedVectorizer(Embedding(terms, vectors), n_jobs=n) for n in (1, 2))
    one.fit(documents), two.fit(documents)
    of_one, of_two = Analyzer(n_jobs=1), Analyzer(n_jobs=2)
    found = [
        Comparison(
            f"{name}: transform",
            8,
            {
                OURS: lambda: one.transform(documents),
                OURS_2: lambda: two.transform(documents),
                PEER: lambda: counter.transform(documents),
            },
        ),
        encoding(f"{name}: encoding in fit", 6, documents),
    ]
    if name != "Wikipedia":
        pairs: dict[str, Any] = {"ngram_range": (1, 2)}
        calls = {
            OURS: lambda: learn_features(documents, of_one, **pairs),
            OURS_2: lambda: learn_features(documents, of_two, **pairs),
            PEER: lambda: CountVectorizer(**pairs).fit_transform(documents),
        }
        found.append(Comparison(f"{name}: encoding in fit, words and pairs", 6, calls))
        with_strings = {
            OURS: lambda: learn_features(documents, of_one, **pairs)[1].terms,
            PEER: calls[PEER],
        }
        step = f"{name}: encoding in fit, words and pairs, and strings of them"
        found.append(Comparison(step, 6, with_strings))
        marks = {"token_pattern": unicode_token_pattern()}
        found.append(encoding(f"{name}: encoding in fit, words with marks", 6, documents, marks))
        for of, settings in {"characters": CHARACTERS, "characters of words": OF_WORDS}.items():
            step = f"{name}, one text in {EVERY}: encoding in fit, 3 to 5 {of}"
            found.append(encoding(step, 6, documents[::EVERY], settings))
        return found
    for script, letters in SCRIPTS.items():
        translated = [document.translate(letters) for document in documents]
        found.append(encoding(f"{name}, {script}: encoding in fit", 5, translated))
    return found


def encoding(
    name: str, goal: float, documents: list[str], settings: dict[str, Any] | None = None
) -> Comparison:
    """Compare what a fit does before it trains with scikit-learn's fit."""
    given = settings or {}
    one, two = Analyzer(n_jobs=1, **given), Analyzer(n_jobs=2, **given)
    calls = {
        OURS: lambda: learn_vocabulary(documents, one),
        OURS_2: lambda: learn_vocabulary(documents, two),
        PEER: lambda: CountVectorizer(**given).fit_transform(documents),
    }
    return Comparison(name, goal, calls)


def memory_of_characters(texts: list[str], who: str, min_df: int) -> float:
    """Return the megabytes that the vocabulary and the ids of n-grams take at their peak.

    scikit-learn's are those of one text in `EVERY`, because of the time.
    """
    if who == OURS:
        analyzer = Analyzer(n_jobs=1, **CHARACTERS)
        _, peak = with_peak(learn_vocabulary, texts, analyzer, min_df=min_df)
    else:
        vectorizer = CountVectorizer(min_df=min_df, **CHARACTERS)
        _, peak = with_peak(vectorizer.fit_transform, texts[::EVERY])
    return peak / 1e6


def memory_of_pairs(path: Path) -> float:
    """Return the bytes a token that the vocabulary and the ids of words and pairs take at most."""
    corpus, analyzer = read_documents(path), Analyzer(n_jobs=1)
    _, peak = with_peak(learn_features, corpus, analyzer, ngram_range=(1, 2), min_df=5)
    return peak / len(number_tokens(corpus, analyzer, "text.py")[0].ids)


def fits(texts: list[str], labels: list[str], corpus: list[str]) -> list[Comparison]:
    """Compare whole fits with the same fits where scikit-learn's analyzer reads the texts."""
    # The same tokens, but with a tokenizer of the user's, scikit-learn's analyzer reads the texts.
    by_sklearn = {"tokenizer": re.compile(r"(?u)\b\w\w+\b").findall, "token_pattern": None}

    def fit(parameters: dict[str, Any], *, supervised: bool) -> Run:
        if supervised:
            model: Any = SupervisedEmbeddingVectorizer(
                ngram_range=(1, 2), n_jobs=1, random_state=0, **parameters
            )
            return lambda: model.fit(texts, labels)
        model = Word2VecVectorizer(max_iter=1, n_jobs=1, random_state=0, **parameters)
        return lambda: model.fit(corpus)

    return [
        Comparison(
            name,
            None,
            {
                OURS: fit({}, supervised=supervised),
                PEER: fit(by_sklearn, supervised=supervised),
            },
        )
        for name, supervised in (
            ("Word2VecVectorizer, one pass, Wikipedia: fit", False),
            ("SupervisedEmbeddingVectorizer, words and pairs, 20 Newsgroups: fit", True),
        )
    ]


def short_text(n_terms: int) -> dict[str, Run]:
    """Return calls of transform with one text of ten words."""
    terms = np.array([f"w{i}" for i in range(n_terms)], dtype=object)
    vectors = np.ones((n_terms, N_COMPONENTS), dtype=np.float32)
    ours = PretrainedVectorizer(Embedding(terms, vectors)).fit([" ".join(terms)])
    tfidf = TfidfVectorizer().fit([" ".join(terms)])
    text = [" ".join(terms[:: n_terms // 10][:10])]
    return {OURS: lambda: ours.transform(text), PEER: lambda: tfidf.transform(text)}


def page(
    times: dict[str, dict[str, list[float]]],
    goals: dict[str, float | None],
    shorts: dict[str, dict[str, list[float]]],
    memory: dict[tuple[int, str], float],
    pairs: float,
    options: argparse.Namespace,
    top: str,
) -> str:
    """Return the whole page in reStructuredText."""
    median = {
        name: {who: statistics.median(mine) for who, mine in of.items()}
        for name, of in times.items()
    }
    rows = [
        (f"{name}: speedup over scikit-learn", goal, of[PEER] / of[OURS])
        for name, of in median.items()
        if (goal := goals[name]) is not None
    ]
    rows += [
        (f"{name}: speedup of 2 threads", 1.7, of[OURS] / of[OURS_2])
        for name, of in median.items()
        if OURS_2 in of
    ]
    most = []
    for how, single in shorts.items():
        one = {who: 1e6 * statistics.median(mine) for who, mine in single.items()}
        name = f"one text of ten words{how}"
        rows.append((f"{name}: speedup over TfidfVectorizer", 5.0, one[PEER] / one[OURS]))
        most.append((f"{name}: microseconds (at most)", 50, one[OURS]))
    most += [
        (f"20 Newsgroups, 3 to 5 characters, min_df={min_df}: MB (at most)", MOST_MB, peak)
        for (min_df, who), peak in memory.items()
        if who == OURS
    ]
    most.append(("Wikipedia, words and pairs, min_df=5: bytes a token (at most)", 24, pairs))
    goal_rows = [
        (goal, f"{needed:.1f}", f"{found:.1f}", reached(found, needed))
        for goal, needed, found in rows
    ]
    goal_rows += [
        (goal, str(limit), f"{found:.0f}", reached(-found, -limit)) for goal, limit, found in most
    ]
    of_peer = " and ".join(f"{memory[min_df, PEER]:.0f} MB" for min_df in (1, 2))
    return section(
        "Reading texts",
        "From raw strings to features (``transform`` of a vectorizer with mean pooling and 100 "
        "components) or to the vocabulary and the token ids that training needs (encoding in fit), "
        "compared with CountVectorizer's ``transform`` and ``fit_transform``. The terms of a fit "
        "stay bytes until somebody asks for strings; one row has the strings of all words and "
        "pairs, too. Whole fits are compared with the same fits where scikit-learn's own analyzer "
        "reads the texts; :doc:`/develop/measurements` has them before texts were read natively. "
        "The single "
        f"text meets a vocabulary of {options.terms:,} terms; scikit-learn's transform goes over "
        "all of them, so in turns with it, a call finds little in the caches. Memory is the peak "
        "beside the texts of the vocabulary and the ids of all n-grams of characters; "
        f"CountVectorizer needs {of_peer} for one text in {EVERY}. Words and pairs are those of "
        "all documents of Wikipedia. The texts with accents and in "
        "another script are the Wikipedia corpus with its letters replaced. Medians of "
        f"{plural(options.repeats, 'run')} in turns; whole fits ran once.",
        top,
        section("Goals", table(("goal", "target", "measured", "reached"), goal_rows)),
        section(
            "Seconds",
            table(
                ("step", PEER, OURS, OURS_2),
                [
                    (name, *(spread(of[who]) if who in of else "" for who in (PEER, OURS, OURS_2)))
                    for name, of in times.items()
                ],
            ),
        ),
        level="-",
    )


if __name__ == "__main__":
    main()
