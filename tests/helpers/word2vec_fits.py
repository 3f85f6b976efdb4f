"""A small model of word2vec, and a fingerprint of all that it holds."""

import hashlib

from texts import draw_documents

from skembed import Word2VecVectorizer

# Words enough for several parts, and for several mini-batches at a time.
DOCUMENTS = draw_documents(1100, 500, 30)


def fit(algorithm="skip-gram", **parameters):
    given = {"n_components": 20, "max_iter": 2, "random_state": 3, "algorithm": algorithm}
    return Word2VecVectorizer(**{**given, **parameters}).fit(DOCUMENTS)


def fingerprint(model):
    parts = (model.embedding_.vectors, model.loss_curve_, model.transform(DOCUMENTS[:50]))
    terms = "\n".join(model.embedding_.terms).encode()
    return hashlib.sha256(b"".join([terms, *(part.tobytes() for part in parts)])).hexdigest()
