"""Words of the plots: typical of labels, known to the vectors, none twice."""

import numpy as np
from command_tools import LABELS, TEXTS

from skembed import SupervisedEmbeddingVectorizer, Word2VecVectorizer
from skembed._command._task import CommandTask
from skembed._command._words import asked, neighbors_of, typical_words

SMALL = {"n_components": 3, "max_iter": 1, "random_state": 0}


def typical(texts, labels, vectorizer=None, **task):
    vectorizer = vectorizer or Word2VecVectorizer(**SMALL, subsample=0)
    return typical_words(
        CommandTask("", texts, labels, [], [], **task), vectorizer.fit(texts, labels)
    )


def test_typical_words():
    words = typical(TEXTS, LABELS)
    assert {word[0] for word in words["good"]} == {"a"}
    assert {word[0] for word in words["bad"]} == {"b"}
    assert asked(words) == [words[label][0] for label in words]
    labels = [label + str(i % 2) for label, i in zip(LABELS, np.arange(60) // 2, strict=True)]
    found = [word for mine in typical(TEXTS, labels).values() for word in mine]
    assert len(found) == len(set(found))
    assert typical(["one more", "two three"], ["a", "b"]) == {
        "a": ["one", "more"][::-1],
        "b": ["three", "two"],
    }


def test_words_with_combining_marks():
    vectorizer = Word2VecVectorizer(**SMALL, subsample=0, token_pattern="unicode")
    words = typical(["अच्छी फ़िल्म", "बुरी फ़िल्म"] * 5, ["good", "bad"] * 5, vectorizer)
    assert words == {"good": ["अच्छी"], "bad": ["बुरी"]}


def test_words_of_few_documents_are_not_rare():
    texts = [
        f"{'pq'[i % 2]}0 {'ab'[i % 2]}{i // 2 % 6} {'xy'[i % 2]}{i // 2 % 8}" for i in range(36)
    ]
    found = typical(texts, LABELS[:36])
    assert {len(words) for words in found.values()} == {8}, "not only those in 5 texts"


def test_words_without_a_vector_are_left_out():
    few = Word2VecVectorizer(**SMALL, subsample=0, max_features=4).fit(TEXTS)
    words = typical_words(CommandTask("", TEXTS, LABELS, [], []), few)
    assert {word for mine in words.values() for word in mine} <= set(few.embedding_.terms)
    other = Word2VecVectorizer(**SMALL, subsample=0).fit(["never seen"])
    assert typical_words(CommandTask("", TEXTS, LABELS, [], []), other) == {}


def test_words_of_numbers_and_of_characters():
    numbers = [float(label == "good") for label in LABELS]
    words = typical(TEXTS, numbers, is_regression=True)
    assert {word[0] for word in words["above 0.5"]} == {"a"}
    assert {word[0] for word in words["up to 0.5"]} == {"b"}
    by_character = SupervisedEmbeddingVectorizer(**SMALL, analyzer="char_wb", ngram_range=(2, 2))
    words = typical(["好看 好看", "无聊 无聊"] * 5, ["a", "b"] * 5, by_character)
    assert "好看" in words["a"]
    assert "无聊" in words["b"]


def test_neighbors_as_rows():
    embedding = Word2VecVectorizer(**SMALL).fit(TEXTS).embedding_
    first, second = embedding.terms[:2]
    near = ", ".join(term for term, _ in embedding.most_similar(first, n=6))
    rows = neighbors_of(embedding, [first, "unheard", second])
    assert rows[0] == [first, near]
    assert len(rows) == 2
