"""A fit warns if token_pattern drops much of the texts because it ends words at their marks."""

import re
import warnings
from unicodedata import normalize

import numpy as np
import pytest
from sklearn.base import clone

from skembed import (
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
    cooccurrence_matrix,
    tokenize_documents,
)
from skembed._text.scripts import N_EXAMINED, share_lost_by_marks
from skembed._text.unicode_words import unicode_token_pattern

# The beginning of the Universal Declaration of Human Rights
CUT = {
    "Hindi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है",
    "Bengali": "সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে",
    "Tamil": "மனிதப் பிறிவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்",
    "Thai": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
    "Vietnamese": "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm",
}
READ = {
    "English": "All human beings are born free and equal in dignity and rights",
    "French": "Tous les êtres humains naissent libres et égaux en dignité et en droits",
    "Czech": "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv",
    "Greek": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια",
    "Arabic": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق",
    "Chinese": "人人生而自由 在尊严和权利上一律平等",
}
MESSAGE = r"token_pattern drops \d\d% of the letters and combining marks .*token_pattern='unicode'"
HINDI = [CUT["Hindi"]] * 4
SMALL = {"n_components": 2, "max_iter": 1, "random_state": 0}
MODELS = [
    Word2VecVectorizer(subsample=0, **SMALL),
    GloVeVectorizer(**SMALL),
    SupervisedEmbeddingVectorizer(cv=2, **SMALL),
    SupervisedEmbeddingRegressor(cv=2, init=Word2VecVectorizer(subsample=0, **SMALL), **SMALL),
]


def warned(function, *arguments, **parameters):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function(*arguments, **parameters)
    return [(str(w.message), w.filename) for w in caught if "drops" in str(w.message)]


@pytest.mark.parametrize("language", [*CUT, *READ])
def test_shares(language):
    lost = share_lost_by_marks(
        normalize("NFD", {**CUT, **READ}[language]), re.compile(r"(?u)\b\w\w+\b")
    )
    if language in CUT:
        assert lost > 0.23
    else:
        assert -0.02 < lost < 0.17
    unicode = re.compile(unicode_token_pattern())
    assert share_lost_by_marks(CUT["Hindi"], unicode) == 0


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_each_fit_warns_once_and_names_the_line_of_the_user(model):
    y = np.arange(4) % 2
    model = clone(model)
    for method in (model.fit, model.fit_transform):
        [(message, file)] = warned(method, HINDI, y)
        assert re.search(MESSAGE, message)
        assert "spaces" not in message
        assert file == __file__
    assert warned(model.transform, HINDI) == []
    for name in model.get_params():
        if name.endswith("token_pattern"):  # that of init, too
            model.set_params(**{name: "unicode"})
    assert warned(model.fit, HINDI, y) == []


def test_validation_documents_are_not_examined_too():
    model = SupervisedEmbeddingVectorizer(early_stopping=True, **SMALL)
    assert len(warned(model.fit, HINDI, [*"abab"], X_val=HINDI, y_val=[*"abab"])) == 1


def test_functions_that_read_documents_warn_too():
    assert len(warned(tokenize_documents, HINDI)) == 1
    assert len(warned(cooccurrence_matrix, HINDI, ["यह"])) == 1
    vectors = PretrainedVectorizer({"और": [1.0]})
    assert len(warned(vectors.fit, HINDI)) == 1


def test_scripts_without_spaces_need_more():
    [(message, _)] = warned(tokenize_documents, [CUT["Thai"]])
    assert "If there are no spaces between words, set analyzer='char_wb'" in message


@pytest.mark.parametrize(
    "parameters",
    [
        {"strip_accents": "unicode"},
        {"lowercase": False, "stop_words": ["và"]},
        {"analyzer": "char"},
        {"analyzer": str.split},
        {"tokenizer": str.split, "token_pattern": None},
        {"preprocessor": str.lower},
        {"token_pattern": r"\S+"},
    ],
)
def test_what_is_read_decides(parameters):
    text = normalize("NFD", CUT["Vietnamese"])
    cut = "lowercase" in parameters
    vectorizer = Word2VecVectorizer(**parameters)
    assert len(warned(tokenize_documents, [text], vectorizer)) == cut


def test_the_first_documents_decide_and_all_are_read():
    few = [READ["English"]] * 20 + HINDI[:1]
    assert warned(tokenize_documents, few) == []
    late = [READ["English"]] * N_EXAMINED + HINDI * N_EXAMINED
    assert warned(tokenize_documents, late) == []
    documents = tokenize_documents(document for document in late)
    assert len(documents) == len(late)
    assert len(documents[-1]) > 0
    mixed = (document for document in [b"bytes", *HINDI, "x" * 10**6])
    assert len(warned(tokenize_documents, mixed)) == 1


def test_errors_of_the_documents_keep_their_row():
    def documents():
        yield from HINDI
        raise OSError("lost")

    with pytest.raises(OSError, match=r"lost\n.*asked for row 4"):
        tokenize_documents(documents())
    with pytest.raises(ValueError, match="row 4 is missing"):
        tokenize_documents([*HINDI, None])


def test_a_comparison_warns_once():
    texts = [f"{CUT['Hindi']} {row}" for row in range(8)]
    found = warned(compare_embeddings, MODELS[:3], texts, [0, 1] * 4, cv=2)
    assert len(found) == 1
    assert "token_pattern='unicode'" in found[0][0]
