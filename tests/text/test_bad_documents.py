"""Errors while documents are read name the row that failed, the parameter, and the cause."""

import io

import pytest

from skembed._text.analyzer import Analyzer
from skembed._text.vocabulary import encode, learn_vocabulary

READERS = [learn_vocabulary, lambda documents, analyzer: encode(documents, analyzer, {"cat": 0})]
each_reader = pytest.mark.parametrize("read", READERS, ids=["fit", "transform"])


class Lost(Exception):
    """What a data base might raise."""


def failing(n_good, error):
    for i in range(n_good):
        yield f"cat {i}"
    raise error


@each_reader
@pytest.mark.parametrize("n_good", [0, 1, 7], ids=["first", "second", "after the last"])
def test_an_iterable_that_fails_is_blamed_for_the_row_that_was_asked_for(read, n_good):
    cause = Lost("no connection")
    with pytest.raises(Lost, match="no connection") as caught:
        read(failing(n_good, cause), Analyzer())
    assert caught.value is cause
    message = f"The iterable of documents raised this when it was asked for row {n_good}."
    assert caught.value.__notes__ == [message]


@each_reader
def test_a_file_that_does_not_decode_is_not_a_document_that_does_not(read, tmp_path):
    path = tmp_path / "documents.txt"
    path.write_bytes(b"cat\ndog\n" * 10_000 + b"\xff\n")
    taken = []
    with open(path, encoding="utf-8") as lines, pytest.raises(UnicodeDecodeError):
        taken.extend(lines)
    assert len(taken) > 0
    with (
        open(path, encoding="utf-8") as lines,
        pytest.raises(UnicodeDecodeError, match=f"asked for row {len(taken)}"),
    ):
        read(lines, Analyzer(encoding="latin-1"))


@each_reader
@pytest.mark.parametrize("row", [0, 2])
@pytest.mark.parametrize("parameter", ["analyzer", "tokenizer", "preprocessor", "strip_accents"])
def test_a_callable_that_fails_is_blamed_for_its_own_row(read, row, parameter):
    cause = Lost("no dictionary")

    def fail(document):
        if "bad" in document:
            raise cause
        return [document] if parameter in ("analyzer", "tokenizer") else document

    documents = (document for document in [*["cat"] * row, "bad", "cat"])
    with pytest.raises(Lost) as caught:
        read(documents, Analyzer(**{parameter: fail}))
    assert caught.value is cause
    message = f"This happened at the document in row {row}, read by the callable {parameter}."
    assert caught.value.__notes__ == [message]


@each_reader
def test_tokens_that_fail_while_they_are_taken(read):
    def analyzer(document):
        yield "cat"
        raise Lost(document)

    with pytest.raises(Lost, match="row 0, read by the callable analyzer"):
        read(["cat"], Analyzer(analyzer=analyzer))


@each_reader
@pytest.mark.parametrize(
    ("parameters", "match"),
    [
        ({"analyzer": lambda _: None}, r"analyzer must return an iterable of str, got NoneType"),
        ({"tokenizer": lambda _: 3}, r"tokenizer must return an iterable of str, got int"),
        ({"preprocessor": lambda _: None}, r"preprocessor must return a str, got NoneType"),
        ({"strip_accents": lambda _: None}, r"row 1, read by the callable strip_accents"),
        ({"analyzer": lambda _: [["cat"]]}, r"unhashable(.|\n)*row 1, read by the callable ana"),
    ],
)
def test_a_callable_that_returns_what_nobody_can_use(read, parameters, match):
    (name, function), *_ = parameters.items()
    good = {"analyzer": list, "tokenizer": list}.get(name, str)
    mixed = {name: lambda document: good(document) if document == "cat" else function(document)}
    with pytest.raises(TypeError, match=match) as caught:
        read(["cat", "dog"], Analyzer(**mixed))
    assert "row 1" in caught.value.__notes__[0]


@pytest.mark.parametrize("name", ["analyzer", "tokenizer"])
def test_tokens_that_are_not_str(name):
    with pytest.raises(TypeError, match=f"tokens that {name} returns must be str, term 0 is int"):
        learn_vocabulary(["cat"], Analyzer(**{name: lambda _: [1]}))


@each_reader
@pytest.mark.parametrize(
    ("kind", "document", "error", "match"),
    [
        ("file", "cat", TypeError, r"row 1 must have a read method, because input='file'; got str"),
        ("file", 5, TypeError, r"row 1 must have a read method, because input='file'; got int"),
        ("file", None, ValueError, r"row 1 is missing"),
        ("filename", "no such file", ValueError, r"row 1 cannot be read.*input='filename'.*No su"),
        ("filename", "a\0b", ValueError, r"row 1 cannot be read.*input='filename'"),
        ("filename", ".", ValueError, r"row 1 cannot be read.*input='filename'"),
        ("filename", 0, TypeError, r"row 1 must be a file name, because input='filename'"),
        ("filename", ["a"], TypeError, r"row 1 must be a file name"),
        ("filename", io.StringIO("cat"), TypeError, r"got StringIO.*Choose input='file'"),
    ],
)
def test_documents_that_do_not_fit_the_parameter_input(
    read, kind, document, error, match, tmp_path
):
    path = tmp_path / "a.txt"
    path.write_text("cat")
    first = io.StringIO("cat") if kind == "file" else path
    with pytest.raises(error, match=match):
        read([first, document], Analyzer(input=kind))


@each_reader
def test_files_that_do_not_decode_keep_their_own_encoding(read, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("café".encode("latin-1"))
    with pytest.raises(ValueError, match="row 0 is not utf-8") as caught:
        read([path], Analyzer(input="filename"))
    assert isinstance(caught.value.__cause__, UnicodeDecodeError)
    with (
        open(path, encoding="ascii") as opened,
        pytest.raises(ValueError, match="row 0 is not ascii"),
    ):
        read([opened], Analyzer(input="file"))
