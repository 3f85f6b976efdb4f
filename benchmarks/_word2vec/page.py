"""The page of the word2vec benchmark: tables and their explanations."""

from __future__ import annotations

import statistics

from _common import header, mean_and_deviation, plural, reached, section, spread, table
from _evaluation import MEASURES, Score

from _word2vec.results import Results
from _word2vec.runs import GENSIM_RATE, MIN_COUNT, RATES, WholeFit
from skembed import Word2VecVectorizer

MB = 1e6
GOAL_RATIO = {"skip-gram": 10.0, "cbow": 5.0}
GOAL_SCALING = 1.7
BYTES_PER_TOKEN = 8
MATRICES = 2.5
IN_FLIGHT = 200e6
NAMES = {"skip-gram": "skip-gram", "cbow": "CBOW"}
Row = tuple[str, str, str, str]


def page(results: Results) -> str:
    """Return the whole page in reStructuredText."""
    options = results.options
    intro = (
        f"Corpus: {results.n_tokens:,} tokens of {results.n_terms:,} words (default "
        f"``token_pattern``, lowercase, words that occur at least {MIN_COUNT} times), the same "
        f"for both programs. Vectors of 100 components, window 5, 5 negatives, exponent 0.75, "
        f"subsampling at 0.001, {plural(options.passes, 'pass')}. Linear algebra libraries were "
        "limited to one thread."
    )
    if options.quick:
        intro = "**A quick trial run: these numbers mean nothing.** " + intro
    on_goals = (
        "Quality: the target is gensim's score with its default learning rate; skembed's learning "
        "rate is "
        + " and ".join(f"{rate:g} for {NAMES[name]}" for name, rate in RATES.items())
        + ". The last table has other learning rates, including the same one for both programs."
    )
    blocks = [
        section("Word2vec", intro, header(results.load), level="-"),
        section(
            "Goals", table(("goal", "target", "measured", "reached"), goals(results)), on_goals
        ),
        speed_section(results),
        fit_section(results),
        memory_section(results),
        quality_section(results),
    ]
    return "\n".join(blocks)


def ratio(results: Results, algorithm: str, n_threads: int) -> float:
    """Return the ratio of the median words per second, skembed to gensim."""
    ours, theirs = (
        statistics.median(results.speed[program, algorithm, n_threads])
        for program in ("skembed", "gensim")
    )
    return ours / theirs


def scaling(results: Results, program: str, algorithm: str, n_threads: int) -> float:
    """Return the speedup over the smallest number of threads."""
    one = results.speed[program, algorithm, min(results.options.threads)]
    return statistics.median(results.speed[program, algorithm, n_threads]) / statistics.median(one)


# Goals


def goals(results: Results) -> list[Row]:
    """Return all goals with target and measured value."""
    return [*speed_goals(results), *size_goals(results), *quality_goals(results)]


def speed_goals(results: Results) -> list[Row]:
    """Return the goals for the speedup over gensim and over one thread."""
    rows = []
    one, most = min(results.options.threads), max(results.options.threads)
    for algorithm, needed in GOAL_RATIO.items():
        value = ratio(results, algorithm, one)
        goal = f"{NAMES[algorithm]}, {one} thread: speedup over gensim"
        rows.append((goal, f"{needed:g}", f"{value:.1f}", reached(value, needed)))
    for algorithm in GOAL_RATIO if most == 2 * one else ():
        value = scaling(results, "skembed", algorithm, most)
        goal = f"{NAMES[algorithm]}: speedup of {most} threads over {one}"
        rows.append((goal, f"{GOAL_SCALING}", f"{value:.2f}", reached(value, GOAL_SCALING)))
    return rows


def size_goals(results: Results) -> list[Row]:
    """Return the goals for peak memory and pickle size, from the worst run."""
    rows = []
    for algorithm in GOAL_RATIO:
        fits = [fit for key, some in results.fits.items() if key[0] == algorithm for fit in some]
        worst = max(fits, key=lambda fit: fit.peak_above_start)
        most = bound(worst, results.n_read)
        goal = f"{NAMES[algorithm]}: peak memory of fit (at most)"
        needed, measured = (f"{n / MB:,.0f} MB" for n in (most, worst.peak_above_start))
        rows.append((goal, needed, measured, reached(most, worst.peak_above_start)))
    share = max(fit.pickled / fit.learned for some in results.fits.values() for fit in some)
    goal = "pickle: size relative to vectors and terms (below)"
    rows.append((goal, "1.1", f"{share:.3f}", "yes" if share < 1.1 else "no"))
    return rows


def quality_goals(results: Results) -> list[Row]:
    """Return the goals for quality: gensim's scores at its default learning rate."""
    rows = []
    for algorithm, name in NAMES.items():
        for measure in MEASURES:
            ours = values(results.quality["skembed", algorithm, RATES[algorithm]], measure)
            theirs = values(results.quality["gensim", algorithm, GENSIM_RATE], measure)
            a, b = statistics.fmean(ours), statistics.fmean(theirs)
            rows.append((f"{name}: {measure}", f"{b:.3f}", f"{a:.3f}", reached(a, b)))
    return rows


# Sections


def speed_section(results: Results) -> str:
    """Return the table of words per second."""
    rows = []
    for algorithm, name in NAMES.items():
        for n in results.options.threads:
            both = [results.speed[program, algorithm, n] for program in ("skembed", "gensim")]
            words = [spread([value / 1e6 for value in speeds]) for speeds in both]
            more = [scaling(results, who, algorithm, n) for who in ("skembed", "gensim")]
            times = f"{ratio(results, algorithm, n):.1f}"
            rows.append((name, n, *words, times, *(f"{value:.2f}" for value in more)))
    columns = ("algorithm", "threads", "skembed", "gensim", "ratio", "skembed scaling")
    options = results.options
    every = options.speed_part
    part = "the corpus" if every == 1 else f"one document in {every}"
    turns = plural(options.turns, "time")
    said = (
        "Training speed in millions of words per second: tokens of the corpus divided by the "
        "seconds of a pass (without building the vocabulary and the initial vectors), median and "
        f"range over {plural(options.repeats, 'run')}. In each run, skembed trained {turns} for "
        f"{plural(options.passes, 'pass')} with each number of threads, in turns, and gensim once "
        f"for one pass, on {part} ({results.speed_tokens:,} tokens, the whole vocabulary). "
        '"Scaling" is the speed relative to the first number of threads. gensim uses one more '
        "thread than specified, which distributes the work."
    )
    return section("Speed", table((*columns, "gensim scaling"), rows), said)


def fit_section(results: Results) -> str:
    """Return the table of fit times on raw strings."""
    rows = []
    for (algorithm, n), fits in results.fits.items():
        parts = [
            [fit.total for fit in fits],
            [fit.analysis for fit in fits],
            [fit.training for fit in fits],
            [fit.total - fit.analysis - fit.training for fit in fits],
        ]
        rows.append((NAMES[algorithm], n, *(spread(part, ".1f") for part in parts)))
    said = (
        "Seconds of ``Word2VecVectorizer(min_df=5).fit`` on the raw strings, each run in a new "
        "process. Analysis reads the strings, selects the vocabulary, encodes the tokens and "
        "draws the initial vectors; the rest is extracting the vectors and fitting the pooling."
    )
    columns = ("algorithm", "threads", "total", "analysis", "training", "rest")
    return section("Fitting on raw strings", table(columns, rows), said)


def bound(fit: WholeFit, n_read: int) -> float:
    """Return the largest peak memory that the goal allows, documents included."""
    return fit.documents + BYTES_PER_TOKEN * n_read + MATRICES * fit.matrices + IN_FLIGHT


def memory_section(results: Results) -> str:
    """Return the table of peak memory and pickle size."""
    rows = []
    for (algorithm, n), fits in results.fits.items():
        fit = max(fits, key=lambda fit: fit.peak_above_start)
        terms = (
            *(fit.documents, BYTES_PER_TOKEN * results.n_read, MATRICES * fit.matrices, IN_FLIGHT),
            *(bound(fit, results.n_read), fit.peak_above_start, fit.peak, fit.pickled, fit.learned),
        )
        rows.append((NAMES[algorithm], n, *(f"{term / MB:,.0f}" for term in terms)))
    columns = (
        *("algorithm", "threads", "documents", "tokens", "matrices", "workspace", "bound"),
        *("peak", "whole process", "pickle", "learned"),
    )
    said = (
        "Megabytes (10\\ :sup:`6` bytes), the maximum over the runs above. The bound is the sum of "
        f"the strings, {BYTES_PER_TOKEN} bytes for each token read, {MATRICES} times the two "
        f"matrices of vectors, and {IN_FLIGHT / MB:.0f} MB of workspace. The peak memory of the "
        "process also includes the strings, but not the memory of the interpreter and the imports "
        'before the fit ("whole process": with them). "Pickle" is the size of the pickled '
        'estimator, and "learned" the size of its vectors and terms.'
    )
    return section("Memory", table(columns, rows), said)


def values(scores: list[dict[str, Score]], measure: str) -> list[float]:
    """Return one measure for each seed."""
    return [score[measure].value for score in scores]


def quality_section(results: Results) -> str:
    """Return the table of similarity and analogy scores."""
    default = Word2VecVectorizer().learning_rate
    defaults = {("skembed", default), ("gensim", GENSIM_RATE)}
    rows = []
    order = sorted(results.quality, key=lambda key: (list(NAMES).index(key[1]), key))
    for program, algorithm, rate in order:
        scores = results.quality[program, algorithm, rate]
        figures = [mean_and_deviation(values(scores, measure)) for measure in MEASURES]
        rate_name = f"{rate:g}" + (" (default)" if (program, rate) in defaults else "")
        rows.append((NAMES[algorithm], program, rate_name, *figures))
    scores = next(iter(results.quality.values()))[0]
    sizes = ", ".join(f"{name} {score.n:,}" for name, score in scores.items())
    said = (
        "Spearman's rank correlation of the cosines with human judgments, and the accuracy on "
        "analogy questions with 3CosAdd over all words: mean and standard "
        f"deviation over {plural(results.options.seeds, 'seed')} on the whole corpus. Pairs and "
        f"questions without out-of-vocabulary words: {sizes}. The default learning rate of the "
        "word2vec program is 0.025 for skip-gram and 0.05 for CBOW. skembed visits the documents "
        "in random order, gensim in the order of the corpus."
    )
    if results.n_cached:
        said += (
            f" The vectors of {results.n_cached} of gensim's models come from an earlier run of "
            "this benchmark on the same tokens (``--cache``)."
        )
    columns = ("algorithm", "program", "learning rate", *MEASURES)
    return section("Quality", table(columns, rows), said)
