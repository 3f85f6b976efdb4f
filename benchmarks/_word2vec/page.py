"""The page of the word2vec benchmark: tables, and one sentence on what each means."""

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
        f"Corpus: {results.n_tokens:,} tokens of {results.n_terms:,} words (``token_pattern`` as "
        f"it is by default, lower-cased, words that occur {MIN_COUNT} times or more), the same "
        f"for both programs. Vectors of 100 components, window 5, 5 negatives, exponent 0.75, "
        f"subsampling at 0.001, {plural(options.passes, 'pass')}. Linear algebra libraries were "
        "kept to one thread."
    )
    if options.quick:
        intro = "**A quick trial: these figures mean nothing.** " + intro
    on_goals = (
        "Quality: what is needed is gensim's figure at its default learning rate; skembed's is at "
        + " and at ".join(f"{rate:g} for {NAMES[name]}" for name, rate in RATES.items())
        + ". Other learning rates, the same for both programs among them, are in the last table."
    )
    blocks = [
        section("Word2vec", intro, header(results.load), level="-"),
        section(
            "Goals", table(("goal", "needed", "measured", "reached"), goals(results)), on_goals
        ),
        speed_section(results),
        fit_section(results),
        memory_section(results),
        quality_section(results),
    ]
    return "\n".join(blocks)


def ratio(results: Results, algorithm: str, n_threads: int) -> float:
    """Median words per second of skembed, in those of gensim."""
    ours, theirs = (
        statistics.median(results.speed[program, algorithm, n_threads])
        for program in ("skembed", "gensim")
    )
    return ours / theirs


def scaling(results: Results, program: str, algorithm: str, n_threads: int) -> float:
    """Median words per second in those of the smallest number of threads."""
    one = results.speed[program, algorithm, min(results.options.threads)]
    return statistics.median(results.speed[program, algorithm, n_threads]) / statistics.median(one)


# Goals


def goals(results: Results) -> list[Row]:
    """Every goal, what it needs and what was measured."""
    return [*speed_goals(results), *size_goals(results), *quality_goals(results)]


def speed_goals(results: Results) -> list[Row]:
    """Ratio to gensim on one core, and to one thread."""
    rows = []
    one, most = min(results.options.threads), max(results.options.threads)
    for algorithm, needed in GOAL_RATIO.items():
        value = ratio(results, algorithm, one)
        goal = f"{NAMES[algorithm]}, {one} thread: times gensim"
        rows.append((goal, f"{needed:g}", f"{value:.1f}", reached(value, needed)))
    for algorithm in GOAL_RATIO if most == 2 * one else ():
        value = scaling(results, "skembed", algorithm, most)
        goal = f"{NAMES[algorithm]}: {most} threads, times {one}"
        rows.append((goal, f"{GOAL_SCALING}", f"{value:.2f}", reached(value, GOAL_SCALING)))
    return rows


def size_goals(results: Results) -> list[Row]:
    """Peak memory of fit and size of the pickle, of the worst run."""
    rows = []
    for algorithm in GOAL_RATIO:
        fits = [fit for key, some in results.fits.items() if key[0] == algorithm for fit in some]
        worst = max(fits, key=lambda fit: fit.peak_above_start)
        most = bound(worst, results.n_read)
        goal = f"{NAMES[algorithm]}: peak memory of fit, at most"
        needed, measured = (f"{n / MB:,.0f} MB" for n in (most, worst.peak_above_start))
        rows.append((goal, needed, measured, reached(most, worst.peak_above_start)))
    share = max(fit.pickled / fit.learned for some in results.fits.values() for fit in some)
    goal = "pickle: times vectors and terms, below"
    rows.append((goal, "1.1", f"{share:.3f}", "yes" if share < 1.1 else "no"))
    return rows


def quality_goals(results: Results) -> list[Row]:
    """Each measure against gensim's own at its default learning rate."""
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
    """Words per second of both programs."""
    rows = []
    for algorithm, name in NAMES.items():
        for n in results.options.threads:
            both = [results.speed[program, algorithm, n] for program in ("skembed", "gensim")]
            words = [spread([value / 1e6 for value in speeds]) for speeds in both]
            more = [scaling(results, who, algorithm, n) for who in ("skembed", "gensim")]
            times = f"{ratio(results, algorithm, n):.1f}"
            rows.append((name, n, *words, times, *(f"{value:.2f}" for value in more)))
    columns = ("algorithm", "threads", "skembed", "gensim", "ratio", "skembed scales")
    options = results.options
    every = options.speed_part
    part = "the corpus" if every == 1 else f"one document in {every}"
    turns = plural(options.turns, "time")
    said = (
        "Millions of words per second of training: tokens of the corpus by the seconds of a pass "
        "(vocabulary and start are not in them), median and range over "
        f"{plural(options.repeats, 'run')}. In each run, skembed trained {turns} for "
        f"{plural(options.passes, 'pass')} on each number of threads, in turns, and gensim once "
        f"for one pass, on {part} ({results.speed_tokens:,} tokens, the whole vocabulary). "
        '"Scales" is the speed in that of the first number of threads. gensim has one thread '
        "more than it is told, which hands out the work."
    )
    return section("Speed", table((*columns, "gensim scales"), rows), said)


def fit_section(results: Results) -> str:
    """Seconds from raw strings to the fitted estimator."""
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
        "Seconds of ``Word2VecVectorizer(min_df=5).fit`` on the raw strings, each run in a fresh "
        "process: analysis reads the strings, chooses the words and encodes the tokens, and makes "
        "the random start; the rest is taking the vectors out and fitting the pooling."
    )
    columns = ("algorithm", "threads", "whole fit", "analysis", "training", "rest")
    return section("From raw strings to the fitted estimator", table(columns, rows), said)


def bound(fit: WholeFit, n_read: int) -> float:
    """Return the most that a fit may need, with its documents."""
    return fit.documents + BYTES_PER_TOKEN * n_read + MATRICES * fit.matrices + IN_FLIGHT


def memory_section(results: Results) -> str:
    """Peak memory of fit against its bound, and the size of the pickle."""
    rows = []
    for (algorithm, n), fits in results.fits.items():
        fit = max(fits, key=lambda fit: fit.peak_above_start)
        terms = (
            *(fit.documents, BYTES_PER_TOKEN * results.n_read, MATRICES * fit.matrices, IN_FLIGHT),
            *(bound(fit, results.n_read), fit.peak_above_start, fit.peak, fit.pickled, fit.learned),
        )
        rows.append((NAMES[algorithm], n, *(f"{term / MB:,.0f}" for term in terms)))
    columns = (
        *("algorithm", "threads", "documents", "tokens", "matrices", "in flight", "bound"),
        *("peak", "whole process", "pickle", "learned"),
    )
    said = (
        "Megabytes (10\\ :sup:`6` bytes), the worst of the runs above. The bound is the strings, "
        f"{BYTES_PER_TOKEN} bytes for each token read, {MATRICES} times the two matrices of "
        f"vectors, and {IN_FLIGHT / MB:.0f} MB of work in flight; the peak of the process beside "
        "it holds the strings, too, and leaves out what the interpreter and the imports needed "
        'before ("whole process": with them). ``pickle`` of the fitted estimator stands beside '
        "the bytes of its vectors and terms, which is what it learned."
    )
    return section("Memory", table(columns, rows), said)


def values(scores: list[dict[str, Score]], measure: str) -> list[float]:
    """One measure of every seed."""
    return [score[measure].value for score in scores]


def quality_section(results: Results) -> str:
    """Similarity and analogies of both programs."""
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
        "Spearman's rank correlation of the cosines with people's judgments, and the share of "
        "analogy questions answered rightly by 3CosAdd among all words: mean and standard "
        f"deviation over {plural(results.options.seeds, 'seed')} on the whole corpus. Pairs and "
        f"questions whose words are all known: {sizes}. The word2vec program's own learning rate "
        "is 0.025 for skip-gram and 0.05 for CBOW. skembed visits the documents in a random order, "
        "gensim in that of the corpus."
    )
    if results.n_cached:
        said += (
            f" The vectors of {results.n_cached} of gensim's models were kept from an earlier run "
            "of this benchmark on the same tokens (``--cache``)."
        )
    columns = ("algorithm", "program", "learning rate", *MEASURES)
    return section("Quality", table(columns, rows), said)
