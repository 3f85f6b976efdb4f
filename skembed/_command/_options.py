"""The options of the command and their checks. Nothing is read or computed here."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from .. import __version__
from ._estimators import ESTIMATORS
from ._table import DataError

_SEPARATORS = {"tab": "\t", r"\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_CHARACTERS = "char_wb"
_TARGETS = ("auto", "classes", "numbers")
_OF_TEXTS = {"text": None, "vectors": None, "analyzer": "word"} | dict.fromkeys(
    ("token_pattern", "stop_words", "ngram_range", "char_ngrams")
)


def parser() -> argparse.ArgumentParser:
    """Return the argument parser of the command."""
    found = argparse.ArgumentParser(
        prog="python -m skembed",
        description="Which embedding should I use? Compare all vectorizers of skembed and tf-idf "
        "on labeled texts, or encoders of the categories of a table; print the results and save "
        "tables, plots and a report.",
    )
    data = found.add_argument_group("data").add_argument
    data("--data", metavar="FILE", help="csv, tsv or other separated text, JSON, JSON lines or "
         "Parquet, also with gzip; a folder with one folder of text files per label; - for "
         "standard input; or 20newsgroups (default: docstrings of installed packages)")  # fmt: skip
    data("--text", metavar="COLUMN", help="column of the texts (default: inferred)")
    data("--label", metavar="COLUMN", help="column of the labels or numbers (default: inferred)")
    data("--table", action=argparse.BooleanOptionalAction, default=None, help="whether all columns "
         "of the file are features, numbers or categories, and not one of them the texts: compare "
         "encoders of the categories (default: if no column has texts)")  # fmt: skip
    data("--groups", metavar="COLUMN", help="texts with the same value, such as an author, are "
         "never in a training set and its test set")  # fmt: skip
    data("--target", metavar="WHAT", default="auto", help="what the labels are: auto (decided by "
         "their values), classes or numbers; or the name of their column, as --label")  # fmt: skip
    data("--sep", metavar="CHAR", help="separator of the columns, or tab (default: recognized)")
    data("--encoding", help="encoding of the file (default: UTF-8, or UTF-16 with its mark)")
    data("--header", action=argparse.BooleanOptionalAction, default=None, help="whether the first "
         "line has names of columns; if not, they are 1, 2, ... (default: recognized)")  # fmt: skip
    data("--limit", type=int, default=4000, metavar="N", help="use the labels of N texts; if at "
         "least as many texts remain, also compare vectors trained on those; 0 uses all labels "
         "(default: %(default)s)")  # fmt: skip
    words = found.add_argument_group("tokens, as in TfidfVectorizer").add_argument
    words("--analyzer", choices=("word", "char", _CHARACTERS), default="word")
    words("--token-pattern", metavar="REGEX", help="regular expression of a word, or "
          "unicode for words with combining marks, such as vowel signs")  # fmt: skip
    words("--stop-words", metavar="WORDS", help="english, or a file with one word per line")
    words("--ngram-range", nargs=2, type=int, metavar=("MIN", "MAX"), help="length of n-grams, for "
          "the methods that have them (default: 1 2)")  # fmt: skip
    words("--char-ngrams", nargs=2, type=int, metavar=("MIN", "MAX"), help="sequences of "
          "characters in place of words, for any language: short for --analyzer char_wb "
          "--ngram-range MIN MAX; word2vec and GloVe read single characters")  # fmt: skip
    compare = found.add_argument_group("comparison").add_argument
    compare("--vectors", metavar="FILE", help="also compare these pretrained vectors, in word2vec, "
            "GloVe, fastText or safetensors format")  # fmt: skip
    compare("--estimator", metavar="NAME", help=f"{', '.join(ESTIMATORS)}, or module:Class of a "
            "scikit-learn estimator (default: logistic; ridge for numbers)")  # fmt: skip
    compare("--scoring", nargs="+", metavar="NAME", help="scorers of scikit-learn, the main one "
            "first (default: accuracy; r2 and neg_mean_absolute_error for numbers)")  # fmt: skip
    compare("--cv", type=int, metavar="K", help="number of folds (default: 5; 3 for large data)")
    compare("--n-jobs", type=int, metavar="N", help="number of parallel jobs (default: 1)")
    compare("--quick", action="store_true", help="quick trial with small vectors")
    output = found.add_argument_group("output").add_argument
    output("--output", type=Path, default=Path("skembed-output"), metavar="FOLDER",
           help="folder for the report, tables and plots (default: %(default)s)")  # fmt: skip
    output("--save", type=Path, metavar="FILE", help="fit the recommended pipeline to all labeled "
           "texts and save it with joblib")  # fmt: skip
    output("--version", action="version", version=f"skembed {__version__}")
    return found


def checked_options(
    given_parser: argparse.ArgumentParser, arguments: Sequence[str] | None
) -> argparse.Namespace:
    """Parse arguments; invalid ones end the process with status 2 and a message."""
    given = given_parser.parse_args(arguments)
    given.command = ["python", "-m", "skembed", *(sys.argv[1:] if arguments is None else arguments)]
    error = given_parser.error
    if given.target not in _TARGETS:  # the name of the column
        if given.label not in (None, given.target):
            error(f"--label and --target name two columns, {given.label!r} and {given.target!r}.")
        given.label, given.target = given.target, "auto"
    of_texts = [name for name, value in _OF_TEXTS.items() if getattr(given, name) != value]
    if given.table and of_texts:
        error(f"--{of_texts[0].replace('_', '-')} is for texts: leave out it or --table.")
    if of_texts:
        given.table = False
    for name, least in {"limit": 0, "cv": 2}.items():
        if (value := getattr(given, name)) is not None and value < least:
            error(f"--{name} must be at least {least}.")
    if given.n_jobs == 0:
        error("--n-jobs must not be 0; use -1 for all processors.")
    if given.sep is not None:
        given.sep = _SEPARATORS.get(given.sep.lower(), given.sep)
        if len(given.sep) != 1 or given.sep in '\r\n"':
            error(f"--sep must be one character or tab, got {given.sep!r}.")
    if given.char_ngrams:
        if given.analyzer != "word" or given.ngram_range:
            error("--char-ngrams replaces --analyzer and --ngram-range: leave them out.")
        given.analyzer, given.ngram_range = _CHARACTERS, given.char_ngrams
    if given.ngram_range and not 1 <= given.ngram_range[0] <= given.ngram_range[1]:
        error("The lengths of n-grams must be two numbers with 1 <= MIN <= MAX.")
    if given.analyzer != "word" and (given.token_pattern or given.stop_words):
        error("--token-pattern and --stop-words are for words: leave out --analyzer.")
    if given.save is not None and not given.save.absolute().parent.is_dir():
        error(f"--save: there is no folder {given.save.absolute().parent}.")
    if given.token_pattern is not None:
        _check_pattern(given_parser, given.token_pattern)
    return given


def _check_pattern(given_parser: argparse.ArgumentParser, pattern: str) -> None:
    try:
        n_groups = re.compile(pattern).groups
    except re.error as error:
        given_parser.error(f"--token-pattern is not a regular expression: {error}.")
    if n_groups > 1:
        given_parser.error("--token-pattern must have one capturing group at most.")


def text_parameters(given: argparse.Namespace) -> dict[str, object]:
    """Return the text parameters of all vectorizers that differ from their defaults.

    Raises
    ------
    DataError
        If the file of stop words cannot be read.
    """
    found: dict[str, object] = {}
    if given.analyzer != "word":
        found["analyzer"] = given.analyzer
    if given.token_pattern is not None:
        found["token_pattern"] = given.token_pattern
    if given.stop_words == "english":
        found["stop_words"] = "english"
    elif given.stop_words is not None:
        try:
            found["stop_words"] = Path(given.stop_words).read_text("utf-8-sig").split()
        except (OSError, UnicodeError) as error:
            raise DataError(
                f"--stop-words must be english or a file in UTF-8 with one word per line: {error}."
            ) from error
    return found
