"""Parameters that determine how documents are read and which terms are kept."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real

from ..._compat.sklearn import HasMethods, Interval, RealNotInt, StrOptions, whole_number
from .parameter import VARIES, Parameter

TEXT = {
    # How a document is read; the same for all vectorizers, with the meaning of CountVectorizer,
    # which has all of them but handle_missing.
    "input": Parameter(
        "{'filename', 'file', 'content'}",
        "content",
        [StrOptions({"filename", "file", "content"})],
        """What a document is: the name of a file, an object with a ``read`` method, or the
        text itself (str, or bytes to decode).""",
    ),
    "encoding": Parameter("str", "utf-8", [str], "Encoding of bytes and files."),
    "decode_error": Parameter(
        "{'strict', 'ignore', 'replace'}",
        "strict",
        [StrOptions({"strict", "ignore", "replace"})],
        "What to do with bytes that cannot be decoded; 'strict' raises a ValueError.",
    ),
    "strip_accents": Parameter(
        "{'ascii', 'unicode'}, callable or None",
        None,
        [StrOptions({"ascii", "unicode"}), None, callable],
        "Remove accents during preprocessing.",
    ),
    "lowercase": Parameter(
        "bool", True, ["boolean"], "Convert all characters to lowercase before tokenizing."
    ),
    "preprocessor": Parameter(
        "callable or None",
        None,
        [callable, None],
        """Override the preprocessing (``strip_accents`` and ``lowercase``). It receives each
        document as it is, of any type, and returns a str.""",
    ),
    "tokenizer": Parameter(
        "callable or None",
        None,
        [callable, None],
        """Override the splitting into tokens by ``token_pattern``. Only applies if
        ``analyzer='word'``.""",
    ),
    "analyzer": Parameter(
        "{'word', 'char', 'char_wb'} or callable",
        "word",
        [StrOptions({"word", "char", "char_wb"}), callable],
        """Whether tokens are words or single characters. A callable extracts the tokens from
        the raw document, so with ``analyzer=list`` documents are lists of tokens. A row of a
        dataframe or array of several columns is a document, too; of a dataframe, it is a dict.""",
    ),
    "stop_words": Parameter(
        "{'english'}, list or None",
        None,
        [StrOptions({"english"}), list, tuple, set, frozenset, None],
        "Tokens to remove. Only applies if ``analyzer='word'``.",
    ),
    "token_pattern": Parameter(
        "str or None",
        r"(?u)\b\w\w+\b",
        [str, None],
        """Regular expression of a token. Only applies if ``analyzer='word'``. The default
        selects words of two or more letters or digits. 'unicode' selects words that also have
        combining marks, such as the vowel signs of many scripts of Asia; see
        :func:`unicode_token_pattern`.""",
    ),
    "handle_missing": Parameter(
        "{'error', 'empty'}",
        "error",
        [StrOptions({"error", "empty"})],
        """What to do with a document that is None, NaN or ``pandas.NA``: 'error' raises a
        ValueError that names its row, unless a callable ``analyzer`` or ``preprocessor`` takes
        it; 'empty' takes it as a document without tokens, whose features are zeros.""",
    ),
    # Terms that are n-grams of tokens, or of characters inside a token.
    "ngram_range": Parameter(
        "tuple (min_n, max_n)",
        (1, 2),
        [tuple, list],
        """Lengths of the sequences of tokens that are terms: (1, 2) takes single tokens and
        pairs of neighbors. Not for a callable ``analyzer``. A token with spaces that is
        also such a sequence raises a ValueError.""",
    ),
    "ngram_weight": Parameter(
        "float",
        VARIES,
        [Interval(Real, 0, 1, closed="right")],
        """Factor, above 0 and at most 1, for the weights of n-grams of several tokens and of
        characters, before the weights of a document are normalized. 1 gives them the weights
        of single tokens, as in TfidfVectorizer.""",
    ),
    "char_ngram_range": Parameter(
        "tuple (min_n, max_n) or None",
        None,
        [tuple, list, None],
        """Lengths of the sequences of characters inside each token, between ``<`` and ``>``,
        that are terms too. Their names are ``char:`` and the sequence.""",
    ),
    "n_buckets": Parameter(
        "int, 'auto' or None",
        "auto",
        [whole_number(), StrOptions({"auto"}), None],
        """Maximum number of vectors for sequences of two or more tokens, and of characters. If
        there are more sequences, they share vectors, dealt out in the order of their
        counts; the names of these are ``bucket:`` and a number. 'auto' is 131,072; None
        gives each sequence its own vector. Not for a given ``vocabulary``.""",
    ),
    # Which terms are kept, for vectorizers that learn their vocabulary.
    "max_df": Parameter(
        "float in range [0.0, 1.0] or int",
        1.0,
        [Interval(RealNotInt, 0, 1, closed="both"), whole_number(1, None)],
        """Ignore terms that are in more documents than this: a proportion of documents if
        float, a number if int. Not used if ``vocabulary`` is given.""",
    ),
    "min_df": Parameter(
        "float in range [0.0, 1.0] or int",
        1,
        [Interval(RealNotInt, 0, 1, closed="both"), whole_number(1, None)],
        """Ignore terms that are in fewer documents than this, a proportion or a number. Not
        used if ``vocabulary`` is given.""",
    ),
    "max_features": Parameter(
        "int or None",
        None,
        [whole_number(1, None), None],
        "Keep only this many terms, the most frequent. Not used if ``vocabulary`` is given.",
    ),
    "vocabulary": Parameter(
        "mapping or iterable or None",
        None,
        [Mapping, HasMethods("__iter__"), None],
        """The terms to use: a mapping of terms to rows, or the terms in order. None learns
        them from the documents.""",
    ),
}
