"""The whole run of the command: data, comparison, search, label curve, plots, code, model.

All results come from public functions of the package; nothing is measured here.
"""

from __future__ import annotations

import os
import shlex
import time
from argparse import Namespace
from collections.abc import Callable, Collection
from importlib.util import find_spec
from textwrap import indent
from typing import Any

from sklearn.base import clone
from sklearn.pipeline import Pipeline, make_pipeline

from .. import _displays as displays
from .._comparison import EmbeddingComparison, compare_embeddings
from .._comparison._notes import notes_below
from .._comparison._table import curve_rows, html_table, in_columns
from .._compat.saving import dumped
from .._files.opening import check_there
from ._candidates import CBOW, SKIP_GRAM
from ._categories import neighbors_of_categories
from ._code import comparison_code, flat, pipeline_code
from ._curve import label_curve
from ._encoders import EMBEDDING
from ._html import listed, paragraphs, preformatted, scrolling
from ._options import text_parameters
from ._output import Output, attempt, write_at_once
from ._pictures import FirstFold, plots
from ._plan import Plan, has_vectors, load, make_plan, warn_early, with_vectors
from ._problems import telling
from ._report import PLOTS, describe, versions
from ._search import search_word2vec
from ._words import asked, neighbors_of, typical_words


def run(given: Namespace) -> None:
    """Run everything that the checked options ask for.

    Raises
    ------
    ValueError, OSError
        If the data, a file or an option cannot be used.
    """
    begin = time.perf_counter()
    text = text_parameters(given)
    if given.vectors is not None:
        check_there(os.path.abspath(given.vectors))  # read later, when problems have been told
    task = load(given)
    output = Output(given.output, f"Which embedding for {task.name}?")
    notes = [describe(task), *task.notes]
    output.add("Data", "\n".join(notes), listed(notes))
    plan, known = make_plan(given, task, text), set(task.problems)

    def tell(note: str) -> None:
        output.add("Data", note, listed([note]))

    if has_vectors(given, task):
        known |= warn_early(plan, tell, known)
        plan = with_vectors(plan, given, text)
    with telling(tell, known):
        comparison = compare_embeddings(
            plan.vectorizers, task.X, task.labels, **plan.options, return_vectorizers=[0],
            n_jobs=plan.n_jobs, verbose=1,
        )  # fmt: skip
    tell_comparison(comparison, output)
    drawing = find_spec("matplotlib") is not None
    if drawing:
        show = displays.EmbeddingComparisonDisplay.from_comparison
        draw(output, "comparison", lambda: show(comparison, data_name=task.name))
    else:
        print("No plots: matplotlib is not installed.")
    if not task.is_table:
        attempt("The grid search", lambda: tell_search(plan, comparison, output))
    attempt("The label curve", lambda: tell_curve(plan, comparison.errors, output, drawing=drawing))
    if task.is_table:
        attempt("Categories", lambda: tell_categories(plan, comparison, output))
    else:
        attempt("Words", lambda: tell_words(FirstFold(task, comparison), output, drawing=drawing))
    pipeline = tell_code(plan, comparison, output)
    if given.save is not None:
        write_at_once(given.save, dumped(pipeline.fit(task.X, task.labels)))
        print(f"This pipeline, fitted to {len(task.X):,} labeled {task.unit}, is in {given.save}.")
    print(f"Results are in {given.output} ({time.perf_counter() - begin:.0f} s).")


def tell_comparison(comparison: EmbeddingComparison, output: Output) -> None:
    """Print and save the table."""
    verdict, *notes = notes_below(comparison)
    html = scrolling(html_table(comparison.rows())) + paragraphs([verdict, " ".join(notes)])
    output.add("Scores", str(comparison), html)


def tell_search(plan: Plan, comparison: EmbeddingComparison, output: Output) -> None:
    """Run the grid search of word2vec, if word2vec can be fitted to these data."""
    if not {SKIP_GRAM, CBOW}.isdisjoint(comparison.errors):
        return
    baseline = next(iter(plan.options["baseline"].items()))
    title, rows = search_word2vec(
        plan.task, plan.vectorizers[SKIP_GRAM], baseline, plan.estimator,
        scoring=comparison.main_scoring, n_folds=plan.n_folds, n_jobs=plan.n_jobs,
    )  # fmt: skip
    output.add_table("Word2vec", title, rows)


def tell_curve(plan: Plan, failed: Collection[str], output: Output, *, drawing: bool) -> None:
    """Compute the label curve of the candidates that did not fail; print and draw it."""
    good = {name: v for name, v in plan.vectorizers.items() if name not in failed}
    same = ("estimator", "scoring", "baseline")
    curve = label_curve(
        plan.task, good, plan.n_folds, n_jobs=plan.n_jobs, verbose=1,
        **{name: plan.options[name] for name in same},
    )  # fmt: skip
    rows = curve_rows(curve)
    title = f"Label curve: {curve.main_scoring} for fewer labeled training {curve.unit}"
    notes = f"Means of {curve.n_folds} folds"
    notes += "." if plan.task.is_table else "; embeddings learned without labels see all of them."
    output.add_table("Fewer labels", f"{title}:", rows, notes)
    if drawing:
        show = displays.EmbeddingLearningCurveDisplay.from_comparison
        draw(
            output,
            "learning_curve",
            lambda: show(curve, interval_style="errorbar", data_name=plan.task.name),
        )


def tell_words(fold: FirstFold, output: Output, *, drawing: bool) -> None:
    """Print neighbors of some words, and draw what the first fold has learned."""
    name = fold.best_embedding
    words = typical_words(fold.held_out, fold.fitted[name]) if name else {}
    if name and words and (near := neighbors_of(fold.fitted[name].embedding_, asked(words))):
        title = f"Nearest neighbors of some words ({name}):"
        text = f"{title}\n\n{in_columns([['word', 'neighbors'], *near], left=(0, 1))}"
        output.add("Neighbors", text, paragraphs([title]) + listed(list(map(": ".join, near))))
    if drawing:
        for plot, make in plots(fold, words).items():
            draw(output, plot, make)


def tell_categories(plan: Plan, comparison: EmbeddingComparison, output: Output) -> None:
    """Print neighbors of the most frequent categories."""
    if near := neighbors_of_categories(comparison, plan.task.X):
        title = f"Nearest neighbors of frequent categories ({EMBEDDING}):"
        output.add("Neighbors", "\n".join([title, "", *near]), paragraphs([title]) + listed(near))


def tell_code(plan: Plan, comparison: EmbeddingComparison, output: Output) -> Pipeline:
    """Print the recommended pipeline as code and return it, not fitted."""
    name = comparison.recommended()
    everything = {**plan.vectorizers, **plan.options["baseline"]}
    if name is None:
        name = next(iter(plan.options["baseline"]))
        title = f"No candidate is recommended. {name}, as a start"
    else:
        title = f"Recommended: {name}. To use it"
    title += f"{plan.task.explained}:"
    features = plan.form.candidate(clone(everything[name]))
    pipeline = make_pipeline(*flat([features, clone(plan.estimator)]))
    variables = plan.task.variables
    code = pipeline_code(pipeline, plan.source, variables)
    output.add(
        "Code", f"{title}\n\n{indent(code, '    ')}", paragraphs([title]) + preformatted(code)
    )
    repeat = comparison_code(plan.vectorizers, plan.options, plan.source, variables)
    names = [*variables, *([] if plan.options["groups"] is None else ["groups"])]
    data = f"{', '.join(names[:-1])} and {names[-1]}"
    of_data = f"the dataframe and lists {data}" if plan.task.is_table else f"lists of the {data}"
    output.report(
        "To repeat this",
        paragraphs(["In a terminal:"])
        + preformatted(shlex.join(plan.command))
        + paragraphs([f"In Python, with {of_data} described above:"])
        + preformatted(repeat)
        + paragraphs([versions()]),
    )
    return pipeline


def draw(output: Output, name: str, make: Callable[[], Any]) -> None:
    """Draw a plot into its file and its section of the report."""
    output.draw(name, *PLOTS[name], make)
