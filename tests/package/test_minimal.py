"""If only one file is run, run this one: it proves that an installed wheel works.

It needs nothing but skembed, what skembed depends on, and pytest.
"""

import pickle

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from skembed import PretrainedVectorizer, Word2VecVectorizer

DOCUMENTS = ["the cat sat on the mat", "a dog sat on a rug", "", "stocks fell on monday"] * 25
LABELS = [0, 0, 1, 1] * 25


@pytest.mark.parametrize("algorithm", ["skip-gram", "cbow"])
@pytest.mark.parametrize("solver", ["native", "gensim"])
def test_words_to_predictions(algorithm, solver):
    vectorizer = Word2VecVectorizer(
        algorithm=algorithm, solver=solver, n_components=20, subsample=0, random_state=0
    )
    model = make_pipeline(vectorizer, LogisticRegression()).fit(DOCUMENTS, LABELS)
    assert model.score(DOCUMENTS, LABELS) == 1.0
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.predict_proba(DOCUMENTS), model.predict_proba(DOCUMENTS))
    pretrained = PretrainedVectorizer(model[0].embedding_).fit(DOCUMENTS)
    np.testing.assert_array_equal(pretrained.transform(DOCUMENTS), model[0].transform(DOCUMENTS))
