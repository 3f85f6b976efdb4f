"""Options, estimators and scorers: what is accepted, and what is told otherwise."""

import numpy as np
import pytest
from project import ROOT
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.svm import SVC

from skembed import FeatureScaler
from skembed._command._estimators import ESTIMATORS, find_estimator, find_scoring
from skembed._command._options import checked_options, parser, text_parameters
from skembed._command._table import DataError


def options(*arguments):
    return checked_options(parser(), arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--cv", "1"], "--cv must be at least 2"),
        (["--limit", "-1"], "--limit must be at least 0"),
        (["--n-jobs", "0"], "--n-jobs must not be 0"),
        (["--sep", "ab"], "--sep must be one character or tab"),
        (["--sep", '"'], "--sep must be one character or tab"),
        (["--ngram-range", "2", "1"], "1 <= MIN <= MAX"),
        (["--char-ngrams", "0", "1"], "1 <= MIN <= MAX"),
        (["--char-ngrams", "1", "2", "--analyzer", "char"], "leave them out"),
        (["--char-ngrams", "1", "2", "--ngram-range", "1", "1"], "leave them out"),
        (["--analyzer", "char", "--stop-words", "english"], "are for words"),
        (["--token-pattern", "("], "not a regular expression"),
        (["--token-pattern", "(a)(b)"], "one capturing group"),
        (["--save", "nowhere/model.joblib"], "--save: there is no folder"),
    ],
)
def test_wrong_options(capsys, arguments, message):
    with pytest.raises(SystemExit) as error:
        options(*arguments)
    assert error.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "sep"), [("tab", "\t"), (r"\t", "\t"), ("Semicolon", ";"), ("pipe", "|"), ("~", "~")]
)
def test_separators_have_names(given, sep):
    assert options("--sep", given).sep == sep


def test_text_parameters(tmp_path):
    assert text_parameters(options()) == {}
    given = options("--char-ngrams", "2", "4")
    assert text_parameters(given) == {"analyzer": "char_wb"}
    assert given.ngram_range == [2, 4]
    (tmp_path / "stop").write_text("\ufeffthe\n  a\n", "utf-8")
    given = options("--stop-words", str(tmp_path / "stop"), "--token-pattern", r"\S+")
    assert text_parameters(given) == {"token_pattern": r"\S+", "stop_words": ["the", "a"]}
    assert text_parameters(options("--stop-words", "english")) == {"stop_words": "english"}


@pytest.mark.parametrize("name", ESTIMATORS)
@pytest.mark.parametrize("is_regression", [False, True])
def test_estimators_by_name(name, is_regression):
    if name == "logistic" and is_regression:
        with pytest.raises(DataError, match="does not predict numbers"):
            find_estimator(name, is_regression=True)
        return
    y = np.arange(4.0) if is_regression else np.array(["a", "b", "a", "b"])
    model = find_estimator(name, is_regression=is_regression)
    assert isinstance(model[0], FeatureScaler)
    assert (
        model.fit(np.arange(8.0).reshape(4, 2), y).predict([[1.0, 2.0]]).dtype.kind == y.dtype.kind
    )


def test_estimators_by_class():
    assert isinstance(find_estimator("sklearn.svm:SVC", is_regression=False)[-1], SVC)
    assert isinstance(find_estimator(None, is_regression=False)[-1], LogisticRegression)
    scaler, ridge = find_estimator(None, is_regression=True)
    assert isinstance(ridge, Ridge)
    assert scaler.squared_norm == 1, "as in the default estimator of compare_embeddings"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("forest", "must be one of logistic, ridge, svm, rbf-svm, boosting, or module:Class"),
        ("sklearn.svm:Nothing", "cannot be created.*Nothing"),
        ("nowhere:Nothing", "cannot be created.*nowhere"),
        ("sklearn.pipeline:Pipeline", "cannot be created"),
        ("sklearn.linear_model:Ridge", "does not predict classes"),
        ("builtins:list", "cannot be created"),
    ],
)
def test_estimators_that_are_not_there(name, message):
    with pytest.raises(DataError, match=message):
        find_estimator(name, is_regression=False)


def test_scorers():
    assert find_scoring(None, is_regression=False) == ["accuracy"]
    assert find_scoring(None, is_regression=True) == ["r2", "neg_mean_absolute_error"]
    assert find_scoring(["f1_macro", "accuracy", "f1_macro"], is_regression=False) == [
        "f1_macro",
        "accuracy",
    ]
    with pytest.raises(DataError, match="no scorer 'f1_makro'; similar: f1_macro"):
        find_scoring(["f1_makro"], is_regression=False)


def test_every_option_is_in_the_guide():
    guide = (ROOT / "docs" / "user_guide" / "command.rst").read_text("utf-8")
    names = {name for action in parser()._actions for name in action.option_strings} - {"-h"}
    assert len(names) > 20
    assert not [name for name in names if f"``{name}" not in guide]
